// A profile that wants the code of an MFA device: the window asks, the stand-in checks.
import { strict as assert } from "node:assert";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { PATIENCE, openApp, stage } from "./lib/app.mjs";
import { createBrokenRole } from "./lib/console.mjs";
import { chooseProfile, next, pasteRoleArn, verdict } from "./lib/wizard.mjs";

// The key, as WebDriver spells it.
const ENTER = "\uE007";

test("a code is asked for once, in a dialog, and serves the test too", PATIENCE, async (t) => {
  const set = await stage(t);
  const { desktop, sandbox } = set;
  const { mfa } = await sandbox.seeded();
  const { page } = await openApp(set, "mfa", { args: ["--propagation-wait", "0"] });

  await page.press("button", "Connect an AWS account");
  await (await page.one("textbox", /^Label/)).sendKeys("Production");
  await chooseProfile(page, /\bsandbox-mfa(?!-)/);
  await page.one("dialog", "Code of your MFA device");
  await page.says(mfa.serial);
  const field = await page.one("textbox", /^MFA code/);
  await page.shot("asked");
  assert.deepEqual(await page.violations(), [], "the dialog is accessible");

  await field.sendKeys(`12345${ENTER}`);
  await page.says("A code has exactly 6 digits");
  await field.clear();
  await field.sendKeys(`${wrong(mfa.seed)}${ENTER}`);
  await page.says("AWS did not take that code");
  await page.says("2 tries left");
  await page.shot("refused");
  assert.deepEqual(await page.violations(), [], "the refusal is accessible");
  await (await page.one("textbox", /^MFA code/)).sendKeys(`${code(mfa.seed)}${ENTER}`);
  await page.says(`The role will trust AWS account ${sandbox.accounts.platform}`, 20000);
  await page.says("assumed-role/AlethiaRunnerWithMfa");
  await page.shot("signed-in");

  const externalId = await (await page.byTestId("external-id")).getText();
  await next(page);
  await page.one("button", "Launch Stack in AWS");
  await next(page);
  await pasteRoleArn(page, desktop, await createBrokenRole(desktop, sandbox.console_url, "DeniedRegion", externalId));
  await page.press("button", "Complete");
  assert.match(await verdict(page), /^Degraded:/, "the session that the code gave verified the connection");
});

/** What the device shows so many steps of 30 seconds from now (RFC 6238). */
function code(seed, steps = 0) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...seed].map((char) => alphabet.indexOf(char).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps));
  const digest = createHmac("sha1", key).update(step).digest();
  const word = digest.readUInt32BE(digest.at(-1) & 0xf) & 0x7fffffff;
  return String(word % 1_000_000).padStart(6, "0");
}

/** A code that the device shows neither now nor soon. */
function wrong(seed) {
  const shown = [-2, -1, 0, 1, 2, 3].map((steps) => code(seed, steps));
  return ["000000", "000001", "000002", "000003", "000004", "000005", "000006"].find((one) => !shown.includes(one));
}
