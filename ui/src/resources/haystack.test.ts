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
  const numbers = texts.map((text) => haystack.add(text));
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
    const naive = terms.map((term) => texts.flatMap((text, n) => (text.includes(term) ? [numbers[n]] : [])));
    expect(haystack.find(terms), terms.join(" ")).toEqual(
      naive.map((found) => found.toSorted((a, b) => (a ?? 0) - (b ?? 0))),
    );
  }
});

test("gives each text back as it was", () => {
  const texts = textsOf(9, 1500);
  const haystack = new Haystack();
  const numbers = texts.map((text) => haystack.add(text));
  haystack.find(["a"]);
  expect(numbers.map((number) => haystack.textOf(number))).toEqual(texts);
});

test("what is added after a search is found by the next", () => {
  const haystack = new Haystack();
  const one = haystack.add("one");
  expect(haystack.find(["n"])).toEqual([[one]]);
  const none = haystack.add("none");
  expect(haystack.find(["ne"])).toEqual([[one, none]]);
});

test("tells how a line of a text begins, and not what the next text begins with", () => {
  const haystack = new Haystack();
  const number = haystack.add("web\nsg-1");
  haystack.add("after");
  haystack.find(["a"]);
  const begins = (line: number, start: string) => haystack.beginsWith(number, line, start);
  expect([begins(0, "we"), begins(1, "sg-1"), begins(0, "sg"), begins(1, "sg-1\na")]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("tells what follows some words where a line begins with them", () => {
  const haystack = new Haystack();
  const number = haystack.add("webx\nsg-1 a\nweb");
  haystack.add("after");
  haystack.find(["a"]);
  const cases = [["web", "x"], ["sg-", "1"], ["sg-1", ""], ["webx", ""], ["eb", ""], ["after", ""]] as const; // prettier-ignore
  for (const [words, letter] of cases) expect(haystack.following(number, words), words).toBe(letter);
});
