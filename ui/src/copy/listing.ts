// Lists within a sentence, in English.
export const number = (n: number): string => n.toLocaleString("en-US");

export const inWords = (items: readonly string[], word = "and"): string =>
  items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1) ?? ""}`;

/** The first few of a long list. */
export const few = (items: readonly string[]): string =>
  items.length > 4 ? inWords([...items.slice(0, 3), `${number(items.length - 3)} more`]) : inWords(items);
