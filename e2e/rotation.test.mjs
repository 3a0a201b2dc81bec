// Another External ID for a connection that is in use: nothing is lost half-way, and the one before is refused at the end.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { PATIENCE, openApp, stage } from "./lib/app.mjs";
import { chooseMethod, chooseProfile, next, takeExternalId, verdict } from "./lib/wizard.mjs";

async function deploy(page, sandbox, action, made) {
  await page.says(`The stack goes into ${sandbox.accounts.customer}`, 20000);
  await page.press("button", "Preview changes");
  await page.press("button", action);
  await page.says(made, 60000);
  await page.press("button", "Verify now");
}

test("an External ID is rotated, and the one from before is proved to be refused", PATIENCE, async (t) => {
  const set = await stage(t);
  const { sandbox } = set;
  const { page } = await openApp(set, "rotation");
  const before = await takeExternalId(page, "sandbox-runner", sandbox.accounts.platform);
  await next(page);
  await chooseMethod(page, "Deploy from here");
  await chooseProfile(page, "sandbox-customer");
  await deploy(page, sandbox, "Create the stack", "The role is made");
  assert.match(await verdict(page), /^Connected:/, "there is something to rotate");

  await page.press("button", "Done");
  await page.press("button", "Rotate External ID");
  await page.says("Until then you can go back");
  await page.shot("asked");
  await page.press("button", "Rotate External ID", { within: await page.one("dialog", /^Rotate the External ID/) });
  await page.says("The role needs the new External ID", 20000);
  const after = await (await page.byTestId("external-id")).getText();
  assert.notEqual(after, before, "another External ID");
  await page.says(before);
  assert.deepEqual(await page.violations(), [], "the rotation is accessible");
  await page.shot("rotating");

  await deploy(page, sandbox, "Update the stack", "The role is up to date");
  assert.match(await verdict(page), /^Connected:/, "the role has the new one");
  await page.says("The External ID is rotated");
  await page.shot("proved");
  const assumed = (await sandbox.control("GET", "calls")).flatMap((call) => call.assume_role ?? []);
  const tried = assumed.filter(
    ({ external_id: given, session_name: name }) => given === before && /-former$/.test(name),
  );
  assert.ok(tried.length > 0, "it was really tried");

  await page.press("button", "What is stored");
  await page.says(after);
  const kept = await page.driver.executeScript("return document.body.innerText");
  assert.ok(!kept.includes(before), "the one from before stands nowhere any more");
});
