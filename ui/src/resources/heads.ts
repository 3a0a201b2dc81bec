// What many texts have in common at their beginning, said once: the ARNs of a region's subnets differ in their last
// word alone, and nearly every name is also the tag `Name`. Without them there is a third as much to look through.
import type { Haystack } from "./haystack";

/** Entries of which a line goes on where the head ends. */
interface Head {
  readonly line: number;
  readonly entries: number[];
}

export class Heads {
  private readonly heads = new Map<string, Head>();

  /** Says that a line of an entry, from 0, has this head; a head always goes with the same line. */
  add(head: string, line: number, entry: number): void {
    const known = this.heads.get(head);
    if (known) known.entries.push(entry);
    else this.heads.set(head, { line, entries: [entry] });
  }

  /** The entries that hold a term in a head, or in a head and what follows it. */
  find(term: string, texts: Haystack, found: (entry: number) => void): void {
    for (const [head, { line, entries }] of this.heads) {
      if (head.includes(term)) entries.forEach(found);
      else
        for (const rest of restsOf(term, head))
          for (const one of entries) if (texts.beginsWith(one, line, rest)) found(one);
    }
  }

  /** The heads that begin with a term and go on, with how many entries have each. */
  *beginningWith(term: string): Iterable<[head: string, entries: number]> {
    for (const [head, { entries }] of this.heads) {
      if (head.length > term.length && head.startsWith(term)) yield [head, entries.length];
    }
  }
}

/** What has to follow a head for a term to begin in it: `name=web` begins in `name=`, and `web` is left. */
function restsOf(term: string, head: string): string[] {
  const rests: string[] = [];
  for (let cut = 1; cut < term.length; cut++) if (head.endsWith(term.slice(0, cut))) rests.push(term.slice(cut));
  return rests;
}
