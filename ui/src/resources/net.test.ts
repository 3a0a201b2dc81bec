import { describe, expect, test } from "vitest";

import { overlaps, parseRange } from "./net";
import { dice } from "./testing/account";

function holds(block: string, address: string): boolean | null {
  const [a, b] = [parseRange(block), parseRange(address)];
  return a && b ? overlaps(a, b) : null;
}

describe("ranges", () => {
  test.each([
    ["10.0.0.0/8", "10.255.255.255", true],
    ["10.0.0.0/8", "11.0.0.0", false],
    ["10.1.2.0/24", "10.1.2.3", true],
    ["10.1.2.128/25", "10.1.2.127", false],
    ["0.0.0.0/0", "255.255.255.255", true],
    ["192.0.2.7", "192.0.2.7", true],
    ["10.1.7.0/16", "10.1.0.1", true],
    ["2a05:d014:123:4500::/56", "2a05:d014:123:45ff::1", true],
    ["2a05:d014:123:4500::/56", "2a05:d014:123:4600::1", false],
    ["::/0", "2001:db8::1", true],
    ["::ffff:10.0.0.0/104", "::ffff:10.9.9.9", true],
    ["10.0.0.0/8", "::ffff:10.0.0.1", false],
    ["10.1.0.0/16", "10.1.2.0/24", true],
  ])("%s holds %s: %s", (block, address, expected) => {
    expect(holds(block, address), "containment is arithmetic, not text").toBe(expected);
  });

  test.each([
    "",
    "10.1.2",
    "10.1.2.3.4",
    "10.1.2.256",
    "10..2.3",
    "10.1.2.3/33",
    "10.1.2.3/",
    "10.1.2.3/x",
    "a.b.c.d",
    ":",
    ":::",
    "1::2::3",
    "12345::",
    "g::1",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "::1/129",
    "1:2:3:4:5:6:7:8::",
    "web",
  ])("%j is no address", (text) => {
    expect(parseRange(text), "what is half typed must not match anything by number").toBeNull();
  });

  test("agrees with bit arithmetic on random IPv4 blocks", () => {
    const roll = dice(7);
    for (let n = 0; n < 500; n++) {
      const prefix = roll(33);
      const [a, b] = [roll(2 ** 31), roll(2 ** 31)];
      const text = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");
      const same = prefix === 0 || a >>> (32 - prefix) === b >>> (32 - prefix);
      expect(holds(`${text(a)}/${prefix}`, text(b)), `${text(a)}/${prefix} and ${text(b)}`).toBe(same);
    }
  });
});
