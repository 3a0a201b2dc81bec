// A change of a text: the unified diff that the program writes, read back as pairs of lines.

/** Each part of a line: what stayed before, what changed, what stayed after. */
export type Parts = [before: string, changed: string, after: string];

export interface Line {
  number: number;
  text: string;
  /** Where the line was changed within, when its pair shows it. */
  parts: Parts | null;
}

/** Two lines side by side; one is missing where the other has no counterpart. */
export interface Pair {
  same: boolean;
  present: Line | null;
  corrected: Line | null;
}

export interface Change {
  pairs: Pair[];
  /** The whole corrected text. */
  corrected: string;
  removed: number;
  added: number;
}

const HEADER = "--- present\n+++ corrected\n";
const HUNK = /^@@ -1(?:,\d+)? \+1(?:,\d+)? @@$/;

/** The change that a unified diff of a whole JSON text tells; null of anything else. */
export function changeIn(diff: string): Change | null {
  if (!diff.startsWith(HEADER)) return null;
  const [hunk = "", ...lines] = diff.slice(HEADER.length).replace(/\n$/, "").split("\n");
  if (!HUNK.test(hunk) || lines.some((line) => !/^[ +-]/.test(line))) return null;
  const text = (signs: string) => lines.filter(([sign = ""]) => signs.includes(sign)).map((line) => line.slice(1));
  const corrected = text(" +").join("\n");
  // Of a text that is cut off nothing may be copied.
  if (!isJson(corrected) || !isJson(text(" -").join("\n"))) return null;
  return { pairs: paired(lines), corrected, removed: text("-").length, added: text("+").length };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function paired(lines: readonly string[]): Pair[] {
  const pairs: Pair[] = [];
  const numbers = { present: 0, corrected: 0 };
  const line = (side: keyof typeof numbers, text: string): Line => ({ number: ++numbers[side], text, parts: null });
  let block: { removed: string[]; added: string[] } = { removed: [], added: [] };
  const flush = () => {
    const { removed, added } = block;
    for (let at = 0; at < Math.max(removed.length, added.length); at += 1) {
      const [before, after] = [removed[at], added[at]];
      const present = before === undefined ? null : line("present", before);
      const corrected = after === undefined ? null : line("corrected", after);
      pairs.push({ same: false, ...compared(present, corrected) });
    }
    block = { removed: [], added: [] };
  };
  for (const given of lines) {
    const text = given.slice(1);
    if (given.startsWith("-")) block.removed.push(text);
    else if (given.startsWith("+")) block.added.push(text);
    else {
      flush();
      pairs.push({ same: true, present: line("present", text), corrected: line("corrected", text) });
    }
  }
  flush();
  return pairs;
}

const WORDS = /[\w*]+|\s+|[^\w*\s]/g;

/** A comma at the end says only that another line follows. */
const wordsOf = ({ text }: Line): string[] => text.replace(/,$/, "").match(WORDS) ?? [];

/** Two lines with what differs between them, where they have a word in common. */
function compared(present: Line | null, corrected: Line | null): Pick<Pair, "present" | "corrected"> {
  if (!present || !corrected) return { present, corrected };
  const [before, after] = [wordsOf(present), wordsOf(corrected)];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const kept = [...before.slice(0, start), ...before.slice(before.length - end)];
  if (!kept.some((word) => /\w/.test(word))) return { present, corrected };
  const inParts = (line: Line, words: string[]): Line => {
    const [begins, ends] = [words.slice(0, start).join(""), words.length - end];
    const changed = words.slice(start, ends).join("");
    return { ...line, parts: [begins, changed, line.text.slice(begins.length + changed.length)] };
  };
  return { present: inParts(present, before), corrected: inParts(corrected, after) };
}
