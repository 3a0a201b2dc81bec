// How much of a VPC's address space its subnets take, and what is left of it.
import { parseRange, type Range4, type Range6 } from "../net";

/** The addresses of every subnet that AWS keeps for itself: the first four and the last. */
export const RESERVED = 5;

const RANGES_OF_SUBNETS = { largest: 16, smallest: 28 };

export interface Space {
  /** Addresses in the VPC's IPv4 CIDRs. */
  readonly total: number;
  /** Of them in subnets. */
  readonly given: number;
  readonly left: number;
  /** The largest subnet that can still be made, as a CIDR; null when not even the smallest fits. */
  readonly largest: string | null;
}

export interface Space6 {
  /** Blocks of /64, which is what one subnet takes as a rule. */
  readonly total: number;
  readonly given: number;
}

export function range4(cidr: string | null): Range4 | null {
  const range = cidr === null ? null : parseRange(cidr);
  return range?.family === 4 ? range : null;
}

function range6(cidr: string): Range6 | null {
  const range = parseRange(cidr);
  return range?.family === 6 ? range : null;
}

/** How many addresses of a subnet can be used at all. */
export function usable(cidr: string | null): number | null {
  const range = range4(cidr);
  return range === null ? null : Math.max(0, range.end - range.start + 1 - RESERVED);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Sorted, and without what is in two of them. */
function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && span.start <= last.end) result[result.length - 1] = { ...last, end: Math.max(last.end, span.end) };
    else result.push({ start: span.start, end: span.end });
  }
  return result;
}

/** What of `whole` is in none of `parts`, which are sorted and do not overlap. */
function gaps(whole: Span, parts: readonly Span[]): Span[] {
  const result: Span[] = [];
  let from = whole.start;
  for (const { start, end } of parts) {
    if (end < from || start > whole.end) continue;
    if (start > from) result.push({ start: from, end: start - 1 });
    from = end + 1;
  }
  if (from <= whole.end) result.push({ start: from, end: whole.end });
  return result;
}

function sizeOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start + 1, 0);
}

export function addressText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

/** The shortest prefix of a block that lies in one of the gaps, and where. */
function largestBlock(left: readonly Span[]): string | null {
  for (let prefix = RANGES_OF_SUBNETS.largest; prefix <= RANGES_OF_SUBNETS.smallest; prefix++) {
    const size = 2 ** (32 - prefix);
    for (const { start, end } of left) {
      const aligned = Math.ceil(start / size) * size;
      if (aligned + size - 1 <= end) return `${addressText(aligned)}/${prefix}`;
    }
  }
  return null;
}

/** Null for a VPC whose IPv4 CIDRs are not known. */
export function spaceOf(vpc: readonly string[], subnets: readonly string[]): Space | null {
  const blocks = vpc.map(range4).filter((range) => range !== null);
  if (blocks.length === 0) return null;
  const taken = merged(subnets.map(range4).filter((range) => range !== null));
  const left = blocks.flatMap((block) => gaps(block, taken));
  const total = sizeOf(merged(blocks));
  const free = sizeOf(left);
  return { total, given: total - free, left: free, largest: largestBlock(left) };
}

const blocks64 = ({ prefix }: Range6): number => (prefix <= 64 ? 2 ** (64 - prefix) : 0);

/** Null for a VPC without IPv6 CIDRs. */
export function space6Of(vpc: readonly string[], subnets: readonly string[]): Space6 | null {
  const blocks = vpc.map(range6).filter((range) => range !== null);
  if (blocks.length === 0) return null;
  const given = subnets.map(range6).filter((range) => range !== null);
  const count = (ranges: readonly Range6[]): number => ranges.reduce((sum, range) => sum + blocks64(range), 0);
  return { total: count(blocks), given: count(given) };
}
