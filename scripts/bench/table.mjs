// The one table of `make bench`, as text for a terminal and as Markdown for docs/performance.md.
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
  return [cpus()[0]?.model.trim(), cores, memory, `${system}, kernel ${release()}`].filter(Boolean).join("; ");
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

/** The same as Markdown. */
export function asMarkdown(sections) {
  const cell = (text) => (text ?? "").replaceAll("|", "\\|");
  const line = (row) => `| ${[0, 1, 2].map((column) => cell(row[column])).join(" | ")} |`;
  const block = ({ title, notes = [], rows }) => {
    const table = rows.length ? ["", "| what | figure | compared |", "|---|---:|---|", ...rows.map(line)] : [];
    return [`## ${title}`, ...notes.map((note) => `\n${note}`), ...table, ""];
  };
  return sections.flatMap(block).join("\n");
}
