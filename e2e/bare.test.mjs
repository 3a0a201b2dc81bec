// A desktop that lacks what others have: a display smaller than the window, no browser, no keyring, and no hosted
// template. And a page that calls what it may not.
import { strict as assert } from "node:assert";
import { test } from "node:test";
import { PATIENCE, openApp, stage } from "./lib/app.mjs";
import { next, takeExternalId } from "./lib/wizard.mjs";

// Looks for a browser for a while, as xdg-open does, and finds none.
const GIVES_UP = "#!/bin/sh\nsleep 0.7\nexit 3\n";
const WITHOUT = { DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent", ALETHIA_TEMPLATE_URL: undefined };

test("on a bare desktop everything can still be done by hand", PATIENCE, async (t) => {
  const set = await stage(t, [], { screen: "800x600", openers: ["xdg-open", "gio"], opens: GIVES_UP });
  const { desktop, sandbox } = set;
  const { page, said } = await openApp(set, "bare", { env: WITHOUT, size: null });

  await page.one("button", "Connect an AWS account");
  const seen = () => page.driver.executeScript("return [innerWidth, innerHeight, screen.width, screen.height]");
  const [width, height, displayWidth, displayHeight] = await seen();
  assert.deepEqual([displayWidth, displayHeight], [800, 600], "the display is a small one");
  assert.ok(width <= 800 && height <= 600, `the window (${width}x${height}) lies within the display`);
  await page.shot("home");

  const externalId = await takeExternalId(page, "sandbox-runner", sandbox.accounts.platform);
  await page.says("Kept in the app's database file");
  await page.shot("external-id");
  await next(page);
  await page.says("choose Upload a template file");
  assert.equal(await (await page.byTestId("external-id")).getText(), externalId, "it stands on this step too");
  await page.press("button", "Launch Stack in AWS");
  await page.says("No browser opened");
  const upload = `${sandbox.console_url}/cloudformation/home?region=`;
  await page.says(new RegExp(`${upload.replace(/[.?]/g, "\\$&")}[a-z0-9-]+#/stacks/create`));
  await page.shot("create-the-role");
  await page.press("button", "Copy link");
  assert.match(await desktop.clipboard(), /#\/stacks\/create$/, "the link can be opened elsewhere");
  await refusesAtOnce(page, said);
});

/** An unknown or foreign command is answered at once, and logged by its name. */
async function refusesAtOnce(page, said) {
  const call = `
    const [command, done] = arguments;
    window.__TAURI_INTERNALS__.invoke(command, { path: "/etc/passwd" }).then(() => done("allowed"), (error) => done(error.message));`;
  for (const command of ["plugin:fs|read_text_file", "delete_everything"]) {
    const answer = await page.driver.executeAsyncScript(call, command);
    assert.equal(answer, `Refused: "${command}" is no command of this app`, `${command} has an answer`);
    assert.ok(said().includes(`"${command}"`), `${command} is in the log`);
  }
}
