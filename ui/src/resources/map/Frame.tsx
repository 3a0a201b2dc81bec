// Shapes that the map's parts share, and the sizes of its letters.
import type { Box } from "./box";

export const INSET = 8;
/** Where the names of zones and bands begin: beside the lines that run there. */
export const NAMES = 14;
export const TITLE = 12;
export const SMALL = 11;
/** How much wider semi-bold letters are. */
export const BOLD = 1.06;

export function Frame({ box, className, radius }: { box: Box; className: string; radius: number }) {
  const { x, y, width, height } = box;
  return <rect className={className} x={x + 0.5} y={y + 0.5} width={width - 1} height={height - 1} rx={radius} />;
}

const WARNING = "M6.5 1 12.5 12H.5zM6.5 4.8v3.4M6.5 9.9v.6";

/** The sign of what needs attention, 13 pixels wide. */
export function WarningSign({ x, y }: { x: number; y: number }) {
  return <path className="map-sign" transform={`translate(${x} ${y})`} d={WARNING} />;
}
