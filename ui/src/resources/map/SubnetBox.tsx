// One subnet as a box: its name, its CIDR, its free addresses and how full it is; where there is room, also its route
// table and where that leads.
import { memo } from "react";

import { copy } from "../../copy";
import type { Network } from "../network";
import { fit, fitEnds, textWidth } from "./fit";
import { BOLD, INSET, SMALL, TITLE, WarningSign } from "./Frame";
import type { PlacedSubnet, Style } from "./layout";
import { factsOf, shortExits } from "./words";

const words = copy.map;

export interface SubnetBoxProps {
  readonly placed: PlacedSubnet;
  readonly network: Network;
  readonly style: Style;
  /** Whether a roomy box has a line for its route table. */
  readonly routes: boolean;
  /** Whether Tab comes to this one. */
  readonly isStop: boolean;
  readonly selected: boolean;
  /** Whether it is on the way that is shown. */
  readonly lit: boolean;
  readonly onSelect: (key: string) => void;
  readonly onFocus: (key: string) => void;
}

/** Kept as it is while the pointer goes over others. */
export const SubnetBox = memo(function SubnetBox(props: SubnetBoxProps) {
  const { placed, network, style, routes, isStop, selected, lit, onSelect, onFocus } = props;
  const { subnet, x, y, width, height } = placed;
  const { key, title, nearlyFull, used } = subnet;
  const room = width - 2 * INSET;
  const cidr = subnet.cidr ?? subnet.cidr6 ?? words.noCidr;
  const [first, second, third] = LINES[style];
  const roomy = style === "roomy";
  const free = fit(roomText(subnet, roomy), room, SMALL);
  const cidrRoom = style === "flat" ? room - textWidth(free, SMALL) - INSET : room;
  const line = `${title}, ${factsOf(subnet, network, true)}`;
  const meter = { x: INSET, y: roomy ? 62 : height - 10, height: roomy ? 6 : 5, rx: 2.5 };
  return (
    // The nested picture clips what is too long.
    <svg
      x={x}
      y={y}
      width={width}
      height={height}
      className="map-subnet"
      role="option"
      aria-selected={selected}
      aria-label={line}
      tabIndex={isStop ? 0 : -1}
      data-key={key}
      data-full={nearlyFull}
      data-lit={lit}
      onClick={(event) => {
        event.currentTarget.focus({ preventScroll: true });
        onSelect(key);
      }}
      onFocus={() => onFocus(key)}
    >
      <title>{line}</title>
      <rect className="map-box" x={1} y={1} width={width - 2} height={height - 2} rx={5} />
      <text x={INSET} y={first} className="map-title">
        {fitEnds(title, room - (nearlyFull ? 16 : 0), TITLE * BOLD)}
      </text>
      {nearlyFull && <WarningSign x={width - INSET - 13} y={6} />}
      <text
        x={INSET}
        y={second}
        className="map-cidr"
        {...(textWidth(cidr, SMALL) > cidrRoom ? { textLength: cidrRoom, lengthAdjust: "spacingAndGlyphs" } : {})}
      >
        {cidr}
      </text>
      <text
        x={style === "flat" ? width - INSET : INSET}
        y={third}
        className="map-secondary"
        textAnchor={style === "flat" ? "end" : "start"}
      >
        {free}
      </text>
      {used !== null && (
        <>
          <rect className="map-track" {...meter} width={room} />
          <rect className="map-used" {...meter} width={room * used} />
        </>
      )}
      {roomy && routes && <Route subnet={subnet} network={network} room={room} />}
    </svg>
  );
});

/** Where a box's name, CIDR and free addresses stand. */
const LINES: Record<Style, [number, number, number]> = {
  roomy: [20, 37, 54],
  small: [16, 30, 44],
  flat: [16, 30, 30],
};

function roomText({ free, usable, cidr6 }: PlacedSubnet["subnet"], roomy: boolean): string {
  if (free !== null && usable !== null) return words.inBox(free, usable, roomy);
  return usable === null && cidr6 !== null ? words.ipv6Only : words.unknownFree;
}

function Route({ subnet, network, room }: { subnet: PlacedSubnet["subnet"]; network: Network; room: number }) {
  const way = network.ways.get(subnet.id);
  const exits = shortExits(way?.exits ?? []);
  return (
    <>
      <text x={INSET} y={83} className="map-secondary">
        {fitEnds(way?.table?.title ?? copy.network.tableUnseen, room, SMALL)}
      </text>
      {way?.table && (
        <text x={INSET} y={97} className="map-secondary">
          {fit(copy.network.leads(exits), room, SMALL)}
        </text>
      )}
    </>
  );
}
