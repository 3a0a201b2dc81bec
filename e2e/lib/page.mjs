// A page as a person knows it: by roles and accessible names, worked out in the page by Testing Library.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import webdriver from "selenium-webdriver";
import { artifacts } from "./places.mjs";
import { until } from "./processes.mjs";

const require = createRequire(import.meta.url);
const library = await readFile(require.resolve("@testing-library/dom/dist/@testing-library/dom.umd.min.js"), "utf8");
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
const { Key } = webdriver;

const BY_ROLE = `
  const [role, name, pattern, within] = arguments;
  const wanted = pattern ? { name: new RegExp(pattern) } : name ? { name } : {};
  const found = window.TestingLibraryDom.queryAllByRole(within ?? document.body, role, wanted);
  return found.filter((element) => element.checkVisibility?.() ?? true);`;

const SETTLED = `
  const done = arguments[arguments.length - 1];
  document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));`;

const AUDIT = `
  const done = arguments[arguments.length - 1];
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  window.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] }).then(
    ({ violations }) => done(violations.map(({ id, nodes }) => id + ": " + nodes.map((node) => node.target + " " + node.failureSummary).join("; "))),
    (error) => done([String(error)]));`;

export class Page {
  constructor(driver, shots) {
    this.driver = driver;
    this.shots = shots;
    this.count = 0;
  }

  /** Every visible element of this role, and of this accessible name (all of it, or a pattern) if one is given. */
  async all(role, name, within = null) {
    const loaded = await this.driver.executeScript("return typeof window.TestingLibraryDom");
    if (loaded === "undefined") await this.driver.executeScript(library);
    const pattern = name instanceof RegExp ? name.source : null;
    return this.driver.executeScript(BY_ROLE, role, pattern ? null : name, pattern, within);
  }

  /** The one element of this role and name, as soon as it is there. */
  async one(role, name, { timeout, within } = {}) {
    const found = await until(
      async () => {
        const all = await this.all(role, name, within);
        return all.length > 0 && all;
      },
      `the ${role} "${name ?? ""}"`,
      { timeout },
    ).catch((error) => this.explain(error));
    if (found.length > 1) throw new Error(`there are ${found.length} of the ${role} "${name ?? ""}", not one`);
    return found[0];
  }

  async press(role, name, options) {
    const element = await this.one(role, name, options);
    await until(() => element.isEnabled(), `the ${role} "${name}" to be enabled`);
    await element.click();
  }

  /** Waits until the page says this, as a person would read it. */
  async says(words, timeout) {
    const read = () => this.driver.executeScript("return document.body.innerText");
    const holds = (text) => (words instanceof RegExp ? words.test(text) : text.includes(words));
    return until(async () => holds(await read()), `"${words}" on the page`, { timeout }).catch((error) =>
      this.explain(error),
    );
  }

  async byTestId(id) {
    return until(() => this.driver.findElement({ css: `[data-testid="${id}"]` }), `the element ${id}`);
  }

  async keys(...keys) {
    await this.driver
      .actions()
      .sendKeys(...keys)
      .perform();
  }

  /** Pastes what is on the clipboard into a field, as a person does. */
  async pasteInto(element) {
    await element.click();
    await this.driver.actions().keyDown(Key.CONTROL).sendKeys("v").keyUp(Key.CONTROL).perform();
  }

  async size(width, height) {
    await this.driver.manage().window().setRect({ width, height });
  }

  /** Keeps a picture of the settled page as an artefact; answers with its path. */
  async shot(name) {
    await this.driver.executeAsyncScript(SETTLED);
    await mkdir(artifacts, { recursive: true });
    this.count += 1;
    const path = join(artifacts, `${this.shots}-${String(this.count).padStart(2, "0")}-${name}.png`);
    await writeFile(path, await this.driver.takeScreenshot(), "base64");
    return path;
  }

  /** The violations of WCAG 2.2 A and AA that axe finds. */
  async violations() {
    const loaded = await this.driver.executeScript("return typeof window.axe");
    if (loaded === "undefined") await this.driver.executeScript(axe);
    return this.driver.executeAsyncScript(AUDIT);
  }

  /** Adds to a failure what was to be seen when it happened. */
  async explain(error) {
    const path = await this.shot("failed").catch(() => "no picture");
    const text = await this.driver.executeScript("return document.body.innerText").catch(() => "");
    throw new Error(`${error.message}\nThe page (${path}) says:\n${text}`, { cause: error });
  }
}
