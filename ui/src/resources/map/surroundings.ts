// What stands around the subnets: gateways and gateway endpoints at the edge, route tables, what was not listed, and
// the endpoints of the zones.
import { copy } from "../../copy";
import type { Endpoint, Gateway, Nat, Network, RouteTable } from "../network";
import { subnetsOfTable } from "../network";
import { bottom, type Box } from "./box";
import type { VpcMap, Zone } from "./map";

const words = copy.network;

export type EdgePart = (
  | { readonly type: "internet" | "egress"; readonly part: Gateway }
  | { readonly type: "nat"; readonly part: Nat }
  | { readonly type: "endpoint"; readonly part: Endpoint }
) & {
  /** Whether it leads to the internet. */
  readonly outward: boolean;
};

export type Placed<T> = Box & { readonly item: T };

export interface Band<T> extends Box {
  readonly items: readonly T[];
}

/** A route table, or in the place of the last how many more there are. */
export interface TableChip {
  readonly table: RouteTable | null;
  readonly more: readonly RouteTable[];
  readonly subnets: number;
}

export interface PlacedEndpoints extends Box {
  readonly zone: Zone;
  readonly endpoints: readonly Endpoint[];
  readonly more: number;
}

const CHIP = { least: 132, most: 220, height: 40, gap: 14 };
const TABLE = { ...CHIP, least: 150, most: 260, height: 56 };
const HEAD = 24;
const NOTE = 20;
/** So many route tables are drawn. */
const MOST_TABLES = 24;
/** So many lines of endpoints a zone has. */
const MOST_ENDPOINTS = 6;
export const LINE = 17;
const PAD = 8;
const GUTTER = 11;

/** Gateways first, what leads only to AWS last. NAT gateways stand with their subnets, where these are seen. */
export function edgePartsOf({ internet, egressOnly, nats, endpoints, ways }: Network): EdgePart[] {
  return [
    ...internet.map((part) => ({ type: "internet" as const, part, outward: true })),
    ...egressOnly.map((part) => ({ type: "egress" as const, part, outward: true })),
    ...nats
      .filter(({ subnetId }) => subnetId === null || !ways.has(subnetId))
      .map((part) => ({ type: "nat" as const, part, outward: !part.isPrivate && part.subnetId === null })),
    ...endpoints.filter(({ atEdge }) => atEdge).map((part) => ({ type: "endpoint" as const, part, outward: false })),
  ];
}

type Place = Omit<Box, "height">;

function flow<T>(items: readonly T[], { x, y, width }: Place, chip: typeof CHIP): Placed<T>[] {
  const across = Math.max(1, Math.min(items.length, Math.floor((width + chip.gap) / (chip.least + chip.gap))));
  const wide = Math.min(chip.most, (width - (across - 1) * chip.gap) / across);
  return items.map((item, nth) => ({
    item,
    x: x + (nth % across) * (wide + chip.gap),
    y: y + Math.floor(nth / across) * (chip.height + PAD),
    width: wide,
    height: chip.height,
  }));
}

export function placeFlow(parts: readonly EdgePart[], place: Place): Placed<EdgePart>[] {
  return flow(parts, place, CHIP);
}

export function placeNotes({ gaps }: Network, { x, y, width }: Place): (Box & { text: string })[] {
  const onMap = gaps
    .map((gap) => ({
      ...gap,
      kinds: gap.kinds.filter((kind) => kind !== "elastic_ip" && kind !== "availability_zone"),
    }))
    .filter(({ kinds }) => kinds.length > 0);
  return onMap.map(({ kinds, outcome }, nth) => ({
    text: words.notListed(kinds, outcome),
    x,
    y: y + nth * NOTE,
    width,
    height: NOTE,
  }));
}

export function placeTables(network: Network, { x, y, width }: Place): Band<Placed<TableChip>> {
  const chips = network.tables.map((table) => ({ table, more: [], subnets: subnetsOfTable(network, table).length }));
  // Those that count for something come first; the order by name stays among equals.
  const used = [...chips.filter(({ subnets }) => subnets > 0), ...chips.filter(({ subnets }) => subnets === 0)];
  const shown: TableChip[] = used.length > MOST_TABLES ? used.slice(0, MOST_TABLES - 1) : used;
  const rest = used.slice(shown.length);
  if (rest.length > 0) {
    shown.push({
      table: null,
      more: rest.map(({ table }) => table),
      subnets: rest.reduce((sum, { subnets }) => sum + subnets, 0),
    });
  }
  const items = flow(shown, { x, y: y + HEAD, width }, TABLE);
  const last = items.at(-1);
  return { x, y, width, items, height: last ? bottom(last) - y : 0 };
}

/** The endpoints with interfaces in subnets, by zone. */
export function placeBand(
  { network, zones }: VpcMap,
  place: Place,
  columnX: (at: number) => number,
  column: number,
): Band<PlacedEndpoints> {
  const inZones = network.endpoints.filter(({ atEdge }) => !atEdge);
  if (inZones.length === 0) return { ...place, height: 0, items: [] };
  const items = zones.map((zone, at) => {
    const here = inZones.filter((one) => zone.name !== null && one.zones.includes(zone.name));
    const endpoints = here.length > MOST_ENDPOINTS ? here.slice(0, MOST_ENDPOINTS - 1) : here;
    const lines = Math.max(1, Math.min(MOST_ENDPOINTS, here.length));
    return {
      zone,
      endpoints,
      more: here.length - endpoints.length,
      x: columnX(at) + GUTTER,
      y: place.y + HEAD + 2,
      width: column - 2 * GUTTER,
      height: lines * LINE,
    };
  });
  return { ...place, items, height: HEAD + 2 + Math.max(...items.map(({ height }) => height)) + PAD };
}
