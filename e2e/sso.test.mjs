// Sign-ins that do not work, and those that nobody knows of where they lead: the window says the exact command for the one
// and asks AWS about the other, and goes on where it was.
import { strict as assert } from "node:assert";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { PATIENCE, openApp, stage } from "./lib/app.mjs";
import { chooseProfile, next, openProfiles } from "./lib/wizard.mjs";

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
  await chooseProfile(page, "corp-admin");
  await page.says("aws sso login --profile corp-admin", 20000);
  await page.shot("expired");
  assert.deepEqual(await page.violations(), [], "the refusal is accessible");
  await page.press("button", "Copy command");
  assert.equal(await desktop.clipboard(), "aws sso login --profile corp-admin", "to be pasted into a terminal");
  await page.press("button", "Try again");
  await page.says("aws sso login --profile corp-admin", 20000);

  await chooseProfile(page, "sandbox-runner");
  await page.says(`The role will trust AWS account ${sandbox.accounts.platform}`, 20000);
  assert.equal(await (await page.byTestId("external-id")).getText(), externalId, "the External ID stays");
  await next(page);
  await page.one("button", "Launch Stack in AWS");
});

test("AWS says whose the profiles are that say nothing of it, and why it does not", PATIENCE, async (t) => {
  const set = await stage(t);
  const { dir, sandbox } = set;
  await appendFile(
    sandbox.env.AWS_CONFIG_FILE,
    `${await program(dir, sandbox)}[profile broken]\ncredential_process = false\n`,
  );
  for (const [theme, size] of [
    ["light", [1280, 800]],
    ["dark", [960, 640]],
  ]) {
    const { page, close } = await openApp(set, `accounts-${theme}`, { theme, size });
    await page.press("button", "Connect an AWS account");
    const show = await page.one("button", /^Show the accounts of \d+ more profiles$/);
    await page.says(/Signs in once with broken \(runs false\), build \(runs cat\)/);
    await page.shot("offered", show);
    assert.deepEqual(await page.violations(), [], "what will be done is accessible");
    await page.click(show);
    await page.says(/The list now shows \d+ more accounts\. 2 profiles could not sign in/, 30000);
    await page.shot("known", await page.one("button", "Show the accounts of 2 more profiles"));
    await openProfiles(page);
    await page.one("option", /^broken.*Sign-in failed: .*credential_process false ended with status 1/s);
    const known = await page.one(
      "option",
      new RegExp(`^build.*Account ${sandbox.accounts.customer}, as AWS said`, "s"),
    );
    await page.shot("listed", known);
    assert.deepEqual(await page.violations(), [], "the list is accessible");
    await close();
  }
});

/** A profile whose program prints the customer's keys. */
async function program(dir, sandbox) {
  const keys = (await readFile(sandbox.env.AWS_SHARED_CREDENTIALS_FILE, "utf8")).split("[sandbox-customer]")[1];
  const key = (name) => new RegExp(`${name}\\s*=\\s*(\\S+)`).exec(keys)[1];
  const printed = { Version: 1, AccessKeyId: key("aws_access_key_id"), SecretAccessKey: key("aws_secret_access_key") };
  const file = join(dir, "printed.json");
  await writeFile(file, JSON.stringify(printed));
  return `\n[profile build]\ncredential_process = cat '${file}'\n`;
}
