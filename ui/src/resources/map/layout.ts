// Where everything on the map stands: columns are zones, rows are tiers, and a cell's subnets wrap within its column.
import { inCell, type Subnet, type Tier, type VpcMap, type Zone } from "./map";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedSubnet extends Box {
  readonly subnet: Subnet;
}

export interface PlacedCell extends Box {
  readonly tier: Tier;
  readonly zone: Zone;
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
  /** The mark of the internet, only where there is a public tier. */
  readonly internet: Box | null;
  /** From the internet to each zone's public subnets. */
  readonly ways: readonly { readonly x: number; readonly from: number; readonly to: number }[];
  readonly frame: Box;
  readonly zones: readonly PlacedZone[];
  readonly tiers: readonly PlacedTier[];
  readonly cells: readonly PlacedCell[];
}

const ROOMY = { width: 144, height: 76 };
const SMALL = { width: 94, height: 60 };
/** A small box of this width has its CIDR and its free addresses on one line. */
const FLAT = { width: 138, height: 46 };
/** With more subnets than this, boxes shrink. */
const MANY = 24;
const WIDEST_BOX = 240;
const GAP = 6;
const PAD = 8;
const INTERNET = 30;
const WAY = 12;
const ZONE_HEAD = 46;
const TIER_HEAD = 26;
const EMPTY_CELL = 24;

export function layoutOf(map: VpcMap, available: number): Layout {
  const columns = Math.max(1, map.zones.length);
  const least = (box: number): number => columns * (box + 2 * PAD) + (columns - 1) * GAP + 2 * PAD;
  const roomy = map.subnets.length <= MANY && least(ROOMY.width) <= available;
  const box = roomy ? ROOMY : SMALL;
  const width = Math.max(Math.floor(available), least(box.width));
  const column = (width - 2 * PAD - (columns - 1) * GAP) / columns;
  const across = acrossCell(map, column - 2 * PAD, box.width);
  const boxWidth = Math.min(WIDEST_BOX, (column - 2 * PAD - (across - 1) * GAP) / across);
  const style = roomy ? "roomy" : boxWidth >= FLAT.width ? "flat" : "small";
  const boxHeight = style === "flat" ? FLAT.height : box.height;

  const internet = map.tiers.includes("public") ? { x: 0, y: 0, width, height: INTERNET } : null;
  const top = internet ? INTERNET + WAY : 0;
  const columnX = (at: number): number => PAD + at * (column + GAP);
  const tiers: PlacedTier[] = [];
  const cells: PlacedCell[] = [];
  let y = top + ZONE_HEAD;
  for (const tier of map.tiers) {
    const held = map.zones.map((zone) => inCell(map, tier, zone));
    const rows = Math.max(...held.map((subnets) => Math.ceil(subnets.length / across)));
    const height = TIER_HEAD + rows * (boxHeight + GAP) - GAP + PAD;
    const count = held.reduce((sum, subnets) => sum + subnets.length, 0);
    tiers.push({ tier, count, x: PAD, y, width: width - 2 * PAD, height });
    map.zones.forEach((zone, at) => {
      const cell = { x: columnX(at) + PAD, y: y + TIER_HEAD, width: column - 2 * PAD };
      const subnets = (held[at] ?? []).map((subnet, nth) => ({
        subnet,
        x: cell.x + (nth % across) * (boxWidth + GAP),
        y: cell.y + Math.floor(nth / across) * (boxHeight + GAP),
        width: boxWidth,
        height: boxHeight,
      }));
      cells.push({ ...cell, tier, zone, subnets, height: subnets.length > 0 ? height - TIER_HEAD - PAD : EMPTY_CELL });
    });
    y += height + PAD;
  }
  const zones = map.zones.map((zone, at) => ({
    zone,
    x: columnX(at),
    y: top + PAD,
    width: column,
    height: y - top - PAD,
  }));
  const publicTier = tiers.find(({ tier }) => tier === "public");
  const ways = cells.flatMap((cell) =>
    cell.tier === "public" && cell.subnets.length > 0 && publicTier
      ? [{ x: cell.x + cell.width - PAD, from: INTERNET, to: publicTier.y }]
      : [],
  );
  const frame = { x: 0, y: top, width, height: y + PAD - top };
  return { width, height: y + PAD, style, internet, ways, frame, zones, tiers, cells };
}

/** As many boxes beside each other as the fullest cell needs and the column holds. */
function acrossCell(map: VpcMap, room: number, box: number): number {
  const fullest = Math.max(1, ...map.tiers.flatMap((tier) => map.zones.map((zone) => inCell(map, tier, zone).length)));
  return Math.max(1, Math.min(fullest, Math.floor((room + GAP) / (box + GAP))));
}

type Arrow = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight";

const ARROWS: Record<Arrow, { along: "x" | "y"; sign: 1 | -1 }> = {
  ArrowUp: { along: "y", sign: -1 },
  ArrowDown: { along: "y", sign: 1 },
  ArrowLeft: { along: "x", sign: -1 },
  ArrowRight: { along: "x", sign: 1 },
};

/** What is beside counts more than what is near. */
const ASIDE = 3;

/** Where a key leads from a subnet: to the nearest in its direction, or to the ends; null for other keys. */
export function nextSubnet(layout: Layout, key: string, pressed: string): PlacedSubnet | null {
  const all = layout.cells.flatMap(({ subnets }) => subnets);
  const here = all.find(({ subnet }) => subnet.key === key) ?? all[0];
  if (!here) return null;
  if (pressed === "Home") return all[0] ?? null;
  if (pressed === "End") return all.at(-1) ?? null;
  if (!(pressed in ARROWS)) return null;
  const { along, sign } = ARROWS[pressed as Arrow];
  const across = along === "x" ? "y" : "x";
  const cost = (there: Box): number =>
    (there[along] - here[along]) * sign + ASIDE * Math.abs(there[across] - here[across]);
  const ahead = all.filter((there) => (there[along] - here[along]) * sign > 0);
  return ahead.reduce((best, there) => (cost(there) < cost(best) ? there : best), ahead[0] ?? here);
}

/** The tier at this height, null above the first: what a scrolled map has to say again. */
export function tierAt(layout: Layout, y: number): Tier | null {
  const [first] = layout.tiers;
  if (!first || y < first.y) return null;
  return layout.tiers.findLast((tier) => tier.y <= y)?.tier ?? null;
}
