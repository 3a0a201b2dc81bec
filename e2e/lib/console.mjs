// The sandbox console in a browser, as the person uses it who owns the AWS account.
import { openBrowser } from "./browser.mjs";
import { Page } from "./page.mjs";
import { until } from "./processes.mjs";

/** Opens the quick-create link, acknowledges, creates the stack; answers with what was shown and the Role ARN. */
export async function createStack(desktop, url, shots) {
  return inBrowser(desktop, shots, async (page) => {
    await page.driver.get(url);
    const region = await (await page.driver.findElement({ id: "region" })).getText();
    await page.one("textbox", "ExternalId");
    const fields = await page.all("textbox");
    const shown = await Promise.all(
      fields.map(async (field) => [await field.getAccessibleName(), await valueOf(field)]),
    );
    await page.shot("console-quick-create");
    await page.press("checkbox", "I acknowledge that AWS CloudFormation might create IAM resources with custom names.");
    await page.press("button", "Create stack");
    await page.says("CREATE_COMPLETE", 60000);
    const outputs = await page.one("table", "Outputs");
    await page.shot("console-outputs");
    const values = await Promise.all((await page.all("cell", undefined, outputs)).map((cell) => cell.getText()));
    const roleArn = values.find((value) => /^arn:[\w-]+:iam::\d{12}:role\/\S+$/.test(value));
    if (!roleArn) throw new Error(`the outputs hold no role ARN: ${values.join(" | ")}`);
    return { region, shown: Object.fromEntries(shown), roleArn };
  });
}

/** Deletes the stack that the page shows, and with it the role. */
export async function deleteStack(desktop, url, shots) {
  return inBrowser(desktop, shots, async (page) => {
    await page.driver.get(url);
    await page.says("CREATE_COMPLETE", 20000);
    await page.shot("console-stack");
    await page.press("button", "Delete");
    await page.says("DELETE_COMPLETE", 60000);
  });
}

/** Makes a role that is wrong in one way; answers with its ARN. */
export async function createBrokenRole(desktop, consoleUrl, variant, externalId) {
  return inBrowser(desktop, "broken", async (page) => {
    await page.driver.get(`${consoleUrl}/broken?external_id=${externalId}`);
    await page.press("radio", new RegExp(`^${variant}:`));
    await page.press("button", "Create role");
    await page.one("heading", "Role created");
    const arn = await (await page.driver.findElement({ id: "role-arn" })).getText();
    if (!arn.includes(`-${variant}-`)) throw new Error(`the console made ${arn} instead of ${variant}`);
    return arn;
  });
}

const valueOf = (field) => field.getProperty("value");

async function inBrowser(desktop, shots, work) {
  const browser = await openBrowser(desktop.env);
  try {
    return await work(new Page(browser.driver, shots));
  } finally {
    await browser.close();
  }
}

/** The first address that the app opened in the browser. */
export async function openedLink(desktop) {
  const [link] = await until(async () => {
    const opened = await desktop.opened();
    return opened.length > 0 && opened;
  }, "the link in the browser");
  return link;
}
