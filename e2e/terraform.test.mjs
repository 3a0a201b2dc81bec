// The role by Terraform, after starting over with another External ID.
//
// What a person does who does not start over: 8 clicks (Connect, the runner's field, its profile, Next, Terraform, Copy
// Terraform, Next, Complete), 2 pastes (the configuration into a file, the Role ARN into its field), and in a terminal
// terraform init, apply and output. Starting over costs 2 clicks, and Next again.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { openApp, stage } from "./lib/app.mjs";
import { until } from "./lib/processes.mjs";
import { applied, withoutTerraform } from "./lib/terraform.mjs";
import { chooseMethod, next, pasteRoleArn, takeExternalId, verdict } from "./lib/wizard.mjs";

/** The provider alone takes a minute to make a role with its policies. */
const LONG = { timeout: 600000, skip: withoutTerraform() };

test("a role is made by Terraform with the External ID that was started over with", LONG, async (t) => {
  const set = await stage(t);
  const { desktop, sandbox } = set;
  let app = await openApp(set, "terraform");
  let { page } = app;
  const before = await takeExternalId(page, "sandbox-runner", sandbox.accounts.platform);
  await next(page);
  await chooseMethod(page, "Terraform");
  await copied(page, desktop, before);

  await page.press("button", "Start over");
  await page.says("Start over with another External ID?");
  const focused = () => page.driver.switchTo().activeElement().getText();
  await until(async () => (await focused()) === "Keep what is there", "the focus on the safe answer");
  await page.says("A role that was made already");
  assert.deepEqual(await page.violations(), [], "the dialog is accessible");
  await page.shot("start-over");
  await page.press("button", "Keep what is there");
  assert.equal(await page.byTestId("external-id").then((one) => one.getText()), before, "nothing has changed");
  await app.close();

  app = await openApp(set, "terraform-dark", { theme: "dark" });
  page = app.page;
  await page.press("button", "Continue");
  await page.says(before);
  await page.press("button", "Start over");
  const dialog = await page.one("dialog", "Start over with another External ID?");
  await page.says("What no longer fits");
  assert.deepEqual(await page.violations(), [], "so it is in the dark");
  await page.shot("start-over");
  await page.press("button", "Start over", { within: dialog });
  await page.says("This connection has another External ID");
  const externalId = await (await page.byTestId("external-id")).getText();
  assert.notEqual(externalId, before, "another External ID");
  await page.shot("started-over");
  await page.press("button", "What is stored");
  await page.says(externalId);
  const stored = await page.driver.executeScript("return document.body.innerText");
  assert.ok(!stored.includes(before), "the one before is kept nowhere");
  await page.press("button", "Alethia Connect, to the connections");
  await page.press("button", "Continue");

  await next(page);
  const configuration = await copied(page, desktop, externalId);
  assert.ok(!configuration.includes(before), "the configuration speaks of the new one alone");
  await page.shot("configuration");
  const roleArn = await applied(set, configuration, "sandbox-customer", (why) => t.skip(why));
  if (roleArn === null) return;

  await next(page);
  await pasteRoleArn(page, desktop, roleArn);
  await page.says("Understood");
  await page.press("button", "Complete");
  assert.match(await verdict(page), /^Connected:/, "the role that Terraform made is connected");
  assert.deepEqual(await page.all("button", "Start over"), [], "an External ID that is in use is not given up");
  await page.shot("report");
});

/** The configuration, by its Copy button; with this External ID. */
async function copied(page, desktop, externalId) {
  await page.press("button", "Copy Terraform");
  return until(async () => {
    const text = await desktop.clipboard();
    return text.includes(externalId) && text;
  }, "the configuration on the clipboard");
}
