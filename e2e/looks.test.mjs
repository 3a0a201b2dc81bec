// Every step in a small window, light and dark: nothing hidden, and nothing that axe objects to.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { PATIENCE, openApp, stage } from "./lib/app.mjs";
import { createBrokenRole } from "./lib/console.mjs";
import { next, pasteRoleArn, takeExternalId, verdict } from "./lib/wizard.mjs";

for (const theme of ["light", "dark"]) {
  test(`each step at 960x640, ${theme}, has no WCAG 2.2 A or AA violation`, PATIENCE, async (t) => {
    const set = await stage(t);
    const { desktop, sandbox } = set;
    const { page } = await openApp(set, `small-${theme}`, { theme, args: ["--propagation-wait", "0"] });
    await page.size(960, 640);
    const look = async (name) => {
      await page.shot(name);
      assert.deepEqual(await page.violations(), [], `${name} is accessible`);
      const [wide, seen] = await page.driver.executeScript("return [document.documentElement.scrollWidth, innerWidth]");
      assert.ok(wide <= seen, `${name} is no wider (${wide}) than the window (${seen})`);
    };

    await page.one("button", "Connect an AWS account");
    await look("home");
    const externalId = await takeExternalId(page, "sandbox-runner", sandbox.accounts.platform);
    await look("external-id");
    await next(page);
    await page.one("button", "Launch Stack in AWS");
    await look("create-the-role");
    await next(page);
    const roleArn = await createBrokenRole(desktop, sandbox.console_url, "DeniedRegion", externalId);
    const complete = await page.one("button", "Complete");
    const { y } = await complete.getRect();
    await pasteRoleArn(page, desktop, roleArn);
    await page.says(sandbox.accounts.customer);
    assert.equal((await complete.getRect()).y, y, "Complete does not move under a click when the paste is understood");
    await look("role-arn");
    await page.press("button", "Complete");
    assert.match(await verdict(page), /^Degraded:/, "one region is denied and permissions are missing");
    await look("report");
  });
}
