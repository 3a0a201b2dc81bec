// The parts of a VPC's network as lists with what is said of each, for the map in words and for the details.
import { copy } from "../../copy";
import type { NetworkKind } from "../../ipc/generated/NetworkKind";
import type { Network, Part } from "../network";
import { endpointFacts, gatewayFacts, natFacts, tableFacts } from "./words";

const words = copy.network;

export interface PartList {
  readonly title: string;
  readonly parts: readonly { readonly part: Part; readonly facts: string }[];
  /** The kinds that would stand here. */
  readonly kinds: readonly NetworkKind[];
}

function listed<P extends Part>(
  title: string,
  kinds: PartList["kinds"],
  parts: readonly P[],
  factsOf: (part: P) => string,
) {
  return { title, kinds, parts: parts.map((part) => ({ part, facts: factsOf(part) })) };
}

/** In the order from the internet inwards. */
export function listsOf(network: Network): PartList[] {
  const { internet, egressOnly, nats, endpoints, tables } = network;
  return [
    listed(
      words.gateways,
      ["internet_gateway", "egress_only_internet_gateway"],
      [...internet, ...egressOnly],
      gatewayFacts,
    ),
    listed(words.nats, ["nat_gateway"], nats, natFacts),
    listed(words.endpoints, ["vpc_endpoint"], endpoints, endpointFacts),
    listed(words.tables, ["route_table"], tables, (table) => tableFacts(table, network)),
  ];
}
