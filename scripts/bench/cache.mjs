// The cache of a large account in the store, in a release build.
import { run } from "../../e2e/lib/processes.mjs";
import { bench } from "./release.mjs";
import { median, ms, ratio } from "./table.mjs";

export const title = "Store: the cache of 100,000 resources, release build";

const RUNS = 5;
const COUNT = 100_000;

export async function measure({ dir, say }) {
  const program = bench("cache");
  const runs = [];
  for (let number = 1; number <= RUNS; number += 1) {
    say(`run ${number} of ${RUNS}`);
    const said = await run(program, [String(COUNT)], { timeout: 600000, env: { TMPDIR: dir } });
    runs.push(JSON.parse(said.trim().split("\n").at(-1)));
  }
  const of = (field) => median(runs.map((run) => run[field]));
  const mib = (field) => `${(of(field) / 2 ** 20).toFixed(1)} MiB`;
  return {
    rows: [
      [
        "save",
        ms(of("save_ms")),
        `${ratio(of("save_ms"), of("write_ms"))} of writing the same bytes to a file and to the disk`,
      ],
      ["save over an earlier report", ms(of("save_next_ms")), ""],
      ["load", ms(of("load_ms")), `${ratio(of("load_ms"), of("parse_ms"))} of parsing the same bytes`],
      ["open the database and load", ms(of("reopened_ms")), ""],
      [
        "size of the database",
        mib("database_bytes"),
        `${(of("database_bytes") / COUNT).toFixed(0)} bytes a resource; ${mib("text_bytes")} of JSON`,
      ],
    ],
  };
}
