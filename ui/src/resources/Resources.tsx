// An account's resources: search and filters, the tree, and the details of what is selected.
import "./resources.css";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { useMemo, useRef } from "react";

import { HostContext } from "../components/HostContext";
import type { CoverageCell } from "../ipc/generated/CoverageCell";
import type { Resource } from "../ipc/generated/Resource";
import type { Host } from "../ipc/host";
import { copy } from "./copy";
import { Details } from "./Details";
import { ResourceTree } from "./ResourceTree";
import { NO_QUERY, rangeOf, termsOf } from "./search";
import { Toolbar } from "./Toolbar";
import { useResources } from "./useResources";
import { usePlaces, useSearchIndex, useTree } from "./useTree";

export interface ResourcesProps {
  readonly accountId: string;
  readonly resources: Resource[];
  readonly coverage: CoverageCell[];
  /** Whether discovery is still running, so that a missing answer only means "not yet". */
  readonly growing?: boolean;
  readonly connectionId: string;
  readonly host: Host;
}

function Empty({ title, text, action }: { title: string; text: string; action?: () => void }) {
  return (
    <div className="resources-empty">
      <Box variant="h3" padding="n">
        {title}
      </Box>
      <Box color="text-body-secondary">{text}</Box>
      {action && <Button onClick={action}>{copy.clearAll}</Button>}
    </div>
  );
}

export function Resources(props: ResourcesProps) {
  const { accountId, resources, coverage, growing = false, connectionId, host } = props;
  const tree = useTree(accountId, resources, coverage, growing);
  const places = usePlaces(host);
  const index = useSearchIndex(tree, places);
  const state = useResources(tree, index);
  const pane = useRef<HTMLDivElement>(null);
  const { text } = state.query;
  const sought = useMemo(() => ({ terms: termsOf(text), range: rangeOf(text) }), [text]);
  const nothing = resources.length === 0 && coverage.length === 0 && !growing;

  return (
    <HostContext value={host}>
      <div className="resources">
        <Toolbar
          tree={tree}
          places={places}
          growing={growing}
          state={state}
          onEnter={() => pane.current?.querySelector<HTMLElement>("[role=tree]")?.focus()}
        />
        <div className="resources-panes">
          <div className="resources-pane" ref={pane}>
            <ResourceTree tree={tree} places={places} sought={sought} state={state} busy={growing} />
            {nothing && <Empty title={copy.nothingListed} text={copy.nothingListedHelp} />}
            {state.rows.nodes.length === 0 && (
              <Empty title={copy.noMatches} text={copy.noMatchesHelp} action={() => state.ask(NO_QUERY)} />
            )}
          </div>
          <Details tree={tree} places={places} state={state} connectionId={connectionId} />
        </div>
      </div>
    </HostContext>
  );
}
