// One row of the tree. Its content is its accessible name, so that what is seen is what is read
// aloud; a few words are only for the ear.
import { memo, type MouseEvent } from "react";

import { copy } from "./copy";
import { countedText, isWarning, kindText, labelOf, partsOf, type Places } from "./describe";
import { marksFor, stretches, tagFound } from "./highlight";
import { Sign, Twisty } from "./icons";
import { inARow } from "./shown";
import { ruleOf, type Tree, type TreeNode } from "./model";
import type { Range } from "./net";

/** What the person searches for, as every row needs it. */
export interface Sought {
  readonly terms: readonly string[];
  readonly range: Range | null;
}

export interface TreeRowProps {
  readonly id: string;
  readonly node: TreeNode;
  readonly tree: Tree;
  readonly places: Places;
  readonly sought: Sought;
  readonly position: number;
  readonly size: number;
  /** Undefined for a row that cannot be unfolded. */
  readonly open: boolean | undefined;
  readonly active: boolean;
  readonly selected: boolean;
  readonly top: number;
  readonly onSelect: (key: string) => void;
  readonly onFold: (key: string, open: boolean) => void;
}

function Marked({ text, marks }: { text: string; marks: readonly string[] }) {
  return stretches(text, marks).map((stretch, n) =>
    stretch.found ? <mark key={n}>{stretch.text}</mark> : stretch.text,
  );
}

function Spoken({ children }: { children: string }) {
  return <span className="resources-spoken">{children}</span>;
}

// A dot for the eye is a comma for the ear.
function Separator() {
  return (
    <>
      <span aria-hidden="true">{" · "}</span>
      <Spoken>{", "}</Spoken>
    </>
  );
}

function Words({ node, tree, places, sought }: Pick<TreeRowProps, "node" | "tree" | "places" | "sought">) {
  const label = inARow(labelOf(node, tree));
  const parts = partsOf(node, places);
  const marks = marksFor(node, sought.terms, sought.range);
  const tag = tagFound(node, sought.terms, [label, ...parts]);
  const all = (tag === null ? parts : [...parts, copy.matchedTag(tag)]).map(inARow);
  const kind = kindText(node);
  return (
    <span className="resources-words" title={[label, ...all].join(" · ")}>
      <bdi className="resources-label">
        <Marked text={label} marks={marks} />
      </bdi>
      {kind !== "" && <Spoken>{`, ${kind}`}</Spoken>}
      {all.map((part, n) => (
        <span className={isWarning(node, part) ? "resources-warning" : "resources-part"} key={n}>
          <Separator />
          <bdi>
            <Marked text={part} marks={marks} />
          </bdi>
        </span>
      ))}
    </span>
  );
}

function Count({ node }: { node: TreeNode }) {
  if (node.count === null) return null;
  return (
    <span className="resources-count">
      <Spoken>{", "}</Spoken>
      {copy.number(node.count)}
      <Spoken>{` ${countedText(node)}`}</Spoken>
    </span>
  );
}

export const TreeRow = memo(function TreeRow(props: TreeRowProps) {
  const { node, tree, places, open, selected, active, sought } = props;
  const { key, type, depth } = node;
  const onTwisty = (event: MouseEvent) => {
    event.stopPropagation();
    props.onFold(key, open !== true);
  };
  return (
    // The tree handles the keys: its rows never have the focus themselves.
    <div
      role="treeitem"
      id={props.id}
      aria-level={depth + 1}
      aria-setsize={props.size}
      aria-posinset={props.position}
      aria-expanded={open}
      aria-selected={selected}
      className="resources-row"
      data-active={active}
      data-type={type}
      data-key={key}
      style={{ transform: `translateY(${props.top}px)`, paddingInlineStart: 8 + depth * 20 }}
      onClick={() => props.onSelect(key)}
      onDoubleClick={() => open !== undefined && props.onFold(key, !open)}
    >
      {open === undefined ? (
        <span className="resources-twisty" />
      ) : (
        <span
          // Its own for each node: what turns is one that was folded, not one that scrolled.
          key={key}
          className="resources-twisty"
          data-open={open}
          data-testid="twisty"
          aria-hidden="true"
          onClick={onTwisty}
          onDoubleClick={(event) => event.stopPropagation()}
        >
          <Twisty />
        </span>
      )}
      <Sign node={node} inbound={ruleOf(node)?.inbound ?? false} />
      <Words node={node} tree={tree} places={places} sought={sought} />
      <Count node={node} />
    </div>
  );
});
