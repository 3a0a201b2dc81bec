import { describe, expect, test } from "vitest";

import type { Network } from "../../ipc/generated/Network";
import { buildTree } from "../build";
import { ACCOUNT, subnet, vpc } from "../testing/account";
import { network, networked, routeTable } from "../testing/network";
import { nextSubnet } from "./arrows";
import type { Box } from "./box";
import { fit, fitEnds, textWidth } from "./fit";
import { layoutOf, tierAt } from "./layout";
import { mapOf, vpcsOf, type VpcMap } from "./map";

const home = vpc(1);

function mapWith(
  count: number,
  change: (n: number) => Record<string, unknown> = () => ({}),
  listed: Network = network(),
): VpcMap {
  const subnets = Array.from({ length: count }, (_, n) => {
    const one = subnet(n, home.id);
    const tier = ["public", "private", "isolated"][Math.floor(n / 3) % 3];
    return { ...one, attributes: { ...one.attributes, tier, ...change(n) } };
  });
  const tree = buildTree({ accountId: ACCOUNT, resources: [home, ...subnets], coverage: [], growing: false });
  const [first] = vpcsOf(tree);
  if (!first) throw new Error("there is no VPC");
  return mapOf(tree, first, listed);
}

const boxes = (map: VpcMap, width: number) => layoutOf(map, width).cells.flatMap(({ subnets }) => subnets);
const apart = (a: Box, b: Box): boolean =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
const within = (a: Box, b: Box): boolean =>
  a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width + 0.01 && a.y + a.height <= b.y + b.height + 0.01;

describe.each([3, 24, 25, 200])("%i subnets", (count) => {
  test.each([280, 540, 1200])("in %i pixels: no box on another, each in its zone and its tier", (width) => {
    const map = mapWith(count);
    const layout = layoutOf(map, width);
    const placed = boxes(map, width);
    expect(placed).toHaveLength(count);
    placed.forEach((one, at) => {
      for (const other of placed.slice(at + 1)) expect(apart(one, other)).toBe(true);
      const zone = layout.zones.find((column) => column.zone.name === one.subnet.zone);
      const tier = layout.tiers.find((band) => band.tier === one.subnet.tier);
      expect(zone && within(one, zone), "in the column of its zone").toBe(true);
      expect(tier && within(one, tier), "in the row of its tier").toBe(true);
      expect(within(one, { x: 0, y: 0, width: layout.width, height: layout.height })).toBe(true);
    });
  });
});

test("few subnets have room for the longer words, and shrink where that would not fit", () => {
  expect(layoutOf(mapWith(9), 600).style).toBe("roomy");
  expect(layoutOf(mapWith(9), 380).style, "no scrolling sideways for the sake of words").toBe("small");
  expect(layoutOf(mapWith(200), 540).style).toBe("flat");
});

test("it takes the width that there is, and no less than its boxes need", () => {
  expect(layoutOf(mapWith(3), 900).width).toBe(900);
  expect(layoutOf(mapWith(3), 100).width).toBeGreaterThan(300);
});

test("more boxes stand beside each other where there is room", () => {
  expect(layoutOf(mapWith(200), 1200).height).toBeLessThan(layoutOf(mapWith(200), 540).height / 1.5);
});

test("the internet is over a VPC with a way there, and else not there", () => {
  expect(layoutOf(mapWith(9), 600).internet?.y).toBe(0);
  const closed = mapWith(9, () => ({ tier: "private" }));
  expect(layoutOf(closed, 600).internet).toBeNull();
});

describe.each([3, 200])("%i subnets with a network around them", (count) => {
  test.each([280, 540, 1200])("in %i pixels: nothing stands on anything else", (width) => {
    const map = mapWith(count, () => ({}), networked(home.id, count));
    const layout = layoutOf(map, width);
    const chips: Box[] = [...layout.edge, ...layout.tables.items];
    const inside = layout.cells.flatMap(({ subnets, nats, groups }) => [...subnets, ...nats, ...groups]);
    const all = [...(layout.internet ? [layout.internet] : []), ...chips, ...inside, ...layout.endpoints.items];
    all.forEach((one, at) => {
      for (const other of all.slice(at + 1)) expect(apart(one, other)).toBe(true);
      expect(within(one, { x: 0, y: 0, width: layout.width, height: layout.height })).toBe(true);
    });
    expect(layout.edge.map(({ item }) => item.part.title)).toEqual(["main-igw", "main-s3"]);
    expect(layout.cells.flatMap(({ nats }) => nats.map(({ nat }) => nat.title))).toEqual(["main-nat"]);
  });
});

test("many subnets stand beneath the names of their route tables, few name them themselves", () => {
  const many = layoutOf(
    mapWith(200, () => ({}), networked(home.id, 200)),
    600,
  );
  const named = many.cells.flatMap(({ groups }) => groups.map(({ group }) => group.way?.table?.title));
  expect(new Set(named)).toEqual(new Set(["main-public", "main-private", "rtb-main"]));
  const few = layoutOf(
    mapWith(9, () => ({}), networked(home.id, 9)),
    600,
  );
  expect(few.cells.flatMap(({ groups }) => groups)).toEqual([]);
  expect(few.routes).toBe(true);
});

test("where each subnet has a table of its own, no names stand between them", () => {
  const listed = networked(home.id, 0);
  const own = Array.from({ length: 200 }, (_, n) => subnet(n, home.id).id);
  const tables = own.map((id, n) => routeTable(home.id, `rtb-${n}`, { subnet_ids: [id] }));
  const layout = layoutOf(
    mapWith(200, () => ({}), { ...listed, parts: [...listed.parts, ...tables] }),
    600,
  );
  expect(layout.cells.flatMap(({ groups }) => groups)).toEqual([]);
  expect(layout.tables.items).toHaveLength(24);
  expect(layout.tables.items.at(-1)?.item, "the last says how many more there are").toMatchObject({ table: null });
});

test("no subnets, no zones: an empty frame", () => {
  expect(layoutOf(mapWith(0), 600)).toMatchObject({ cells: [], tiers: [], zones: [], internet: null });
});

describe("the keyboard", () => {
  const layout = layoutOf(mapWith(9), 600);
  const order = layout.cells.flatMap(({ subnets }) => subnets.map(({ subnet: { key } }) => key));
  const go = (from: number, pressed: string): number =>
    order.indexOf(nextSubnet(layout, order[from] ?? "", pressed)?.subnet.key ?? "");

  test("arrows go to the neighbour in the grid and stay at its edge", () => {
    expect(go(0, "ArrowRight")).toBe(1);
    expect(go(1, "ArrowLeft")).toBe(0);
    expect(go(0, "ArrowDown"), "the same zone, the next tier").toBe(3);
    expect(go(4, "ArrowUp")).toBe(1);
    expect(go(0, "ArrowLeft")).toBe(0);
    expect(go(8, "ArrowDown")).toBe(8);
  });

  test("Home and End go to the ends, other keys nowhere", () => {
    expect(go(4, "Home")).toBe(0);
    expect(go(4, "End")).toBe(8);
    expect(nextSubnet(layout, order[0] ?? "", "a")).toBeNull();
    expect(nextSubnet(layoutOf(mapWith(0), 600), "", "Home")).toBeNull();
  });

  test("every one of 200 subnets can be reached by Right and Down", () => {
    const large = layoutOf(mapWith(200), 540);
    const all = large.cells.flatMap(({ subnets }) => subnets.map(({ subnet: { key } }) => key));
    const reached = new Set<string>([all[0] ?? ""]);
    for (const key of reached) {
      for (const pressed of ["ArrowRight", "ArrowDown"]) {
        const next = nextSubnet(large, key, pressed);
        if (next) reached.add(next.subnet.key);
      }
    }
    expect(reached.size).toBe(200);
  });
});

test("the tier at a height, for the names that are said again", () => {
  const layout = layoutOf(mapWith(9), 600);
  expect(tierAt(layout, 0)).toBeNull();
  expect(layout.tiers.map(({ y }) => tierAt(layout, y + 1))).toEqual(["public", "private", "isolated"]);
});

describe("text that has to fit", () => {
  test("what fits stays as it is, what does not ends in an ellipsis within the room", () => {
    expect(fit("web", 100, 12)).toBe("web");
    const cut = fit("a-very-long-name-of-a-subnet", 80, 12);
    expect(cut).toMatch(/^a-very.*…$/);
    expect(textWidth(cut, 12)).toBeLessThanOrEqual(80);
  });

  test("names that begin alike keep their ends", () => {
    const [one, other] = ["prod-private-eu-central-1a-1", "prod-private-eu-central-1a-2"].map((name) =>
      fitEnds(name, 90, 12),
    );
    expect(one).toMatch(/^prod.*….*-1$/);
    expect(one).not.toBe(other);
    expect(textWidth(one ?? "", 12)).toBeLessThanOrEqual(90);
  });

  test("no character is cut in two", () => {
    expect(fit("🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀", 60, 12)).toMatch(/^(🚀)+…$/u);
  });
});
