// A role that expects another External ID: AWS does not say why it refuses, and a profile in the role's account reads
// it there: the wrong clause, and what to paste. In the dark theme.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { PATIENCE, openApp, stage } from "./lib/app.mjs";
import { createBrokenRole } from "./lib/console.mjs";
import { until } from "./lib/processes.mjs";
import { chooseTarget, next, pasteRoleArn, takeExternalId, verdict } from "./lib/wizard.mjs";

test("a role with a wrong External ID ends disconnected, and its trust policy says why", PATIENCE, async (t) => {
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
  assert.match(said, /^Disconnected: AWS refused/, "nobody can assume the role with this connection's External ID");
  await page.says(/the role's External ID is another; the role does not exist/);
  await page.shot("verdict-dark");
  const calls = await sandbox.control("GET", "calls");
  const attempts = calls.filter((call) => call.assume_role).map((call) => call.assume_role.external_id);
  assert.ok(attempts.includes(externalId), "the verdict rests on an attempt with the right External ID");
  assert.ok(attempts.includes(null), "and on one without any");

  await page.press("button", "Choose a profile");
  await page.says("The report is on the next step.");
  await chooseTarget(page, "sandbox-customer");
  await page.shot("target-profile-dark");
  await page.press("button", "Verify again");
  assert.match(await verdict(page), /^Disconnected: The trust policy wants the External ID/, "now it is known");
  const change = await page.one("table", "Present and corrected");
  await page.shot("side-by-side-dark", change);
  assert.match(await change.getText(), /- +"sts:ExternalId"[^]*\+ +"sts:ExternalId"/, "told without colours too");
  assert.deepEqual(await page.violations(), [], "side by side it is accessible");
  await page.press("button", "Copy corrected policy");
  const policy = JSON.parse(await until(() => desktop.clipboard(), "the corrected policy on the clipboard"));
  const condition = policy.Statement[0].Condition.StringEquals["sts:ExternalId"];
  assert.equal(condition, externalId, "the policy to paste asks for the External ID of this connection");
  await page.press("button", "Or run this with administrator rights in the target account.");
  await page.says(`aws iam update-assume-role-policy --role-name ${roleArn.split("/").at(-1)}`);
});
