// The one table of `make bench`, as text for a terminal, and what stands beside it.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";
import { root } from "../../e2e/lib/places.mjs";

/** A figure of milliseconds. */
export function ms(time) {
  return `${time.toFixed(time < 10 ? 1 : 0)} ms`;
}

/** How many times `b` goes into `a`. */
export function ratio(a, b) {
  return `${(a / b).toFixed(a / b < 10 ? 2 : 0)} x`;
}

export function median(figures) {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)];
}

/** What a figure is worth without: the machine, and what else it was doing. */
export function machine() {
  const system = /PRETTY_NAME="(.*)"/.exec(read("/etc/os-release"))?.[1] ?? process.platform;
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB of memory`;
  const cores = `${cpus().length} cores`;
  const model = cpus()[0]?.model.trim();
  return [model, cores, memory, `${system}, kernel ${release()}`, speed()].filter(Boolean).join("; ");
}

/** Machines of one name differ, and one alone by the hour: what a known piece of work takes. */
function speed() {
  const begun = performance.now();
  let sum = 0;
  for (let n = 0; n < 300_000_000; n += 1) sum = (sum + n) % 1_000_003;
  const time = performance.now() - begun;
  return `300 million additions and remainders in JavaScript take ${(time / 1000).toFixed(1)} s${sum < 0 ? "!" : ""}`;
}

export function load() {
  return loadavg()[0].toFixed(1);
}

export function commit() {
  const git = (...args) => execFileSync("git", ["-C", root, ...args], { encoding: "utf8" }).trim();
  try {
    return git("rev-parse", "--short", "HEAD");
  } catch {
    return "no commit";
  }
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Sections of `{ title, notes, rows: [[what, figure, compared]] }` as aligned text. */
export function asText(sections) {
  const rows = sections.flatMap((section) => section.rows);
  const [what, figure] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)));
  const line = ([label, value, note]) => `${label.padEnd(what)}  ${value.padStart(figure)}  ${note ?? ""}`.trimEnd();
  const block = ({ title, notes = [], rows }) => [`\n${title}`, ...notes, "", ...rows.map(line)];
  return sections.flatMap(block).join("\n");
}
