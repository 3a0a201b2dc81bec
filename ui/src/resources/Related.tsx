// Links from one resource to others; following one selects it in the tree.
import Box from "@cloudscape-design/components/box";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMemo } from "react";

import { copy } from "./copy";
import { relationsOf } from "./facts";
import type { Tree } from "./model";
import { inARow } from "./shown";

const SHOWN = 25;

export function GoTo({ to, label, onGo }: { to: string; label: string; onGo: (key: string) => void }) {
  return (
    <Link onFollow={() => onGo(to)} ariaLabel={copy.goTo(inARow(label))}>
      <bdi>{inARow(label)}</bdi>
    </Link>
  );
}

export interface RelatedProps {
  readonly tree: Tree;
  readonly nodeKey: string;
  readonly onGo: (key: string) => void;
}

export function Related({ tree, nodeKey, onGo }: RelatedProps) {
  const relations = useMemo(() => relationsOf(tree, nodeKey), [tree, nodeKey]);
  if (relations.length === 0) return null;
  return (
    <SpaceBetween size="s">
      {relations.map(({ label, others }) => (
        <div key={label}>
          <Box variant="h4" padding={{ bottom: "xxs" }}>
            {label} <span className="resources-secondary">({copy.number(others.length)})</span>
          </Box>
          <ul className="resources-links">
            {others.slice(0, SHOWN).map((other) => (
              <li key={other.key}>
                <GoTo to={other.key} label={other.label} onGo={onGo} />
              </li>
            ))}
            {others.length > SHOWN && <li className="resources-secondary">{copy.more(others.length - SHOWN)}</li>}
          </ul>
        </div>
      ))}
    </SpaceBetween>
  );
}
