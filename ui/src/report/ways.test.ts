import { expect, test } from "vitest";

import type { Check } from "../ipc/generated/Check";
import type { Remedy } from "../ipc/generated/Remedy";
import { menders, mendOf } from "./ways";

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

test("what mends several checks is shown once, at the first, as fully as any of them tells it", () => {
  const check = (id: Check["id"], remedies: Remedy[]): Check => ({
    id,
    status: "fail",
    evidence: "live",
    title: id,
    summary: "",
    cause: null,
    remedies,
    request_ids: [],
  });
  const [replace, command, change] = [
    remedy("you", "Replace."),
    remedy("you", "Or run."),
    remedy("you", "Change.", DIFF),
  ];
  const among = [
    check("external-id-required", [replace, command]),
    check("external-id-exact", [replace, command]),
    check("trust-policy", [replace, change, command]),
    check("discovery", [remedy("platform", "Allow it.")]),
    check("excess-permissions", []),
  ];
  expect(among.map((one) => [mendOf(one, among).of?.id, mendOf(one, among).at.id])).toEqual([
    ["trust-policy", "external-id-required"],
    [undefined, "external-id-required"],
    [undefined, "external-id-required"],
    ["discovery", "discovery"],
    ["excess-permissions", "excess-permissions"],
  ]);
});
