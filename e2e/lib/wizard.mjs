// The wizard's steps as a person takes them.
import { strict as assert } from "node:assert";
import { until } from "./processes.mjs";

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** From Home to the External ID, with this runner; answers with the External ID. */
export async function takeExternalId(page, profile, platformAccount) {
  await page.press("button", "Connect an AWS account");
  await (await page.one("textbox", /^Label/)).sendKeys("Production");
  await chooseProfile(page, profile);
  await page.one("button", `Runner profile ${profile}`);
  await page.says(`The role will trust AWS account ${platformAccount}`, 20000);
  const externalId = await (await page.byTestId("external-id")).getText();
  assert.match(externalId, UUID_V4, "the External ID is a UUID of version 4");
  return externalId;
}

export async function next(page) {
  await page.press("button", "Next");
}

/** Chooses how the role is made. */
export async function chooseMethod(page, name) {
  await page.press("button", name);
}

/** Opens the step's list of profiles. */
export async function openProfiles(page) {
  // WebKit now and then leaves the label out of the name while nothing is chosen.
  await page.press("button", /^((Runner profile|Profile in the account to connect).*|None|Choose a profile)$/);
}

/** Chooses a profile in the step's list. */
export async function chooseProfile(page, profile) {
  await openProfiles(page);
  await page.press("option", new RegExp(profile));
}

/** Chooses who reads the role in its own account, which is the role's. */
export async function chooseTarget(page, profile) {
  await chooseProfile(page, profile);
  await page.says(/It is in AWS account \d{12}, as the role is\./, 20000);
}

/** Pastes into the field Role ARN by way of the clipboard, as it is. */
export async function pasteRoleArn(page, desktop, text) {
  await desktop.putOnClipboard(text);
  const field = await page.one("textbox", "Role ARN");
  await page.pasteInto(field);
  return field;
}

/** Waits for the verdict of a finished connection test, in an element of role status. */
export async function verdict(page, timeout = 90000) {
  const words = /^(Connected|Degraded|Disconnected):/;
  const read = async () => {
    const all = await Promise.all((await page.all("status")).map((status) => status.getText()));
    return all.map((text) => text.trim()).find((text) => words.test(text));
  };
  return until(read, "the verdict", { timeout }).catch((error) => page.explain(error));
}
