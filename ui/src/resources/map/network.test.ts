// Gateways, routes and endpoints of a VPC: what the report lists, where subnets lead, and what that means.
import { describe, expect, test } from "vitest";

import type { NetworkPart } from "../../ipc/generated/NetworkPart";
import type { Resource } from "../../ipc/generated/Resource";
import { buildTree } from "../build";
import { ACCOUNT, cell, subnet, vpc } from "../testing/account";
import {
  endpoint,
  everything,
  natGateway,
  network,
  networked,
  part,
  REGION,
  routeTable,
  zone,
} from "../testing/network";
import type { Hint } from "./hint";
import { hintsOf } from "./hints";
import { layoutOf } from "./layout";
import { litBy } from "./lines";
import { listsOf } from "./lists";
import { mapOf, type VpcMap, vpcsOf } from "./map";
import { factsOf, summaryOf } from "./words";

const home = vpc(0, { name: "home" });
const answered = ["vpc", "subnet", "security_group"].map((kind) => ({
  ...cell(REGION, kind as "vpc", "found"),
  count: 1,
}));

function made(n: number, tier: string, letter: string): Resource {
  const one = subnet(n, home.id, { name: `${tier}-${letter}` });
  return {
    ...one,
    attributes: { ...one.attributes, tier, availability_zone: `${REGION}${letter}`, available_ip_count: 200 },
  };
}

const [publicA, publicB, privateA, privateB] = [
  made(1, "public", "a"),
  made(2, "public", "b"),
  made(3, "private", "a"),
  made(4, "private", "b"),
];
const good = [publicA, publicB, privateA, privateB];
const igw = part("internet_gateway", home.id, "igw-1", { state: "available" }, "home-igw");
const ids = (...subnets: Resource[]): string[] => subnets.map(({ id }) => id);
const open = routeTable(home.id, "rtb-1", { subnet_ids: ids(publicA, publicB), routes: [everything("igw-1")] }, "open");
const to =
  (target: string, state?: string) =>
  (id: string, ...subnets: Resource[]) =>
    routeTable(home.id, id, { subnet_ids: ids(...subnets), routes: [everything(target, state)] }, `to-${target}`);

function mapped(resources: Resource[], listed = network([]), growing = false): VpcMap {
  const tree = buildTree({ accountId: ACCOUNT, resources: [home, ...resources], coverage: answered, growing });
  const [first] = vpcsOf(tree);
  if (!first) throw new Error("there is no VPC");
  return mapOf(tree, first, listed, growing);
}

const hints = (map: VpcMap): Hint[] => hintsOf(map, []);
const text = (map: VpcMap, about: Hint["about"]): string => hints(map).find((one) => one.about === about)?.text ?? "";
const about = (map: VpcMap): string[] => hints(map).map((hint) => hint.about);
const facts = (map: VpcMap, title: string): string => {
  const found = map.subnets.find((one) => one.title === title);
  return found ? factsOf(found, map.network, false) : "";
};

describe("the way out of a subnet", () => {
  test("is by its own table, else by the main one", () => {
    const main = routeTable(home.id, "rtb-0", { main: true });
    const map = mapped(good, network([main, open, igw]));
    expect(facts(map, "public-a")).toMatch(/route table open, out by internet gateway home-igw$/);
    expect(facts(map, "private-a")).toMatch(/main route table rtb-0, no default route$/);
  });

  test("goes through a NAT gateway, whose zone is said", () => {
    const map = mapped(
      good,
      network([open, igw, to("nat-1")("rtb-2", privateA), natGateway(home.id, "nat-1", publicB.id, {}, "nat")]),
    );
    expect(facts(map, "private-a")).toMatch(/out by NAT gateway nat in eu-central-1b$/);
    expect(facts(map, "private-b"), "no table of this VPC counts for it").toMatch(/route table not seen$/);
  });

  test.each([
    ["tgw-1", "transit gateway tgw-1"],
    ["pcx-1", "peering pcx-1"],
    ["vgw-1", "VPN gateway vgw-1"],
    ["arn:aws:networkmanager::1:core-network/core-network-1", "core network arn:aws"],
  ])("by %s is only named", (target, said) => {
    const map = mapped([privateA], network([to(target)("rtb-2", privateA)]));
    expect(facts(map, "private-a")).toContain(`out by ${said}`);
  });

  test("is broken where AWS says so, or its gateway is gone, or it is not this VPC's", () => {
    const broken = (...parts: NetworkPart[]) =>
      mapped([privateA], network(parts))
        .network.ways.get(privateA.id)
        ?.exits.map((exit) => exit.broken);
    expect(broken(to("pcx-1", "blackhole")("rtb-2", privateA))).toEqual([true]);
    expect(broken(to("nat-1")("rtb-2", privateA))).toEqual([true]);
    expect(broken(to("igw-9")("rtb-2", privateA), igw)).toEqual([true]);
    const nat = (state: string) => natGateway(home.id, "nat-1", publicA.id, { state });
    expect(broken(to("nat-1")("rtb-2", privateA), nat("deleted"))).toEqual([true]);
    expect(broken(to("nat-1")("rtb-2", privateA), nat("pending"))).toEqual([false]);
  });

  test("is not broken where its gateway could not be listed", () => {
    const map = mapped([privateA], network([to("nat-1")("rtb-2", privateA)], ["nat_gateway"]));
    expect(map.network.ways.get(privateA.id)?.exits[0]).toMatchObject({ to: null, broken: false });
    expect(about(map)).not.toContain("natGone");
  });

  test("with IPv6 both ways are said", () => {
    const six = { destination: "::/0", target: "eigw-1", state: "active" };
    const both = routeTable(home.id, "rtb-2", { subnet_ids: ids(privateA), routes: [everything("nat-1"), six] });
    const egress = part("egress_only_internet_gateway", home.id, "eigw-1", { state: "attached" });
    const map = mapped(good, network([both, egress, natGateway(home.id, "nat-1", publicA.id)]));
    expect(facts(map, "private-a")).toMatch(
      /out by NAT gateway nat-1 in eu-central-1a and egress-only internet gateway eigw-1$/,
    );
  });

  test("odd values break nothing", () => {
    const odd = part("route_table", home.id, "rtb-2", {
      main: "yes",
      subnet_ids: null,
      routes: [null, 7, { target: 1 }],
    });
    const map = mapped(
      good,
      network([odd, part("nat_gateway", home.id, "nat-1", {}), endpoint(home.id, "vpce-1", "s3", { type: 4 })]),
    );
    expect(map.network.tables[0]).toMatchObject({ main: false, routes: [], subnetIds: [] });
    expect(
      layoutOf(map, 600).edge.map(({ item }) => item.part.id),
      "in no subnet, so at the edge",
    ).toContain("nat-1");
  });
});

describe("hints about the network", () => {
  const nat = natGateway(home.id, "nat-1", publicA.id, {}, "nat");
  const zonal = [
    open,
    igw,
    nat,
    natGateway(home.id, "nat-2", publicB.id, { public_ips: ["4.4.4.4"] }),
    to("nat-1")("rtb-a", privateA),
    to("nat-2")("rtb-b", privateB),
    zone("a"),
    zone("b"),
  ];

  test("a NAT gateway in each zone, and all zones used: nothing to warn of", () => {
    expect(about(mapped(good, network(zonal)))).toEqual(["left"]);
  });

  test("an earlier report without a network says so, and misses nothing", () => {
    expect(about(mapped(good))).not.toContain("network");
    expect(about(mapped(good, network()))).toEqual(["network", "left"]);
    expect(about(mapped(good, network(), true)), "not while AWS still answers").not.toContain("network");
  });

  test("what could not be listed is named with AWS's reason, and is not said to be missing", () => {
    const map = mapped([publicA, publicB], network([open, igw], ["nat_gateway", "vpc_endpoint"]));
    expect(text(map, "networkGap")).toBe(
      "NAT gateways and VPC endpoints in eu-central-1 could not be listed (denied: UnauthorizedOperation: no), so this map may lack some. Check the role's policy and the organization's policies (SCPs), then verify again.",
    );
    expect(about(map)).not.toContain("noNat");
    expect(about(map)).toContain("noPrivate");
    expect(summaryOf(map)).toContain("NAT gateways and VPC endpoints could not be listed (denied");
    expect(layoutOf(map, 600).notes.map((note) => note.text)).toEqual([
      "Not listed: NAT gateways and VPC endpoints (denied)",
    ]);
  });

  test("zones without a subnet, but not those that are local, away or not opted in", () => {
    const local = zone("-waw-1a", { zone_type: "local-zone" });
    const more = [
      ...zonal,
      zone("c"),
      zone("d", { state: "unavailable" }),
      local,
      zone("e", { opt_in_status: "not-opted-in" }),
    ];
    expect(text(mapped(good, network(more)), "zonesLeft")).toContain("no subnet in eu-central-1c:");
  });

  test("in one zone only, the others are named there", () => {
    const map = mapped([publicA, privateA], network(zonal));
    expect(text(map, "oneZone")).toContain("make some in eu-central-1b.");
    expect(about(map)).not.toContain("zonesLeft");
  });

  test("no NAT gateway is a warning where something is public, and known only from an answer", () => {
    const map = mapped([publicA, publicB], network([open, igw]));
    expect(text(map, "noNat")).toContain("make a NAT gateway in public-a");
    expect(about(map), "one sentence is enough").not.toContain("noPrivate");
    const deleted = natGateway(home.id, "nat-1", publicA.id, { state: "deleted" });
    expect(about(mapped([publicA], network([open, igw, deleted])))).toContain("noNat");
  });

  test("where a transit gateway leads, there may be NAT behind it", () => {
    const inner = made(5, "isolated", "a");
    expect(about(mapped([publicA, inner], network([open, igw, to("tgw-1")("rtb-2", inner)])))).not.toContain("noNat");
  });

  test("a NAT gateway that is gone is named with the subnets that lead there", () => {
    const gone = natGateway(home.id, "nat-1", publicA.id, { state: "failed" }, "nat");
    const map = mapped(good, network([open, igw, gone, to("nat-1", "blackhole")("rtb-2", privateA, privateB)]));
    expect(text(map, "natGone")).toMatch(
      /^private-a and private-b lead to NAT gateway nat, which is failed: .* of to-nat-1 to it\.$/,
    );
    expect(about(map), "its route needs no second word").not.toContain("blackhole");
    const unlisted = mapped(good, network([open, igw, to("nat-9")("rtb-2", privateA)]));
    expect(text(unlisted, "natGone")).toContain("private-a leads to NAT gateway nat-9, which is no longer there");
  });

  test("one NAT gateway for several zones, or one in another zone", () => {
    const one = mapped(good, network([open, igw, nat, to("nat-1")("rtb-2", privateA, privateB)]));
    expect(text(one, "oneNat")).toMatch(/^NAT gateway nat in eu-central-1a serves eu-central-1b too/);
    const crossed = [
      open,
      igw,
      nat,
      natGateway(home.id, "nat-2", publicB.id),
      to("nat-1")("rtb-2", privateA, privateB),
    ];
    expect(text(mapped(good, network(crossed)), "natElsewhere")).toMatch(
      /^private-b leads to NAT gateway nat in another zone, eu-central-1a/,
    );
  });

  test("a regional NAT gateway is in no zone, and serves all", () => {
    const regional = natGateway(home.id, "nat-1", null, {}, "nat");
    const map = mapped(good, network([open, igw, regional, to("nat-1")("rtb-2", privateA, privateB)]));
    expect(about(map)).not.toContain("oneNat");
    expect(layoutOf(map, 600).edge.map(({ item }) => item.part.title)).toEqual(["home-igw", "nat"]);
  });

  test("public subnets whose internet gateway is not attached", () => {
    const map = mapped(good, network([open]));
    expect(text(map, "notAttached")).toMatch(
      /^public-a and public-b lead to internet gateway igw-1, which is not attached/,
    );
    expect(about(mapped(good, network([open], ["internet_gateway"])))).not.toContain("notAttached");
  });

  test("a blackhole beside the default route", () => {
    const lost = { destination: "10.9.0.0/16", target: "pcx-1", state: "blackhole" };
    const table = routeTable(home.id, "rtb-9", { routes: [lost] }, "spare");
    expect(text(mapped(good, network([...zonal, table])), "blackhole")).toBe(
      "A route leads to what is gone, and what takes it is dropped: 10.9.0.0/16 to peering pcx-1 in spare. Remove it, or set another target.",
    );
  });

  test("isolated subnets without a way to S3 are a note, unless an endpoint of either type serves them", () => {
    const inner = made(5, "isolated", "a");
    const closed = routeTable(home.id, "rtb-5", { subnet_ids: ids(inner) }, "closed");
    const with_ = (...parts: NetworkPart[]) => mapped([...good, inner], network([...zonal, closed, ...parts]));
    expect(hints(with_()).find((hint) => hint.about === "noS3")).toMatchObject({ level: "info" });
    expect(text(with_(), "noS3")).toContain("isolated-a has no way to S3");
    const gateway = (tables: string[]) => endpoint(home.id, "vpce-1", "s3", { route_table_ids: tables });
    expect(about(with_(gateway(["rtb-5"])))).not.toContain("noS3");
    expect(about(with_(gateway(["rtb-1"])))).toContain("noS3");
    expect(about(with_(endpoint(home.id, "vpce-1", "s3", { type: "Interface" })))).not.toContain("noS3");
    expect(about(mapped([inner], network([closed], ["vpc_endpoint"])))).not.toContain("noS3");
  });

  test("Elastic IPs that nothing uses are counted for the region", () => {
    const eip = (id: string, address: string, more = {}) =>
      part("elastic_ip", null, id, { public_ip: address, ...more });
    const parts = [
      eip("eipalloc-1", "3.3.3.3"),
      eip("eipalloc-2", "5.5.5.5"),
      eip("eipalloc-3", "6.6.6.6", { network_interface_id: "eni-1" }),
    ];
    expect(text(mapped(good, network([...zonal, ...parts])), "unusedIps")).toMatch(
      /^1 Elastic IP in eu-central-1 is used by nothing and costs by the hour: 5\.5\.5\.5\./,
    );
  });
});

describe("what is lit", () => {
  const map = mapped(
    Array.from({ length: 200 }, (_, n) => {
      const tier = ["public", "private", "isolated"][Math.floor(n / 3) % 3];
      const one = subnet(n, home.id);
      return { ...one, attributes: { ...one.attributes, tier } };
    }),
    networked(home.id, 200),
  );
  const layout = layoutOf(map, 600);
  const inner = map.subnets.find(({ tier, zone: name }) => tier === "private" && name === "eu-central-1b");

  test("nothing has lines until it is pointed at, and then only that", () => {
    expect(litBy(map, layout, null).lines).toEqual([]);
    const lit = litBy(map, layout, { type: "subnet", id: inner?.key ?? "" });
    expect(lit.lines, "subnet, table, NAT gateway, its table, internet gateway, internet").toHaveLength(5);
    expect([...lit.ids]).toEqual(expect.arrayContaining([inner?.key, "rtb-private", "nat-1", "rtb-public", "igw-1"]));
    expect(lit.internet).toBe(true);
  });

  test("a table lights its subnets without a line to each", () => {
    const lit = litBy(map, layout, { type: "table", id: "rtb-private" });
    expect(lit.lines.length).toBeLessThan(6);
    expect(map.subnets.filter(({ key }) => lit.ids.has(key))).toHaveLength(66);
  });

  test("a gateway lights the tables that lead there, and an endpoint those that name it", () => {
    expect([...litBy(map, layout, { type: "part", id: "igw-1" }).ids]).toContain("rtb-public");
    expect([...litBy(map, layout, { type: "part", id: "vpce-1" }).ids]).toContain("rtb-main");
  });

  test("no line crosses a box", () => {
    const boxes = layout.cells.flatMap(({ subnets }) => subnets);
    const lines = map.subnets.flatMap(({ key }) => litBy(map, layout, { type: "subnet", id: key }).lines);
    const crossed = [...new Set(lines.map(({ d }) => d))].flatMap((d) =>
      segments(d).flatMap(([x1, y1, x2, y2]) =>
        boxes
          .filter(
            ({ x, y, width, height }) =>
              Math.max(x1, x2) > x + 1 &&
              Math.min(x1, x2) < x + width - 1 &&
              Math.max(y1, y2) > y + 1 &&
              Math.min(y1, y2) < y + height - 1,
          )
          .map(({ subnet: { title } }) => `${d} through ${title}`),
      ),
    );
    expect(crossed).toEqual([]);
  });
});

/** The straight pieces of a path of M, L, H, V and h. */
function segments(d: string): [number, number, number, number][] {
  const found: [number, number, number, number][] = [];
  let [x, y] = [0, 0];
  for (const [, command, numbers = ""] of d.matchAll(/([MLHVh])([^MLHVh]*)/g)) {
    const [a = 0, b = 0] = numbers.trim().split(/[ ,]+/).map(Number);
    const next: [number, number] =
      command === "H" ? [a, y] : command === "V" ? [x, a] : command === "h" ? [x + a, y] : [a, b];
    if (command !== "M") found.push([x, y, ...next]);
    [x, y] = next;
  }
  return found;
}

test("the lists name what stands around the subnets, from the internet inwards", () => {
  const map = mapped([], networked(home.id, 9));
  const lists = listsOf(map.network).map(({ title, parts }) => [
    title,
    parts.map(({ part: { title: name }, facts: said }) => `${name}: ${said}`),
  ]);
  expect(lists).toEqual([
    ["Gateways", ["main-igw: internet gateway"]],
    ["NAT gateways", ["main-nat: public, 3.3.3.3, no zone of its own"]],
    [
      "Endpoints",
      ["main-s3: gateway endpoint for s3, in 1 route table", "main-secrets: interface endpoint for secretsmanager"],
    ],
    [
      "Route tables",
      [
        "main-private: no subnet, default route to NAT gateway main-nat",
        "main-public: no subnet, default route to internet gateway main-igw",
        "rtb-main: main, no subnet, no default route",
      ],
    ],
  ]);
});
