// One subnet as a box: its name, its CIDR, its free addresses and how full it is.
import { copy } from "../../copy";
import { fit, fitEnds, textWidth } from "./fit";
import type { PlacedSubnet, Style } from "./layout";
import { factsOf } from "./words";

const words = copy.map;

const INSET = 8;
const TITLE = 12;
const SMALL = 11;
/** How much wider semi-bold letters are. */
const BOLD = 1.06;

export interface SubnetBoxProps {
  readonly placed: PlacedSubnet;
  readonly style: Style;
  /** Whether Tab comes to this one. */
  readonly isStop: boolean;
  readonly selected: boolean;
  readonly onSelect: (key: string) => void;
  readonly onFocus: (key: string) => void;
}

export function SubnetBox({ placed, style, isStop, selected, onSelect, onFocus }: SubnetBoxProps) {
  const { subnet, x, y, width, height } = placed;
  const { key, title, nearlyFull, used } = subnet;
  const room = width - 2 * INSET;
  const cidr = subnet.cidr ?? subnet.cidr6 ?? words.noCidr;
  const [first, second, third] = LINES[style];
  const roomy = style === "roomy";
  const free = fit(roomText(subnet, roomy), room, SMALL);
  const cidrRoom = style === "flat" ? room - textWidth(free, SMALL) - INSET : room;
  const line = `${title}, ${factsOf(subnet, true)}`;
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
      {nearlyFull && <path className="map-sign" transform={`translate(${width - INSET - 13} 6)`} d={WARNING} />}
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
          <rect
            className="map-track"
            x={INSET}
            y={height - (roomy ? 14 : 10)}
            width={room}
            height={roomy ? 6 : 5}
            rx={2.5}
          />
          <rect
            className="map-used"
            x={INSET}
            y={height - (roomy ? 14 : 10)}
            width={room * used}
            height={roomy ? 6 : 5}
            rx={2.5}
          />
        </>
      )}
    </svg>
  );
}

/** Where a box's name, CIDR and free addresses stand. */
const LINES: Record<Style, [number, number, number]> = {
  roomy: [20, 37, 54],
  small: [16, 30, 44],
  flat: [16, 30, 30],
};

const WARNING = "M6.5 1 12.5 12H.5zM6.5 4.8v3.4M6.5 9.9v.6";

function roomText({ free, usable, cidr6 }: PlacedSubnet["subnet"], roomy: boolean): string {
  if (free !== null && usable !== null) return words.inBox(free, usable, roomy);
  return usable === null && cidr6 !== null ? words.ipv6Only : words.unknownFree;
}
