// The remedies of a check by who can mend it.
import { type Change, changeIn } from "../components/change";
import type { Audience } from "../ipc/generated/Audience";
import type { Check } from "../ipc/generated/Check";
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

export interface MendOf {
  /** The check whose remedies are shown here, the one that tells the most; null where they are shown elsewhere. */
  of: Check | null;
  /** Where they are shown. */
  at: Check;
}

/** Where a check's remedies are shown: what mends several is told once, at the first of them. */
export function mendOf(check: Check, among: readonly Check[]): MendOf {
  const fullest = fullestOf(check, among);
  const at = among.find((one) => fullestOf(one, among) === fullest) ?? check;
  return { of: at === check ? fullest : null, at };
}

/** The check with the most remedies that has all of this one's. */
function fullestOf(check: Check, among: readonly Check[]): Check {
  const covers = (one: Check) => check.remedies.every((remedy) => one.remedies.some((other) => same(remedy, other)));
  const covering = check.remedies.length === 0 ? [check] : among.filter(covers);
  return covering.reduce(
    (most, one) => (one.remedies.length > most.remedies.length ? one : most),
    covering[0] ?? check,
  );
}

const same = (one: Remedy, other: Remedy): boolean =>
  one.audience === other.audience && one.text === other.text && one.snippet === other.snippet;
