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
  private last: { readonly terms: readonly string[]; readonly found: readonly number[] } | null = null;

  /** Adds a text and gives its number, from 0. */
  add(text: string): number {
    const pile = WIDE.test(text) ? this.wide : this.latin;
    const number = this.places.push(0) - 1;
    pile.texts.push(text);
    pile.numbers.push(number);
    if (pile.texts.length >= SHEET) this.close(pile);
    return number;
  }

  /** The numbers of the texts that hold all terms; terms must hold no line break. */
  find(terms: readonly string[]): readonly number[] {
    this.close(this.latin);
    this.close(this.wide);
    const { last } = this;
    const grown = last?.terms.every((old) => terms.some((term) => term.includes(old))) === true;
    const holdsAll = (number: number) => holds(this.textOf(number), terms);
    const before = grown && last.found.length < FEW ? last.found : null;
    const found = before ? before.filter(holdsAll) : this.findAll(terms);
    this.last = { terms, found };
    return found;
  }

  textOf(number: number): string {
    const place = this.places[number] ?? 0;
    const sheet = this.sheets[Math.floor(place / SHEET)];
    return sheet ? textAt(sheet, place % SHEET) : "";
  }

  private findAll(terms: readonly string[]): number[] {
    const found: number[] = [];
    for (const sheet of this.sheets) findIn(sheet, terms, found);
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
    this.last = null;
  }
}

function holds(text: string, terms: readonly string[]): boolean {
  return terms.every((term) => text.includes(term));
}

function textAt({ text, starts }: Sheet, n: number): string {
  return text.slice(starts[n], (starts[n + 1] ?? 0) - BREAK.length);
}

function findIn(sheet: Sheet, [first = "", ...others]: readonly string[], found: number[]): void {
  const { text, starts, numbers } = sheet;
  const last = numbers.length;
  let n = 0;
  for (let at = text.indexOf(first); at >= 0 && n < last; at = text.indexOf(first, starts[n])) {
    while (n < last && (starts[n + 1] ?? 0) <= at) n++;
    if (others.length === 0 || holds(textAt(sheet, n), others)) found.push(numbers[n] ?? 0);
    n++;
  }
}
