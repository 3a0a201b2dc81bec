import { describe, expect, test } from "vitest";

import { dice } from "../testing/account";
import { addressText, space6Of, spaceOf, usable } from "./space";

describe("the address space of a VPC", () => {
  test("what subnets take, what is left, and the largest subnet that still fits", () => {
    expect(spaceOf(["10.0.0.0/16"], ["10.0.0.0/18", "10.0.64.0/24"])).toEqual({
      total: 65536,
      given: 16384 + 256,
      left: 65536 - 16384 - 256,
      largest: "10.0.128.0/17",
    });
  });

  test("without subnets all of it is left; a /8 is no subnet", () => {
    expect(spaceOf(["10.0.0.0/16"], [])?.largest).toBe("10.0.0.0/16");
    expect(spaceOf(["10.0.0.0/8"], [])?.largest, "AWS makes no subnet larger than /16").toBe("10.0.0.0/16");
  });

  test("several blocks: the largest place is in any of them", () => {
    const space = spaceOf(["10.0.0.0/24", "10.1.0.0/20"], ["10.0.0.0/24", "10.1.0.0/21"]);
    expect(space).toEqual({ total: 256 + 4096, given: 256 + 2048, left: 2048, largest: "10.1.8.0/21" });
  });

  test("a gap smaller than AWS's smallest subnet is left, but nothing fits", () => {
    const taken = ["10.0.0.0/25", "10.0.0.128/26", "10.0.0.192/27", "10.0.0.224/28", "10.0.0.240/29"];
    expect(spaceOf(["10.0.0.0/24"], taken)).toMatchObject({ left: 8, largest: null });
  });

  test("a subnet outside the blocks, or seen twice, counts nothing more", () => {
    const space = spaceOf(["10.0.0.0/16"], ["10.0.0.0/24", "10.0.0.0/24", "192.168.0.0/24"]);
    expect(space?.given).toBe(256);
  });

  test("no IPv4 CIDR known: nothing is said", () => {
    expect(spaceOf([], ["10.0.0.0/24"])).toBeNull();
    expect(spaceOf(["nonsense"], [])).toBeNull();
  });

  test("the largest subnet overlaps none that is there, whatever they are", () => {
    for (let seed = 0; seed < 200; seed++) {
      const roll = dice(seed);
      const taken = Array.from({ length: roll(40) }, () => {
        const prefix = 20 + roll(9);
        const size = 2 ** (32 - prefix);
        return `${addressText(10 * 2 ** 24 + roll(65536 / size) * size)}/${prefix}`;
      });
      const space = spaceOf(["10.0.0.0/16"], taken);
      if (!space?.largest) continue;
      const size = 2 ** (32 - Number(space.largest.split("/")[1]));
      const after = spaceOf(["10.0.0.0/16"], [...taken, space.largest]);
      expect(after?.left, `${space.largest} among ${taken.join(" ")}`).toBe(space.left - size);
    }
  });
});

test("AWS keeps five addresses of every subnet", () => {
  expect(usable("10.0.0.0/24")).toBe(251);
  expect(usable("10.0.0.0/28")).toBe(11);
  expect(usable("2001:db8::/64"), "IPv6 is not counted").toBeNull();
  expect(usable(null)).toBeNull();
});

test("IPv6 is counted in blocks of /64", () => {
  expect(space6Of(["2001:db8::/56"], ["2001:db8::/64", "2001:db8:0:1::/64"])).toEqual({ total: 256, given: 2 });
  expect(space6Of([], [])).toBeNull();
});
