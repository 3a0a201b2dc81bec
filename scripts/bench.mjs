// `make bench`: figures of this machine in one table: bench.mjs [PART...] [--write]
//
// Ratios say more than the milliseconds: the machine's own speed cancels out. A part is a file in scripts/bench with a
// `title`, and `measure({ dir, say })` that gives rows of [what, figure, compared], and notes. With --write the table goes
// to docs/performance.md too.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { asMarkdown, asText, commit, load, machine } from "./bench/table.mjs";

const PARTS = ["discovery", "cache", "tree", "window", "verification"];

const words = process.argv.slice(2);
const wanted = words.filter((word) => !word.startsWith("--"));
const unknown = wanted.find((part) => !PARTS.includes(part));
if (unknown) throw new Error(`there is no part ${unknown}: ${PARTS.join(", ")}`);

const before = load();
const sections = [];
for (const part of PARTS.filter((part) => wanted.length === 0 || wanted.includes(part))) {
  const begun = performance.now();
  const measured = await measure(part);
  sections.push({ part, seconds: Math.round((performance.now() - begun) / 1000), ...measured });
}
const failed = sections.filter((section) => section.failed);

const head = [
  machine(),
  `Load before the run ${before}, after it ${load()}; commit ${commit()}; ${new Date().toISOString().slice(0, 10)}.`,
  `It took: ${sections.map(({ part, seconds }) => `${part} ${seconds} s`).join(", ")}, release builds included.`,
];
console.log(`\n${head.join("\n")}`);
console.log(asText(sections));
if (words.includes("--write") && failed.length === 0) {
  const file = resolve(fileURLToPath(import.meta.url), "../../docs/performance.md");
  const words = [
    "# Performance",
    "Written by `make bench ARGS=--write`; the figures are medians of several runs.",
    ...head,
  ];
  await writeFile(file, `${words.join("\n\n")}\n\n${asMarkdown(sections)}`);
  console.log(`\nWritten to ${file}`);
}
// What a part left running must not keep this from ending.
process.exit(failed.length === 0 ? 0 : 1);

/** What a part measures; one that fails does not take the others' figures with it. */
async function measure(part) {
  const dir = await mkdtemp(join(tmpdir(), "alethia-bench-"));
  const { title, measure } = await import(`./bench/${part}.mjs`);
  try {
    return { title, ...(await measure({ dir, say: (what) => console.log(`${part}: ${what}`) })) };
  } catch (error) {
    console.error(`${part} failed:`, error);
    return { title, failed: true, rows: [["FAILED", "", error.message.split("\n")[0]]] };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
