import { expect, test } from "vitest";

import type { Remedy } from "../ipc/generated/Remedy";
import { menders } from "./ways";

const remedy = (audience: Remedy["audience"], text: string, snippet: string | null = null): Remedy => ({
  audience,
  text,
  snippet,
  url: null,
});
const DIFF = '--- present\n+++ corrected\n@@ -1,3 +1,3 @@\n {\n-  "a": 1\n+  "a": 2\n }\n';

test("remedies stand by who can mend, each in its place among the check's", () => {
  const found = menders([
    remedy("platform", "first", "aws one"),
    remedy("you", "wait"),
    remedy("platform", "second", "aws two"),
  ]);
  expect(found.map(({ audience, ways }) => [audience, ways.map(({ index }) => index)])).toEqual([
    ["platform", [0, 2]],
    ["you", [1]],
  ]);
});

test("a policy and its change are one remedy, with the policy's own words", () => {
  const policy = remedy("account_administrator", "Replace it.", '{\n  "a": 2\n}');
  const [mender] = menders([policy, remedy("account_administrator", "Line by line.", DIFF)]);
  expect(mender?.ways.map(({ remedy: { text }, change }) => [text, change?.removed])).toEqual([["Replace it.", 1]]);
});

test("a change that belongs to no other remedy stands by itself", () => {
  const ways = menders([remedy("you", "Line by line.", DIFF)]).flatMap((mender) => mender.ways);
  expect(ways.map(({ change }) => change?.added)).toEqual([1]);
});
