// Who owns the AWS account and has no profile of the platform: the role's texts are read, and nothing is tried live.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { PATIENCE, openApp, stage } from "./lib/app.mjs";
import { createBrokenRole } from "./lib/console.mjs";
import { chooseTarget, next, pasteRoleArn, verdict } from "./lib/wizard.mjs";

test("without a profile of the platform the role is read, and not assumed", PATIENCE, async (t) => {
  const set = await stage(t);
  const { desktop, sandbox } = set;
  const { page } = await openApp(set, "owner", { args: ["--propagation-wait", "0"] });
  await page.press("button", "Connect an AWS account");
  await page.press("button", "I have no profile of the platform: enter its account id");
  await (await page.one("textbox", "Platform account id")).sendKeys(sandbox.accounts.platform);
  await page.says(`The role will trust AWS account ${sandbox.accounts.platform}`);
  await page.shot("platform-account");
  const externalId = await (await page.byTestId("external-id")).getText();
  const roleArn = await createBrokenRole(desktop, sandbox.console_url, "Good", externalId);
  await next(page);
  await page.one("button", "Launch Stack in AWS");
  await next(page);
  await pasteRoleArn(page, desktop, roleArn);
  await page.says("Understood");
  await page.press("button", "Complete");
  await page.says("without one of them nothing can be verified");
  await chooseTarget(page, "sandbox-customer");
  await page.shot("target-profile");
  await page.press("button", "Complete");
  assert.match(await verdict(page), /^Disconnected: Nothing was tried live/, "what was not proved is not called good");
  await page.shot("report");
  const calls = await sandbox.control("GET", "calls");
  assert.ok(!calls.some((call) => call.assume_role), "nobody assumed the role");
  assert.ok(
    calls.some(({ service, action }) => service === "iam" && action === "GetRole"),
    "its trust policy was read",
  );
});
