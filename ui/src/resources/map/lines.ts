// The lines of what is pointed at: from a subnet to its route table, on to the gateway, and out. They run in the gaps
// between boxes and never across one.
import type { Exit, Nat, RouteTable } from "../network";
import { exitsOf, isNat, subnetsOfTable } from "../network";
import { bottom, type Box, middle, right } from "./box";
import type { Layout } from "./layout";
import type { VpcMap } from "./map";

/** What a person points at or has selected. */
export interface Subject {
  readonly type: "subnet" | "table" | "part";
  /** The key of a subnet, the id of the others. */
  readonly id: string;
}

export interface Line {
  readonly d: string;
  readonly broken: boolean;
}

export interface Lit {
  readonly lines: readonly Line[];
  /** The keys of subnets, and the ids of tables and parts. */
  readonly ids: ReadonlySet<string>;
  readonly internet: boolean;
}

export const UNLIT: Lit = { lines: [], ids: new Set(), internet: false };

const ARROW = 5;
/** How far from a box its lines run. */
const ASIDE = 7;

const arrowRight = (x: number, y: number): string =>
  `M${x - ARROW} ${y - ARROW + 1}L${x} ${y}L${x - ARROW} ${y + ARROW - 1}`;
const arrowLeft = (x: number, y: number): string =>
  `M${x + ARROW} ${y - ARROW + 1}L${x} ${y}L${x + ARROW} ${y + ARROW - 1}`;

export function litBy(map: VpcMap, layout: Layout, subject: Subject | null): Lit {
  if (subject === null) return UNLIT;
  const light = new Light(map, layout);
  if (subject.type === "subnet") light.subnet(subject.id);
  else if (subject.type === "table") light.table(subject.id);
  else light.part(subject.id);
  return light;
}

class Light implements Lit {
  readonly lines: Line[] = [];
  readonly ids = new Set<string>();
  internet = false;

  constructor(
    private readonly map: VpcMap,
    private readonly layout: Layout,
  ) {}

  /** A subnet, its table, and all the way out. */
  subnet(key: string): void {
    const { subnets, network } = this.map;
    const subnet = subnets.find((one) => one.key === key);
    const way = subnet && network.ways.get(subnet.id);
    if (!way?.table) return;
    this.ids.add(key);
    const chip = this.chipOf(way.table);
    const cell = this.layout.cells.find((one) => one.subnets.some((placed) => placed.subnet.key === key));
    const box = cell?.subnets.find((placed) => placed.subnet.key === key);
    if (chip && cell && box) {
      const up = `M${box.x + box.width / 2} ${box.y}V${box.y - 3}H${cell.x - 7}V${this.layout.lanes.zones}`;
      this.draw(`${up}${this.into(chip)}`);
    }
    this.exits(way.table, way.exits);
  }

  /** A table with its subnets, and where it leads. */
  table(id: string): void {
    const table = this.map.network.tables.find((one) => one.id === id);
    if (!table) return;
    this.subnetsOf(table);
    this.exits(table, exitsOf(table, this.map.network));
  }

  /** A gateway or an endpoint, with the tables that lead there. */
  part(id: string): void {
    const { network } = this.map;
    this.ids.add(id);
    const endpoint = network.endpoints.find((one) => one.id === id);
    for (const table of network.tables) {
      const exits = exitsOf(table, network).filter(({ to }) => to?.id === id);
      const [exit] = exits;
      const chip = this.chipOf(table);
      const gateway = this.edgeOf(id);
      if (exit) this.exit(table, exit);
      else if (endpoint?.tableIds.includes(table.id) && chip && gateway) this.draw(this.toEdge(chip, gateway));
      else continue;
      this.ids.add(table.id);
      this.subnetsOf(table);
    }
  }

  private subnetsOf(table: RouteTable): void {
    const held = new Set(subnetsOfTable(this.map.network, table));
    for (const { key, id } of this.map.subnets) if (held.has(id)) this.ids.add(key);
  }

  private exits(table: RouteTable, exits: readonly Exit[]): void {
    this.ids.add(table.id);
    for (const exit of exits) this.exit(table, exit);
  }

  private exit(table: RouteTable, { to, broken }: Exit): void {
    const chip = this.chipOf(table);
    if (!to || !chip || this.ids.has(`${table.id} ${to.id}`)) return;
    this.ids.add(`${table.id} ${to.id}`).add(to.id);
    const edge = this.edgeOf(to.id);
    if (edge) this.draw(this.toEdge(chip, edge), broken);
    else if (isNat(to)) this.throughNat(chip, to, broken);
    if (broken) return;
    if (edge?.item.outward) this.out(edge);
  }

  /** From the table down to the NAT gateway, and from there on by the table of its own subnet. */
  private throughNat(chip: Box, nat: Nat, broken: boolean): void {
    const cell = this.layout.cells.find(({ nats }) => nats.some((placed) => placed.nat.id === nat.id));
    const box = cell?.nats.find((placed) => placed.nat.id === nat.id);
    if (!cell || !box) return;
    const y = middle(box);
    const down = `M${right(chip)} ${middle(chip)}h${ASIDE}V${this.layout.lanes.zones + 6}H${right(cell) + 6}V${y}`;
    this.draw(`${down}H${right(box)}${arrowLeft(right(box), y)}`, broken);
    if (broken || nat.isPrivate || nat.subnetId === null) return;
    const way = this.map.network.ways.get(nat.subnetId);
    const own = way?.table ? this.chipOf(way.table) : null;
    if (!way?.table || !own) return;
    this.draw(`M${box.x} ${y}H${cell.x - 3}V${this.layout.lanes.zones - 6}${this.into(own)}`);
    this.exits(
      way.table,
      way.exits.filter(({ to }) => to !== null && !isNat(to)),
    );
  }

  /** From the lane beneath the tables into one of them, by the gap at its left. */
  private into(chip: Box): string {
    const y = middle(chip);
    return `H${chip.x - ASIDE}V${y}H${chip.x}${arrowRight(chip.x, y)}`;
  }

  private toEdge(chip: Box, gateway: Box): string {
    const y = middle(gateway);
    const up = `M${right(chip)} ${middle(chip)}h${ASIDE}V${this.layout.lanes.edge}H${gateway.x - ASIDE}V${y}`;
    return `${up}H${gateway.x}${arrowRight(gateway.x, y)}`;
  }

  private out(gateway: Box): void {
    const { internet } = this.layout;
    if (!internet) return;
    this.internet = true;
    this.draw(outward(gateway, internet));
  }

  private draw(d: string, broken = false): void {
    if (!this.lines.some((line) => line.d === d)) this.lines.push({ d, broken });
  }

  private edgeOf(id: string) {
    return this.layout.edge.find(({ item }) => item.part.id === id) ?? null;
  }

  private chipOf({ id }: RouteTable): Box | null {
    const holds = ({ table, more }: { table: RouteTable | null; more: readonly RouteTable[] }) =>
      table?.id === id || more.some((one) => one.id === id);
    return this.layout.tables.items.find(({ item }) => holds(item)) ?? null;
  }
}

/** From a gateway at the edge up to the internet. */
export function outward(gateway: Box, internet: Box): string {
  const x = gateway.x + gateway.width / 2;
  const to = bottom(internet);
  return `M${x} ${gateway.y}V${to}M${x - 4} ${to + ARROW + 1}L${x} ${to}L${x + 4} ${to + ARROW + 1}`;
}
