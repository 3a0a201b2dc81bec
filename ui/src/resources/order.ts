// The order of siblings: by kind, named before unnamed, names as people count (web-2 before web-10).
import type { CoverageCell } from "../ipc/generated/CoverageCell";
import type { Kind } from "../ipc/generated/Kind";
import type { Resource } from "../ipc/generated/Resource";
import { titleOf } from "./attributes";

const RANK: Record<Kind, number> = { vpc: 0, subnet: 1, security_group: 2, hosted_zone: 3, iam_user: 4 };

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function lower(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

function numberEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && isDigit(text.charCodeAt(end))) end++;
  return end;
}

/**
 * Compares names with their numbers as numbers. It makes no new strings: a numeric collator took ten
 * times as long, which shows when one account has 100,000 siblings.
 */
export function compareNames(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(j);
    if (isDigit(left) && isDigit(right)) {
      const endA = numberEnd(a, i);
      const endB = numberEnd(b, j);
      const difference = Number(a.slice(i, endA)) - Number(b.slice(j, endB));
      if (difference !== 0) return difference;
      i = endA;
      j = endB;
      continue;
    }
    const difference = lower(left) - lower(right);
    if (difference !== 0) return difference;
    i++;
    j++;
  }
  return a.length - i - (b.length - j);
}

function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compare(a: Resource, b: Resource): number {
  if (a.kind !== b.kind) return RANK[a.kind] - RANK[b.kind];
  const left = titleOf(a);
  const right = titleOf(b);
  const unnamed = Number(left === a.id) - Number(right === b.id);
  if (unnamed !== 0) return unnamed;
  if (left === a.id) return compareIds(a.id, b.id);
  return compareNames(left, right) || compareIds(a.id, b.id);
}

/** Cells arrive in any order; they are shown by kind. */
export function cellsInOrder(cells: Iterable<CoverageCell>): CoverageCell[] {
  return [...cells].sort((a, b) => RANK[a.kind] - RANK[b.kind]);
}

/** Sorts in place into display order. */
export function putInOrder(resources: Resource[]): Resource[] {
  return resources.length > 1 ? resources.sort(compare) : resources;
}
