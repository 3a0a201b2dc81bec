// The AWS stand-in of crates/connect-testkit, started as a program.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { built } from "./places.mjs";
import { firstLine, start, stop } from "./processes.mjs";

/** Starts a sandbox that keeps its files in `dir`; `args` as of `connect-sandbox --help`. */
export async function startSandbox(dir, args = [], { tell = false } = {}) {
  const stdio = ["pipe", "pipe", tell ? "inherit" : "pipe"];
  const child = start(built("connect-sandbox"), ["--dir", dir, "--until-stdin-closes", ...args], { stdio });
  const ready = JSON.parse(await firstLine(child, child.stdout, "connect-sandbox"));
  return {
    ...ready,
    stop: () => {
      child.stdin.end();
      return stop(child);
    },
    seeded: async () => JSON.parse(await readFile(join(ready.dir, "seeded.json"), "utf8")),
    role: (variant) => ready.roles.find((role) => role.variant === variant),
    control: (method, what, body) => control(ready.endpoint, method, what, body),
  };
}

/** Asks or changes `/_sandbox/...` of the proxy. */
async function control(endpoint, method, what, body) {
  const headers = body === undefined ? {} : { "Content-Type": "application/json" };
  const answer = await fetch(`${endpoint}/_sandbox/${what}`, { method, headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${what}: ${answer.status} ${text}`);
  return text === "" ? null : JSON.parse(text);
}
