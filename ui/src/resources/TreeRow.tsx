// One row of the tree. Its name for a screen reader is made of the words that it shows: as elements that only the ear
// gets, the words between them would be most of what a tree has to draw.
import { memo, type MouseEvent, type ReactNode } from "react";

import { copy } from "./copy";
import { countedText, isWarning, kindText, labelOf, partsOf, type Places } from "./describe";
import { marksFor, stretches, tagFound } from "./highlight";
import { Sign, signOf } from "./icons";
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
  /** Whether it flies by: then it is its label. */
  readonly leaping: boolean;
  readonly selected: boolean;
  readonly onSelect: (key: string) => void;
  readonly onFold: (key: string, open: boolean) => void;
}

/** A text with its marks. A function and not a component, as all of a row is few elements: a key of a search fills every row anew. */
function marked(text: string, marks: readonly string[]): ReactNode {
  if (marks.length === 0) return text;
  const all = stretches(text, marks);
  if (!all.some(({ found }) => found)) return text;
  return all.map((stretch, n) => (stretch.found ? <mark key={n}>{stretch.text}</mark> : stretch.text));
}

/** What a row says, in parts. */
interface Told {
  readonly label: string;
  readonly parts: readonly string[];
}

function toldOf({ node, tree, places, sought, leaping }: TreeRowProps): Told {
  const label = inARow(labelOf(node, tree));
  if (leaping) return { label, parts: [] };
  const parts = partsOf(node, places);
  const tag = tagFound(node, sought.terms, [label, ...parts]);
  return { label, parts: (tag === null ? parts : [...parts, copy.matchedTag(tag)]).map(inARow) };
}

/** The same for the ear: a dot for the eye is a comma there, and the kind and what is counted are said as well. */
function nameOf(node: TreeNode, { label, parts }: Told): string {
  const kind = kindText(node);
  const count = node.count === null ? [] : [`${copy.number(node.count)} ${countedText(node)}`];
  return [label, ...(kind === "" ? [] : [kind]), ...parts, ...count].join(", ");
}

/** Beyond Latin there are letters that run from right to left, and would turn around what stands beside them. */
const MAY_TURN = /[^ -\u02ff]/;

/** What follows the label: one text, as far as nothing in it needs an element of its own. */
function followingOf(node: TreeNode, parts: readonly string[], marks: readonly string[]): ReactNode[] {
  const following: ReactNode[] = [];
  let plain = "";
  parts.forEach((part, n) => {
    plain += " · ";
    const [text, turns, warning] = [marked(part, marks), MAY_TURN.test(part), isWarning(node, part)];
    if (typeof text === "string" && !turns && !warning) {
      plain += text;
      return;
    }
    const Part = turns ? "bdi" : "span";
    const own = (
      <Part key={n} className={warning ? "resources-warning" : undefined}>
        {text}
      </Part>
    );
    following.push(plain, own);
    plain = "";
  });
  return [...following, plain];
}

function Words({ node, told: { label, parts }, sought }: { node: TreeNode; told: Told; sought: Sought }) {
  const marks = marksFor(node, sought.terms, sought.range);
  const Label = MAY_TURN.test(label) ? "bdi" : "span";
  return (
    <span
      className="resources-words"
      onMouseEnter={(event) => (event.currentTarget.title = [label, ...parts].join(" · "))}
    >
      <Label className="resources-label">{marked(label, marks)}</Label>
      {followingOf(node, parts, marks)}
    </span>
  );
}

export const TreeRow = memo(function TreeRow(props: TreeRowProps) {
  const { node, open, selected, active, sought } = props;
  const { key, type, depth, count } = node;
  const told = toldOf(props);
  const onTwisty = (event: MouseEvent) => {
    event.stopPropagation();
    props.onFold(key, open !== true);
  };
  return (
    // The tree handles the keys: its rows never have the focus themselves.
    <div
      role="treeitem"
      id={props.id}
      aria-label={nameOf(node, told)}
      aria-level={depth + 1}
      aria-setsize={props.size}
      aria-posinset={props.position}
      aria-expanded={open}
      aria-selected={selected}
      className="resources-row"
      data-active={active}
      data-type={type}
      style={{ paddingInlineStart: 8 + depth * 20 }}
      onClick={() => props.onSelect(key)}
      onDoubleClick={() => open !== undefined && props.onFold(key, !open)}
    >
      {open === undefined ? (
        <span className="resources-twisty" />
      ) : (
        <span
          className="resources-twisty"
          data-open={open}
          data-testid="twisty"
          aria-hidden="true"
          onClick={onTwisty}
          onDoubleClick={(event) => event.stopPropagation()}
        />
      )}
      <Sign sign={signOf(node, ruleOf(node)?.inbound ?? false)} type={type} />
      <Words node={node} told={told} sought={sought} />
      {count !== null && !props.leaping && <span className="resources-count">{copy.number(count)}</span>}
    </div>
  );
});
