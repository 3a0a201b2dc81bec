// `make demo`: a sandbox, and the window on it. The app's data go into the sandbox's folder, so that the connections of
// the person who runs this are neither shown nor touched.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { built } from "../e2e/lib/places.mjs";
import { onSignal, run, start } from "../e2e/lib/processes.mjs";
import { startSandbox } from "../e2e/lib/sandbox.mjs";

const cli = built("alethia-connect-cli");
const dir = await mkdtemp(join(tmpdir(), "alethia-demo-"));
const isolated = await folders(join(dir, "app"));
let sandbox;
let env;
try {
  const delays = ["--stack-delay", "3", "--propagation-delay", "4"];
  sandbox = await startSandbox(join(dir, "aws"), delays, { tell: true });
  env = { ...ownAws(process.env), ...sandbox.env, ...isolated };
  // `ALETHIA_TEMPLATE_URL= make demo` has no template hosted, so that it is published from the window.
  if (process.env.ALETHIA_TEMPLATE_URL === "") env.ALETHIA_TEMPLATE_URL = "";
  if (hasDisplay()) await inTheWindow();
  else await withoutWindow();
} finally {
  if (env) await forgetConnections();
  await sandbox?.stop();
  await rm(dir, { recursive: true, force: true });
}
process.exit();

async function inTheWindow() {
  console.error(
    "\nThe window opens now. Pick the profile sandbox-runner, or sandbox-mfa to be asked for a code; closing the window ends the sandbox.\n",
  );
  const app = start(built("alethia-connect"), ["--allow-custom-endpoint"], {
    env,
    stdio: "inherit",
  });
  // Ctrl-C ends the window; what the demo made is taken back then, too.
  onSignal(() => app.kill());
  const { status, signal } = await app.ended;
  if (status !== 0 && signal === null) {
    console.error(`The window ended with ${status}.`);
    process.exitCode = 1;
  }
}

/** The same engine by the command line, on the sandbox's good role. */
async function withoutWindow() {
  const role = sandbox.role("Good");
  const args = ["verify", "--role-arn", role.arn, "--external-id", sandbox.external_id, "--profile", "sandbox-runner"];
  console.error("\nThere is no display (DISPLAY and WAYLAND_DISPLAY are empty), so no window can open.");
  console.error(`The same connection test without a window:\n\n  alethia-connect-cli ${args.join(" ")}\n`);
  const { status } = await start(cli, args, { env, stdio: "inherit" }).ended;
  console.error(`\nIts exit status was ${status} (0 connected, 3 degraded, 4 disconnected).`);
  process.exitCode = status;
}

/** The keyring belongs to the person's session, so what the demo put there is taken out again. */
async function forgetConnections() {
  const kept = await run(cli, ["connections", "list"], {
    env,
    stdio: ["pipe", "pipe", "ignore"],
  }).catch(() => "");
  for (const [id] of kept.matchAll(/^[0-9a-f]{8}-[0-9a-f-]{27}/gm)) {
    await run(cli, ["connections", "forget", id], { env }).catch((error) => console.error(error.message));
  }
}

async function folders(base) {
  const names = {
    XDG_DATA_HOME: "data",
    XDG_CONFIG_HOME: "config",
    XDG_CACHE_HOME: "cache",
    XDG_STATE_HOME: "state",
  };
  const paths = Object.fromEntries(Object.entries(names).map(([name, folder]) => [name, join(base, folder)]));
  for (const path of Object.values(paths)) await mkdir(path, { recursive: true });
  return paths;
}

function ownAws(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("AWS_")));
}

function hasDisplay() {
  return process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
