// The map itself. To assistive technology it is a list of subnets to choose from, grouped by tier and zone; lines,
// frames and gateways repeat what the names of subnets and groups say and are hidden.
import { type KeyboardEvent, type PointerEvent, type RefObject, useId, useMemo, useState } from "react";

import { copy } from "../../copy";
import type { Network } from "../network";
import { nextSubnet } from "./arrows";
import { Caption, NatChip } from "./Chips";
import { textWidth } from "./fit";
import { TITLE } from "./Frame";
import { Ground } from "./Ground";
import { layoutOf, type PlacedCell } from "./layout";
import { type Lit, litBy, type Subject } from "./lines";
import type { VpcMap } from "./map";
import { bringIntoSight, NamesAgain } from "./NamesAgain";
import { SubnetBox, type SubnetBoxProps } from "./SubnetBox";
import { summaryOf } from "./words";

const words = copy.map;

export interface VpcDrawingProps {
  readonly map: VpcMap;
  readonly width: number;
  readonly selectedKey: string | null;
  readonly onSelect: (key: string) => void;
  readonly drawing: RefObject<SVGSVGElement | null>;
}

export function VpcDrawing({ map, width, selectedKey, onSelect, drawing }: VpcDrawingProps) {
  const layout = useMemo(() => layoutOf(map, width), [map, width]);
  const described = useId();
  const [focused, setFocused] = useState<string | null>(null);
  const [pointed, point] = usePointed();
  // Only while the focus is on the map does it show the way out of what is focused.
  const [entered, setEntered] = useState(false);
  const keys = useMemo(() => new Set(map.subnets.map(({ key }) => key)), [map]);
  const first = layout.cells.find(({ subnets }) => subnets.length > 0)?.subnets[0]?.subnet.key ?? null;
  const stop = [focused, selectedKey].find((key) => key !== null && keys.has(key)) ?? first;
  const shown = [entered ? focused : null, selectedKey].find((key) => key !== null && keys.has(key)) ?? null;
  const subject = useMemo(
    () => pointed ?? (shown === null ? null : ({ type: "subnet", id: shown } as const)),
    [pointed, shown],
  );
  const lit = useMemo(() => litBy(map, layout, subject), [map, layout, subject]);

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

  return (
    <div className="map-whole">
      <NamesAgain layout={layout} drawing={drawing} />
      <p id={described} className="resources-spoken">
        {summaryOf(map)} {words.keys}
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
        onPointerOver={point}
        onPointerLeave={point}
        onFocus={() => setEntered(true)}
        onBlur={() => setEntered(false)}
      >
        <g aria-hidden="true">
          <Ground layout={layout} network={map.network} lit={lit} />
        </g>
        {layout.cells.map((cell) => (
          <Cell
            key={`${cell.tier} ${cell.zone.name ?? ""}`}
            cell={cell}
            network={map.network}
            style={layout.style}
            routes={layout.routes}
            stop={stop}
            selectedKey={selectedKey}
            lit={lit}
            onSelect={onSelect}
            onFocus={setFocused}
          />
        ))}
      </svg>
    </div>
  );
}

/** The subject that an element of the map stands for. */
function subjectOf(target: EventTarget): Subject | null {
  if (!(target instanceof Element)) return null;
  const key = target.closest("[data-key]")?.getAttribute("data-key");
  if (key) return { type: "subnet", id: key };
  const point = target.closest("[data-point]")?.getAttribute("data-point");
  if (!point) return null;
  return point.startsWith("rtb-") ? { type: "table", id: point } : { type: "part", id: point };
}

/** What the pointer is on. */
function usePointed(): [Subject | null, (event: PointerEvent) => void] {
  const [pointed, setPointed] = useState<Subject | null>(null);
  const point = (event: PointerEvent) => {
    const next = event.type === "pointerleave" ? null : subjectOf(event.target);
    setPointed((before) => (before?.type === next?.type && before?.id === next?.id ? before : next));
  };
  return [pointed, point];
}

interface CellProps extends Pick<SubnetBoxProps, "style" | "routes" | "network" | "onSelect" | "onFocus"> {
  readonly cell: PlacedCell;
  readonly network: Network;
  readonly stop: string | null;
  readonly selectedKey: string | null;
  readonly lit: Lit;
}

function Cell({ cell, stop, selectedKey, lit, ...rest }: CellProps) {
  const { tier, zone, subnets, groups, nats, x, y, width } = cell;
  if (subnets.length === 0) {
    const none = words.emptyCell(tier);
    return (
      <text x={x} y={y + 16} className="map-none" aria-hidden="true">
        {textWidth(none, TITLE) > width ? words.none : none}
      </text>
    );
  }
  return (
    <>
      {groups.map((placed) => (
        <Caption key={placed.y} placed={placed} />
      ))}
      <g role="group" aria-label={words.cell(tier, zone.name)}>
        {subnets.map((placed) => (
          <SubnetBox
            key={placed.subnet.key}
            placed={placed}
            isStop={placed.subnet.key === stop}
            selected={placed.subnet.key === selectedKey}
            lit={lit.ids.has(placed.subnet.key)}
            {...rest}
          />
        ))}
      </g>
      <g aria-hidden="true">
        {nats.map((placed) => (
          <NatChip key={placed.nat.id} placed={placed} lit={lit} />
        ))}
      </g>
    </>
  );
}
