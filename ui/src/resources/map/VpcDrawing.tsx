// The map itself. To assistive technology it is a list of subnets to choose from, grouped by tier and zone; lines and
// frames repeat what the names of the groups say and are hidden.
import { type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useRef, useState } from "react";

import { copy } from "../../copy";
import { fit, textWidth } from "./fit";
import {
  type Box,
  type Layout,
  layoutOf,
  tierAt,
  nextSubnet,
  type PlacedCell,
  type PlacedTier,
  type PlacedZone,
} from "./layout";
import type { Tier, VpcMap } from "./map";
import { SubnetBox, type SubnetBoxProps } from "./SubnetBox";

const words = copy.map;

const INSET = 8;
const TITLE = 12;
const SMALL = 11;
/** What stands above the drawing in its scroller. */
const MARGIN = 12;
/** The height of the names that are said again. */
const AGAIN = 40;

export interface VpcDrawingProps {
  readonly map: VpcMap;
  readonly width: number;
  readonly selectedKey: string | null;
  readonly onSelect: (key: string) => void;
}

export function VpcDrawing({ map, width, selectedKey, onSelect }: VpcDrawingProps) {
  const layout = useMemo(() => layoutOf(map, width), [map, width]);
  const described = useId();
  const drawing = useRef<SVGSVGElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const keys = new Set(map.subnets.map(({ key }) => key));
  const first = layout.cells.find(({ subnets }) => subnets.length > 0)?.subnets[0]?.subnet.key ?? null;
  const stop = [focused, selectedKey].find((key) => key !== null && keys.has(key)) ?? first;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || stop === null) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      onSelect(stop);
      return;
    }
    const next = nextSubnet(layout, stop, event.key);
    if (!next) return;
    event.preventDefault();
    const box = drawing.current?.querySelector<SVGElement>(`[data-key="${CSS.escape(next.subnet.key)}"]`);
    if (!box) return;
    box.focus({ preventScroll: true });
    bringIntoSight(box);
  };

  const counts = map.tiers.map((tier) =>
    words.tierCount(tier, map.subnets.filter((subnet) => subnet.tier === tier).length),
  );
  const zones = map.zones.map(({ name }) => name ?? words.zoneUnknown);
  return (
    <div className="map-whole">
      <NamesAgain layout={layout} drawing={drawing} />
      <p id={described} className="resources-spoken">
        {words.summary(map.vpc.title, map.subnets.length, zones, counts)} {words.keys}
      </p>
      <svg
        ref={drawing}
        className="map-drawing"
        width={layout.width}
        height={layout.height}
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        role="listbox"
        aria-label={words.label(map.vpc.title)}
        aria-describedby={described}
        onKeyDown={onKeyDown}
      >
        <g aria-hidden="true">
          <Frame className="map-frame" box={layout.frame} radius={8} />
          {layout.tiers.map((band) => (
            <Frame key={band.tier} className="map-band" box={band} radius={6} />
          ))}
          {layout.zones.map((zone) => (
            <ZoneColumn key={zone.zone.name ?? ""} placed={zone} />
          ))}
          {layout.tiers.map((band) => (
            <TierWords key={band.tier} band={band} />
          ))}
          {layout.internet && <Internet box={layout.internet} />}
          {layout.ways.map(({ x, from, to }) => (
            <path
              key={x}
              className="map-way"
              d={`M${x} ${from}V${to}M${x - 4} ${to - 6}L${x} ${to}L${x + 4} ${to - 6}`}
            />
          ))}
        </g>
        {layout.cells.map((cell) => (
          <Cell
            key={`${cell.tier} ${cell.zone.name ?? ""}`}
            cell={cell}
            style={layout.style}
            stop={stop}
            selectedKey={selectedKey}
            onSelect={onSelect}
            onFocus={setFocused}
          />
        ))}
      </svg>
    </div>
  );
}

/** Brings a subnet into sight, not beneath the names that are said again. */
function bringIntoSight(box: SVGElement): void {
  box.scrollIntoView({ block: "nearest", inline: "nearest" });
  const scroller = box.closest(".map-scroller");
  if (!scroller) return;
  const hidden = scroller.getBoundingClientRect().top + AGAIN + INSET - box.getBoundingClientRect().top;
  if (hidden > 0) scroller.scrollTop -= hidden;
}

/** The names of the zones and of the tier in sight, while the map is scrolled past them. */
function NamesAgain({ layout, drawing }: { layout: Layout; drawing: RefObject<SVGSVGElement | null> }) {
  const [tier, setTier] = useState<Tier | null>(null);
  useEffect(() => {
    const scroller = drawing.current?.closest(".map-scroller");
    if (!scroller) return undefined;
    const look = () => setTier(tierAt(layout, scroller.scrollTop + AGAIN - MARGIN));
    look();
    scroller.addEventListener("scroll", look, { passive: true });
    return () => scroller.removeEventListener("scroll", look);
  }, [layout, drawing]);
  if (tier === null) return null;
  return (
    <div className="map-again" aria-hidden="true">
      <svg className="map-drawing" width={layout.width} height={AGAIN}>
        {layout.zones.map(({ zone, x, width }) => (
          <g key={zone.name ?? ""}>
            <text x={x + INSET} y={17} className="map-heading">
              {fit(zone.name ?? words.zoneUnknown, width - 2 * INSET, TITLE + 1)}
            </text>
            <text x={x + INSET} y={31} className="map-secondary">
              {fit(words.tier[tier], width - 2 * INSET, SMALL)}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}

function Frame({ box, className, radius }: { box: Box; className: string; radius: number }) {
  const { x, y, width, height } = box;
  return <rect className={className} x={x + 0.5} y={y + 0.5} width={width - 1} height={height - 1} rx={radius} />;
}

function TierWords({ band }: { band: PlacedTier }) {
  const name = words.tier[band.tier];
  const room = band.width - 3 * INSET - textWidth(name, TITLE + 1);
  return (
    <text x={band.x + INSET} y={band.y + 18} className="map-heading map-band-words">
      {name}
      <tspan className="map-secondary" dx={INSET}>
        {fit(`${words.subnets(band.count)}, ${words.tierHelp[band.tier]}`, room, SMALL)}
      </tspan>
    </text>
  );
}

function ZoneColumn({ placed }: { placed: PlacedZone }) {
  const { zone, x, y, width } = placed;
  const room = width - 2 * INSET - 2 * TITLE;
  return (
    <g>
      <Frame className="map-zone" box={placed} radius={6} />
      <text x={x + INSET} y={y + 17} className="map-heading">
        {fit(zone.name ?? words.zoneUnknown, room, TITLE + 1)}
      </text>
      {zone.id !== null && (
        <text x={x + INSET} y={y + 31} className="map-secondary">
          {fit(zone.id, room, SMALL)}
        </text>
      )}
    </g>
  );
}

function Internet({ box }: { box: Box }) {
  return (
    <g className="map-internet">
      <Frame className="map-strip" box={box} radius={15} />
      <g transform="translate(14 7)">
        <circle cx={8} cy={8} r={6.5} />
        <path d="M1.5 8h13M8 1.5c-4 3.6-4 9.4 0 13M8 1.5c4 3.6 4 9.4 0 13" />
      </g>
      <text x={38} y={20} className="map-heading">
        {words.internet}
      </text>
    </g>
  );
}

interface CellProps extends Pick<SubnetBoxProps, "style" | "onSelect" | "onFocus"> {
  readonly cell: PlacedCell;
  readonly stop: string | null;
  readonly selectedKey: string | null;
}

function Cell({ cell, stop, selectedKey, ...rest }: CellProps) {
  const { tier, zone, subnets, x, y, width } = cell;
  if (subnets.length === 0) {
    const none = words.emptyCell(tier);
    return (
      <text x={x} y={y + 16} className="map-none" aria-hidden="true">
        {textWidth(none, TITLE) > width ? words.none : none}
      </text>
    );
  }
  return (
    <g role="group" aria-label={words.cell(tier, zone.name)}>
      {subnets.map((placed) => (
        <SubnetBox
          key={placed.subnet.key}
          placed={placed}
          isStop={placed.subnet.key === stop}
          selected={placed.subnet.key === selectedKey}
          {...rest}
        />
      ))}
    </g>
  );
}
