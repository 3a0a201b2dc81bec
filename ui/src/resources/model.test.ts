import { describe, expect, test } from "vitest";

import { labelOf } from "./describe";
import { buildTree, sketchTree } from "./build";
import { indexOf, keyOf, placeKey, type Tree } from "./model";
import { compareNames } from "./order";
import { rulesOf } from "./rule";
import { ACCOUNT, bigAccount, cell, group, randomAccount, resource, subnet, vpc } from "./testing/account";

type Account = ReturnType<typeof randomAccount>;
const build = ({ resources, coverage }: Account, growing = false): Tree =>
  buildTree({ accountId: ACCOUNT, resources, coverage, growing });

const seeds = Array.from({ length: 60 }, (_, seed) => seed + 1);

/** The labels from the account down to a node. */
function path(tree: Tree, key: string): string[] {
  const labels: string[] = [];
  for (let node = tree.nodes[indexOf(tree, key)]; node; node = tree.nodes[node.parent]) {
    labels.unshift(labelOf(node, tree));
  }
  return labels;
}

describe("any account", () => {
  test.each(seeds)("holds every resource once, under the place it is in (seed %i)", (seed) => {
    const account = randomAccount(seed);
    const tree = build(account);
    const expected = new Set(account.resources.map(({ region, id }) => keyOf(region, id)));
    const shown = tree.nodes.filter(({ resource: found }) => found).map(({ key }) => key);
    expect(shown.length, "no resource may be shown twice").toBe(new Set(shown).size);
    expect(new Set(shown), "no resource may be lost or made up").toEqual(expected);
    expect(tree.total, "the total counts resources only").toBe(expected.size);
    for (const node of tree.nodes) {
      if (!node.resource) continue;
      const held = path(tree, node.key);
      expect(held, "a region's resources stand under that region").toContain(
        node.place === "global" ? "Global" : node.place,
      );
      expect(indexOf(tree, node.key), "a key leads back to its node").toBe(tree.nodes.indexOf(node));
    }
  });

  test.each(seeds)("counts as a naive recursive model does (seed %i)", (seed) => {
    const tree = build(randomAccount(seed));
    const children = (index: number) =>
      tree.nodes.map((node, i) => ({ node, i })).filter(({ node }) => node.parent === index);
    const size = (index: number): number => children(index).reduce((sum, { i }) => sum + size(i), 1);
    const beneath = (index: number): number =>
      children(index).reduce((sum, { node, i }) => sum + (node.resource ? 1 : 0) + beneath(i), 0);
    tree.nodes.forEach((node, index) => {
      expect(node.end - index, "the stretch of a subtree is its size").toBe(size(index));
      expect(node.depth, "a child is one deeper").toBe(node.parent < 0 ? 0 : (tree.nodes[node.parent]?.depth ?? 0) + 1);
      const rules = node.resource ? rulesOf(node.resource).length : 0;
      if (node.kind === "security_group" && node.resource) expect(node.count, "a group counts rules").toBe(rules);
      else if (node.count !== null) expect(node.count, "an inner node counts resources").toBe(beneath(index));
    });
  });

  test.each(seeds)("shows every cell without an answer as a node (seed %i)", (seed) => {
    const account = randomAccount(seed);
    const unanswered = account.coverage.filter(({ outcome }) => outcome !== "found" && outcome !== "empty");
    const gaps = build(account).nodes.flatMap((node) => (node.cell ? [node.cell] : []));
    expect(new Set(gaps), "a region that gave no answer is not an empty region").toEqual(new Set(unanswered));
  });

  test.each(seeds.slice(0, 20))("does not depend on the order of arrival (seed %i)", (seed) => {
    const { resources, coverage } = randomAccount(seed);
    const unique = [...new Map(resources.map((one) => [keyOf(one.region, one.id), one])).values()];
    const keys = (account: Account) => build(account).nodes.map(({ key }) => key);
    expect(keys({ resources: unique.toReversed(), coverage: coverage.toReversed() })).toEqual(
      keys({ resources: unique, coverage }),
    );
  });
});

test("a sketch has the regions and VPCs of the whole tree, and counts what it can", () => {
  const input = { accountId: ACCOUNT, resources: bigAccount(400), coverage: [], growing: false };
  const frame = (tree: Tree) =>
    tree.nodes
      .filter(({ type, kind }) => type !== "rule" && (kind === null || kind === "vpc"))
      .map(({ key, depth, open, kind, count }) => ({ key, depth, open, count: kind === "vpc" ? null : count }));
  const sketch = sketchTree(input);
  expect(frame(sketch), "the same keys, so that folds and focus stay").toEqual(frame(buildTree(input)));
  expect(
    sketch.nodes.every(({ kind, count }) => kind !== "vpc" || count === null),
    "no VPC is called empty",
  ).toBe(true);
});

test("a sketch ends where a window does, and still counts everything", () => {
  const some = (count: number, from: number, region: string) =>
    Array.from({ length: count }, (_, n) => vpc(from + n, { region }));
  const resources = [...some(300, 0, "eu-central-1"), ...some(50, 1000, "us-east-1")];
  const sketch = sketchTree({ accountId: ACCOUNT, resources, coverage: [], growing: false });
  const of = (region: string) => sketch.at(indexOf(sketch, placeKey(region)));
  expect(sketch.total).toBe(350);
  expect(of("us-east-1")?.count, "what is below the window is counted").toBe(50);
  expect(indexOf(sketch, keyOf("us-east-1", vpc(1000).id)), "and not made yet").toBe(-1);
  expect((of("eu-central-1")?.end ?? 0) - indexOf(sketch, placeKey("eu-central-1")), "what is in it is whole").toBe(
    301,
  );
});

describe("where things hang", () => {
  const main = vpc(1, { name: "main" });

  test("subnets and groups under their VPC, rules under their group", () => {
    const tree = build({ resources: [group(3, main.id, { name: "web" }), subnet(2, main.id), main], coverage: [] });
    const names = tree.nodes.map((node) => `${"  ".repeat(node.depth)}${labelOf(node, tree)}`);
    expect(names).toEqual([
      ACCOUNT,
      "  Global",
      "  eu-central-1",
      "    main",
      "      subnet-00000000000000002",
      "      web",
      "        Inbound TCP 443 from 10.0.0.0/8",
      "        Outbound all traffic to 0.0.0.0/0",
    ]);
  });

  test("what names a VPC that was not listed, under a node that says so", () => {
    const tree = build({ resources: [subnet(2, "vpc-gone")], coverage: [] });
    expect(path(tree, keyOf("eu-central-1", subnet(2, "x").id))).toEqual([
      ACCOUNT,
      "eu-central-1",
      "VPC vpc-gone (not listed)",
      subnet(2, "x").id,
    ]);
  });

  test("the same id in two regions is two resources", () => {
    const tree = build({ resources: [main, { ...main, region: "us-east-1" }], coverage: [] });
    expect(tree.total, "identity is region and id").toBe(2);
  });

  test("hosted zones and users under Global", () => {
    const zone = resource("hosted_zone", "Z1", { name: "example.com." });
    const tree = build({ resources: [zone, resource("iam_user", "AIDA", { name: "ann" })], coverage: [] });
    expect(path(tree, "global/Z1")).toEqual([ACCOUNT, "Global", "example.com."]);
    expect(path(tree, "global/AIDA")).toEqual([ACCOUNT, "Global", "ann"]);
  });

  test("a blank name is no name", () => {
    const tree = build({ resources: [{ ...main, name: "  " }], coverage: [] });
    expect(path(tree, keyOf(main.region, main.id)).at(-1)).toBe(main.id);
  });
});

describe("regions", () => {
  const empty = (region: string) =>
    (["vpc", "subnet", "security_group"] as const).map((kind) => cell(region, kind, "empty"));

  test("with nothing in them are folded into one node that counts them", () => {
    const tree = build({ resources: [], coverage: [...empty("eu-west-1"), ...empty("eu-west-2")] });
    expect(path(tree, placeKey("eu-west-1"))).toEqual([ACCOUNT, "2 regions with nothing in them", "eu-west-1"]);
  });

  test("a single empty one stands for itself, with a count of 0", () => {
    const tree = build({ resources: [], coverage: empty("eu-west-1") });
    expect(path(tree, placeKey("eu-west-1"))).toEqual([ACCOUNT, "eu-west-1"]);
    expect(tree.nodes[indexOf(tree, placeKey("eu-west-1"))]?.count).toBe(0);
  });

  test("a denied one says what and why", () => {
    const coverage = [cell("eu-west-1", "subnet", "denied", "UnauthorizedOperation: no")];
    const tree = build({ resources: [], coverage });
    expect(tree.nodes.map((node) => labelOf(node, tree))).toContain("Subnets: denied - UnauthorizedOperation: no");
  });

  test("while discovery runs, an answer that is still to come is neither a gap nor empty", () => {
    const coverage = [cell("eu-west-1", "vpc", "empty"), cell("eu-west-1", "subnet", "not_attempted")];
    const growing = build({ resources: [], coverage }, true);
    expect(
      growing.nodes.some(({ type }) => type === "gap"),
      "not yet is not a gap",
    ).toBe(false);
    expect(growing.nodes[indexOf(growing, placeKey("eu-west-1"))]?.ledger?.pending).toBe(true);
    const ended = build({ resources: [], coverage });
    expect(
      ended.nodes.some(({ type }) => type === "gap"),
      "afterwards it is one",
    ).toBe(true);
  });
});

describe("order", () => {
  test("counts as people do", () => {
    const names = ["web-10", "Web-2", "web-1", "api", "web-02b"];
    expect(names.sort(compareNames)).toEqual(["api", "web-1", "Web-2", "web-02b", "web-10"]);
  });

  test("names before ids", () => {
    const resources = [vpc(1), vpc(2, { name: "zeta" }), vpc(3, { name: "alpha" })];
    const tree = build({ resources, coverage: [] });
    const found = tree.nodes.filter((node) => node.resource).map((node) => labelOf(node, tree));
    expect(found).toEqual(["alpha", "zeta", vpc(1).id]);
  });
});

describe("odd attributes", () => {
  test.each([[null], ["text"], [{ protocol: 6 }], [[null, 7, "x", { peer: { cidr: "10.0.0.0/8" } }]]])(
    "rules of %j do not break the tree",
    (ingress) => {
      const odd = group(1, "vpc-1", { attributes: { ingress, egress: undefined } });
      const tree = build({ resources: [odd], coverage: [] });
      for (const node of tree.nodes) expect(labelOf(node, tree), "every row says something").not.toBe("");
    },
  );
});
