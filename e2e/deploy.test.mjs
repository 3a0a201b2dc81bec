// The stack, made from here with a profile of the account to connect: nothing is copied and nothing pasted.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { PATIENCE, openApp, stage } from "./lib/app.mjs";
import { until } from "./lib/processes.mjs";
import { chooseMethod, chooseProfile, next, takeExternalId, verdict } from "./lib/wizard.mjs";

/** From Home to "Deploy from here". */
async function begin(page, sandbox) {
  const externalId = await takeExternalId(page, "sandbox-runner", sandbox.accounts.platform);
  await next(page);
  await chooseMethod(page, "Deploy from here");
  return externalId;
}

test("a role is deployed from here and verified, never into the wrong account", PATIENCE, async (t) => {
  const set = await stage(t, ["--stack-delay", "3"]);
  const { sandbox } = set;
  const { page } = await openApp(set, "deploy");
  await begin(page, sandbox);

  await chooseProfile(page, "sandbox-runner");
  await page.says(`is in account ${sandbox.accounts.platform}`, 20000);
  assert.equal(await (await page.one("button", "Preview changes")).isEnabled(), false, "not into the platform account");
  await page.shot("wrong-account");

  await chooseProfile(page, "sandbox-customer");
  await page.says(`The stack goes into ${sandbox.accounts.customer}`, 20000);
  await page.press("button", "Preview changes");
  await page.says("CloudFormation will make the stack", 20000);
  await page.says("ProvisionerRole");
  await page.shot("preview");
  const before = await sandbox.control("GET", "calls");
  assert.ok(!before.some(({ action }) => action === "ExecuteChangeSet"), "nothing is done before it is wanted");

  await page.press("button", "Create the stack");
  await page.says("Elapsed", 10000);
  await page.one("button", "Cancel");
  await page.shot("making");
  await page.says("The role is made", 60000);
  await page.says(`arn:aws:iam::${sandbox.accounts.customer}:role/AlethiaProvisionerRole`);
  assert.deepEqual(await page.violations(), [], "the finished deployment is accessible");
  await page.shot("made");
  await page.press("button", "Verify now");
  assert.match(await verdict(page), /^Connected:/, "the role that was deployed is connected");
});

test("a stack that fails is explained, with what mends it", PATIENCE, async (t) => {
  const set = await stage(t);
  const { desktop, sandbox } = set;
  const { page } = await openApp(set, "deploy-fails");
  await begin(page, sandbox);
  await chooseProfile(page, "sandbox-customer");
  const reason =
    "AlethiaProvisionerRole already exists in stack arn:aws:cloudformation:eu-central-1:444455556666:stack/old";
  await sandbox.control("POST", "faults", { effect: { kind: "stack_fails", resource: "ProvisionerRole", reason } });
  await page.says(`The stack goes into ${sandbox.accounts.customer}`, 20000);
  await page.press("button", "Preview changes");
  await page.press("button", "Create the stack");
  await page.says("The stack was not made", 60000);
  await page.says("already exists in stack");
  await page.says("from an earlier try or by hand");
  await page.press("button", "Copy command");
  const command = "aws cloudformation delete-stack --stack-name alethia-provisioner-role --region eu-central-1";
  await until(async () => (await desktop.clipboard()).startsWith(command), "the command that deletes the stack");
  await page.shot("failed");
});

test("Cancel has AWS take the stack back", PATIENCE, async (t) => {
  const set = await stage(t, ["--stack-delay", "60"]);
  const { sandbox } = set;
  const { page } = await openApp(set, "deploy-cancel");
  const externalId = await begin(page, sandbox);
  await chooseProfile(page, "sandbox-customer");
  await page.says(`The stack goes into ${sandbox.accounts.customer}`, 20000);
  await page.press("button", "Preview changes");
  await page.press("button", "Create the stack");
  await page.says("ProvisionerRole", 20000);
  await page.press("button", "Cancel");
  await page.says("AWS is deleting what it had made", 20000);
  await page.shot("cancelled");
  const calls = await sandbox.control("GET", "calls");
  assert.ok(
    calls.some(({ service, action }) => service === "cloudformation" && action === "DeleteStack"),
    "the stack is deleted",
  );
  await page.says(externalId);
});
