// The isolation frame's hook, as Tauri loads it: it stands between the window and every command.
import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";

import { describe, expect, test } from "vitest";

interface Call {
  cmd: unknown;
  callback: number;
  error: number;
  payload: unknown;
}

const frame: { __TAURI_ISOLATION_HOOK__?: (call: Call) => Call } = {};
const file = `${import.meta.dirname}/../../../src-tauri/isolation/index.js`;
runInContext(readFileSync(file, "utf8"), createContext({ window: frame }));

const through = (cmd: unknown): Call | undefined =>
  frame.__TAURI_ISOLATION_HOOK__?.({ cmd, callback: 1, error: 2, payload: { id: "x" } });

describe("isolation", () => {
  test("the app's own commands pass as they are", () => {
    for (const cmd of ["verify", "copy_text", "plugin:__TAURI_CHANNEL__|fetch"]) {
      expect(through(cmd)).toEqual({ cmd, callback: 1, error: 2, payload: { id: "x" } });
    }
  });

  test("everything else is answered by the refusal, by its name", () => {
    const long = "x".repeat(1000);
    const names: [unknown, string][] = [
      ["plugin:fs|read_file", "plugin:fs|read_file"],
      ["delete_all", "delete_all"],
      ["constructor", "constructor"],
      ["", ""],
      [7, "7"],
      [null, "null"],
      [{ cmd: "verify" }, "[object Object]"],
      [long, long.slice(0, 64)],
    ];
    for (const [cmd, command] of names) {
      const answered = { cmd: "refuse", callback: 1, error: 2, payload: { command } };
      expect(through(cmd), `the caller of ${command} still gets an answer`).toEqual(answered);
    }
  });
});
