// `make bench`: figures of this machine, in the sandbox. Ratios say more than the milliseconds: the machine's own speed
// cancels out.
import { existsSync } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openBrowser } from "../e2e/lib/browser.mjs";
import { startDesktop } from "../e2e/lib/desktop.mjs";
import { DRIVEN } from "../e2e/lib/app.mjs";
import { Page } from "../e2e/lib/page.mjs";
import { built, root } from "../e2e/lib/places.mjs";
import { start } from "../e2e/lib/processes.mjs";
import { startSandbox } from "../e2e/lib/sandbox.mjs";
import { measureTrees } from "./bench/tree.mjs";

const RUNS = 5;
const LATENCIES = [0, 50, 100, 200];

const dir = await mkdtemp(join(tmpdir(), "alethia-bench-"));
const cli = built("alethia-connect-cli");
const release = resolve(root, process.env.CARGO_TARGET_DIR || "target", "release/alethia-connect");
const sandbox = await startSandbox(dir);
const home = {
  HOME: dir,
  XDG_DATA_HOME: join(dir, "data"),
  XDG_CONFIG_HOME: join(dir, "config"),
};
const env = { PATH: process.env.PATH, ...home, ...sandbox.env };

const rows = [];
const endings = [];
try {
  await startUp();
  await windows();
  await verification();
  await sizes();
  rows.push(...(await measureTrees()));
  print();
} finally {
  for (const ending of endings.reverse()) await ending();
  await sandbox.stop();
  await rm(dir, { recursive: true, force: true });
}
process.exit();

async function startUp() {
  const nothing = await median(() => timed("/bin/true", []));
  const version = await median(() => timed(cli, ["--version"]));
  rows.push(["start of a process that does nothing", ms(nothing), ""]);
  rows.push(["start of alethia-connect-cli --version", ms(version), `${ratio(version, nothing)} of it`]);
}

/** From the start of the program to a Home that can be used, against the same engine with an empty page. */
async function windows() {
  const desktop = await startDesktop(join(dir, "desktop"), (ending) => endings.push(ending));
  const all = { ...desktop.env, ...sandbox.env, ...DRIVEN };
  const empty = await median(() => opened(desktop.env, {}, async () => {}));
  rows.push(["start of WebKit's own small browser, empty", ms(empty), ""]);
  const args = ["--allow-custom-endpoint"];
  for (const [name, binary] of Object.entries({ debug: built("alethia-connect"), release })) {
    if (!existsSync(binary)) continue;
    const home = (page) => page.one("button", "Connect an AWS account");
    const usable = await median(() => opened(all, { binary, args }, home));
    rows.push([`start of the ${name} window until Home can be used`, ms(usable), `${ratio(usable, empty)} of it`]);
  }
}

async function opened(environment, options, ready) {
  const begun = performance.now();
  const browser = await openBrowser(environment, options);
  try {
    await ready(new Page(browser.driver, "bench"));
    return performance.now() - begun;
  } finally {
    await browser.close();
  }
}

async function verification() {
  const kinds = {
    "without discovery": ["--no-discovery"],
    "with discovery": [],
  };
  for (const [kind, options] of Object.entries(kinds)) {
    let own = 0;
    for (const latency of LATENCIES) {
      await sandbox.control("DELETE", "faults");
      if (latency > 0)
        await sandbox.control("POST", "faults", {
          effect: { kind: "latency", ms: latency },
        });
      const { time, calls } = await verify(options);
      if (latency === 0) own = time;
      const note = latency === 0 ? `${calls} calls` : inARow((time - own) / latency, calls);
      rows.push([`verify ${kind}, ${latency} ms added to each answer`, ms(time), note]);
    }
  }
}

/** What the added latency costs, as answers that were waited for one after the other. */
function inARow(depth, calls) {
  return `${depth.toFixed(1)} answers waited for in a row, of ${calls}: ${ratio(calls, depth)} faster than one by one`;
}

async function verify(options) {
  const role = sandbox.role("Good");
  const args = ["verify", "--role-arn", role.arn, "--external-id", sandbox.external_id, "--profile", "sandbox-runner"];
  const quiet = ["--propagation-wait", "0", "--format", "json", "--output", join(dir, "report.json")];
  const all = [...args, ...quiet, ...options];
  let calls = 0;
  const time = await median(async () => {
    await sandbox.control("DELETE", "calls");
    const took = await timed(cli, all, [0, 3]);
    calls = (await sandbox.control("GET", "calls")).length;
    return took;
  });
  return { time, calls };
}

async function sizes() {
  for (const [name, path] of [
    ["debug window", built("alethia-connect")],
    ["debug command line", cli],
    ["release window", release],
  ]) {
    const size = await stat(path).then(
      (file) => file.size,
      () => null,
    );
    rows.push([`size of the ${name} binary`, size === null ? "not built" : `${(size / 2 ** 20).toFixed(1)} MiB`, ""]);
  }
}

async function timed(program, args, good = [0]) {
  const begun = performance.now();
  const child = start(program, args, { env });
  child.stdin.end();
  const { status } = await child.ended;
  if (!good.includes(status)) throw new Error(`${program} ${args.join(" ")} ended with ${status}:\n${child.said}`);
  return performance.now() - begun;
}

async function median(measure) {
  const times = [];
  for (let run = 0; run < RUNS; run += 1) times.push(await measure());
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)];
}

function ms(time) {
  return `${time.toFixed(time < 10 ? 1 : 0)} ms`;
}

function ratio(a, b) {
  return `${(a / b).toFixed(1)} x`;
}

function print() {
  const width = Math.max(...rows.map(([label]) => label.length));
  console.log(`\nMedian of ${RUNS} runs, the command line of the debug build, AWS stand-in on this machine\n`);
  for (const [label, value, note] of rows) console.log(`${label.padEnd(width)}  ${value.padStart(9)}  ${note}`);
}
