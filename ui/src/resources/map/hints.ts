// What the map says to someone who wants to provision into this VPC. Each hint follows from what AWS listed; where
// something was not seen, that is the hint.
import { copy } from "../../copy";
import type { Outcome } from "../../ipc/generated/Outcome";
import { OUTCOME } from "../copy";
import { overlaps, parseRange } from "../net";
import { type Hint, info, warning } from "./hint";
import { inCell, NEARLY_FULL, type Tier, type VpcMap, type VpcRef } from "./map";
import { hintsOfNetwork, knowsNoNat, unseenNetwork, zonesLeft } from "./networkHints";

const words = copy.map.hint;

/** Below this share of the address space, what is left is a warning. */
const LITTLE_LEFT = 0.1;

const ANSWERED: ReadonlySet<Outcome> = new Set<Outcome>(["found", "empty"]);

/** Warnings first. */
export function hintsOf(map: VpcMap, vpcs: readonly VpcRef[]): Hint[] {
  const hints = [
    ...unseen(map),
    ...unseenNetwork(map),
    ...ofZones(map),
    ...ofTiers(map),
    ...hintsOfNetwork(map),
    ...ofFull(map),
    ...ofOverlaps(map.vpc, vpcs),
    ...ofSpace(map),
  ];
  return hints.toSorted((a, b) => Number(a.level === "info") - Number(b.level === "info"));
}

function unseen({ vpc, answer, pending, subnets }: VpcMap): Hint[] {
  const hints: Hint[] = [];
  const answered = answer === null || ANSWERED.has(answer.outcome);
  if (pending) hints.push(info("pending", words.pending()));
  else if (!answered) hints.push(warning("gap", words.gap(vpc.place, OUTCOME[answer.outcome])));
  if (!vpc.listed) hints.push(warning("notListed", words.notListed()));
  if (vpc.sharedBy !== null) hints.push(info("shared", words.shared(vpc.sharedBy)));
  const unknown = subnets.filter(({ tier }) => tier === "unknown").length;
  if (unknown > 0)
    hints.push(warning("tierUnknown", words.tierUnknown(unknown, answered ? (answer?.detail ?? null) : null)));
  return hints;
}

function ofZones(map: VpcMap): Hint[] {
  const { zones, subnets } = map;
  const regional = zones.filter((zone) => zone.regional);
  const [only] = regional.length > 0 ? regional : zones;
  // A subnet whose zone is not known may well be in a second one.
  if (regional.length > 1 || only?.name == null || subnets.some(({ zone }) => zone === null)) return [];
  return [warning("oneZone", words.oneZone(only.name, zonesLeft(map)))];
}

function ofTiers(map: VpcMap): Hint[] {
  const { tiers, zones, subnets } = map;
  if (subnets.length === 0) return [];
  const hints: Hint[] = [];
  const known = !tiers.includes("unknown");
  // Where there is no NAT gateway either, that hint says both.
  if (known && !tiers.includes("private") && !knowsNoNat(map)) hints.push(warning("noPrivate", words.noPrivate()));
  for (const tier of tiers) {
    const without = tier === "unknown" ? [] : zonesWithout(map, tier);
    if (without.length > 0 && without.length < zones.length)
      hints.push(warning("missingTier", words.missingTier(tier, without)));
  }
  return hints;
}

/** The availability zones with no subnet of this tier, but for those where it may be one of the unknown. */
function zonesWithout(map: VpcMap, tier: Tier): string[] {
  const without = map.zones.filter(
    (zone) => zone.regional && inCell(map, tier, zone).length === 0 && inCell(map, "unknown", zone).length === 0,
  );
  return without.map(({ name }) => name ?? "");
}

function ofFull({ subnets }: VpcMap): Hint[] {
  const full = subnets.filter(({ nearlyFull }) => nearlyFull).sort((a, b) => (a.free ?? 0) - (b.free ?? 0));
  if (full.length === 0) return [];
  const named = full.map(({ title, free, usable }) => words.freeIn(title, free ?? 0, usable ?? 0));
  return [warning("nearlyFull", words.nearlyFull(NEARLY_FULL, named))];
}

export interface Overlap {
  readonly mine: string;
  readonly other: string;
  readonly vpc: VpcRef;
}

/** Where this VPC's CIDRs meet those of others, in any region: what overlaps cannot be peered. */
export function overlapsOf(vpc: VpcRef, vpcs: readonly VpcRef[]): Overlap[] {
  const own = [...vpc.cidrs, ...vpc.cidrs6].map((cidr) => ({ cidr, range: parseRange(cidr) }));
  const found: Overlap[] = [];
  for (const other of vpcs) {
    if (other.key === vpc.key) continue;
    for (const cidr of [...other.cidrs, ...other.cidrs6]) {
      const range = parseRange(cidr);
      const met = own.find((mine) => mine.range && range && overlaps(mine.range, range));
      if (met) found.push({ mine: met.cidr, other: cidr, vpc: other });
    }
  }
  return found;
}

function ofOverlaps(vpc: VpcRef, vpcs: readonly VpcRef[]): Hint[] {
  const met = overlapsOf(vpc, vpcs);
  if (met.length === 0) return [];
  const pairs = met.map(({ mine, other, vpc: { title, place } }) => words.overlapOf(mine, other, title, place));
  const usual = vpc.isDefault && met.every(({ vpc: { isDefault } }) => isDefault);
  if (usual) return [info("overlapDefault", words.overlapDefault(pairs))];
  return [warning("overlap", words.overlap(pairs, new Set(met.map(({ vpc: { key } }) => key)).size === 1))];
}

function ofSpace({ space }: VpcMap): Hint[] {
  if (space === null) return [];
  const { left, total, largest } = space;
  if (largest === null) return [warning("none", words.none())];
  const text = words.left(left, total, largest);
  return [left / total < LITTLE_LEFT ? warning("left", text) : info("left", text)];
}
