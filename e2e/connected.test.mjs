// The whole journey of a person who connects an AWS account: from the empty Home to the tree of what is there.
import { strict as assert } from "node:assert";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { PATIENCE, openApp, stage } from "./lib/app.mjs";
import { createStack, openedLink } from "./lib/console.mjs";
import { saveIn } from "./lib/dialogs.mjs";
import { until } from "./lib/processes.mjs";
import { readTree } from "./lib/tree.mjs";
import { next, pasteRoleArn, takeExternalId, verdict } from "./lib/wizard.mjs";

test("an account is connected, and its resources are shown, also after reopening", PATIENCE, async (t) => {
  const set = await stage(t, ["--propagation-delay", "3", "--stack-delay", "1"]);
  const { desktop, sandbox } = set;
  let app = await openApp(set, "connected");
  let { page } = app;

  await page.one("button", "Connect an AWS account");
  await page.shot("home-empty");
  const externalId = await takeExternalId(page, "sandbox-runner", sandbox.accounts.platform);
  await page.press("button", "Copy External ID");
  await until(async () => (await desktop.clipboard()) === externalId, "the External ID on the clipboard");
  await page.shot("external-id");

  await next(page);
  await page.press("button", "Launch Stack in AWS");
  const link = await openedLink(desktop);
  await page.shot("create-the-role");
  const stack = await createStack(desktop, link, "connected");
  assert.equal(stack.shown.ExternalId, externalId, "the link fills in the External ID of this connection");
  const platform = Object.entries(stack.shown).find(([name]) => /platform/i.test(name));
  assert.equal(platform?.[1], sandbox.accounts.platform, "the link fills in the runner's account as the trusted one");

  await next(page);
  await pasteRoleArn(page, desktop, `  ${stack.roleArn} \n `);
  await page.says(sandbox.accounts.customer);
  await page.shot("role-arn");
  await page.press("button", "Complete");
  await page.says("Elapsed", 20000);
  await page.shot("verifying");
  assert.match(await verdict(page), /^Connected:/, "a role that the stack made is connected");
  await page.shot("report");
  await assertSeeded(page, sandbox);
  await page.shot("resources", await page.one("tree", "Resources"));

  await app.close();
  app = await openApp(set, "connected-again");
  page = app.page;
  await page.says("Connected");
  await page.shot("home");
  await page.press("button", "Open");
  assert.match(await verdict(page), /^Connected:/, "the report is there without asking AWS again");
  await findSubnet(page, sandbox);
  await page.shot("search", await page.one("tree", "Resources"));
  await assertMapped(page, sandbox);
  await page.shot("map", await page.one("listbox", /VPC/));
  assert.deepEqual(await page.violations(), [], "the map is accessible");
  await assertNetwork(page);
  await page.shot("map-in-words");
  await assertExported(page, desktop);
});

/** The map has a box for each subnet of the VPC that it shows, and says its address block. */
async function assertMapped(page, sandbox) {
  await page.press("button", "Map");
  await page.says("For provisioning");
  const { resources } = await sandbox.seeded();
  const name = await (await page.one("listbox", /VPC/)).getAccessibleName();
  const vpc = resources.find(
    (one) => one.kind === "vpc" && (name.includes(one.name ?? one.id) || name.includes(one.id)),
  );
  assert.ok(vpc, `the map is of a VPC that is there: ${name}`);
  const wanted = resources.filter((one) => one.kind === "subnet" && one.parent === vpc.id && one.region === vpc.region);
  const boxes = await Promise.all((await page.all("option")).map((one) => one.getAccessibleName()));
  assert.equal(boxes.length, wanted.length, `a box for each subnet of ${vpc.id}: ${boxes}`);
  for (const subnet of wanted) {
    const box = boxes.find((text) => text.includes(subnet.name ?? subnet.id));
    assert.match(box ?? "", /\d+\/\d+/, `${subnet.name ?? subnet.id} is drawn with its addresses: ${boxes}`);
  }
}

/** The network around the subnets, by the names that the stand-in gave its parts: on the map, and in its words. */
async function assertNetwork(page) {
  const vpc = "prod-us";
  await page.press("button", /^VPC/);
  await page.press("option", new RegExp(`^${vpc}`));
  const listbox = await page.one("listbox", `Map of VPC ${vpc}`);
  const boxes = await Promise.all((await page.all("option")).map((one) => one.getAccessibleName()));
  const way = (tier) => boxes.find((text) => text.startsWith(`${vpc}-${tier}-a`)) ?? "";
  assert.match(way("public"), new RegExp(`route table ${vpc}-public, out by internet gateway ${vpc}-igw$`));
  assert.match(way("private"), new RegExp(`route table ${vpc}-private, out by NAT gateway ${vpc}-nat in `));
  const drawn = await page.driver.executeScript("return arguments[0].textContent", listbox);
  for (const part of ["public", "igw", "nat", "s3", "secrets"]) {
    assert.ok(drawn.includes(`${vpc}-${part}`), `${vpc}-${part} is drawn: ${drawn}`);
  }
  await page.press("button", "The map in words");
  await page.says(new RegExp(`${vpc}-igw, igw-\\w+, internet gateway`));
  await page.says(new RegExp(`${vpc}-nat, nat-\\w+, public, .*in us-east-1a`));
  await page.says(new RegExp(`${vpc}-s3, vpce-\\w+, gateway endpoint for s3`));
  await page.says(new RegExp(`${vpc}-public, rtb-\\w+, 3 subnets, default route to internet gateway ${vpc}-igw`));
}

/** The map as files: an SVG of shapes and words, and a PNG, which WebKit draws from it under the app's own policy. */
async function assertExported(page, desktop) {
  for (const [item, ending, begins] of [
    ["SVG (vector)", "svg", Buffer.from("<svg ")],
    ["PNG (image)", "png", Buffer.from("89504e470d0a1a0a", "hex")],
  ]) {
    const saved = join(desktop.home, `map.${ending}`);
    await page.press("button", "Export map");
    await page.press("menuitem", item);
    await saveIn(desktop, saved);
    await page.says(`Saved to ${saved}`);
    const content = await readFile(saved);
    assert.deepEqual(content.subarray(0, begins.length), begins, `${saved} is what its name says`);
    assert.ok(content.length > 5000, `${saved} holds a whole map, not ${content.length} bytes`);
  }
}

/** Search by id leaves one subnet of the account, at its place. */
async function findSubnet(page, sandbox) {
  const { resources } = await sandbox.seeded();
  const subnet = resources.find(({ kind, tier }) => kind === "subnet" && tier === "public");
  await (await page.one("searchbox", "Find resources")).sendKeys(subnet.id);
  await page.says("1 match");
  const found = await readTree(page);
  const subnets = found.filter(({ id }) => id.startsWith("subnet-")).map(({ place, id }) => `${place} ${id}`);
  assert.deepEqual(
    subnets,
    [`${subnet.region} ${subnet.id}`],
    "the search finds the subnet that was asked for, and no other",
  );
}

/** The tree holds the seeded resources: each once, at its place, under its own name, and nothing else. */
async function assertSeeded(page, sandbox) {
  const { resources } = await sandbox.seeded();
  const found = await readTree(page);
  const key = ({ place, region, id }) => `${place ?? region} ${id}`;
  const wanted = resources.map(key).sort();
  assert.deepEqual(found.map(key).sort(), wanted, "the tree shows exactly what is in the account");
  const names = new Map(resources.map((resource) => [key(resource), resource]));
  for (const row of found) {
    const { id, name, tag_name: tag } = names.get(key(row));
    const begins = [name, tag, id].some((word) => word && row.name.startsWith(word.replace(/\.$/, "")));
    assert.ok(begins, `the row "${row.name}" begins with its name ${name} or id ${id}`);
  }
}
