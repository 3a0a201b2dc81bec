// Gateways, route tables and endpoints on the map: a sign, a name, and a line about it. They repeat what the names of
// the subnets and the map in words say, and are hidden from assistive technology with the other frames.
import type { ReactNode } from "react";

import { copy } from "../../copy";
import { exitsOf, type Nat, type Network } from "../network";
import type { Box } from "./box";
import { fit, fitEnds, textWidth } from "./fit";
import { BOLD, Frame, INSET, SMALL, TITLE, WarningSign } from "./Frame";
import type { PlacedGroup, PlacedNat } from "./layout";
import type { Lit } from "./lines";
import { type EdgePart, LINE, type Placed, type PlacedEndpoints, type TableChip } from "./surroundings";
import { shortExits } from "./words";

const words = copy.network;

/** Where a chip's words begin: after its sign. */
const INDENT = 32;

const SIGNS = {
  internet: <path d="M1.5 14.5v-9a6.5 6.5 0 0 1 13 0v9zM8 12V5M5.5 7.5 8 5l2.5 2.5" />,
  egress: <path d="M1.5 14.5v-9a6.5 6.5 0 0 1 13 0v9M4 10.5 12 4M8 3.6l4 .4-.4 4" />,
  nat: <path d="M1.5 2.5h13v11h-13zM4 8h7.5M8.8 5.2 11.6 8l-2.8 2.8" />,
  endpoint: <path d="M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM8 10.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z" />,
  table: <path d="M1.5 2.5h13v11h-13zM1.5 6h13M1.5 9.8h13M6 6v7.5" />,
};

interface ChipProps {
  readonly box: Box;
  readonly sign: keyof typeof SIGNS;
  readonly title: string;
  readonly lines: readonly string[];
  readonly point: string;
  readonly lit: boolean;
  /** Whether it leads nowhere. */
  readonly broken: boolean;
  readonly warned?: boolean;
}

function Chip({ box, sign, title, lines, point, lit, broken, warned = broken }: ChipProps) {
  const room = box.width - INDENT - INSET;
  return (
    <g className="map-chip" data-point={point} data-lit={lit} data-broken={broken}>
      <title>{[title, ...lines].join(", ")}</title>
      <Frame className="map-box" box={box} radius={5} />
      <Icon x={box.x + 9} y={box.y + box.height / 2 - 8}>
        {SIGNS[sign]}
      </Icon>
      <text x={box.x + INDENT} y={box.y + 17} className="map-title">
        {fitEnds(title, room - (warned ? 16 : 0), TITLE * BOLD)}
      </text>
      {warned && <WarningSign x={box.x + box.width - INSET - 13} y={box.y + 6} />}
      {lines.map((line, nth) => (
        <text key={line} x={box.x + INDENT} y={box.y + 32 + nth * 15} className="map-secondary">
          {fit(line, room, SMALL)}
        </text>
      ))}
    </g>
  );
}

function Icon({ x, y, children }: { x: number; y: number; children: ReactNode }) {
  return (
    <g className="map-icon" transform={`translate(${x} ${y})`}>
      {children}
    </g>
  );
}

export function EdgeChip({ placed, lit }: { placed: Placed<EdgePart>; lit: Lit }) {
  const { type, part } = placed.item;
  const state = words.stateText(part.state);
  return (
    <Chip
      box={placed}
      sign={type}
      title={part.title}
      lines={[words.exit(edgeLine(placed.item), state)]}
      point={part.id}
      lit={lit.ids.has(part.id)}
      broken={"gone" in part && part.gone}
    />
  );
}

function edgeLine(item: EdgePart): string {
  switch (item.type) {
    case "internet":
      return words.internetGateway;
    case "egress":
      return words.egressOnly;
    case "nat":
      return natLine(item.part);
    case "endpoint":
      return words.edgeEndpoint(item.part.service);
  }
}

function natLine({ addresses, isPrivate }: Nat): string {
  return words.natLine(isPrivate ? words.natPrivate : addresses.join(", ") || words.noAddress);
}

export function NatChip({ placed, lit }: { placed: PlacedNat; lit: Lit }) {
  const { nat } = placed;
  const state = words.stateText(nat.state);
  const address = nat.isPrivate ? words.natPrivate : nat.addresses.join(", ") || words.noAddress;
  return (
    <Chip
      box={placed}
      sign="nat"
      title={nat.title}
      lines={[state === "" ? words.natLine(address) : words.exit(words.one.nat_gateway, state)]}
      point={nat.id}
      lit={lit.ids.has(nat.id)}
      broken={nat.gone}
    />
  );
}

export function TableBox({ placed, network, lit }: { placed: Placed<TableChip>; network: Network; lit: Lit }) {
  const { table, more, subnets } = placed.item;
  if (table === null) {
    return (
      <Chip
        box={placed}
        sign="table"
        title={words.moreTables(more.length)}
        lines={[words.tableLine(subnets, false)]}
        point=""
        lit={more.some(({ id }) => lit.ids.has(id))}
        broken={false}
      />
    );
  }
  const exits = exitsOf(table, network);
  return (
    <Chip
      box={placed}
      sign="table"
      title={table.title}
      lines={[words.tableLine(subnets, table.main), words.leads(shortExits(exits))]}
      point={table.id}
      lit={lit.ids.has(table.id)}
      broken={exits.some(({ broken }) => broken)}
      warned={exits.some(({ broken }) => broken) || table.routes.some(({ blackhole }) => blackhole)}
    />
  );
}

/** The route table of the subnets beneath. */
export function Caption({ placed: { group, x, y, width } }: { placed: PlacedGroup }) {
  const { way, subnets } = group;
  const table = words.caption(way?.table?.title ?? words.tableUnseen, subnets.length);
  const all = way?.table ? `${table} ${words.leads(shortExits(way.exits))}` : table;
  return (
    <text x={x} y={y + 11} className="map-secondary" aria-hidden="true">
      {textWidth(all, SMALL) <= width ? all : fit(table, width, SMALL)}
    </text>
  );
}

export function ZoneEndpoints({ placed }: { placed: PlacedEndpoints }) {
  const { zone, endpoints, more, x, y, width } = placed;
  const lines = endpoints.map(({ id, service, title, state }) => ({
    id,
    text: words.zoneEndpoint(service, title === id ? "" : title, words.stateText(state)),
  }));
  const last = more > 0 ? words.more(more) : lines.length === 0 ? words.none : null;
  return (
    <g>
      {lines.map(({ id, text }, nth) => (
        <g key={`${id} ${zone.name ?? ""}`}>
          <title>{text}</title>
          <text x={x} y={y + 11 + nth * LINE} className="map-cidr">
            {fit(text, width, SMALL)}
          </text>
        </g>
      ))}
      {last !== null && (
        <text x={x} y={y + 11 + lines.length * LINE} className="map-none">
          {last}
        </text>
      )}
    </g>
  );
}
