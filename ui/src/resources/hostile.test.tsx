// Names, tags and rules are what other people and tools wrote: they are shown as text, whole or cut, and stall nothing.
import { screen, within } from "@testing-library/react";
import { beforeAll, describe, expect, test } from "vitest";

import { buildTree } from "./build";
import { tagFound } from "./highlight";
import { indexTree } from "./indexing";
import { narrow, NO_QUERY } from "./search";
import { around, inARow, inDetails } from "./shown";
import { ACCOUNT, group, resource, subnet, vpc } from "./testing/account";
import { active, giveSizes, labelOf, labels, row, show, tree } from "./testing/render";

beforeAll(giveSizes);

const find = () => screen.getByRole("searchbox", { name: "Find resources" });
const heading = () => screen.getByRole("heading", { level: 3 });

const NAMES = [
  ["an element", "<script>alert(1)</script>"],
  ["a picture that runs a script", "<img src=x onerror=alert(1)>"],
  ["an entity", "a&lt;b&amp;c"],
  ["a formula", "=cmd|' /C calc'!A0"],
  ["a template", "${7*7}{{7*7}}"],
  ["a path of the prototype", "__proto__"],
  ["emoji", "👩‍👩‍👧‍👦🏴‍☠️"],
  ["a name from right to left", "שלום עולם"],
  ["one that turns the line around", "a\u202Egnp.exe"],
  ["letters on letters", "Z͑ͫ̓ͪ̂ͫ̽a͑ͫ̓l"],
  ["quotes", "\"'`"],
  ["a pattern", "(.*[+?^$"],
] as const;

describe("names", () => {
  test.each(NAMES)("%s is text in the tree, in a search and in the details", async (_, name) => {
    const odd = vpc(1, { name, tags: { Name: name, [name]: name } });
    const { user, container } = show({ resources: [odd, vpc(2, { name: "plain" })] });
    expect(labelOf(row(name))).toBe(name);
    await user.click(find());
    await user.paste(name);
    expect(labels(), "what it is called is what it is found by").toEqual([ACCOUNT, "eu-central-1", name]);
    await user.click(row(name));
    expect(heading()).toHaveTextContent(name, { normalizeWhitespace: false });
    expect(within(screen.getByRole("list", { name: "Tags" })).getAllByText(name).length).toBeGreaterThan(1);
    expect(container.querySelectorAll("script, img"), "nothing became an element").toHaveLength(0);
  });

  test.each([["שלום"], ["a\u202Egnp.exe"]])("%s turns nothing around that stands beside it", (name) => {
    show({
      resources: [resource("iam_user", "AIDA1", { name: "ann", attributes: { path: `/${name}/` } }), vpc(1, { name })],
    });
    expect(row(name).querySelector("bdi")).toHaveTextContent(name);
    expect(row("ann").querySelector("bdi"), "a part of a row, too").toHaveTextContent(`/${name}/`);
  });

  test("NUL and other letters that nobody sees are shown by their pictures", async () => {
    const { user } = show({ resources: [vpc(1, { name: "a\0b\x1b[31m\x7f" }), vpc(2, { name: "ab" })] });
    expect(labelOf(row("a␀b␛[31m␡"))).toBe("a␀b␛[31m␡");
    await user.click(row("a␀"));
    expect(heading()).toHaveTextContent("a␀b␛[31m␡");
  });

  test("NUL is searched for as what it is", () => {
    const small = buildTree({
      accountId: ACCOUNT,
      resources: [vpc(1, { name: "a\0b" })],
      coverage: [],
      growing: false,
    });
    expect(narrow(small, indexTree(small, new Map()), { ...NO_QUERY, text: "a\0b" })?.matches).toBe(1);
  });

  test("type-ahead reaches them", async () => {
    const { user } = show({ resources: [vpc(1, { name: "<script>" }), vpc(2, { name: "=cmd|" })] });
    tree().focus();
    await user.keyboard("=");
    expect(labelOf(active())).toBe("=cmd|");
  });
});

describe("size", () => {
  const BIG = "x".repeat(10_000_000);

  test("a tag of 10 MB is cut where it is shown, and found", async () => {
    const fat = vpc(1, { name: "fat", tags: { note: `${BIG}needle` } });
    const { user, container } = show({ resources: [fat, vpc(2, { name: "thin" })] });
    await user.click(row("fat"));
    await user.type(find(), "needle");
    expect(labels()).toEqual([ACCOUNT, "eu-central-1", "fat"]);
    expect(row("fat"), "what was found is in sight").toHaveAccessibleName(/needle/);
    expect(container.innerHTML.length, "nothing lays out ten million letters").toBeLessThan(200_000);
  });

  test("100,000 tags are counted instead of shown", async () => {
    const tags = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`tag-${n}`, "y".repeat(90)]));
    const { user } = show({ resources: [vpc(1, { name: "tagged", tags })] });
    await user.click(row("tagged"));
    const list = within(screen.getByRole("list", { name: "Tags" }));
    expect(list.getAllByRole("listitem").length).toBeLessThan(300);
    expect(list.getByText("and 99,800 more")).toBeVisible();
    await user.type(find(), "tag-99999");
    expect(row("tagged")).toHaveAccessibleName(/tag-99999=y/);
  });

  test("a name of 10 MB is cut in its row, in links to it and in the details", async () => {
    const fat = vpc(1, { name: BIG });
    const { user, container } = show({ resources: [fat, subnet(1, fat.id, { name: "inside" })] });
    await user.click(row("xxx"));
    await user.dblClick(row("xxx"));
    await user.click(row("inside"));
    expect(container.innerHTML.length).toBeLessThan(200_000);
  });

  test("a rule of 10 MB is cut in its row and in the table of rules", async () => {
    const main = vpc(1, { name: "main" });
    const ingress = [{ protocol: "tcp", from_port: 1, to_port: 2, peer: BIG, description: BIG }];
    const web = group(1, main.id, { name: "web", attributes: { vpc_id: main.id, ingress, egress: [] } });
    const { user, container } = show({ resources: [main, web] });
    await user.dblClick(row("main"));
    await user.dblClick(row("web"));
    await user.click(row("Inbound"));
    expect(container.innerHTML.length).toBeLessThan(200_000);
  });
});

describe("cutting", () => {
  test("leaves short texts alone", () => {
    expect(inARow("web 🚀")).toBe("web 🚀");
    expect(inDetails("")).toBe("");
  });

  test("never halves a letter", () => {
    for (const odd of ["", "x"]) {
      const whole = inARow(odd + "🚀".repeat(400)).slice(0, -1);
      expect(() => encodeURIComponent(whole), "half of a letter is none").not.toThrow();
    }
  });

  test("keeps what was found in sight", () => {
    expect(around(`${"x".repeat(5000)}needle`, 5000)).toMatch(/^…x+needle$/);
    expect(around("note=needle", 5)).toBe("note=needle");
  });

  test("a tag that was found is told with what surrounds it", () => {
    const tree = buildTree({
      accountId: ACCOUNT,
      resources: [vpc(1, { name: "fat", tags: { note: `${"x".repeat(5000)}needle` } })],
      coverage: [],
      growing: false,
    });
    const node = tree.nodes.find(({ resource }) => resource);
    expect(node && tagFound(node, ["needle"], ["fat"])).toMatch(/needle$/);
  });
});
