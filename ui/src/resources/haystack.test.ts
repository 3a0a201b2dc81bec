import { expect, test } from "vitest";

import { Haystack } from "./haystack";
import { dice } from "./testing/account";

const LETTERS = ["a", "b", "ab", "1", "10.", "é", "漢", "🚀", "\0", "<"];

/** More texts than one sheet holds, some of them outside of Latin-1. */
function textsOf(seed: number, size: number): string[] {
  const roll = dice(seed);
  return Array.from({ length: size }, () =>
    Array.from({ length: roll(6) }, () => LETTERS[roll(LETTERS.length)] ?? "").join(""),
  );
}

test.each([1, 2, 3, 4, 5])("finds what looking at each text finds, also while a query grows (seed %i)", (seed) => {
  const texts = textsOf(seed, 2500);
  const haystack = new Haystack();
  texts.forEach((text, n) => expect(haystack.add(text), "numbers follow the order").toBe(n));
  for (const terms of [
    ["a"],
    ["ab"],
    ["ab", "1"],
    ["ab10"],
    ["b"],
    ["漢"],
    ["漢a"],
    ["\0"],
    ["<", "é"],
    ["zz"],
    ["zzz"],
  ]) {
    const naive = texts.flatMap((text, n) => (terms.every((term) => text.includes(term)) ? [n] : []));
    expect(
      [...haystack.find(terms)].sort((a, b) => a - b),
      terms.join(" "),
    ).toEqual(naive);
  }
});

test("gives each text back as it was", () => {
  const texts = textsOf(9, 1500);
  const haystack = new Haystack();
  for (const text of texts) haystack.add(text);
  haystack.find(["a"]);
  expect(texts.map((_, n) => haystack.textOf(n))).toEqual(texts);
});

test("what is added after a search is found by the next", () => {
  const haystack = new Haystack();
  haystack.add("one");
  expect(haystack.find(["n"])).toEqual([0]);
  haystack.add("none");
  expect([...haystack.find(["ne"])].sort()).toEqual([0, 1]);
});
