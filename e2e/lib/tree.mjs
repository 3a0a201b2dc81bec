// The resource tree, read row by row with the keyboard, as someone does who sees nothing of it.
import webdriver from "selenium-webdriver";
import { until } from "./processes.mjs";

const { Key } = webdriver;
const ID = /(?:^|, )((?:vpc|subnet|sg)-[0-9a-z]+|Z[0-9A-Z]{8,}|AIDA[0-9A-Z]+)(?:, |$)/;

const CURRENT = `
  const active = document.activeElement;
  const id = active?.getAttribute("aria-activedescendant");
  const item = id ? document.getElementById(id) : active?.closest('[role="treeitem"]');
  if (!item) return null;
  const number = (name) => Number(item.getAttribute(name));
  const row = { level: number("aria-level"), position: number("aria-posinset"), of: number("aria-setsize") };
  return { ...row, expanded: item.getAttribute("aria-expanded"), name: item.getAttribute("aria-label"), item };`;

/** Every resource of the tree as `{ place, id, name }`; `name` is the row's accessible name. */
export async function readTree(page) {
  const rows = await readRows(page);
  const found = [];
  let place = null;
  for (const { level, name } of rows) {
    if (level === 1) continue;
    const id = ID.exec(name)?.[1];
    if (id) found.push({ place, id, name });
    else place = placeOf(name) ?? place;
  }
  return { rows, found };
}

/** `eu-central-1, Europe (Frankfurt), 12 resources` is a region, `Global, ...` is what has none. */
function placeOf(name) {
  return name.startsWith("Global") ? "global" : /^([a-z]{2}(?:-[a-z]+)+-\d)(?:,|$)/.exec(name)?.[1];
}

async function readRows(page) {
  const tree = await page.one("tree", "Resources");
  const [first] = await page.all("treeitem", undefined, tree);
  await first.click();
  await page.keys(Key.HOME);
  const rows = [];
  for (let row = await current(page); row; row = await below(page, row)) {
    rows.push(row);
    if (row.expanded === "false" && !/, Security group,/.test(row.name)) {
      await page.keys(Key.ARROW_RIGHT);
      await until(async () => (await current(page)).expanded === "true", `${row.name} to unfold`);
    }
  }
  return rows;
}

async function current(page) {
  const row = await page.driver.executeScript(CURRENT);
  if (!row) throw new Error("no row of the tree has the focus");
  const { item, name, ...rest } = row;
  return { ...rest, name: name ?? (await item.getAccessibleName()) };
}

async function below(page, row) {
  await page.keys(Key.ARROW_DOWN);
  const next = await current(page);
  const same = ["level", "position", "name"].every((name) => next[name] === row[name]);
  return same ? null : next;
}
