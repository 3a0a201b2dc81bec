// An account that does not exist: what each list of AWS's would hold, as the elements of its XML.
//
// Every region has what AWS puts there: a default VPC with three subnets, a security group, an internet gateway and a
// route table. What is more goes to a few busy regions, in networks of a size that platforms make.
import {
  address,
  availabilityZone,
  defaultGroup,
  endpoint,
  gatewayRoute,
  group,
  id,
  internetGateway,
  natGateway,
  natRoute,
  regionItem,
  subnetItem,
  table,
  user,
  vpcItem,
  zone,
} from "./items.mjs";
import { regions } from "./regions.mjs";

/** Of what is beyond the default: which regions have how much of it. */
const BUSY = [
  ["us-east-1", 0.4],
  ["eu-west-1", 0.25],
  ["eu-central-1", 0.15],
  ["ap-southeast-1", 0.1],
  ["us-west-2", 0.1],
];
const DEFAULT_ZONES = 5;
const DEFAULT_USERS = 10;
/** AWS's own quotas, up to which an account that grows has more of what it has once. */
const MOST_ZONES = 500;
const MOST_USERS = 5000;

/**
 * The account. Without `resources` it has what every account has, otherwise so many in all: VPCs, subnets, security
 * groups, zones, users, and the parts of networks but for availability zones, which are not its own.
 */
export function account({ regions: count, resources }) {
  const places = new Map(regions(count).map((region) => [region, defaultRegion(region)]));
  const lists = { ListHostedZones: many(DEFAULT_ZONES, zone), ListUsers: many(DEFAULT_USERS, user) };
  const all = { places, lists };
  const missing = (resources ?? 0) - size(all);
  if (missing > 0) grow(all, missing);
  return all;
}

/** Its lists, by the host that is asked for them. */
export function* hosts({ places, lists: { ListHostedZones, ListUsers } }) {
  const DescribeRegions = [...places.keys()].map(regionItem);
  for (const [region, lists] of places) yield [`ec2.${region}.amazonaws.com`, { ...lists, DescribeRegions }];
  yield ["iam.amazonaws.com", { ListUsers }];
  yield ["route53.amazonaws.com", { ListHostedZones }];
}

/** How many resources it has. */
export function size({ places, lists }) {
  const own = ([action, items]) => (action === "DescribeAvailabilityZones" ? 0 : items.length);
  const of = (lists) => Object.entries(lists).reduce((sum, list) => sum + own(list), 0);
  return [...places.values()].reduce((sum, lists) => sum + of(lists), of(lists));
}

function grow({ places, lists }, missing) {
  const zones = Math.min(Math.floor(missing / 100), MOST_ZONES - DEFAULT_ZONES);
  const users = Math.min(Math.floor(missing / 50), MOST_USERS - DEFAULT_USERS);
  lists.ListHostedZones.push(...many(zones, zone, DEFAULT_ZONES));
  lists.ListUsers.push(...many(users, user, DEFAULT_USERS));
  let left = missing - zones - users;
  const all = left;
  for (const [region, share] of BUSY) {
    const here = Math.min(left, Math.ceil(all * share));
    left -= here;
    fill(places.get(region), region, here);
  }
}

/** Networks with so many resources in all; what is too little for another network is security groups of the last. */
function fill(lists, region, count) {
  let left = count;
  for (let number = 1; ; number += 1) {
    const made = network(region, number);
    const held = Object.values(made).reduce((sum, items) => sum + items.length, 0);
    if (held > left) break;
    left -= held;
    for (const [action, items] of Object.entries(made)) lists[action].push(...items);
  }
  lists.DescribeSecurityGroups.push(...many(left, (number) => group(region, id("vpc", region, 0), 1e6 + number)));
}

function defaultRegion(region) {
  const vpc = id("vpc", region, 0);
  const subnets = ["a", "b", "c"].map((letter, number) => ({ number, letter, id: id("subnet", region, number) }));
  return {
    DescribeVpcs: [vpcItem(region, vpc, "172.31.0.0/16", true, "")],
    DescribeSubnets: subnets.map((subnet) => subnetItem(region, vpc, subnet, `172.31.${subnet.number * 16}.0/20`, "")),
    DescribeSecurityGroups: [defaultGroup(region, vpc)],
    DescribeRouteTables: [table(region, vpc, 0, gatewayRoute(region, 0), [])],
    DescribeInternetGateways: [internetGateway(region, vpc, 0)],
    DescribeNatGateways: [],
    DescribeEgressOnlyInternetGateways: [],
    DescribeVpcEndpoints: [],
    DescribeAddresses: [],
    DescribeAvailabilityZones: subnets.map(({ letter }, number) => availabilityZone(region, letter, number)),
  };
}

/** A network with public and private subnets, a way out for each, and the groups of what runs in it. */
function network(region, number) {
  const vpc = id("vpc", region, number);
  const block = `10.${number % 256}`;
  const subnets = many(6, (of) => ({ number: of, letter: "abc"[of % 3], id: id("subnet", region, number * 8 + of) }));
  const name = `network-${number}`;
  const publicRoute = gatewayRoute(region, number);
  const privateRoute = natRoute(region, number);
  return {
    DescribeVpcs: [vpcItem(region, vpc, `${block}.0.0/16`, false, name)],
    DescribeSubnets: subnets.map((of) =>
      subnetItem(region, vpc, of, `${block}.${of.number * 16}.0/20`, `${name}-${of.number}`),
    ),
    DescribeSecurityGroups: many(14, (of) => group(region, vpc, number * 16 + of)),
    DescribeRouteTables: [
      table(region, vpc, number * 2, publicRoute, subnets.slice(0, 3)),
      table(region, vpc, number * 2 + 1, privateRoute, subnets.slice(3)),
    ],
    DescribeInternetGateways: [internetGateway(region, vpc, number)],
    DescribeNatGateways: [natGateway(region, vpc, subnets[0].id, number)],
    DescribeVpcEndpoints: ["s3", "dynamodb", "ecr.api"].map((service, of) =>
      endpoint(region, vpc, service, number * 4 + of),
    ),
    DescribeAddresses: [address(region, number)],
  };
}

function many(count, make, from = 0) {
  return Array.from({ length: count }, (_, number) => make(from + number));
}
