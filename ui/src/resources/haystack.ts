// Many texts to search through at once: they are joined into long ones, through which the engine looks several times
// faster than through each by itself. A search that only grew looks through what the one before has found.

interface Sheet {
  readonly text: string;
  /** Where each text begins, and after the last one the length. */
  readonly starts: Int32Array;
  /** The number of each text. */
  readonly numbers: readonly number[];
}

/** Texts that become a sheet together. */
interface Pile {
  texts: string[];
  numbers: number[];
}

/** So many texts in a sheet: joining them takes no noticeable time. */
const SHEET = 1000;
/** So many are sooner looked through one by one. */
const FEW = 10_000;
const BREAK = "\n";
/** One letter outside of Latin-1 doubles the size of the whole text that it is in, so those keep to themselves. */
// eslint-disable-next-line no-control-regex -- all of Latin-1, control characters too
const WIDE = /[^\u0000-\u00ff]/;

export class Haystack {
  private readonly latin: Pile = { texts: [], numbers: [] };
  private readonly wide: Pile = { texts: [], numbers: [] };
  private readonly sheets: Sheet[] = [];
  /** By number: the sheet times {@link SHEET}, and the place in it. */
  private readonly places: number[] = [];
  /** What the search before has found, by term. */
  private last = new Map<string, readonly number[]>();

  /** Adds a text and gives its number, from 0. */
  add(text: string): number {
    const pile = WIDE.test(text) ? this.wide : this.latin;
    const number = this.places.push(0) - 1;
    pile.texts.push(text);
    pile.numbers.push(number);
    if (pile.texts.length >= SHEET) this.close(pile);
    return number;
  }

  /** For each term the numbers of the texts that hold it; a term must hold no line break. */
  find(terms: readonly string[]): readonly (readonly number[])[] {
    this.close(this.latin);
    this.close(this.wide);
    const found = terms.map((term) => this.findOne(term));
    this.last = new Map(terms.map((term, n) => [term, found[n] ?? []]));
    return found;
  }

  textOf(number: number): string {
    const place = this.places[number] ?? 0;
    const sheet = this.sheets[Math.floor(place / SHEET)];
    return sheet ? sheet.text.slice(...edges(sheet, place % SHEET)) : "";
  }

  /** Whether a line of a text, from 0, begins so. */
  beginsWith(number: number, line: number, words: string): boolean {
    const place = this.places[number] ?? 0;
    const sheet = this.sheets[Math.floor(place / SHEET)];
    if (!sheet) return false;
    const [start, end] = edges(sheet, place % SHEET);
    let from = start;
    for (let n = 0; n < line; n++) from = sheet.text.indexOf(BREAK, from) + 1;
    return from + words.length <= end && sheet.text.startsWith(words, from);
  }

  private findOne(term: string): readonly number[] {
    const known = this.last.get(term);
    if (known) return known;
    for (const [old, found] of this.last) {
      if (found.length < FEW && term.includes(old)) return found.filter((one) => this.textOf(one).includes(term));
    }
    const found: number[] = [];
    for (const sheet of this.sheets) findIn(sheet, term, found);
    return found;
  }

  private close(pile: Pile): void {
    const { texts, numbers } = pile;
    if (texts.length === 0) return;
    const starts = new Int32Array(texts.length + 1);
    texts.forEach((text, n) => (starts[n + 1] = (starts[n] ?? 0) + text.length + BREAK.length));
    numbers.forEach((number, n) => (this.places[number] = this.sheets.length * SHEET + n));
    this.sheets.push({ text: texts.join(BREAK), starts, numbers });
    pile.texts = [];
    pile.numbers = [];
    this.last.clear();
  }
}

function edges({ starts }: Sheet, n: number): [from: number, end: number] {
  return [starts[n] ?? 0, (starts[n + 1] ?? 0) - BREAK.length];
}

function findIn({ text, starts, numbers }: Sheet, term: string, found: number[]): void {
  const last = numbers.length;
  let n = 0;
  for (let at = text.indexOf(term); at >= 0 && n < last; at = text.indexOf(term, starts[n])) {
    while (n < last && (starts[n + 1] ?? 0) <= at) n++;
    found.push(numbers[n] ?? 0);
    n++;
  }
}
