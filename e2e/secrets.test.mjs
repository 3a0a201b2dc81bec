// No secret at rest: the journey at log level trace, then a search through everything that was written, said, copied
// and exported, for the runner's keys and for every session that AWS handed out.
import { strict as assert } from "node:assert";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { PATIENCE, openApp, stage } from "./lib/app.mjs";
import { createBrokenRole } from "./lib/console.mjs";
import { saveIn } from "./lib/dialogs.mjs";
import { built } from "./lib/places.mjs";
import { start, within } from "./lib/processes.mjs";
import { next, pasteRoleArn, takeExternalId, verdict } from "./lib/wizard.mjs";

const LOUD = { RUST_LOG: "trace", LOG_SENSITIVE_BODIES: "true", RUST_BACKTRACE: "full" };

test("no key, secret or token is in any file, output, report or on the clipboard", PATIENCE, async (t) => {
  const set = await stage(t);
  const { desktop, sandbox } = set;
  const app = await openApp(set, "secrets", { env: LOUD, args: ["--propagation-wait", "0"] });
  const { page } = app;
  const externalId = await takeExternalId(page, "sandbox-runner", sandbox.accounts.platform);
  const roleArn = await createBrokenRole(desktop, sandbox.console_url, "Good", externalId);
  await next(page);
  await next(page);
  await pasteRoleArn(page, desktop, roleArn);
  await page.says("Understood");
  await page.press("button", "Complete");
  await verdict(page);
  const saved = join(desktop.home, "report.json");
  await page.press("button", "Export report");
  await page.press("menuitem", "JSON");
  await saveIn(desktop, saved);
  await page.says(`Saved to ${saved}`);
  await page.shot("exported");
  const clipboard = await desktop.clipboard();
  await app.close();
  const exported = await exportByCli(set);

  const secrets = await secretsOf(sandbox);
  assert.ok(secrets.length >= 5, "the search knows the canaries and at least one handed-out session");
  const written = await everyFile(join(set.dir, "desktop"));
  assert.ok(written.get(saved)?.includes(roleArn), "the report that the window exported is among what is searched");
  const places = [...written, ["the window's output", app.said()], ["the clipboard", clipboard], ...exported];
  assert.deepEqual(findings(places, secrets), [], "no secret is anywhere");
  assert.equal(findings([["a planted file", `x${secrets[0].value}x`]], secrets).length, 1, "the search finds a secret");
});

/** The command line at the same log level, in every format, to a file and to its streams. */
async function exportByCli({ dir, desktop, sandbox }) {
  const env = { ...desktop.env, ...sandbox.env, ...LOUD };
  const role = ["--role-arn", sandbox.role("Good").arn, "--external-id", sandbox.external_id];
  const exported = [];
  for (const format of ["text", "json", "markdown", "html"]) {
    const file = join(dir, `report.${format}`);
    const args = ["verify", ...role, "--profile", "sandbox-runner", "--format", format, "--output", file];
    const child = start(built("alethia-connect-cli"), args, { env });
    child.stdin.end();
    await within(child.ended, `the report as ${format}`, 60000);
    exported.push(
      [`the output of --format ${format}`, child.said],
      [`the report as ${format}`, await readFile(file, "latin1")],
    );
  }
  return exported;
}

async function secretsOf(sandbox) {
  const credentials = await readFile(sandbox.env.AWS_SHARED_CREDENTIALS_FILE, "utf8");
  const keys = [...credentials.matchAll(/^aws_secret_access_key = (\S+)$/gm)].map(([, value]) => value);
  const issued = await sandbox.control("GET", "issued");
  assert.ok(issued.length > 0, "the role was assumed, so that there is a session to search for");
  const sessions = issued.flatMap((session) => [session.secret_key, session.session_token]);
  return [...keys, ...sessions].map((value, index) => ({ name: `secret ${index}`, value }));
}

async function everyFile(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  // WebKit may remove a file between the listing and the reading.
  const read = (file) =>
    readFile(file, "latin1").catch((error) => (error.code === "ENOENT" ? "" : Promise.reject(error)));
  return new Map(await Promise.all(files.map(async (file) => [file, await read(file)])));
}

/** A secret is found as it is, as a URL or base64 carries it, and by the middle of it alone. */
function findings(places, secrets) {
  const forms = ({ value }) => {
    const middle = value.slice(8, 32);
    const base64 = Buffer.from(value).toString("base64").slice(0, 40);
    return [value, encodeURIComponent(value), middle, encodeURIComponent(middle), base64];
  };
  const hits = [];
  for (const [place, text] of places) {
    for (const secret of secrets) {
      if (forms(secret).some((form) => text.includes(form))) hits.push(`${secret.name} in ${place}`);
    }
  }
  return hits;
}
