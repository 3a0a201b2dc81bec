import { describe, expect, test } from "vitest";

import { changeIn } from "./change";

const diff = (...lines: string[]) => ["--- present", "+++ corrected", "@@ -1,3 +1,4 @@", ...lines, ""].join("\n");

describe("A change", () => {
  test("lines that go and come stand side by side, and what differs within them is known", () => {
    const change = changeIn(diff(" {", '-  "AWS": "*"', '+  "AWS": "arn:root",', '+  "id": 1', " }"));
    expect(change).toMatchObject({ removed: 1, added: 2, corrected: '{\n  "AWS": "arn:root",\n  "id": 1\n}' });
    expect(change?.pairs).toEqual([
      { same: true, present: { number: 1, text: "{", parts: null }, corrected: { number: 1, text: "{", parts: null } },
      {
        same: false,
        present: { number: 2, text: '  "AWS": "*"', parts: ['  "AWS": "', "*", '"'] },
        corrected: { number: 2, text: '  "AWS": "arn:root",', parts: ['  "AWS": "', "arn:root", '",'] },
      },
      { same: false, present: null, corrected: { number: 3, text: '  "id": 1', parts: null } },
      { same: true, present: { number: 3, text: "}", parts: null }, corrected: { number: 4, text: "}", parts: null } },
    ]);
  });

  test("lines with no word in common are marked whole", () => {
    const change = changeIn(diff(" {", '-  "NotPrincipal": 1', '+  "Principal": 2', " }"));
    expect(change?.pairs[1]?.present?.parts, "quotes and spaces alone are no likeness").toBeNull();
  });

  test.each([
    ["a command", "aws iam get-role --role-name X"],
    ["a text that is cut off", diff(" {", '-  "a": 1', '+  "a": 2')],
    ["a part of a text", diff(" {", '-  "a": 1', '+  "a": 2', " }").replace("@@ -1,3", "@@ -7,3")],
    ["two parts of a text", diff(" {", '-  "a": 1', '+  "a": 2', "@@ -70,3 +70,3 @@", " }")],
  ])("%s is no change to show or to copy a policy from", (_what, text) => {
    expect(changeIn(text)).toBeNull();
  });
});
