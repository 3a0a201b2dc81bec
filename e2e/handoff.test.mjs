// The account belongs to somebody else: they get a bundle, make the role, and send back its ARN.
import { strict as assert } from "node:assert";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { PATIENCE, openApp, stage } from "./lib/app.mjs";
import { createStack } from "./lib/console.mjs";
import { openIn, saveIn } from "./lib/dialogs.mjs";
import { run } from "./lib/processes.mjs";
import { chooseMethod, next, takeExternalId, verdict } from "./lib/wizard.mjs";

test("a bundle is handed over, and the answer comes back into the draft that waited", PATIENCE, async (t) => {
  const set = await stage(t);
  const { desktop, sandbox } = set;
  let app = await openApp(set, "handoff");
  let { page } = app;
  const externalId = await takeExternalId(page, "sandbox-runner", sandbox.accounts.platform);
  await next(page);
  await chooseMethod(page, "Hand off");
  await page.says("What to send back");
  await page.shot("hand-off");
  const saved = join(desktop.home, "bundle.zip");
  await page.press("button", "Save the bundle");
  await saveIn(desktop, saved);
  await page.says(`Saved to ${saved}`);
  await app.close();

  // What the owner does: open the bundle, follow the link, create the stack.
  const inside = (name) =>
    run("python3", [
      "-c",
      "import sys,zipfile;print(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())",
      saved,
      name,
    ]);
  const message = await inside("README.md");
  assert.ok(message.includes(externalId), "the message says the External ID that the role must ask for");
  assert.match(await inside("main.tf"), /resource "aws_iam_role"/, "the Terraform configuration is whole");
  assert.match(await inside("alethia-provisioner-role.yaml"), /AWS::IAM::Role/, "so is the template");
  const [link] = /(?<=<)http[^>]+(?=>)/.exec(message) ?? [];
  const { roleArn } = await createStack(desktop, link, "handoff-owner");
  const answer = join(desktop.home, "answer.txt");
  await writeFile(answer, `Hello,\n\nit is done. The Role ARN: ${roleArn}\n\nAnna\n`);

  app = await openApp(set, "handoff-return");
  page = app.page;
  await page.press("button", "Continue");
  await page.says(externalId);
  await page.press("button", "Open their answer");
  await openIn(desktop, answer);
  await page.says(roleArn);
  await page.shot("answer");
  await page.press("button", "Verify now");
  assert.match(await verdict(page), /^Connected:/, "the role that somebody else made is connected");
});
