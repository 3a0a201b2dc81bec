// Where the arrow keys lead from subnet to subnet.
import type { Box } from "./box";
import type { Layout, PlacedSubnet } from "./layout";

type Arrow = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight";

const ARROWS: Record<Arrow, { along: "x" | "y"; sign: 1 | -1 }> = {
  ArrowUp: { along: "y", sign: -1 },
  ArrowDown: { along: "y", sign: 1 },
  ArrowLeft: { along: "x", sign: -1 },
  ArrowRight: { along: "x", sign: 1 },
};

/** What is beside counts more than what is near. */
const ASIDE = 3;

/** Where a key leads from a subnet: to the nearest in its direction, or to the ends; null for other keys. */
export function nextSubnet(layout: Layout, key: string, pressed: string): PlacedSubnet | null {
  const all = layout.cells.flatMap(({ subnets }) => subnets);
  const here = all.find(({ subnet }) => subnet.key === key) ?? all[0];
  if (!here) return null;
  if (pressed === "Home") return all[0] ?? null;
  if (pressed === "End") return all.at(-1) ?? null;
  if (!(pressed in ARROWS)) return null;
  const { along, sign } = ARROWS[pressed as Arrow];
  const across = along === "x" ? "y" : "x";
  const cost = (there: Box): number =>
    (there[along] - here[along]) * sign + ASIDE * Math.abs(there[across] - here[across]);
  const ahead = all.filter((there) => (there[along] - here[along]) * sign > 0);
  return ahead.reduce((best, there) => (cost(there) < cost(best) ? there : best), ahead[0] ?? here);
}
