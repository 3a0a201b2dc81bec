// A subnet in one line of words, for its name on the map and for the map in words.
import { copy } from "../../copy";
import type { Subnet } from "./map";

export function lineOf(subnet: Subnet, withPlace = true): string {
  const cidrs = [subnet.cidr, subnet.cidr6].filter((cidr) => cidr !== null);
  return copy.map.subnet({ ...subnet, cidrs }, withPlace);
}
