// The resource tree, unfolded and read page by page with the keyboard: only what is near the view is in the document.
import webdriver from "selenium-webdriver";

const { Key } = webdriver;
const ID = /(?:^|, )((?:vpc|subnet|sg)-[0-9a-z]+|Z[0-9A-Z]{8,}|AIDA[0-9A-Z]+)(?:, |$)/;

// ARIA takes a row's name from its content; WebKit does not work that one out.
const ROWS = `
  const nameOf = (item) => {
    const content = item.cloneNode(true);
    for (const hidden of content.querySelectorAll("[aria-hidden=true]")) hidden.remove();
    return (item.getAttribute("aria-label") ?? content.textContent).trim();
  };
  const [tree, done] = arguments;
  const top = (item) => item.getBoundingClientRect().top;
  const read = () => {
    const items = [...tree.querySelectorAll('[role="treeitem"]')].sort((a, b) => top(a) - top(b));
    const at = document.activeElement.getAttribute("aria-activedescendant") ?? document.activeElement.id;
    if (!items.some((item) => item.id === at)) return requestAnimationFrame(read);
    const level = (item) => Number(item.getAttribute("aria-level"));
    done({ at, rows: items.map((item) => ({ id: item.id, level: level(item), name: nameOf(item) })) });
  };
  requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(read)));`;

/** Every resource of the tree as `{ place, id, name }`; `name` is the row's accessible name. */
export async function readTree(page) {
  const found = [];
  let place = null;
  let group = Infinity;
  for (const { level, name } of await readRows(page)) {
    // The rules of a security group name other groups.
    if (level > group) continue;
    group = /, Security group,/.test(name) ? level : Infinity;
    const id = ID.exec(name)?.[1];
    if (id) found.push({ place, id, name });
    else place = placeOf(name) ?? place;
  }
  return found;
}

/** `eu-central-1, Frankfurt, 12 resources` is a region, `Global, ...` is what has none. */
function placeOf(name) {
  return name.startsWith("Global") ? "global" : /^([a-z]{2}(?:-[a-z]+)+-\d)(?:,|$)/.exec(name)?.[1];
}

async function readRows(page) {
  const tree = await page.one("tree", "Resources");
  await page.press("button", "Expand all");
  const [first] = await page.all("treeitem", undefined, tree);
  await page.click(first);
  await page.keys(Key.HOME);
  const seen = new Map();
  for (let before = null; ;) {
    const { rows, at } = await page.driver.executeAsyncScript(ROWS, tree);
    for (const row of rows) seen.set(row.id, row);
    if (at === before) return [...seen.values()];
    before = at;
    await page.keys(Key.PAGE_DOWN);
  }
}
