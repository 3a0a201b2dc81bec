// A sign-in that has run out: the window says the exact command, and goes on where it was.
import { strict as assert } from "node:assert";
import { appendFile } from "node:fs/promises";
import { test } from "node:test";
import { PATIENCE, openApp, stage } from "./lib/app.mjs";
import { next } from "./lib/wizard.mjs";

const EXPIRED = `
[profile corp-admin]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
[sso-session corp]
sso_region = eu-central-1
sso_start_url = https://corp.example/start
`;

test("an expired SSO session names its command, and another profile goes on", PATIENCE, async (t) => {
  const set = await stage(t);
  const { desktop, sandbox } = set;
  await appendFile(sandbox.env.AWS_CONFIG_FILE, EXPIRED);
  const { page } = await openApp(set, "sso");
  await page.press("button", "Connect an AWS account");
  const externalId = await (await page.byTestId("external-id")).getText();
  await page.press("button", "Choose a profile");
  await page.press("option", /corp-admin/);
  await page.says("aws sso login --profile corp-admin", 20000);
  await page.shot("expired");
  assert.deepEqual(await page.violations(), [], "the refusal is accessible");
  await page.press("button", "Copy command");
  assert.equal(await desktop.clipboard(), "aws sso login --profile corp-admin", "to be pasted into a terminal");
  await page.press("button", "Try again");
  await page.says("aws sso login --profile corp-admin", 20000);

  await page.press("button", /corp-admin$/);
  await page.press("option", /sandbox-runner/);
  await page.says(`The role will trust AWS account ${sandbox.accounts.platform}`, 20000);
  assert.equal(await (await page.byTestId("external-id")).getText(), externalId, "the External ID stays");
  await next(page);
  await page.one("button", "Launch Stack in AWS");
});
