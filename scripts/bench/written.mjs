// docs/performance.md: a section for each part, each with the machine and the run that its figures are from.

const HEAD = "# Performance\n\nWritten by `make bench ARGS=--write`; the figures are medians of several runs.\n";
const SECTION = /^## /m;

/** The file with these sections in place of earlier ones of the same title, in the order of the titles. */
export function withSections(text, sections, titles) {
  const [, ...earlier] = text.split(SECTION);
  const known = new Map(earlier.map((section) => [section.split("\n", 1)[0], `## ${section.trimEnd()}\n`]));
  for (const section of sections) known.set(section.title, asMarkdown(section));
  return [HEAD, ...titles.flatMap((title) => known.get(title) ?? [])].join("\n");
}

/** `{ title, notes, rows: [[what, figure, compared]] }` as Markdown. */
function asMarkdown({ title, notes, rows }) {
  const cell = (text) => (text ?? "").replaceAll("|", "\\|");
  const line = (row) => `| ${[0, 1, 2].map((column) => cell(row[column])).join(" | ")} |`;
  const table = ["| what | figure | compared |", "|---|---:|---|", ...rows.map(line)];
  return `${[`## ${title}`, ...notes, table.join("\n")].join("\n\n")}\n`;
}
