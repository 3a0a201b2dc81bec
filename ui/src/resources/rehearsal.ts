// What a search mostly begins with is found before anybody types it. The first keys of a search find most of everything,
// and the engine has to compile all of this for them: of all keys the slowest, and those that a person watches.
import type { SearchIndex } from "./indexing";
import type { Tree } from "./model";
import { hitsOf, kept, NO_QUERY } from "./search";

const LETTERS = "1234567890abcdefghijklmnopqrstuvwxyz";
/** What is found in fewer nodes is found in no time. */
const MANY = 20_000;
/** One text in so many tells well enough how those of single nodes go on. */
const SAMPLE = 50;
/** So many terms; each takes a byte of every node. */
const ENOUGH = 80;

export class Rehearsal {
  /** Short ones first: whoever types a long one has typed those before. */
  private readonly terms = LETTERS.split("");

  constructor(
    private readonly tree: Tree,
    private readonly index: SearchIndex,
    private readonly many = MANY,
  ) {}

  /** Rehearses one term; false when none is left. */
  advance(): boolean {
    const term = this.terms.shift();
    if (term === undefined) return false;
    const { tree, index } = this;
    rehearse(tree, index, term);
    const room = ENOUGH - index.rehearsed.size - this.terms.length;
    if (room > 0) this.terms.push(...longer(index, term, this.many).slice(0, room));
    return this.terms.length > 0;
  }
}

function rehearse(tree: Tree, index: SearchIndex, text: string): void {
  const hits = hitsOf(tree, index, { ...NO_QUERY, text });
  index.rehearsed.set(text, hits);
  kept(index, hits, null);
}

/** How a term goes on by one letter, where that many nodes have a line that begins so. */
function longer(index: SearchIndex, term: string, many: number): string[] {
  const { texts, heads, owners, shared } = index;
  const counts = new Map<string, number>();
  const count = (letter: string, nodes: number) => {
    if (letter !== "") counts.set(letter, (counts.get(letter) ?? 0) + nodes);
  };
  for (const entry of texts.find([term])[0] ?? []) {
    const owner = owners[entry] ?? 0;
    const nodes = owner < 0 ? (shared[~owner]?.length ?? 0) : 1;
    if (nodes > 1) count(texts.following(entry, term), nodes);
    else if (entry % SAMPLE === 0) count(texts.following(entry, term), SAMPLE);
  }
  for (const [head, entries] of heads.beginningWith(term)) count(head.charAt(term.length), entries);
  return [...counts].filter(([, nodes]) => nodes >= many).map(([letter]) => term + letter);
}
