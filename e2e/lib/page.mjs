// A page as a person knows it: by roles and by the accessible names that WebKit itself works out.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import webdriver from "selenium-webdriver";
import { artifacts } from "./places.mjs";
import { until, within } from "./processes.mjs";

const require = createRequire(import.meta.url);
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
const { Key } = webdriver;

// Elements that have a role without saying so; all others say it.
const IMPLIED = {
  button: "button",
  cell: "td",
  checkbox: "input[type=checkbox]",
  heading: "h1, h2, h3, h4, h5, h6",
  img: "img[alt]",
  link: "a[href]",
  radio: "input[type=radio]",
  searchbox: "input[type=search]",
  status: "output",
  table: "table",
  textbox: "input:not([type]), input[type=text], textarea",
};

const VISIBLE = `
  const [selector, within] = arguments;
  return [...(within ?? document).querySelectorAll(selector)]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[aria-hidden=true]"));`;

// A click goes to a point, so an element that is still moving would be missed, or its neighbour hit.
const STILL = `
  const [element, done] = arguments;
  element.scrollIntoView({ block: "nearest" });
  let before = null;
  const look = () => {
    const { x, y } = element.getBoundingClientRect();
    const now = x + " " + y;
    if (now === before) return done(true);
    before = now;
    requestAnimationFrame(() => requestAnimationFrame(look));
  };
  look();`;

// Whether a click reached its element is known by the event: the page may move between the look and the click. One on
// a label goes on to its field.
const AWAIT_CLICK = `
  const [element] = arguments;
  window.awaited?.abort();
  window.awaited = new AbortController();
  window.clicked = false;
  const seen = ({ target }) => (window.clicked ||= element.contains(target));
  window.addEventListener("click", seen, { capture: true, signal: window.awaited.signal });`;

// An element that the click took away, alone or with its page, was reached.
const CLICKED = `
  const [element, done] = arguments;
  const deadline = performance.now() + 500;
  const look = () => {
    if (window.clicked || !element.isConnected) return done(true);
    if (performance.now() > deadline) return done(false);
    setTimeout(look, 20);
  };
  look();`;

const SETTLED = `
  const done = arguments[arguments.length - 1];
  document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));`;

// The rule that is left out is marked experimental by axe: it wants the whole visible text of a tree row in its name.
const AUDIT = `
  const done = arguments[arguments.length - 1];
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  // What is still fading in has not its own colours yet; a spinner never ends.
  const fading = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity);
  Promise.allSettled(fading.map((one) => one.finished)).then(() => window.axe.run(document, {
    runOnly: { type: "tag", values: tags }, rules: { "label-content-name-mismatch": { enabled: false } },
    resultTypes: ["violations"],
  })).then(
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
    const says = `[role="${role}"]`;
    const selector = IMPLIED[role] ? `:is(${IMPLIED[role]}):not([role]), ${says}` : says;
    const elements = await this.driver.executeScript(VISIBLE, selector, within);
    if (name === undefined) return elements;
    const names = await Promise.all(elements.map((element) => element.getAccessibleName()));
    const fits = (found) => (name instanceof RegExp ? name.test(found) : found.trim() === name);
    return elements.filter((_, index) => fits(names[index]));
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
    ).catch((error) => this.explain(error, role));
    if (found.length > 1) throw new Error(`there are ${found.length} of the ${role} "${name ?? ""}", not one`);
    return found[0];
  }

  /** Clicks it once it is enabled and stands still: while the page is being laid out, WebKit refuses. */
  async press(role, name, options) {
    const click = async () => {
      const element = await this.one(role, name, options);
      if (!(await element.isEnabled())) throw new Error("it is disabled");
      await this.click(element);
      return true;
    };
    await until(click, `a click on the ${role} "${name}"`);
  }

  async click(element) {
    await this.driver.executeAsyncScript(STILL, element);
    await this.driver.executeScript(AWAIT_CLICK, element);
    await element.click();
    const reached = await this.driver.executeAsyncScript(CLICKED, element).catch(() => true);
    if (!reached) throw new Error("the click went past it");
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

  /** Keeps a picture of the settled page, with this element in its middle if given; answers with its path. */
  async shot(name, element) {
    if (element) await this.driver.executeScript("arguments[0].scrollIntoView({ block: 'center' })", element);
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
  async explain(error, role) {
    const path = await within(this.shot("failed"), "a picture").catch(() => "no picture");
    const text = await within(this.driver.executeScript("return document.body.innerText"), "its text").catch(() => "");
    const names = async () => Promise.all((await this.all(role)).map((one) => one.getAccessibleName()));
    const there = role ? await within(names(), "the names").catch(() => []) : [];
    const named = role ? `\nEach ${role} there: ${there.map((name) => `"${name}"`).join(", ")}` : "";
    throw new Error(`${error.message}${named}\nThe page (${path}) says:\n${text}`, { cause: error });
  }
}
