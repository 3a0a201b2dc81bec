// Between the two consoles: the Role ARN finds its way without being pasted, and the link is what AWS documents.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { PATIENCE, openApp, stage } from "./lib/app.mjs";
import { createStack, openedLink } from "./lib/console.mjs";
import { chooseProfile, next, takeExternalId, verdict } from "./lib/wizard.mjs";

test("with a profile of the account the Role ARN fills itself in", PATIENCE, async (t) => {
  const set = await stage(t, ["--stack-delay", "2"]);
  const { desktop, sandbox } = set;
  const { page } = await openApp(set, "watch");
  await takeExternalId(page, "sandbox-runner", sandbox.accounts.platform);
  await next(page);
  await page.press("button", "Launch Stack in AWS");
  const link = await openedLink(desktop);
  await next(page);
  await chooseProfile(page, "sandbox-customer");
  await page.says("Watching for the stack", 20000);
  await page.shot("watching");
  const { roleArn } = await createStack(desktop, link, "watch");
  await page.says("Understood", 30000);
  await page.says(roleArn);
  await page.shot("found");
  await page.press("button", "Complete");
  assert.match(await verdict(page), /^Connected:/, "nothing was pasted");
});

test("with the account's number alone the role is found by its usual name", PATIENCE, async (t) => {
  const set = await stage(t);
  const { desktop, sandbox } = set;
  const { page } = await openApp(set, "by-name");
  const externalId = await takeExternalId(page, "sandbox-runner", sandbox.accounts.platform);
  await (await page.one("textbox", /^Expected AWS account/)).sendKeys(sandbox.accounts.customer);
  await next(page);
  await page.press("button", "Launch Stack in AWS");
  const link = await openedLink(desktop);
  assertDocumented(link, sandbox, externalId);
  await next(page);
  await page.says(`Trying the usual role name in account ${sandbox.accounts.customer}`, 20000);
  const { roleArn } = await createStack(desktop, link, "by-name");
  await page.says("Understood", 40000);
  await page.says(roleArn);
  await page.shot("found");
  await page.press("button", "Complete");
  assert.match(await verdict(page), /^Connected:/, "nothing was pasted");
});

/** Reads a quick-create link by the platform's own parser of addresses, as AWS's page does. */
function assertDocumented(link, sandbox, externalId) {
  const { hash } = new URL(link);
  const [page, query] = hash.split("?");
  assert.equal(page, "#/stacks/quickcreate", "the page that fills itself in");
  const given = Object.fromEntries(new URLSearchParams(query));
  const { templateURL, ...rest } = given;
  assert.ok(templateURL.startsWith("http") && templateURL.length <= 1024, `a template's address: ${templateURL}`);
  const wanted = {
    stackName: "alethia-provisioner-role",
    param_ExternalId: externalId,
    param_PlatformAccountId: sandbox.accounts.platform,
  };
  assert.deepEqual(rest, wanted, "every parameter without a default, by its own name, and nothing else");
}
