// IP addresses and CIDR blocks as ranges of numbers, so that an address can be asked for by what
// contains it. IPv4 stays in plain numbers: a keystroke compares it with 100,000 ranges.

export interface Range4 {
  readonly family: 4;
  readonly start: number;
  readonly end: number;
  readonly prefix: number;
}

export interface Range6 {
  readonly family: 6;
  readonly start: bigint;
  readonly end: bigint;
  readonly prefix: number;
}

export type Range = Range4 | Range6;

const DOT = 46;
const ZERO = 48;

/** The number of a complete dotted quad, or null. */
function parse4(text: string): number | null {
  let value = 0;
  let part = -1;
  let parts = 1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === DOT) {
      if (part < 0) return null;
      value = value * 256 + part;
      part = -1;
      parts++;
    } else {
      const digit = code - ZERO;
      if (digit < 0 || digit > 9) return null;
      part = part < 0 ? digit : part * 10 + digit;
      if (part > 255) return null;
    }
  }
  return parts === 4 && part >= 0 ? value * 256 + part : null;
}

/** Replaces a dotted quad at the end by its two groups. */
function withoutQuad(text: string): string | null {
  const colon = text.lastIndexOf(":");
  const quad = text.slice(colon + 1);
  if (!quad.includes(".")) return text;
  const value = parse4(quad);
  if (value === null) return null;
  const high = Math.floor(value / 65536).toString(16);
  return `${text.slice(0, colon + 1)}${high}:${(value % 65536).toString(16)}`;
}

function groups(text: string): string[] {
  return text === "" ? [] : text.split(":");
}

function parse6(text: string): bigint | null {
  const plain = text.includes(":") ? withoutQuad(text) : null;
  if (plain === null) return null;
  const halves = plain.split("::");
  if (halves.length > 2) return null;
  const head = groups(halves[0] ?? "");
  const tail = groups(halves[1] ?? "");
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const all = [...head, ...Array<string>(missing).fill("0"), ...tail];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return all.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

function range4(address: number, prefix: number): Range4 {
  const size = 2 ** (32 - prefix);
  const start = Math.floor(address / size) * size;
  return { family: 4, start, end: start + size - 1, prefix };
}

function range6(address: bigint, prefix: number): Range6 {
  const size = 1n << BigInt(128 - prefix);
  const start = address - (address % size);
  return { family: 6, start, end: start + size - 1n, prefix };
}

/** Reads `10.0.0.0/8`, `10.1.2.3`, `fd00::/8` or `fd00::1`; null when it is none of these. */
export function parseRange(text: string): Range | null {
  const slash = text.indexOf("/");
  const address = slash < 0 ? text : text.slice(0, slash);
  const suffix = slash < 0 ? null : text.slice(slash + 1);
  if (suffix !== null && !/^\d{1,3}$/.test(suffix)) return null;
  const four = parse4(address);
  if (four !== null) {
    const prefix = suffix === null ? 32 : Number(suffix);
    return prefix <= 32 ? range4(four, prefix) : null;
  }
  const six = parse6(address);
  const prefix = suffix === null ? 128 : Number(suffix);
  return six !== null && prefix <= 128 ? range6(six, prefix) : null;
}

/** Whether two ranges share an address; for two CIDR blocks one then contains the other. */
export function overlaps(a: Range, b: Range): boolean {
  if (a.family === 4) return b.family === 4 && a.start <= b.end && b.start <= a.end;
  return b.family === 6 && a.start <= b.end && b.start <= a.end;
}
