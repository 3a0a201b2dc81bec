import { describe, expect, test } from "vitest";

import type { CoverageCell } from "../../ipc/generated/CoverageCell";
import type { Resource } from "../../ipc/generated/Resource";
import { buildTree } from "../build";
import { ACCOUNT, cell, resource, subnet, vpc } from "../testing/account";
import { network } from "../testing/network";
import type { Hint } from "./hint";
import { hintsOf, overlapsOf } from "./hints";
import { firstVpc, inCell, mapOf, type VpcMap, vpcAt, vpcsOf } from "./map";

const home = vpc(0, { name: "home" });

function treeOf(resources: Resource[], coverage: CoverageCell[] = [], growing = false) {
  return buildTree({ accountId: ACCOUNT, resources, coverage, growing });
}

/** The map of the VPC that the account begins with, and what is said of it. */
function mapped(resources: Resource[], coverage: CoverageCell[] = [], growing = false): [VpcMap, Hint[]] {
  const tree = treeOf(resources, coverage, growing);
  const vpcs = vpcsOf(tree);
  const first = firstVpc(vpcs);
  if (!first) throw new Error("there is no VPC");
  const map = mapOf(tree, first, network());
  return [map, hintsOf(map, vpcs)];
}

function made(n: number, tier: string | null, zone: string | null, more: Record<string, unknown> = {}): Resource {
  const one = subnet(n, home.id, { name: `${tier ?? "odd"}-${n}` });
  const attributes = { ...one.attributes, tier, availability_zone: zone, available_ip_count: 200, ...more };
  return { ...one, attributes };
}

const A = "eu-central-1a";
const B = "eu-central-1b";
const good = [made(1, "public", A), made(2, "public", B), made(3, "private", A), made(4, "private", B)];
const about = (hints: readonly Hint[]): string[] => hints.map((hint) => hint.about);
const text = (hints: readonly Hint[], of: Hint["about"]): string => hints.find((hint) => hint.about === of)?.text ?? "";

describe("the map of a VPC", () => {
  test("subnets stand by tier and zone, in the order of both", () => {
    const [map] = mapped([home, ...good, made(5, "isolated", A)]);
    expect(map.tiers).toEqual(["public", "private", "isolated"]);
    expect(map.zones.map(({ name }) => name)).toEqual([A, B]);
    const titles = map.tiers.flatMap((tier) =>
      map.zones.map((zone) => inCell(map, tier, zone).map((one) => one.title)),
    );
    expect(titles).toEqual([["public-1"], ["public-2"], ["private-3"], ["private-4"], ["isolated-5"], []]);
  });

  test("how full a subnet is counts without the five addresses that AWS keeps", () => {
    const [map] = mapped([home, made(1, "private", A, { available_ip_count: 251 })]);
    expect(map.subnets[0]).toMatchObject({ free: 251, usable: 251, used: 0, nearlyFull: false });
    const [full] = mapped([home, made(1, "private", A, { available_ip_count: 0 })]);
    expect(full.subnets[0]).toMatchObject({ used: 1, nearlyFull: true });
  });

  test("without subnets there is nothing to draw, and the address space is all left", () => {
    const [map, hints] = mapped([home]);
    expect(map).toMatchObject({ subnets: [], zones: [], tiers: [] });
    expect(about(hints)).toEqual(["left"]);
    expect(text(hints, "left")).toContain("65,536 addresses of the address space (100%)");
  });

  test("an IPv6-only subnet is neither full nor free", () => {
    const six = { cidr_block: null, ipv6_cidr_block: "2001:db8::/64", available_ip_count: 0 };
    const [map, hints] = mapped([home, made(1, "private", A, six), made(2, "private", B)]);
    expect(map.subnets[0]).toMatchObject({ cidr: null, cidr6: "2001:db8::/64", free: null, used: null });
    expect(about(hints), "0 free addresses of none is not full").not.toContain("nearlyFull");
  });

  test("a tier that is new here or was not found out is unknown, in the last row", () => {
    const [map, hints] = mapped([home, made(1, "public", A), made(2, null, B), made(3, "perimeter", B)]);
    expect(map.tiers).toEqual(["public", "unknown"]);
    expect(text(hints, "tierUnknown")).toBe("The tier of 2 subnets is not known.");
    expect(about(hints), "a private one may be among the unknown").not.toContain("noPrivate");
    expect(about(hints), "and so may a public one in that zone").not.toContain("missingTier");
  });

  test("the reason why tiers are unknown is AWS's answer", () => {
    const reason = "the route tables could not be read (denied)";
    const [, hints] = mapped([home, made(1, null, A)], [cell("eu-central-1", "subnet", "found", reason)]);
    expect(text(hints, "tierUnknown")).toBe(`The tier of 1 subnet is not known: ${reason}.`);
  });

  test("a subnet without a zone stands in a last column, and one zone is not said to be all", () => {
    const [map, hints] = mapped([home, made(1, "private", null), made(2, "private", A)]);
    expect(map.zones.map(({ name }) => name)).toEqual([A, null]);
    expect(about(hints)).not.toContain("oneZone");
  });

  test("a local zone comes after the availability zones and needs no tier of its own", () => {
    const lax = "eu-central-1-waw-1a";
    const [map, hints] = mapped([home, made(9, "private", lax), ...good]);
    expect(map.zones.map(({ name }) => name)).toEqual([A, B, lax]);
    expect(about(hints)).not.toContain("missingTier");
  });

  test("200 subnets are all on it, once", () => {
    const many = Array.from({ length: 200 }, (_, n) => subnet(n, home.id));
    const [map] = mapped([home, ...many]);
    const placed = map.tiers.flatMap((tier) => map.zones.flatMap((zone) => inCell(map, tier, zone)));
    expect(new Set(placed.map(({ key }) => key)).size).toBe(200);
    expect(placed).toHaveLength(200);
  });

  test("a VPC that only its subnets name has a map without an address space", () => {
    const [map, hints] = mapped(good);
    expect(map.vpc).toMatchObject({ id: home.id, listed: false });
    expect(map.space).toBeNull();
    expect(about(hints)).toContain("notListed");
  });

  test("a shared VPC is said to be seen only in part", () => {
    const theirs = { ...home, arn: home.arn.replace(ACCOUNT, "999988887777") };
    const [, hints] = mapped([theirs, ...good]);
    expect(text(hints, "shared")).toContain("999988887777");
  });

  test("the same id in another region is another VPC, with its own subnets", () => {
    const there = vpc(0, { region: "eu-west-1" });
    const tree = treeOf([home, there, ...good]);
    expect(vpcsOf(tree).map(({ place, subnetCount }) => [place, subnetCount])).toEqual([
      ["eu-central-1", 4],
      ["eu-west-1", 0],
    ]);
  });

  test("it begins with the account's own VPC that has subnets, else with a default one", () => {
    const usual = vpc(2, { attributes: { cidr_blocks: ["172.31.0.0/16"], is_default: true } });
    const inside = subnet(7, usual.id);
    expect(firstVpc(vpcsOf(treeOf([usual, inside, home, ...good])))?.id).toBe(home.id);
    expect(firstVpc(vpcsOf(treeOf([usual, inside, home])))?.id, "an empty one shows nothing").toBe(usual.id);
    expect(firstVpc([])).toBeNull();
  });

  test("a rule, a group or a subnet belongs to its VPC; a region to none", () => {
    const tree = treeOf([home, ...good]);
    const at = (key: string): number => tree.nodes.findIndex((node) => node.key === key);
    expect(vpcAt(tree, at(`eu-central-1/${good[0]?.id ?? ""}`))?.key).toBe(`eu-central-1/${home.id}`);
    expect(vpcAt(tree, at("place/eu-central-1"))).toBeNull();
  });
});

describe("hints for provisioning", () => {
  test("a VPC with both tiers in two zones and room has no warning", () => {
    const [, hints] = mapped([home, ...good]);
    expect(hints.map(({ about: of, level }) => [of, level])).toEqual([["left", "info"]]);
  });

  test("one zone only", () => {
    const [, hints] = mapped([home, made(1, "public", A), made(2, "private", A)]);
    expect(about(hints)).toContain("oneZone");
    expect(text(hints, "oneZone")).toContain(A);
    expect(about(hints)).not.toContain("missingTier");
  });

  test("no private subnet", () => {
    expect(about(mapped([home, made(1, "public", A), made(2, "isolated", B)])[1])).toContain("noPrivate");
  });

  test("a tier that is missing in a zone", () => {
    const [, hints] = mapped([home, ...good.slice(0, 3)]);
    expect(text(hints, "missingTier")).toContain(`No private subnet in ${B},`);
  });

  test.each([
    ["four fifths used", 50, true],
    ["a little less", 51, false],
  ])("nearly full from four fifths on: %s", (_name, free, full) => {
    const [, hints] = mapped([home, ...good, made(5, "private", A, { available_ip_count: free })]);
    expect(about(hints).includes("nearlyFull")).toBe(full);
    if (full) expect(text(hints, "nearlyFull")).toContain("(80% used or more): private-5 (50 of 251 free)");
  });

  test("of many that are nearly full the fullest are named, and how many more there are", () => {
    const full = Array.from({ length: 9 }, (_, n) => made(10 + n, "private", A, { available_ip_count: 9 - n }));
    const said = text(mapped([home, ...good, ...full])[1], "nearlyFull");
    expect(said).toMatch(/^9 subnets .*private-18 \(1 of 251 free\), .* and 6 more\. Place/);
  });

  test("little address space left is a warning; none at all says what to do", () => {
    const small = vpc(0, { attributes: { cidr_blocks: ["10.0.0.0/22"] } });
    const of = (n: number) =>
      mapped([small, ...Array.from({ length: n }, (_, at) => made(at, "private", at % 2 ? A : B))])[1];
    expect(of(3).at(-1)).toMatchObject({ about: "left", level: "info" });
    expect(of(4).at(-1)).toMatchObject({ about: "none", level: "warning" });
    const large = vpc(0, { attributes: { cidr_blocks: ["10.0.0.0/20"] } });
    const fifteen = Array.from({ length: 15 }, (_, at) => made(at, "private", at % 2 ? A : B));
    expect(mapped([large, ...fifteen])[1].at(-1)).toMatchObject({ about: "left", level: "warning" });
  });

  test("subnets that could not be listed are missed, not counted as none", () => {
    const [, hints] = mapped([home], [cell("eu-central-1", "subnet", "denied", "UnauthorizedOperation")]);
    expect(text(hints, "gap")).toContain("eu-central-1 could not be listed (denied)");
  });

  test("while AWS still answers, that is said", () => {
    expect(about(mapped([home, ...good], [], true)[1])).toContain("pending");
  });
});

describe("overlapping CIDRs", () => {
  const at = (id: string, region: string, cidrs: string[], more: Record<string, unknown> = {}): Resource =>
    resource("vpc", id, { region, attributes: { cidr_blocks: cidrs, ipv6_cidr_blocks: [], ...more } });
  const overlaps = (...vpcs: Resource[]) => {
    const refs = vpcsOf(treeOf(vpcs));
    const mine = refs.find(({ id }) => id === "vpc-mine");
    return mine ? overlapsOf(mine, refs).map(({ mine: own, other, vpc: { id } }) => [own, other, id]) : [];
  };

  test("within the region and across regions, whichever contains the other", () => {
    const mine = at("vpc-mine", "eu-central-1", ["10.0.0.0/16", "10.9.0.0/24"]);
    const found = overlaps(
      mine,
      at("vpc-in", "eu-central-1", ["10.0.128.0/20"]),
      at("vpc-over", "us-east-1", ["10.8.0.0/14"]),
      at("vpc-apart", "us-east-1", ["10.1.0.0/16"]),
    );
    expect(found).toEqual([
      ["10.0.0.0/16", "10.0.128.0/20", "vpc-in"],
      ["10.9.0.0/24", "10.8.0.0/14", "vpc-over"],
    ]);
  });

  test("IPv6 counts too, and a CIDR that cannot be read is passed over", () => {
    const six = { ipv6_cidr_blocks: ["fd00:1::/48"] };
    const mine = at("vpc-mine", "eu-central-1", ["?"], six);
    expect(overlaps(mine, at("vpc-six", "eu-west-1", ["??"], { ipv6_cidr_blocks: ["fd00:1:0:8::/64"] }))).toHaveLength(
      1,
    );
  });

  test("it is a warning, but between default VPCs only a note", () => {
    const own = at("vpc-a", "eu-central-1", ["172.31.0.0/16"], { is_default: true });
    const other = at("vpc-b", "eu-west-1", ["172.31.0.0/16"], { is_default: true });
    const [, usual] = mapped([own, other]);
    expect(usual[0]).toMatchObject({ about: "overlapDefault", level: "info" });
    const [, odd] = mapped([own, at("vpc-b", "eu-west-1", ["172.31.0.0/16"])]);
    expect(odd[0]).toMatchObject({ about: "overlap", level: "warning" });
    expect(odd[0]?.text).toContain("172.31.0.0/16 with vpc-b in eu-west-1");
  });
});
