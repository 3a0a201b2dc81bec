import { screen, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import axe from "axe-core";
import { beforeAll, describe, expect, test } from "vitest";

import { subnet, vpc } from "../testing/account";
import { giveSizes, row, show, tree } from "../testing/render";

beforeAll(giveSizes);

const home = vpc(0, { name: "home" });
const away = vpc(2, { name: "away", region: "eu-west-1" });
const named = (n: number, tier: string, zone: string, more: Record<string, unknown> = {}) => {
  const one = subnet(n, home.id, { name: `${tier}-${zone}` });
  return {
    ...one,
    attributes: {
      ...one.attributes,
      tier,
      availability_zone: `eu-central-1${zone}`,
      availability_zone_id: `euc1-az${zone}`,
      available_ip_count: 200,
      ...more,
    },
  };
};
const resources = [
  home,
  named(1, "public", "a"),
  named(2, "public", "b"),
  named(3, "private", "a", { available_ip_count: 3 }),
  named(4, "private", "b"),
  away,
];

const toMap = (user: UserEvent) => user.click(screen.getByRole("button", { name: "Map" }));
const map = (name = "Map of VPC home") => screen.getByRole("listbox", { name });
const option = (begins: string) => within(map()).getByRole("option", { name: new RegExp(`^${begins},`) });

describe("the VPC map", () => {
  test("stands instead of the tree, which is one click away", async () => {
    const { user } = show({ resources });
    await toMap(user);
    expect(screen.queryByRole("tree")).toBeNull();
    expect(within(map()).getAllByRole("option")).toHaveLength(4);
    expect(screen.getByRole("button", { name: "Map" }), "the focus stays where it was").toHaveFocus();
    await user.click(screen.getByRole("button", { name: "Tree" }));
    expect(tree()).toBeVisible();
  });

  test("says in words what it shows: zones and tiers, and of each subnet all that its box says", async () => {
    const { user } = show({ resources });
    await toMap(user);
    expect(map()).toHaveAccessibleDescription(
      /4 subnets in 2 availability zones \(eu-central-1a and eu-central-1b\); public: 2 and private: 2\./,
    );
    expect(option("private-a")).toHaveAccessibleName(
      /10\.0\.3\.0\/24, private, eu-central-1a, 3 of 251 addresses free, 98% used, nearly full$/,
    );
    expect(within(map()).getByRole("group", { name: "Public, eu-central-1b" })).toBeInTheDocument();
  });

  test("the map in words lists tiers, zones and subnets", async () => {
    const { user } = show({ resources });
    await toMap(user);
    await user.click(screen.getByRole("button", { name: "The map in words" }));
    const [first] = screen.getAllByText(/^Public$/, { selector: "strong" });
    const tier = first?.closest("li");
    expect(tier).toHaveTextContent(/eu-central-1a \(euc1-aza\)public-a, subnet-\w+, 10\.0\.1\.0\/24, 200 of 251/);
  });

  test("the head says how much of the address space is given to subnets", async () => {
    const { user } = show({ resources });
    await toMap(user);
    const meter = screen.getByRole("meter");
    expect(meter).toHaveAttribute("aria-valuetext", "1% given to subnets (1,024 of 65,536 addresses)");
  });

  test("the hints stand beside it, with their weight in words", async () => {
    const { user } = show({ resources });
    await toMap(user);
    const hints = within(screen.getByRole("region", { name: "For provisioning" }));
    expect(hints.getByText(/1 subnet is nearly full \(80% used or more\): private-a/)).toBeVisible();
    expect(hints.getByRole("img", { name: "Warning" })).toBeInTheDocument();
  });

  test("a subnet that is chosen is shown beside the map, and is selected in the tree", async () => {
    const { user } = show({ resources });
    await toMap(user);
    expect(screen.getByRole("region", { name: "home" }), "first the VPC itself").toBeVisible();
    await user.click(option("public-b"));
    expect(option("public-b")).toHaveAttribute("aria-selected", "true");
    expect(screen.getByRole("region", { name: "public-b" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Tree" }));
    expect(row("public-b")).toHaveAttribute("aria-selected", "true");
  });

  test("the keyboard reaches it with one stop, goes by arrows and chooses with Enter", async () => {
    const { user } = show({ resources });
    await toMap(user);
    expect(
      within(map())
        .getAllByRole("option")
        .filter(({ tabIndex }) => tabIndex === 0),
    ).toHaveLength(1);
    option("public-a").focus();
    await user.keyboard("{ArrowRight}");
    expect(option("public-b")).toHaveFocus();
    await user.keyboard("{ArrowDown}");
    expect(option("private-b")).toHaveFocus();
    expect(option("private-b"), "moving does not choose").toHaveAttribute("aria-selected", "false");
    await user.keyboard("{Enter}");
    expect(option("private-b")).toHaveAttribute("aria-selected", "true");
    expect(option("private-b")).toHaveAttribute("tabindex", "0");
  });

  test("begins with the VPC of what is selected in the tree", async () => {
    const { user } = show({ resources: [...resources, subnet(9, away.id, { name: "far", region: "eu-west-1" })] });
    await user.click(row("away"));
    await toMap(user);
    expect(map("Map of VPC away")).toBeInTheDocument();
  });

  test("another VPC is chosen by region and name", async () => {
    const { user } = show({ resources });
    await toMap(user);
    await user.click(screen.getByRole("button", { name: /^VPC/ }));
    await user.click(await screen.findByRole("option", { name: /away/ }));
    expect(screen.getByText("This VPC has no subnets that AWS has listed.")).toBeVisible();
    expect(screen.getByRole("region", { name: "away" })).toBeVisible();
  });

  test("without a VPC it says so", async () => {
    const { user } = show({ resources: [] });
    await toMap(user);
    expect(screen.getByText("No VPC has been listed")).toBeVisible();
  });

  test("names are text, whatever is in them", async () => {
    const odd = { ...named(1, "public", "a"), name: "<img src=x onerror=alert(1)>" };
    const { user, container } = show({ resources: [home, odd] });
    await toMap(user);
    expect(container.querySelector("img[src]")).toBeNull();
    expect(option("<img src=x onerror=alert\\(1\\)>")).toBeInTheDocument();
  });

  test("200 subnets: every one has its box, and axe finds nothing", async () => {
    const many = Array.from({ length: 200 }, (_, n) => subnet(n, home.id, { name: `s-${n}` }));
    const { user, container } = show({ resources: [home, ...many] });
    await toMap(user);
    expect(within(map()).getAllByRole("option")).toHaveLength(200);
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });
});
