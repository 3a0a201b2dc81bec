// `make bench`: figures of this machine in one table: bench.mjs [PART...] [--write]
//
// Ratios say more than the milliseconds: the machine's own speed cancels out. A part is a file in scripts/bench with a
// `title`, and `measure({ dir, say })` that gives rows of [what, figure, compared], and notes. With --write the sections go
// to docs/performance.md too, where those of other parts stay as they are.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../e2e/lib/places.mjs";
import { asText, commit, load, machine } from "./bench/table.mjs";
import { withSections } from "./bench/written.mjs";

const PARTS = ["discovery", "cache", "tree", "window", "verification"];

const words = process.argv.slice(2);
const wanted = words.filter((word) => !word.startsWith("--"));
const unknown = wanted.find((part) => !PARTS.includes(part));
if (unknown) throw new Error(`there is no part ${unknown}: ${PARTS.join(", ")}`);

const sections = [];
for (const part of PARTS.filter((part) => wanted.length === 0 || wanted.includes(part)))
  sections.push(await measure(part));
const failed = sections.filter((section) => section.failed);
console.log(asText(sections));
if (words.includes("--write") && failed.length === 0) {
  const file = join(root, "docs/performance.md");
  const titles = await Promise.all(PARTS.map(titleOf));
  await writeFile(file, withSections(await readFile(file, "utf8").catch(() => ""), sections, titles));
  console.log(`\nWritten to ${file}`);
}
// What a part left running must not keep this from ending.
process.exit(failed.length === 0 ? 0 : 1);

/** What a part measures; one that fails does not take the others' figures with it. */
async function measure(part) {
  const dir = await mkdtemp(join(tmpdir(), "alethia-bench-"));
  const { title, measure } = await import(`./bench/${part}.mjs`);
  const before = load();
  const begun = performance.now();
  try {
    const { rows, notes = [] } = await measure({
      dir,
      say: (what) => console.log(`${part}: ${what}`),
    });
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    const run = `Load before the run ${before}, after it ${load()}; ${seconds} s, builds included; commit ${commit()}; ${new Date().toISOString().slice(0, 10)}.`;
    return { title, rows, notes: [machine(), run, ...notes] };
  } catch (error) {
    console.error(`${part} failed:`, error);
    return {
      title,
      failed: true,
      rows: [["FAILED", "", error.message.split("\n")[0]]],
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function titleOf(part) {
  return (await import(`./bench/${part}.mjs`)).title;
}
