// Many texts to search through at once: they are joined into long ones, through which the engine looks several times
// faster than through each by itself. A search that only grew looks through what the one before has found.

interface Sheet {
  readonly text: string;
  /** Where each text begins, and after the last one the length. */
  readonly starts: Int32Array;
}

/** Texts that become a sheet together, and which one. */
interface Pile {
  texts: string[];
  sheet: number;
}

/** So many texts in a sheet: joining them takes no noticeable time. */
const SHEET = 1000;
/** To look among more than these takes longer than to look through everything again. */
const FEW = 20_000;
const BREAK = "\n";
/** One letter outside of Latin-1 doubles the size of the whole text that it is in, so those keep to themselves. */
// eslint-disable-next-line no-control-regex -- all of Latin-1, control characters too
const WIDE = /[^\u0000-\u00ff]/;

/** In the place of a sheet that is still a pile. */
const NOT_YET: Sheet = { text: "", starts: new Int32Array(1) };

export class Haystack {
  private readonly latin: Pile = { texts: [], sheet: 0 };
  private readonly wide: Pile = { texts: [], sheet: 0 };
  private readonly sheets: Sheet[] = [];
  /** What the search before has found, by term. */
  private last = new Map<string, readonly number[]>();

  /** Adds a text and gives its number: its sheet times {@link SHEET}, and its place there. */
  add(text: string): number {
    const pile = WIDE.test(text) ? this.wide : this.latin;
    if (pile.texts.length === 0) pile.sheet = this.sheets.push(NOT_YET) - 1;
    const number = pile.sheet * SHEET + pile.texts.push(text) - 1;
    if (pile.texts.length >= SHEET) this.close(pile);
    return number;
  }

  /** For each term the numbers of the texts that hold it, ascending; a term must hold no line break. */
  find(terms: readonly string[]): readonly (readonly number[])[] {
    this.close(this.latin);
    this.close(this.wide);
    const found = terms.map((term) => this.findOne(term));
    this.last = new Map(terms.map((term, n) => [term, found[n] ?? []]));
    return found;
  }

  textOf(number: number): string {
    const { text, starts } = this.sheetOf(number);
    return text.slice(...edges(starts, number % SHEET));
  }

  /** Whether a line of a text, from 0, begins so. */
  beginsWith(number: number, line: number, words: string): boolean {
    const { text, starts } = this.sheetOf(number);
    const [start, end] = edges(starts, number % SHEET);
    let from = start;
    for (let n = 0; n < line; n++) from = text.indexOf(BREAK, from) + 1;
    return from + words.length <= end && text.startsWith(words, from);
  }

  /** The letter that follows some words where a line of a text begins with them, or nothing. */
  following(number: number, words: string): string {
    const text = BREAK + this.textOf(number);
    const at = text.indexOf(BREAK + words);
    return at < 0 ? "" : text.charAt(at + BREAK.length + words.length).trim();
  }

  private sheetOf(number: number): Sheet {
    return this.sheets[Math.floor(number / SHEET)] ?? NOT_YET;
  }

  private findOne(term: string): readonly number[] {
    const known = this.last.get(term);
    if (known) return known;
    for (const [old, found] of this.last) {
      if (found.length < FEW && term.includes(old)) return this.findAmong(found, term);
    }
    const found: number[] = [];
    this.sheets.forEach((sheet, n) => findIn(sheet, term, n * SHEET, found));
    return found;
  }

  /** Those of the texts that hold a term: each sheet is looked through once at most, and not where none of them is. */
  private findAmong(numbers: readonly number[], term: string): readonly number[] {
    let [sheet, at] = [NOT_YET, 0];
    return numbers.filter((number) => {
      const own = this.sheetOf(number);
      const [start, end] = edges(own.starts, number % SHEET);
      if (own !== sheet) [sheet, at] = [own, -1];
      if (at < start) at = after(own.text, term, start);
      return at < end;
    });
  }

  private close(pile: Pile): void {
    const { texts } = pile;
    if (texts.length === 0) return;
    const starts = new Int32Array(texts.length + 1);
    texts.forEach((text, n) => (starts[n + 1] = (starts[n] ?? 0) + text.length + BREAK.length));
    this.sheets[pile.sheet] = { text: texts.join(BREAK), starts };
    pile.texts = [];
    this.last.clear();
  }
}

/** Where a term stands next, or beyond everything. */
function after(text: string, term: string, start: number): number {
  const at = text.indexOf(term, start);
  return at < 0 ? text.length : at;
}

function edges(starts: Int32Array, n: number): [from: number, end: number] {
  return [starts[n] ?? 0, (starts[n + 1] ?? 0) - BREAK.length];
}

function findIn({ text, starts }: Sheet, term: string, first: number, found: number[]): void {
  const last = starts.length - 1;
  let n = 0;
  for (let at = text.indexOf(term); at >= 0 && n < last; at = text.indexOf(term, starts[n])) {
    while (n < last && (starts[n + 1] ?? 0) <= at) n++;
    found.push(first + n);
    n++;
  }
}
