// Whoever closes the app in mid-wizard finds everything as it was: the step, the External ID, what was entered.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { PATIENCE, openApp, stage } from "./lib/app.mjs";
import { createStack, openedLink } from "./lib/console.mjs";
import { next, pasteRoleArn, takeExternalId, verdict } from "./lib/wizard.mjs";
import { until } from "./lib/processes.mjs";

test("the app can be closed and reopened at every step", PATIENCE, async (t) => {
  const set = await stage(t);
  const { desktop, sandbox } = set;
  let app = await openApp(set, "sleep-1");
  const externalId = await takeExternalId(app.page, "sandbox-runner", sandbox.accounts.platform);

  /** Closes the app, opens it again, and goes on with the connection at this step. */
  const sleep = async (step, shots) => {
    await app.close();
    app = await openApp(set, shots);
    await app.page.press("button", "Continue");
    const shown = async () => (await app.page.driver.getTitle()).startsWith(step);
    await until(shown, `the step ${step} again`);
    return app.page;
  };

  let page = await sleep("External ID", "sleep-2");
  assert.equal(await (await page.byTestId("external-id")).getText(), externalId, "the same External ID");
  await page.says(`The role will trust AWS account ${sandbox.accounts.platform}`);
  await next(page);
  await page.one("button", "Launch Stack in AWS");

  page = await sleep("Create the role", "sleep-3");
  await page.says(externalId);
  await page.press("button", "Launch Stack in AWS");
  const link = await openedLink(desktop);
  const stack = await createStack(desktop, link, "sleep");
  assert.equal(stack.shown.ExternalId, externalId, "the link has the External ID that was shown first");
  await next(page);
  await page.one("textbox", "Role ARN");

  page = await sleep("Role ARN", "sleep-4");
  await pasteRoleArn(page, desktop, stack.roleArn);
  await page.says("Understood");
  await page.says(sandbox.accounts.customer);

  page = await sleep("Role ARN", "sleep-5");
  await page.says("Understood");
  await page.press("button", "Complete");
  await page.says("Elapsed", 20000);
  assert.match(await verdict(page), /^Connected:/, "it is connected in the end");

  await app.close();
  app = await openApp(set, "sleep-6");
  await app.page.press("button", "Open");
  assert.match(await verdict(app.page), /^Connected:/, "and stays so");
});
