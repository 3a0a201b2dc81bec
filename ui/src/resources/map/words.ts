// What is said of a subnet, for its name on the map and for the map in words.
import { copy } from "../../copy";
import type { Subnet } from "./map";

export function factsOf(subnet: Subnet, withPlace: boolean): string {
  const cidrs = [subnet.cidr, subnet.cidr6].filter((cidr) => cidr !== null);
  return copy.map.facts({ ...subnet, cidrs }, withPlace);
}
