// Starts the replayed AWS (crates/connect-testkit/benches/replay) for one run, and runs clients against it.
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { once } from "node:events";
import { root } from "../../e2e/lib/places.mjs";
import { run, start, stop, within } from "../../e2e/lib/processes.mjs";
import { account, hosts, size } from "./account.mjs";
import { regions } from "./regions.mjs";
import { bench } from "./release.mjs";

const MINUTES = 60000;

/** `python` has the packages of requirements.txt; everything is left in `dir`. */
export async function startReplayer(dir, python) {
  await mkdir(dir, { recursive: true });
  await run(python, [join(root, "scripts/bench/certificate.py"), dir, ...regions(Infinity)]);
  const child = start(bench("replay"), [join(dir, "host.key"), join(dir, "host.pem")]);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => (await within(lines.next(), "an answer of the replayer", MINUTES)).value;
  const address = await next();
  const tell = async (command) => {
    child.stdin.write(`${JSON.stringify(command)}\n`);
    return JSON.parse(await next());
  };

  return {
    proxy: `http://${address}`,
    bundle: join(dir, "authority.pem"),
    stop: () => stop(child),

    /** What the account has from now on; gives how many resources that are. */
    async account(words) {
      const made = account(words);
      const file = join(dir, "lists");
      await write(file, made);
      await tell({ account: file });
      return size(made);
    },

    /** Runs a client that says a line of JSON; with it, every host that it called and how. */
    async measured(setting, program, args, env) {
      await tell({ begin: setting });
      const options = { timeout: 15 * MINUTES, cwd: dir, env: { PATH: process.env.PATH, ...env } };
      const said = await run(program, args, options);
      const noted = (await tell("noted")).map(({ noted, ...host }) => ({ ...host, ...noted }));
      const refused = noted.find(({ calls }) => calls.some(({ status }) => status !== 200));
      if (refused) throw new Error(`${program} ${args[0]} was refused by ${refused.host}`);
      return { ...JSON.parse(said.trim().split("\n").at(-1)), hosts: noted };
    },
  };
}

async function write(file, made) {
  const stream = createWriteStream(file);
  for (const [host, lists] of hosts(made)) {
    for (const [action, items] of Object.entries(lists)) stream.write(`${JSON.stringify({ host, action, items })}\n`);
  }
  stream.end();
  await once(stream, "close");
}
