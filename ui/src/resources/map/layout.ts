// Where everything on the map stands. From the internet inwards: gateways at the VPC's edge, route tables, and the
// subnets: columns are zones, rows are tiers, and a cell's subnets wrap within its column.
import type { Nat } from "../network";
import { bottom, type Box } from "./box";
import { type Group, groupsOf } from "./groups";
import { inCell, type Subnet, type Tier, type VpcMap, type Zone } from "./map";
import {
  type Band,
  type EdgePart,
  edgePartsOf,
  type Placed,
  placeBand,
  type PlacedEndpoints,
  placeFlow,
  placeNotes,
  placeTables,
  type TableChip,
} from "./surroundings";

export interface PlacedSubnet extends Box {
  readonly subnet: Subnet;
}

/** Subnets of one route table, beneath its name. */
export interface PlacedGroup extends Box {
  readonly group: Group;
}

export interface PlacedNat extends Box {
  readonly nat: Nat;
}

export interface PlacedCell extends Box {
  readonly tier: Tier;
  readonly zone: Zone;
  readonly nats: readonly PlacedNat[];
  /** Empty where the boxes themselves name their route table. */
  readonly groups: readonly PlacedGroup[];
  readonly subnets: readonly PlacedSubnet[];
}

export interface PlacedTier extends Box {
  readonly tier: Tier;
  readonly count: number;
}

export interface PlacedZone extends Box {
  readonly zone: Zone;
}

/** How much room a subnet's words have: the longer words, three short lines, or two. */
export type Style = "roomy" | "small" | "flat";

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly style: Style;
  /** Whether a roomy box has a line for its route table. */
  readonly routes: boolean;
  /** The mark of the internet, only where something leads there. */
  readonly internet: Box | null;
  readonly frame: Box;
  readonly edge: readonly Placed<EdgePart>[];
  readonly notes: readonly (Box & { readonly text: string })[];
  readonly tables: Band<Placed<TableChip>>;
  readonly endpoints: Band<PlacedEndpoints>;
  readonly zones: readonly PlacedZone[];
  readonly tiers: readonly PlacedTier[];
  readonly cells: readonly PlacedCell[];
  /** The heights at which lines run across: between edge and tables, and between tables and zones. */
  readonly lanes: { readonly edge: number; readonly zones: number };
}

const ROOMY = { width: 144, height: 76 };
/** Two lines more. */
const WITH_ROUTE = 106;
const SMALL = { width: 94, height: 60 };
/** A small box of this width has its CIDR and its free addresses on one line. */
const FLAT = { width: 138, height: 46 };
/** With more subnets than this, boxes shrink. */
const MANY = 24;
const WIDEST_BOX = 240;
const GAP = 6;
const PAD = 8;
/** Beside the boxes of a zone: lines run there. */
const GUTTER = 11;
const INTERNET = 30;
/** Between the internet and the gateways. */
const WAY = 20;
const LANE = 26;
const ZONE_HEAD = 46;
const TIER_HEAD = 26;
const EMPTY_CELL = 24;
const NAT = 42;
const CAPTION = 17;

export function layoutOf(map: VpcMap, available: number): Layout {
  const columns = Math.max(1, map.zones.length);
  const least = (box: number): number => columns * (box + 2 * GUTTER) + (columns - 1) * GAP + 2 * PAD;
  const roomy = map.subnets.length <= MANY && least(ROOMY.width) <= available;
  const box = roomy ? ROOMY : SMALL;
  const width = Math.max(Math.floor(available), least(box.width));
  const column = (width - 2 * PAD - (columns - 1) * GAP) / columns;
  const across = acrossCell(map, column - 2 * GUTTER, box.width);
  const boxWidth = Math.min(WIDEST_BOX, (column - 2 * GUTTER - (across - 1) * GAP) / across);
  const style = roomy ? "roomy" : boxWidth >= FLAT.width ? "flat" : "small";
  const routes = map.network.tables.length > 0;
  const boxHeight = style === "flat" ? FLAT.height : roomy && routes ? WITH_ROUTE : box.height;

  const parts = edgePartsOf(map.network);
  const open = map.tiers.includes("public") || parts.some(({ outward }) => outward);
  const internet = open ? { x: 0, y: 0, width, height: INTERNET } : null;
  const inside = { x: 2 * PAD, width: width - 4 * PAD };
  const edge = placeFlow(parts, { ...inside, y: internet ? INTERNET + WAY : 0 });
  const [first] = edge;
  const top = first ? first.y + first.height / 2 : internet ? INTERNET + PAD : 0;
  const below = (boxes: readonly Box[], y: number): number => Math.max(y, ...boxes.map(bottom));
  const edgeEnd = below(edge, top) + PAD;
  const notes = placeNotes(map.network, { ...inside, y: edgeEnd });
  const tablesTop = below(notes, edgeEnd);
  const tables = placeTables(map.network, { ...inside, y: tablesTop });
  const zonesTop = tables.items.length > 0 ? tables.y + tables.height + LANE : tablesTop;

  const columnX = (at: number): number => PAD + at * (column + GAP);
  const tiers: PlacedTier[] = [];
  const cells: PlacedCell[] = [];
  let y = zonesTop + ZONE_HEAD;
  for (const tier of map.tiers) {
    const placed = map.zones.map((zone, at) => {
      const place = { x: columnX(at) + GUTTER, y: y + TIER_HEAD, width: column - 2 * GUTTER };
      return placeCell(map, { tier, zone }, place, { across, width: boxWidth, height: boxHeight, roomy });
    });
    const height = TIER_HEAD + Math.max(...placed.map((cell) => cell.height)) + PAD;
    const count = placed.reduce((sum, { subnets }) => sum + subnets.length, 0);
    tiers.push({ tier, count, x: PAD, y, width: width - 2 * PAD, height });
    cells.push(...placed);
    y += height + PAD;
  }
  const endpoints = placeBand(map, { x: PAD, y, width: width - 2 * PAD }, columnX, column);
  if (endpoints.items.length > 0) y += endpoints.height + PAD;
  const zones = map.zones.map((zone, at) => ({
    zone,
    x: columnX(at),
    y: zonesTop + PAD,
    width: column,
    height: y - zonesTop - PAD,
  }));
  const frame = { x: 0, y: top, width, height: y + PAD - top };
  const lanes = { edge: edgeEnd - PAD / 2, zones: zonesTop - LANE / 2 };
  return {
    width,
    height: y + PAD,
    style,
    routes,
    internet,
    frame,
    edge,
    notes,
    tables,
    endpoints,
    zones,
    tiers,
    cells,
    lanes,
  };
}

interface BoxStyle {
  readonly across: number;
  readonly width: number;
  readonly height: number;
  readonly roomy: boolean;
}

/** A cell from above: its subnets, of many those of one route table beneath its name; then its NAT gateways. */
function placeCell(
  map: VpcMap,
  { tier, zone }: Pick<PlacedCell, "tier" | "zone">,
  place: Omit<Box, "height">,
  box: BoxStyle,
): PlacedCell {
  const held = inCell(map, tier, zone);
  const here = new Set(held.map(({ id }) => id));
  let { y } = place;
  const subnets: PlacedSubnet[] = [];
  const groups: PlacedGroup[] = [];
  for (const group of groupsOf(held, map.network, box.roomy)) {
    if (group.named) {
      groups.push({ group, x: place.x, y, width: place.width, height: CAPTION });
      y += CAPTION;
    }
    group.subnets.forEach((subnet, nth) => {
      const x = place.x + (nth % box.across) * (box.width + GAP);
      const row = Math.floor(nth / box.across) * (box.height + GAP);
      subnets.push({ subnet, x, y: y + row, width: box.width, height: box.height });
    });
    y += Math.ceil(group.subnets.length / box.across) * (box.height + GAP);
  }
  const nats = map.network.nats
    .filter(({ subnetId }) => subnetId !== null && here.has(subnetId))
    .map((nat) => {
      const placed = { nat, x: place.x, y, width: Math.min(WIDEST_BOX, place.width), height: NAT };
      y += NAT + GAP;
      return placed;
    });
  const height = held.length > 0 ? y - GAP - place.y : EMPTY_CELL;
  return { ...place, tier, zone, nats, groups, subnets, height };
}

/** As many boxes beside each other as the fullest cell needs and the column holds. */
function acrossCell(map: VpcMap, room: number, box: number): number {
  const fullest = Math.max(1, ...map.tiers.flatMap((tier) => map.zones.map((zone) => inCell(map, tier, zone).length)));
  return Math.max(1, Math.min(fullest, Math.floor((room + GAP) / (box + GAP))));
}

/** The tier at this height, null above the first: what a scrolled map has to say again. */
export function tierAt(layout: Layout, y: number): Tier | null {
  const [first] = layout.tiers;
  if (!first || y < first.y) return null;
  return layout.tiers.findLast((tier) => tier.y <= y)?.tier ?? null;
}
