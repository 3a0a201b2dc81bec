// Discovery of an account: our engine in a release build, against the physical bound and against what others do, all
// with the same replayed AWS.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../e2e/lib/places.mjs";
import { answersInARow, CONNECTIONS } from "./bound.mjs";
import { ALWAYS_ENABLED, regions } from "./regions.mjs";
import { bench } from "./release.mjs";
import { startReplayer } from "./replayer.mjs";
import { median, ms, ratio } from "./table.mjs";

export const title =
  "Discovery: from the start of AssumeRole to the last row, release build, AWS replayed on this machine";

const RUNS = 7;
const RTTS = [0, 50, 100];
const RTT = 50;
const SIZES = [1_000, 10_000, 100_000];
const ROLE = "arn:aws:iam::123456789012:role/Replayed";
const KEYS = { AWS_ACCESS_KEY_ID: "AKIAREPLAYED00000000", AWS_SECRET_ACCESS_KEY: "replayed" };
/** How often each is run, and with which accounts: the inventory does not know the newer regions. */
const PEERS = [
  { kind: "loop", name: "boto3, one list after the other", runs: 1 },
  { kind: "threads", name: "boto3, 32 threads", runs: 3 },
  {
    kind: "aws-list-all",
    name: "aws-list-all 0.9.2, its 32 threads, first pages",
    runs: 1,
    most: ALWAYS_ENABLED.length,
  },
];

export async function measure({ dir, say }) {
  const python = spawnSync(join(root, "scripts/bench/install.sh"), {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (!python.stdout.trim()) return { rows: [["SKIPPED: its Python packages cannot be had", "", ""]] };
  const program = bench("discovery");
  const replayer = await startReplayer(join(dir, "replayed"), python.stdout.trim());
  const client = { replayer, program, python: python.stdout.trim(), dir, say };
  try {
    const rows = [];
    for (const count of [ALWAYS_ENABLED.length, 2 * ALWAYS_ENABLED.length])
      rows.push(...(await defaultAccount(client, count)));
    return { rows: [...rows, ...(await growth(client))], notes: NOTES };
  } finally {
    await replayer.stop();
  }
}

const NOTES = [
  "An account of default size has in every region a default VPC with three subnets, a security group, an internet gateway and a route table, and 5 zones and 10 users.",
  `The bound counts answers that have to be waited for in a row, with at most ${CONNECTIONS} connections to a host; in brackets without that limit. Connections are opened before, as the window does when a Role ARN is pasted, unless it says cold. Opening one costs a round trip for TCP and one for TLS, in every run and for everybody; the bound has neither.`,
];

const setting = (rtt) => ({ rtt_ms: rtt, handshakes: true });

/** An account of default size: the engine at each round-trip time, then the others. */
async function defaultAccount(client, count) {
  const { replayer, say } = client;
  await replayer.account({ regions: count });
  const of = `${count} regions`;
  const rows = [];
  let warm;
  for (const rtt of RTTS) {
    say(`${of}, ${rtt} ms`);
    const engine = await engineRuns(client, rtt);
    if (rtt === RTT) warm = engine;
    rows.push([`${of}, ${rtt} ms: our engine`, ms(engine.ms), rtt ? againstBound(engine, rtt) : ownWork(engine)]);
  }
  rows.push([`${of}, ${RTT} ms: first row to be seen`, ms(warm.first_row_ms), ""]);
  rows.push([`${of}, ${RTT} ms: from Cancel to the last call that is sent`, ms(await cancelled(client)), ""]);
  const cold = await engineRuns(client, RTT, false);
  rows.push([
    `${of}, ${RTT} ms: our engine, cold`,
    ms(cold.ms),
    `${ms(cold.ms - warm.ms)} more than with connections that were opened before`,
  ]);
  rows.push([
    `${of}: connections to the host that had most, cold`,
    `${cold.connections}`,
    `at once ${cold.atOnce}, calls in flight ${cold.inFlight}`,
  ]);
  for (const { kind, name, runs } of PEERS.filter(({ most }) => !(count > most))) {
    say(`${of}, ${name}`);
    const peer = await peerRuns(client, kind, runs, cold);
    rows.push([`${of}, ${RTT} ms: ${name}`, ms(peer.ms), `ours, cold as well, is ${ratio(peer.ms, cold.ms)} as fast`]);
  }
  return rows;
}

/** What more resources cost in time and memory. */
async function growth(client) {
  const { replayer, say } = client;
  const rows = [];
  const measured = [];
  for (const resources of SIZES) {
    say(`${resources} resources`);
    await replayer.account({ regions: ALWAYS_ENABLED.length, resources });
    const engine = await engineRuns(client, RTT);
    measured.push(engine);
    const label = `${resources.toLocaleString("en")} resources, ${ALWAYS_ENABLED.length} regions, ${RTT} ms`;
    rows.push([
      label,
      ms(engine.ms),
      `${againstBound(engine, RTT)}, ${engine.calls} calls, ${ms(engine.cpu_ms)} of CPU`,
    ]);
  }
  const [, few, many] = measured;
  const each = (field) => `${(((many[field] - few[field]) * 1024) / (many.found - few.found)).toFixed(0)} bytes`;
  rows.push(["memory of a further resource, held", each("held_kib"), "from 10,000 to 100,000"]);
  rows.push([
    "memory of a further resource, at the peak",
    each("peak_kib"),
    "the answers that are being read included",
  ]);
  return rows;
}

async function engineRuns({ replayer, program }, rtt, warm = true) {
  const runs = [];
  const args = [replayer.proxy, replayer.bundle, ROLE, ...(warm ? ["warm"] : [])];
  for (let run = 0; run < RUNS; run += 1) {
    const measured = await replayer.measured(setting(rtt), program, args, {});
    if (measured.failures.length) throw new Error(`the engine could not list everything: ${measured.failures[0]}`);
    runs.push(measured);
  }
  const middle = runs.find((run) => run.ms === median(runs.map((run) => run.ms)));
  const most = (field) => Math.max(...runs.flatMap(({ hosts }) => hosts.map((host) => host[field])));
  return {
    ...middle,
    held_kib: median(runs.map((run) => run.held_kib)),
    peak_kib: median(runs.map((run) => run.peak_kib)),
    calls: middle.hosts.reduce((sum, { calls }) => sum + calls.length, 0),
    connections: most("made"),
    atOnce: most("most_open"),
    inFlight: most("most_in_flight"),
  };
}

/** How long after the wish to cancel anything was still sent, or the engine still ran. */
async function cancelled({ replayer, program }) {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) {
    const args = [replayer.proxy, replayer.bundle, ROLE, "cancel"];
    const { wished_at, ended_ms, hosts } = await replayer.measured(setting(RTT), program, args, {});
    const last = Math.max(...hosts.flatMap(({ calls }) => calls.map(({ at }) => at)));
    runs.push(Math.max(ended_ms, last - wished_at));
  }
  return median(runs);
}

/** The same lists of EC2 by other means; every list of IAM and Route 53 is asked for anyway. */
async function peerRuns({ replayer, python, dir }, kind, count, { hosts }) {
  const actions = Object.keys(hosts.find(({ host }) => host.startsWith("ec2.us-east-2.")).pages);
  const env = {
    ...KEYS,
    HOME: dir,
    HTTPS_PROXY: replayer.proxy,
    AWS_CA_BUNDLE: replayer.bundle,
    AWS_DEFAULT_REGION: "us-east-1",
  };
  const places = regions(hosts.filter(({ host }) => host.startsWith("ec2.")).length);
  const args = ["-W", "ignore", join(root, "scripts/bench/peers.py"), kind, ...actions, ...places];
  const runs = [];
  for (let run = 0; run < count; run += 1) runs.push(await replayer.measured(setting(RTT), python, args, env));
  return { ms: median(runs.map((run) => run.ms)) };
}

function againstBound({ ms: time, hosts }, rtt) {
  const [limited, bare] = [answersInARow(hosts, CONNECTIONS), answersInARow(hosts)].map((answers) => answers * rtt);
  return `${ratio(time, limited)} the bound of ${ms(limited)} (${ratio(time, bare)} of ${ms(bare)})`;
}

function ownWork({ cpu_ms, calls }) {
  return `all of it our own work and the stand-in's: ${ms(cpu_ms)} of CPU for ${calls} calls`;
}
