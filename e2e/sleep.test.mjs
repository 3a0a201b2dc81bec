// Whoever closes the app in mid-wizard finds everything as it was: the step, the External ID, what was entered.
import { strict as assert } from "node:assert";
import { join } from "node:path";
import { test } from "node:test";
import { PATIENCE, openApp, stage } from "./lib/app.mjs";
import { createStack, openedLink } from "./lib/console.mjs";
import { saveIn } from "./lib/dialogs.mjs";
import { until } from "./lib/processes.mjs";
import { chooseMethod, chooseProfile, next, pasteRoleArn, takeExternalId, verdict } from "./lib/wizard.mjs";

/** The app with a connection that was begun: `sleep` closes it, opens it again, and goes on at this step. */
async function begun(set, shots) {
  const { platform } = set.sandbox.accounts;
  let app = await openApp(set, `${shots}-1`);
  let count = 1;
  const externalId = await takeExternalId(app.page, "sandbox-runner", platform);
  const sleep = async (step, way = "Continue") => {
    await app.close();
    count += 1;
    app = await openApp(set, `${shots}-${count}`);
    await app.page.press("button", way);
    const shown = async () => (await app.page.driver.getTitle()).startsWith(step);
    await until(shown, `the step ${step} again`);
    const there = () => app.page.driver.executeScript("return document.body.textContent");
    // Step Verify is about the role that trusts it, and does not show it.
    if (step !== "Verify") await until(async () => (await there()).includes(externalId), "the same External ID");
    return app.page;
  };
  return { page: app.page, externalId, sleep };
}

test("the app can be closed and reopened at every step", PATIENCE, async (t) => {
  const set = await stage(t);
  const { desktop, sandbox } = set;
  const { externalId, sleep } = await begun(set, "sleep");

  let page = await sleep("External ID");
  assert.equal(await (await page.byTestId("external-id")).getText(), externalId, "the same External ID");
  await page.says(`The role will trust AWS account ${sandbox.accounts.platform}`);
  await next(page);
  await page.one("button", "Launch Stack in AWS");

  page = await sleep("Create the role");
  await page.press("button", "Launch Stack in AWS");
  const link = await openedLink(desktop);
  const stack = await createStack(desktop, link, "sleep");
  assert.equal(stack.shown.ExternalId, externalId, "the link has the External ID that was shown first");
  await next(page);
  await page.one("textbox", "Role ARN");

  page = await sleep("Role ARN");
  await pasteRoleArn(page, desktop, stack.roleArn);
  await page.says("Understood");
  await page.says(sandbox.accounts.customer);

  page = await sleep("Role ARN");
  await page.says("Understood");
  await page.press("button", "Complete");
  await page.says("Elapsed", 20000);
  assert.match(await verdict(page), /^Connected:/, "it is connected in the end");

  page = await sleep("Report and resources", "Open");
  assert.match(await verdict(page), /^Connected:/, "and stays so");
});

test("each way to make the role waits for whoever comes back", PATIENCE, async (t) => {
  const set = await stage(t);
  const { desktop, sandbox } = set;
  const { page: first, externalId, sleep } = await begun(set, "ways");
  await next(first);
  await chooseMethod(first, "Terraform");
  await first.one("button", "Copy Terraform");

  let page = await sleep("Create the role");
  await page.press("button", "Copy Terraform");
  await until(async () => (await desktop.clipboard()).includes(externalId), "the configuration with the same value");
  await chooseMethod(page, "Deploy from here");
  await chooseProfile(page, "sandbox-customer");
  await page.says(`The stack goes into ${sandbox.accounts.customer}`, 20000);
  await page.press("button", "Preview changes");
  await page.says("CloudFormation will make the stack", 20000);

  page = await sleep("Create the role");
  await page.says(`The stack goes into ${sandbox.accounts.customer}`);
  assert.deepEqual(await page.all("button", "Create the stack"), [], "what was looked at then is not done now");
  await page.press("button", "Preview changes");
  await page.says("CloudFormation will make the stack", 20000);
  await chooseMethod(page, "Hand off");
  const saved = join(desktop.home, "bundle.zip");
  await page.press("button", "Save the bundle");
  await saveIn(desktop, saved);
  await page.says(`Saved to ${saved}`);

  page = await sleep("Create the role");
  await page.says("What happens next");
  await page.one("button", "Open their answer");
  await next(page);
  const field = await page.one("textbox", "Role ARN");
  await field.sendKeys("arn:aws:iam::");
  await page.says(/Role ARN/);

  page = await sleep("Role ARN");
  assert.equal(await (await page.one("textbox", "Role ARN")).getAttribute("value"), "", "what is no ARN is not kept");
  await page.says("Watching for the stack", 20000);
});

test("a verification that was cut off says so, and runs again", PATIENCE, async (t) => {
  const set = await stage(t, ["--propagation-delay", "20"]);
  const { desktop } = set;
  const { page: first, sleep } = await begun(set, "cut-off");
  await next(first);
  await first.press("button", "Launch Stack in AWS");
  const { roleArn } = await createStack(desktop, await openedLink(desktop), "cut-off");
  await next(first);
  await pasteRoleArn(first, desktop, roleArn);
  await first.says("Understood");
  await first.press("button", "Complete");
  await first.says("AWS is still spreading the fresh role", 20000);

  const page = await sleep("Verify", "Open");
  await page.says("The verification was interrupted");
  await page.shot("interrupted");
  await page.press("button", "Verify again");
  assert.match(await verdict(page), /^Connected:/, "nothing of the first run is in the way");
});

test("whoever opens it while the last window is ending gets a window", PATIENCE, async (t) => {
  const set = await stage(t);
  const first = await openApp(set, "ending-1");
  const [pid] = await first.processes();
  // It still is the one instance, but answers nobody any more.
  process.kill(pid, "SIGSTOP");
  const second = openApp(set, "ending-2");
  await new Promise((resolve) => setTimeout(resolve, 5000));
  process.kill(pid, "SIGKILL");
  await (await second).page.one("button", "Connect an AWS account");
});
