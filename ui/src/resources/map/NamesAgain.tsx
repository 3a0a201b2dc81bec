// The names of the zones and of the tier in sight, while the map is scrolled past them.
import { type RefObject, useEffect, useState } from "react";

import { copy } from "../../copy";
import { fit } from "./fit";
import { INSET, NAMES, SMALL, TITLE } from "./Frame";
import { type Layout, tierAt } from "./layout";
import type { Tier } from "./map";

const words = copy.map;

/** What stands above the drawing in its scroller. */
const MARGIN = 12;
/** The height of the names that are said again. */
const AGAIN = 40;

/** Brings a subnet into sight, not beneath the names that are said again. */
export function bringIntoSight(box: SVGElement): void {
  box.scrollIntoView({ block: "nearest", inline: "nearest" });
  const scroller = box.closest(".map-scroller");
  if (!scroller) return;
  const hidden = scroller.getBoundingClientRect().top + AGAIN + INSET - box.getBoundingClientRect().top;
  if (hidden > 0) scroller.scrollTop -= hidden;
}

export function NamesAgain({ layout, drawing }: { layout: Layout; drawing: RefObject<SVGSVGElement | null> }) {
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
            <text x={x + NAMES} y={17} className="map-heading">
              {fit(zone.name ?? words.zoneUnknown, width - NAMES - INSET, TITLE + 1)}
            </text>
            <text x={x + NAMES} y={31} className="map-secondary">
              {fit(words.tier[tier], width - NAMES - INSET, SMALL)}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}
