// The window and the command line: how long they take to start, and how large they are.
import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { DRIVEN } from "../../e2e/lib/app.mjs";
import { openBrowser } from "../../e2e/lib/browser.mjs";
import { startDesktop } from "../../e2e/lib/desktop.mjs";
import { Page } from "../../e2e/lib/page.mjs";
import { built, root } from "../../e2e/lib/places.mjs";
import { startSandbox } from "../../e2e/lib/sandbox.mjs";
import { home, medianOf, timed } from "./runs.mjs";
import { ms, ratio } from "./table.mjs";

export const title = "Window and command line: start and size";

const RELEASE = resolve(root, process.env.CARGO_TARGET_DIR || "target", "release/alethia-connect");

export async function measure({ dir, say }) {
  const endings = [];
  try {
    say("starts");
    return { rows: [...(await commandLine(dir)), ...(await windows(dir, endings)), ...(await sizes())] };
  } finally {
    for (const ending of endings.reverse()) await ending();
  }
}

async function commandLine(dir) {
  const env = home(dir);
  const nothing = await medianOf(() => timed("/bin/true", [], env));
  const version = await medianOf(() => timed(built("alethia-connect-cli"), ["--version"], env));
  return [
    ["start of a process that does nothing", ms(nothing), ""],
    ["start of alethia-connect-cli --version, debug", ms(version), `${ratio(version, nothing)} of it`],
  ];
}

/** From the start of the program to a Home that can be used, against the same engine with an empty page. */
async function windows(dir, endings) {
  const sandbox = await startSandbox(dir);
  endings.push(() => sandbox.stop());
  const desktop = await startDesktop(resolve(dir, "desktop"), (ending) => endings.push(ending));
  const all = { ...desktop.env, ...sandbox.env, ...DRIVEN };
  const empty = await medianOf(() => opened(desktop.env, {}, async () => {}));
  const rows = [["start of WebKit's own small browser, empty", ms(empty), ""]];
  const args = ["--allow-custom-endpoint"];
  for (const [name, binary] of Object.entries({ debug: built("alethia-connect"), release: RELEASE })) {
    const label = `start of the ${name} window until Home can be used`;
    if (!existsSync(binary)) {
      rows.push([`SKIPPED: ${label}`, "", "not built: make package"]);
      continue;
    }
    const usable = await medianOf(() =>
      opened(all, { binary, args }, (page) => page.one("button", "Connect an AWS account")),
    );
    rows.push([label, ms(usable), `${ratio(usable, empty)} of it`]);
  }
  return rows;
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

async function sizes() {
  const files = [
    ["debug window", built("alethia-connect")],
    ["debug command line", built("alethia-connect-cli")],
    ["release window", RELEASE],
  ];
  const rows = [];
  for (const [name, path] of files) {
    if (!existsSync(path)) continue;
    rows.push([`size of the ${name} binary`, `${((await stat(path)).size / 2 ** 20).toFixed(1)} MiB`, ""]);
  }
  return rows;
}
