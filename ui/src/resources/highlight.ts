// Which stretches of a text were searched for.
import type { TreeNode } from "./model";
import { overlaps, parseRange, type Range } from "./net";
import { blocksOf } from "./indexing";
import { around } from "./shown";

export interface Stretch {
  readonly text: string;
  readonly found: boolean;
}

/** Cuts a text into stretches that were, and were not, searched for. */
export function stretches(text: string, terms: readonly string[]): Stretch[] {
  const lower = text.toLowerCase();
  // Some letters change their length in lower case; positions would then be wrong.
  if (terms.length === 0 || lower.length !== text.length) return [{ text, found: false }];
  const marked = new Uint8Array(text.length);
  for (const term of terms) mark(lower, term, marked);
  return cut(text, marked);
}

function mark(lower: string, term: string, marked: Uint8Array): void {
  if (term === "") return;
  for (let at = lower.indexOf(term); at >= 0; at = lower.indexOf(term, at + term.length)) {
    marked.fill(1, at, at + term.length);
  }
}

function cut(text: string, marked: Uint8Array): Stretch[] {
  const result: Stretch[] = [];
  let start = 0;
  for (let i = 1; i <= text.length; i++) {
    if (i < text.length && marked[i] === marked[start]) continue;
    result.push({ text: text.slice(start, i), found: marked[start] === 1 });
    start = i;
  }
  return result.length > 0 ? result : [{ text, found: false }];
}

/** What to mark in a row: the words themselves or, for an address, the blocks that hold it. */
export function marksFor(node: TreeNode, terms: readonly string[], range: Range | null): readonly string[] {
  if (!range) return terms;
  const holding = blocksOf(node).filter((block) => {
    const own = parseRange(block);
    return own !== null && overlaps(own, range);
  });
  return holding.length > 0 ? holding.map((block) => block.toLowerCase()) : terms;
}

/** The tag by which a row was found, when nothing that it shows says so. */
export function tagFound(node: TreeNode, terms: readonly string[], shown: readonly string[]): string | null {
  if (!node.resource || terms.length === 0) return null;
  const visible = shown.join("\n").toLowerCase();
  const hidden = terms.filter((term) => !visible.includes(term));
  if (hidden.length === 0) return null;
  for (const name in node.resource.tags) {
    const tag = `${name}=${node.resource.tags[name] ?? ""}`;
    const lower = tag.toLowerCase();
    for (const term of hidden) if (lower.includes(term)) return around(tag, lower.indexOf(term));
  }
  return null;
}
