// The resource tree in the web engine of the window, against Cloudscape's TreeView and a list with every row in it.
// A part of `make bench`, and by itself: node scripts/bench/tree.mjs [ours|theirs|naive|RESOURCES...]
import { createServer } from "node:http";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { openBrowser } from "../../e2e/lib/browser.mjs";
import { startDesktop } from "../../e2e/lib/desktop.mjs";
import { root } from "../../e2e/lib/places.mjs";
import { run, within } from "../../e2e/lib/processes.mjs";

const SIZES = [1000, 10_000, 100_000];
const RUNS = 5;
/** What takes longer is not waited for, in milliseconds. */
const LIMIT = 60_000;
/** Once the runs of one tree have taken so many milliseconds together, no other is begun. */
const ENOUGH = 40_000;
/** Until a person types; the index is made in the meantime. In milliseconds. */
const QUIET = 3000;
/**
 * Without a graphics card WebKit's usual way of drawing takes two and a half frames for an empty page, which hides what
 * the trees take.
 */
const BY_PROCESSOR = {
  WEBKIT_DISABLE_DMABUF_RENDERER: "1",
  WEBKIT_SKIA_ENABLE_CPU_RENDERING: "1",
};
/** What stands instead of a number. */
const CANNOT = "cannot";
const LATE = `more than ${LIMIT / 1000} s`;
const NOT_REACHED = "not reached";
/** WebDriver's name of the key that ends a search. */
const ESCAPE = "\uE00C";
/** Typed key by key: an address in a subnet, a name, a tag. */
const QUERIES = ["10.4.2.17", "payments-40", "env=prod"];

const TREES = {
  ours: { label: "our tree", searches: true, folds: true },
  theirs: { label: "Cloudscape TreeView", searches: false, folds: true },
  naive: { label: "a list of all rows", searches: false, folds: false },
};

export const title = "The tree of resources in the web engine of the window";

export async function measure({ say }) {
  say("this takes some minutes");
  return { rows: await measureTrees() };
}

/** Rows for the table: what was measured, the median of the runs with our tree, and the others' beside it. */
export async function measureTrees(sizes = SIZES, names = Object.keys(TREES)) {
  const dir = await mkdtemp(join(tmpdir(), "alethia-bench-tree-"));
  const endings = [
    () =>
      rm(dir, {
        recursive: true,
        force: true,
        maxRetries: 10,
        retryDelay: 200,
      }),
  ];
  const onEnd = (ending) => endings.push(ending);
  try {
    const page = await servePage(join(dir, "page"), onEnd);
    const desktop = await startDesktop(join(dir, "desktop"), onEnd, {
      screen: "1400x1000",
    });
    const env = { ...desktop.env, ...BY_PROCESSOR };
    const rows = rowsOfNothing(await again(env, page, (driver) => call(driver, "nothing")));
    for (const size of sizes) {
      const results = {};
      for (const name of names) results[name] = await again(env, page, (driver) => measureOne(driver, name, size));
      rows.push(...rowsOf(size, results));
    }
    return rows;
  } finally {
    for (const ending of endings.reverse()) await ending();
  }
}

/** Builds the page into a folder and serves it on loopback; its address. */
async function servePage(folder, onEnd) {
  const ui = resolve(root, "ui");
  const args = ["build", "--config", "bench/vite.config.ts", "--outDir", folder];
  await run(resolve(ui, "node_modules/.bin/vite"), args, { cwd: ui });
  const types = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
  };
  const server = createServer(async (request, response) => {
    const path = join(folder, new URL(request.url, "http://localhost").pathname);
    const file = await readFile(path).catch(() => null);
    response
      .writeHead(file ? 200 : 404, {
        "content-type": types[extname(path)] ?? "text/plain",
      })
      .end(file);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  onEnd(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return `http://127.0.0.1:${server.address().port}/bench/index.html`;
}

/** Measures several times, each time in a browser of its own. */
async function again(env, page, once) {
  const results = [];
  const begun = performance.now();
  while (results.length < RUNS && performance.now() - begun < ENOUGH) {
    const browser = await openBrowser(env);
    try {
      await browser.driver.manage().window().setRect({ width: 1280, height: 800 });
      await browser.driver.manage().setTimeouts({ script: 2 * LIMIT });
      await browser.driver.get(page);
      results.push(await once(browser.driver));
    } finally {
      await browser.close();
    }
  }
  return results;
}

/** Calls something of the page's `bench`. */
async function call(driver, name, ...args) {
  const script = `
    const args = [...arguments];
    const done = args.pop();
    Promise.resolve(window.bench["${name}"](...args)).then(
      (value) => done({ value }),
      (error) => done({ error: String(error) }),
    );`;
  const { value, error } = await within(driver.executeAsyncScript(script, ...args), name, LIMIT);
  if (error) throw new Error(`${name}: ${error}`);
  return value;
}

/** Everything that is measured of one tree on one page; what comes after something that did not end is missing. */
async function measureOne(driver, name, size) {
  const { searches, folds } = TREES[name];
  const times = {};
  const steps = { paint: () => call(driver, "show", name) };
  if (searches) Object.assign(steps, searchesOn(driver));
  if (folds) steps.one = () => call(driver, "expandOne");
  if (folds) steps.all = () => call(driver, "expandAll");
  steps.bar = () => call(driver, "scroll");
  steps.wheel = () => call(driver, "roll");
  // In a running window Cloudscape's code has run before.
  await call(driver, "prepare", 50);
  times.small = await call(driver, "show", name);
  await call(driver, "prepare", size);
  for (const [what, step] of Object.entries(steps)) {
    times[what] = await step().catch(late);
    if (times[what] === null) break;
  }
  return times;
}

/** Null for what did not end in time; anything else that goes wrong ends the measurement. */
function late(error) {
  if (error.message.includes("did not come within")) return null;
  throw error;
}

function searchesOn(driver) {
  const type = async (text) => {
    // The toolbar comes behind the rows.
    const [field] = await driver.wait(async () => {
      const found = await driver.findElements({ css: "input[type=search]" });
      return found.length > 0 && found;
    }, LIMIT);
    const times = [];
    for (const letter of text) {
      await field.sendKeys(letter);
      times.push(...(await call(driver, "typed")));
    }
    await field.sendKeys(ESCAPE);
    return times;
  };
  return {
    first: async () => (await type("p"))[0],
    keys: async () => {
      await new Promise((passed) => setTimeout(passed, QUIET));
      const times = [];
      for (const query of QUERIES) times.push(...(await type(query)));
      times.sort((a, b) => a - b);
      return {
        median: times[Math.floor(times.length / 2)],
        p95: times[Math.floor(times.length * 0.95)],
        worst: times.at(-1),
      };
    },
  };
}

/** The median over runs of one measurement, or of each number in it; words where there is none. */
function medianOf(runs, what) {
  const all = runs.map((times) => times[what]);
  if (all.includes(null)) return LATE;
  if (all.includes(undefined)) return NOT_REACHED;
  const middle = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
  if (typeof all[0] === "number") return middle(all);
  return Object.fromEntries(Object.keys(all[0]).map((key) => [key, middle(all.map((value) => value[key]))]));
}

function rowsOfNothing(runs) {
  const note = "what the engine itself takes here, waiting for two frames included";
  return [
    ["an empty page: a word changes", inWords(medianOf(runs, "paint")), note],
    ["an empty page: frames while it scrolls", inWords(medianOf(runs, "bar")), "median / 95 % / worst"],
  ];
}

const MEASURED = {
  small: "first paint of 50, code not run before",
  paint: "first paint",
  first: "first key, at once after that",
  keys: "a key of a search",
  one: "unfold one VPC",
  all: "unfold all",
  bar: "frames by scroll bar, through all",
  wheel: "frames by wheel",
};

function rowsOf(size, results) {
  const [own, ...others] = Object.keys(results);
  return Object.entries(MEASURED).map(([what, label]) => {
    const value = (name) => inWords(can(name, what) ? medianOf(results[name], what) : CANNOT);
    const notes = others.map((name) => `${TREES[name].label}: ${value(name)}`);
    return [`${TREES[own].label}, ${size.toLocaleString("en-US")}: ${label}`, value(own), notes.join("; ")];
  });
}

function can(name, what) {
  if (what === "first" || what === "keys") return TREES[name].searches;
  return what === "one" || what === "all" ? TREES[name].folds : true;
}

function inWords(value) {
  if (typeof value === "string") return value;
  if (typeof value === "number") return `${value.toFixed(0)} ms`;
  return `${[value.median, value.p95, value.worst].map((time) => time.toFixed(0)).join(" / ")} ms`;
}

/** Prints the rows as a table. */
function print(rows) {
  const [label, value] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) console.log(`${row[0].padEnd(label)}  ${row[1].padStart(value)}  ${row[2]}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const words = process.argv.slice(2);
  const sizes = words.map(Number).filter(Boolean);
  const names = words.filter((word) => word in TREES);
  print(await measureTrees(sizes.length > 0 ? sizes : undefined, names.length > 0 ? names : undefined));
  process.exit();
}
