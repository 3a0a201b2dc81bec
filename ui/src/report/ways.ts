// The remedies of a check by who can mend it.
import { type Change, changeIn } from "../components/change";
import type { Audience } from "../ipc/generated/Audience";
import type { Remedy } from "../ipc/generated/Remedy";

/** One remedy, and its place among the check's. */
export interface Way {
  index: number;
  remedy: Remedy;
  /** What its text changes, where that is known. */
  change: Change | null;
}

export interface Mender {
  audience: Audience;
  ways: Way[];
}

/** In the order of the first remedy of each. */
export function menders(remedies: readonly Remedy[]): Mender[] {
  const found = new Map<Audience, Way[]>();
  for (const way of shownOnce(remedies)) {
    const ways = found.get(way.remedy.audience);
    if (ways) ways.push(way);
    else found.set(way.remedy.audience, [way]);
  }
  return [...found].map(([audience, ways]) => ({ audience, ways }));
}

/** A text and its change against the present one are one remedy to read: the change shows both. */
function shownOnce(remedies: readonly Remedy[]): Way[] {
  const ways = remedies.map((remedy, index): Way => ({ remedy, index, change: changeIn(remedy.snippet ?? "") }));
  const changeOf = (way: Way) =>
    ways.find(
      ({ change, remedy }) => remedy.audience === way.remedy.audience && change?.corrected === way.remedy.snippet,
    );
  const shown = new Set(ways.map((way) => changeOf(way)?.index));
  return ways
    .map((way) => ({ ...way, change: way.change ?? changeOf(way)?.change ?? null }))
    .filter(({ index }) => !shown.has(index));
}
