// A role that expects another External ID: the verdict says so, with its cause and the way on. In the dark theme.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { PATIENCE, openApp, stage } from "./lib/app.mjs";
import { createBrokenRole } from "./lib/console.mjs";
import { next, pasteRoleArn, takeExternalId, verdict } from "./lib/wizard.mjs";

test("a role with a wrong External ID ends disconnected, with its cause", PATIENCE, async (t) => {
  const set = await stage(t);
  const { desktop, sandbox } = set;
  const { page } = await openApp(set, "disconnected", { theme: "dark", args: ["--propagation-wait", "2"] });

  const externalId = await takeExternalId(page, "sandbox-runner", sandbox.accounts.platform);
  await page.shot("external-id-dark");
  await next(page);
  await page.one("button", "Launch Stack in AWS");
  await page.shot("create-the-role-dark");
  await next(page);
  const roleArn = await createBrokenRole(desktop, sandbox.console_url, "WrongExternalId", externalId);

  await pasteRoleArn(page, desktop, "arn:aws:iam::444455556666:user/cloud-admin");
  await page.says(/user/i);
  await page.shot("not-a-role-dark");
  const field = await page.one("textbox", "Role ARN");
  await field.clear();
  await pasteRoleArn(page, desktop, roleArn);
  await page.says("Understood");
  await page.press("button", "Complete");

  const said = await verdict(page);
  assert.match(said, /^Disconnected:/, "nobody can assume the role with this connection's External ID");
  await page.says(/External ID is another/);
  await page.says(`aws iam update-assume-role-policy --role-name ${roleArn.split("/").at(-1)}`);
  await page.shot("verdict-dark");
  const calls = await sandbox.control("GET", "calls");
  const attempts = calls.filter((call) => call.assume_role).map((call) => call.assume_role.external_id);
  assert.ok(attempts.includes(externalId), "the verdict rests on an attempt with the right External ID");
  assert.ok(attempts.includes(null), "and on one without any");
});
