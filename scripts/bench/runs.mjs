// Programs that are run several times.
import { join } from "node:path";
import { start } from "../../e2e/lib/processes.mjs";
import { median } from "./table.mjs";

const RUNS = 5;

/** The environment of a program that has nothing but a home of its own. */
export function home(dir) {
  const folders = { HOME: dir, XDG_DATA_HOME: join(dir, "data"), XDG_CONFIG_HOME: join(dir, "config") };
  return { PATH: process.env.PATH, ...folders };
}

/** The milliseconds that a program takes from its start to its end. */
export async function timed(program, args, env, good = [0]) {
  const begun = performance.now();
  const child = start(program, args, { env });
  child.stdin.end();
  const { status } = await child.ended;
  if (!good.includes(status)) throw new Error(`${program} ${args.join(" ")} ended with ${status}:\n${child.said}`);
  return performance.now() - begun;
}

export async function medianOf(measure) {
  const times = [];
  for (let run = 0; run < RUNS; run += 1) times.push(await measure());
  return median(times);
}
