// No template is hosted yet: it is published from here for one account, whose administrator launches the stack with it.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { PATIENCE, openApp, stage } from "./lib/app.mjs";
import { createStack, openedLink } from "./lib/console.mjs";
import { next, pasteRoleArn, takeExternalId, verdict } from "./lib/wizard.mjs";

const NOWHERE = { ALETHIA_TEMPLATE_URL: undefined };

test("the template is published for one account, and makes its role", PATIENCE, async (t) => {
  const set = await stage(t, ["--stack-delay", "1"]);
  const { desktop, sandbox } = set;
  const { customer, platform } = sandbox.accounts;
  let app = await openApp(set, "publish", { env: NOWHERE });
  let { page } = app;
  await page.one("button", "Connect an AWS account");
  const externalId = await takeExternalId(page, "sandbox-runner", platform);
  await next(page);
  await page.says("Nowhere yet");
  await page.shot("nowhere");
  await (await page.one("textbox", /^Account to connect/)).sendKeys(customer);
  await page.one("radio", new RegExp(`^Only account ${customer}`));
  await page.says(new RegExp(`alethia-templates-${platform}-`));
  await page.shot("planned", await page.one("button", "Publish the template"));
  assert.deepEqual(await calls(sandbox), [], "looking at it sends nothing to S3");
  await page.press("button", "Publish the template");
  await page.says(`Only account ${customer} can read it`, 30000);
  await page.says("The hosted template is the one that this app was made with");
  await page.shot("published");
  assert.deepEqual(await audited(page), [], "the step is accessible");

  await page.press("button", "Launch Stack in AWS");
  const link = await openedLink(desktop);
  assert.match(link, /templateURL=http%3A%2F%2F127\.0\.0\.1%3A\d+%2Falethia-templates-/, "the published template");
  await assertPrivate(sandbox, link);
  const stack = await createStack(desktop, link, "publish");
  assert.equal(stack.shown.ExternalId, externalId, "the link fills in the External ID of this connection");
  await page.press("button", "Link for a colleague");
  await page.press("button", "Show as QR code");
  const code = await page.one("img", /^QR code/);
  const size = await page.driver.executeScript("return arguments[0].naturalWidth", code);
  assert.ok(size > 200, `the window's own policy shows the picture: ${size} pixels wide`);
  await page.shot("code", code);

  await app.close();
  app = await openApp(set, "publish-again", { env: NOWHERE, theme: "dark", size: [960, 640] });
  page = app.page;
  await page.press("button", "What is stored");
  await page.says("template_url");
  await page.shot("stored");
  await page.press("link", "Connections");
  await page.press("button", "Continue");
  await page.says(`Only account ${customer} can read it`, 30000);
  await page.press("button", /^Where the template is hosted/);
  await page.one("textbox", /^Address of a template/);
  await page.shot("hosted", await page.one("button", /^Where the template is hosted/));
  await page.press("button", "Link for a colleague");
  await page.press("button", "Show as QR code");
  await page.shot("code", await page.one("img", /^QR code/));
  assert.deepEqual(await audited(page), [], "the step is accessible in the dark, too");
  await next(page);
  await pasteRoleArn(page, desktop, stack.roleArn);
  await page.press("button", "Complete");
  assert.match(await verdict(page), /^Connected:/, "a role of the published template is connected");
});

/** From the top: a link that is half below the header would be called too small. */
async function audited(page) {
  await page.driver.executeScript("scrollTo(0, 0)");
  return page.violations();
}

const calls = async (sandbox) => (await sandbox.control("GET", "calls")).filter((call) => call.service === "s3");

/** Whoever has only the address gets nothing. */
async function assertPrivate(sandbox, link) {
  const address = new URLSearchParams(new URL(link).hash.split("?")[1]).get("templateURL");
  const answer = await fetch(address);
  assert.equal(answer.status, 403, "not without a signature");
}
