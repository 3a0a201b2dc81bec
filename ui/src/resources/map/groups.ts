// The subnets of a cell by route table.
import type { Network, Way } from "../network";
import type { Subnet } from "./map";

export interface Group {
  readonly way: Way | null;
  readonly subnets: readonly Subnet[];
  /** Whether its route table is named above it. */
  readonly named: boolean;
}

/** In the order of the tables' names, those whose table was not seen last; or all as one where names would be most of it. */
export function groupsOf(subnets: readonly Subnet[], network: Network, boxesNameIt: boolean): Group[] {
  const all = { way: null, subnets, named: false };
  if (subnets.length === 0) return [];
  if (boxesNameIt || network.tables.length === 0) return [all];
  const order = new Map(network.tables.map(({ id }, at) => [id, at]));
  const groups = new Map<number, { way: Way | null; subnets: Subnet[] }>();
  for (const subnet of subnets) {
    const way = network.ways.get(subnet.id) ?? null;
    const at = order.get(way?.table?.id ?? "") ?? order.size;
    const group = groups.get(at);
    if (group) group.subnets.push(subnet);
    else groups.set(at, { way, subnets: [subnet] });
  }
  const found = [...groups].sort(([a], [b]) => a - b).map(([, group]) => ({ ...group, named: true }));
  const worthIt = found.length === 1 || found.length * 2 <= subnets.length;
  return worthIt ? found : [{ ...all, subnets: found.flatMap((group) => group.subnets) }];
}
