import { describe, expect, test } from "vitest";

import { labelOf } from "./describe";
import { marksFor, stretches, tagFound } from "./highlight";
import { buildTree } from "./build";
import type { Tree, TreeNode } from "./model";
import { parseRange } from "./net";
import { GIVEN_FOLDS, standings, visibleRows } from "./rows";
import { indexTree } from "./indexing";
import { Rehearsal } from "./rehearsal";
import { narrow, NO_QUERY, outcomesIn, type Query, termsOf } from "./search";
import { ACCOUNT, cell, group, randomAccount, resource, subnet, vpc } from "./testing/account";

const PLACES = new Map([["eu-central-1", "Europe (Frankfurt)"]]);
const prod = vpc(1, {
  name: "Prod",
  tags: { Name: "Prod", Owner: "Zoë", env: "live" },
  attributes: { cidr_blocks: ["10.0.0.0/16"], ipv6_cidr_blocks: ["2a05:d014::/56"] },
});
const other = vpc(9, { name: "other", attributes: { cidr_blocks: ["172.31.0.0/16"], ipv6_cidr_blocks: [] } });
const front = subnet(1, prod.id, { name: "front" });
const near = subnet(2, prod.id, { name: "near", attributes: { cidr_block: "10.0.2.32/28" } });
const web = group(5, prod.id, { name: "web" });
const zone = resource("hosted_zone", "ZONE1", { name: "example.com.", arn: "arn:aws:route53:::hostedzone/ZONE1" });
const user = resource("iam_user", "AIDAX", { name: "ann", arn: `arn:aws:iam::${ACCOUNT}:user/ann` });
const coverage = [
  cell("us-east-1", "subnet", "denied", "UnauthorizedOperation"),
  cell("eu-west-1", "vpc", "throttled"),
  cell("eu-west-3", "vpc", "empty"),
];
const account: Tree = buildTree({
  accountId: ACCOUNT,
  resources: [prod, other, front, near, web, zone, user],
  coverage,
  growing: false,
});

const [root] = account.nodes as [TreeNode];

function ask(query: Partial<Query>, tree = account) {
  const narrowed = narrow(tree, indexTree(tree, PLACES), { ...NO_QUERY, ...query });
  const named = (flags: Uint8Array | undefined) =>
    tree.nodes.filter((_, i) => flags?.[i] === 1).map((node) => labelOf(node, tree));
  return { narrowed, found: named(narrowed?.match), kept: named(narrowed?.keep) };
}
const INBOUND = "Inbound TCP 443 from 10.0.0.0/8";

describe("search", () => {
  test("nothing asked leaves the tree as it is", () => {
    expect(ask({ text: "   " }).narrowed).toBeNull();
  });

  test.each([
    ["a name, whatever its case", "pROD", ["Prod"]],
    ["an id", front.id, ["front"]],
    ["an ARN", prod.arn, ["Prod"]],
    ["the part of an ARN that others have too", "arn:aws:ec2:eu-central-1", ["other", "Prod", "front", "near", "web"]],
    ["where an ARN's parts meet", `:vpc/${prod.id.slice(0, 5)}`, ["other", "Prod"]],
    ["the ARN of a user, which ends with the name", `:${ACCOUNT}:user/an`, ["ann"]],
    ["a name as its tag", "name=pr", ["Prod"]],
    ["not a name in the middle as its tag", "name=ro", []],
    ["not an id as the tag of a name", `name=${front.id}`, []],
    ["an id that its ARN lacks", "aidax", ["ann"]],
    ["a tag's name", "owner", ["Prod"]],
    ["a tag's value", "zoë", ["Prod"]],
    ["a tag as name=value", "ENV=live", ["Prod"]],
    ["a CIDR block", "10.0.1.0/24", ["Prod", "front", INBOUND]],
    ["part of a CIDR block", "10.0.1.", ["front"]],
    ["the words of a rule", "tcp 443", [INBOUND]],
    ["several words that all have to be there", "front subnet", ["front"]],
    ["words that are not together", "front ann", []],
    ["a region's place", "frankfurt", ["eu-central-1"]],
    ["the reason of a gap", "unauthorizedop", ["Subnets: denied - UnauthorizedOperation"]],
  ])("finds by %s", (_, text, expected) => {
    expect(ask({ text }).found).toEqual(expected);
  });

  test("an address finds what holds it, by number and not by text", () => {
    expect(ask({ text: "10.0.1.200" }).found).toEqual(["Prod", "front", INBOUND]);
    expect(ask({ text: "10.0.2.3" }).found, "10.0.2.32/28 begins with the text but does not hold it").toEqual([
      "Prod",
      INBOUND,
    ]);
    expect(ask({ text: "10.0.2.40" }).found).toEqual(["Prod", "near", INBOUND]);
  });

  test("an IPv6 address finds the block that holds it", () => {
    expect(ask({ text: "2a05:d014:0:7f::9" }).found).toEqual(["Prod"]);
    expect(ask({ text: "2a05:d015::9" }).found).toEqual([]);
  });

  test("rules to any address hold every address, so they are no answer", () => {
    expect(ask({ text: "8.8.8.8" }).found).toEqual([]);
  });

  test("the way to a match is shown, and nothing beside it", () => {
    expect(ask({ text: "10.0.1.200" }).kept).toEqual([ACCOUNT, "eu-central-1", "Prod", "front", "web", INBOUND]);
  });

  test("what a match holds stays within reach, folded", () => {
    const { kept, narrowed } = ask({ text: "prod" });
    expect(kept).toContain("front");
    const rows = visibleRows(account, GIVEN_FOLDS, narrowed);
    expect(Array.from(rows.nodes, (i) => labelOf(account.nodes[i] ?? root, account))).toEqual([
      ACCOUNT,
      "eu-central-1",
      "Prod",
    ]);
  });

  test("positions count only what is shown", () => {
    const { narrowed } = ask({ text: "near" });
    const rows = visibleRows(account, GIVEN_FOLDS, narrowed);
    const standing = standings(account, narrowed);
    expect(Array.from(rows.nodes, (node) => standing(node))).toEqual(Array(4).fill({ position: 1, size: 1 }));
  });

  test.each(["((", "[a", "\\", "*", ".*", "<b>"])("%j is only text", (text) => {
    expect(ask({ text }).found).toEqual([]);
  });
});

describe("filters", () => {
  test("by kind, counting only that kind", () => {
    expect(ask({ kind: "subnet" }).found).toEqual(["front", "near", "Subnets: denied - UnauthorizedOperation"]);
  });

  test("by region", () => {
    expect(ask({ region: "us-east-1" }).kept).toEqual([
      ACCOUNT,
      "us-east-1",
      "Subnets: denied - UnauthorizedOperation",
    ]);
  });

  test("by outcome", () => {
    expect(ask({ outcome: "throttled" }).found).toEqual(["VPCs: throttled"]);
    expect(ask({ outcome: "empty" }).found).toEqual(["eu-west-3"]);
    expect(ask({ outcome: "found" }).found).toEqual(["example.com.", "ann", "other", "Prod", "front", "near", "web"]);
  });

  test("together with search: what a found place or VPC holds", () => {
    expect(ask({ text: "frankfurt", kind: "security_group" }).found).toEqual(["web"]);
    expect(ask({ text: "prod", kind: "subnet" }).found).toEqual(["front", "near"]);
  });

  test("offer only outcomes that are there", () => {
    expect(outcomesIn(account, false).sort()).toEqual(["denied", "empty", "found", "throttled"]);
  });
});

describe("against a naive search", () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed + 1))("finds the same resources (seed %i)", (seed) => {
    const { resources } = randomAccount(seed);
    const tree = buildTree({ accountId: ACCOUNT, resources, coverage: [], growing: false });
    for (const text of ["web", "eu-", "10.", "sg-", "script", "🚀", "שלום", "1"]) {
      const { narrowed } = ask({ text }, tree);
      const naive = tree.nodes.filter(({ resource: one }) => {
        if (!one) return false;
        const tags = Object.entries(one.tags).map(([name, value]) => `${name}=${value}`);
        const cidrs = [one.attributes["cidr_block"], one.attributes["cidr_blocks"]].flat() as (string | undefined)[];
        return termsOf(text).every((term) =>
          [one.name ?? "", one.id, one.arn, ...tags, ...cidrs].some((item) =>
            (item ?? "").toLowerCase().includes(term),
          ),
        );
      });
      const found = tree.nodes.filter(({ resource: one }, i) => one && narrowed?.match[i] === 1);
      expect(
        found.map(({ key }) => key),
        text,
      ).toEqual(naive.map(({ key }) => key));
    }
  });
});

test.each(Array.from({ length: 10 }, (_, seed) => seed + 1))(
  "the rows that were found are those of a walk through what is kept (seed %i)",
  (seed) => {
    const { resources, coverage } = randomAccount(seed);
    const tree = buildTree({ accountId: ACCOUNT, resources, coverage, growing: false });
    const filters: Partial<Query>[] = [{}, { kind: "subnet" }, { region: "eu-central-1" }, { outcome: "denied" }];
    for (const query of filters.flatMap((filter) => ["web", "1", "eu-"].map((text) => ({ ...filter, text })))) {
      const { narrowed } = ask(query, tree);
      const walked = visibleRows(tree, { ...GIVEN_FOLDS }, narrowed);
      expect(visibleRows(tree, GIVEN_FOLDS, narrowed), JSON.stringify(query)).toEqual(walked);
      const standing = standings(tree, narrowed);
      const lasts = [...walked.nodes].map(standing).filter(({ position, size }) => position === size);
      const parents = new Set([...walked.nodes].map((node) => tree.at(node)?.parent));
      expect(lasts, "each parent has one last child among the rows").toHaveLength(parents.size);
    }
  },
);

test("a term that was rehearsed finds what it finds otherwise, and so does what is typed after it", () => {
  const { resources } = randomAccount(7);
  const tree = buildTree({ accountId: ACCOUNT, resources, coverage: [], growing: false });
  const index = indexTree(tree, PLACES);
  const rehearsal = new Rehearsal(tree, index, 10);
  while (rehearsal.advance());
  const { rehearsed } = index;
  const longest = [...rehearsed.keys()].at(-1) ?? "";
  expect(longest.length, "it goes on where much is found").toBeGreaterThan(2);
  for (const text of [...rehearsed.keys(), "w 1", "W", "1 ", `${longest}0`, `${longest}w`]) {
    const query = { ...NO_QUERY, text };
    expect(narrow(tree, index, query), text).toEqual(narrow(tree, indexTree(tree, PLACES), query));
  }
});

describe("marks", () => {
  test("cut a text where it was searched for, and lose nothing", () => {
    expect(stretches("web-web-1", ["web"])).toEqual([
      { text: "web", found: true },
      { text: "-", found: false },
      { text: "web", found: true },
      { text: "-1", found: false },
    ]);
    expect(stretches("", ["a"])).toEqual([{ text: "", found: false }]);
  });

  test("leave a text alone whose lower case has another length", () => {
    expect(stretches("İstanbul", ["stan"])).toEqual([{ text: "İstanbul", found: false }]);
  });

  test("an address marks the block that holds it", () => {
    const node = account.nodes.find(({ resource: one }) => one === front);
    expect(node && marksFor(node, ["10.0.1.9"], parseRange("10.0.1.9"))).toEqual(["10.0.1.0/24"]);
  });

  test("a tag that no row shows is named", () => {
    const node = account.nodes.find(({ resource: one }) => one === prod);
    expect(node && tagFound(node, ["live"], ["Prod"])).toBe("env=live");
    expect(node && tagFound(node, ["prod"], ["Prod"]), "what is seen needs no note").toBeNull();
  });
});
