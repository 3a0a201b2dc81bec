// A whole verification by the command line against the sandbox, which evaluates policies: with latency added to every
// answer, how many answers are waited for in a row.
import { join } from "node:path";
import { built } from "../../e2e/lib/places.mjs";
import { startSandbox } from "../../e2e/lib/sandbox.mjs";
import { home, medianOf, timed } from "./runs.mjs";
import { ms, ratio } from "./table.mjs";

export const title = "Verification: alethia-connect-cli verify against the sandbox, debug build";

const LATENCIES = [0, 50, 100, 200];
const KINDS = { "without discovery": ["--no-discovery"], "with discovery": [] };

export async function measure({ dir, say }) {
  const sandbox = await startSandbox(dir);
  try {
    const rows = [];
    for (const [kind, options] of Object.entries(KINDS)) {
      say(kind);
      rows.push(...(await atEachLatency(sandbox, dir, kind, options)));
    }
    return { rows };
  } finally {
    await sandbox.stop();
  }
}

async function atEachLatency(sandbox, dir, kind, options) {
  const rows = [];
  let own = 0;
  for (const latency of LATENCIES) {
    await sandbox.control("DELETE", "faults");
    if (latency > 0) await sandbox.control("POST", "faults", { effect: { kind: "latency", ms: latency } });
    const { time, calls } = await verify(sandbox, dir, options);
    if (latency === 0) own = time;
    const note = latency === 0 ? `${calls} calls` : inARow((time - own) / latency, calls);
    rows.push([`verify ${kind}, ${latency} ms added to each answer`, ms(time), note]);
  }
  return rows;
}

/** What the added latency costs, as answers that were waited for one after the other. */
function inARow(depth, calls) {
  return `${depth.toFixed(1)} answers waited for in a row, of ${calls}: ${ratio(calls, depth)} faster than one by one`;
}

async function verify(sandbox, dir, options) {
  const role = sandbox.role("Good");
  const args = ["verify", "--role-arn", role.arn, "--external-id", sandbox.external_id, "--profile", "sandbox-runner"];
  const quiet = ["--propagation-wait", "0", "--format", "json", "--output", join(dir, "report.json")];
  const env = { ...home(dir), ...sandbox.env };
  let calls = 0;
  const time = await medianOf(async () => {
    await sandbox.control("DELETE", "calls");
    const took = await timed(built("alethia-connect-cli"), [...args, ...quiet, ...options], env, [0, 3]);
    calls = (await sandbox.control("GET", "calls")).length;
    return took;
  });
  return { time, calls };
}
