// An account is disconnected: while the role is there nothing is proved, once its stack is deleted AWS refuses, and that is
// still known after a new start.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { PATIENCE, openApp, stage } from "./lib/app.mjs";
import { createStack, deleteStack, openedLink } from "./lib/console.mjs";
import { until } from "./lib/processes.mjs";
import { chooseProfile, next, pasteRoleArn, takeExternalId, verdict } from "./lib/wizard.mjs";

test("a deleted role is proved to be out of reach, also after reopening", PATIENCE, async (t) => {
  const set = await stage(t);
  const { desktop, sandbox } = set;
  let app = await openApp(set, "disconnect", { args: ["--propagation-wait", "2"] });
  let { page } = app;
  const externalId = await takeExternalId(page, "sandbox-runner", sandbox.accounts.platform);
  await next(page);
  await page.press("button", "Launch Stack in AWS");
  const { roleArn } = await createStack(desktop, await openedLink(desktop), "disconnect");
  await next(page);
  await pasteRoleArn(page, desktop, roleArn);
  await page.says("Understood");
  await page.press("button", "Complete");
  assert.match(await verdict(page), /^Connected:/, "there is something to disconnect");

  await page.press("link", "Connections");
  await page.press("button", "Disconnect");
  await page.one("heading", "Disconnect Production");
  await page.says(roleArn);
  await page.shot("screen");
  assert.deepEqual(await page.violations(), [], "the screen is accessible");
  await page.press("button", "Prove that it is disconnected");
  await page.says("Nothing is proved: the role can still be assumed", 20000);
  await page.shot("still-there");

  await page.press("button", "Copy command that deletes the stack");
  const command = await until(() => desktop.clipboard(), "the command on the clipboard");
  assert.equal(
    command,
    "aws cloudformation delete-stack --stack-name alethia-provisioner-role --region eu-central-1",
    "the stack that the link made, where it made it",
  );
  await page.press("button", "Open the stack in AWS");
  await page.says("The list of stacks is open in your browser");
  const stacks = await until(async () => (await desktop.opened())[1], "the stack's page in the browser");
  await deleteStack(desktop, stacks, "disconnect");

  await sandbox.control("DELETE", "calls");
  await page.press("button", "Prove that it is disconnected");
  await page.says("Proved: AWS refuses the runner", 30000);
  await page.shot("proved", await page.one("button", "See the report"));
  assert.deepEqual(await page.violations(), [], "the proof is accessible");
  const tries = (await sandbox.control("GET", "calls")).filter((call) => call.assume_role);
  const right = tries.filter((call) => call.assume_role.external_id === externalId);
  assert.ok(right.length >= 2, `AWS was asked twice with the right External ID, not ${right.length} times`);
  assert.ok(
    tries.some((call) => call.assume_role.external_id === null),
    "and without one",
  );

  await app.close();
  app = await openApp(set, "disconnect-again");
  page = app.page;
  await page.says("Disconnected");
  await page.shot("home");
  await page.press("button", "Disconnect");
  await page.says("Proved: AWS refuses the runner");
  await page.press("button", "See the report");
  assert.match(await verdict(page), /^Disconnected: AWS refused/, "the proof is a report like any other");
  await page.shot("report");
});

test(
  "with a profile of the account the stack is deleted from here, and the role is asked for there",
  PATIENCE,
  async (t) => {
    const set = await stage(t);
    const { desktop, sandbox } = set;
    const { page } = await openApp(set, "delete", { theme: "dark", args: ["--propagation-wait", "2"] });
    await takeExternalId(page, "sandbox-runner", sandbox.accounts.platform);
    await next(page);
    await page.press("button", "Launch Stack in AWS");
    const { roleArn } = await createStack(desktop, await openedLink(desktop), "delete");
    await next(page);
    await chooseProfile(page, "sandbox-customer");
    await page.says("Understood", 30000);
    await page.press("button", "Complete");
    assert.match(await verdict(page), /^Connected:/, "there is something to disconnect");

    await page.press("link", "Connections");
    await page.press("button", "Disconnect");
    await page.press("button", "Delete the stack from here");
    await page.one("dialog", "Delete the stack alethia-provisioner-role?");
    await page.says(`and with it ${roleArn}`);
    await page.press("button", "Delete the stack");
    await page.says("The stack is deleted. Now prove", 60000);
    await page.shot("deleted", await page.one("table", "Events of the stack"));
    assert.deepEqual(await page.violations(), [], "its events are accessible");
    await page.press("button", "Prove that it is disconnected");
    await page.says(`Account ${sandbox.accounts.customer} was asked too: there is no such role there.`, 30000);
    await page.shot("proved");
  },
);
