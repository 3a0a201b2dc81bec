// The network on the map, in its words, beside it, and in the file.
import { readFileSync } from "node:fs";

import { screen, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import axe from "axe-core";
import { beforeAll, describe, expect, test } from "vitest";

import { subnet, vpc } from "../testing/account";
import { networked } from "../testing/network";
import { giveSizes, row, show } from "../testing/render";

beforeAll(giveSizes);

const home = vpc(0, { name: "home" });
const TIERS = ["public", "private", "isolated"];
const subnets = (count: number) =>
  Array.from({ length: count }, (_, n) => {
    const one = subnet(n, home.id, { name: `s-${n}` });
    return { ...one, attributes: { ...one.attributes, tier: TIERS[Math.floor(n / 3) % 3] } };
  });
const account = (count: number, refused: Parameters<typeof networked>[2] = []) => ({
  resources: [home, ...subnets(count)],
  network: networked(home.id, count, refused),
});

const toMap = (user: UserEvent) => user.click(screen.getByRole("button", { name: "Map" }));
const map = () => screen.getByRole("listbox", { name: "Map of VPC home" });
const option = (name: string) => within(map()).getByRole("option", { name: new RegExp(`^${name},`) });
const lit = (): string[] =>
  [...map().querySelectorAll('[data-lit="true"]')].map(
    (one) => one.getAttribute("data-key") ?? one.getAttribute("data-point") ?? "internet",
  );

describe("the network of a VPC", () => {
  test("each subnet says its route table and its way out", async () => {
    const { user } = show(account(9));
    await toMap(user);
    expect(option("s-0")).toHaveAccessibleName(/route table main-public, out by internet gateway main-igw$/);
    expect(option("s-4")).toHaveAccessibleName(/out by NAT gateway main-nat in eu-central-1a$/);
    expect(option("s-8")).toHaveAccessibleName(/main route table rtb-main, no default route$/);
    expect(map()).toHaveAccessibleDescription(
      /Network: 1 internet gateway, 1 NAT gateway, 2 VPC endpoints and 3 route tables\./,
    );
  });

  test("pointing at a subnet, choosing it or going there by keys shows its way out", async () => {
    const { user } = show(account(9));
    await toMap(user);
    expect(lit()).toEqual([]);
    expect(map().querySelector(".map-line")).toBeNull();
    await user.hover(option("s-4"));
    const inside = ["rtb-private", "nat-1", "rtb-public", "igw-1", "internet"];
    expect(lit()).toEqual(expect.arrayContaining(inside));
    await user.unhover(option("s-4"));
    await user.hover(document.body);
    expect(lit()).toEqual([]);
    await user.click(option("s-8"));
    await user.hover(document.body);
    expect(lit()).toContain("rtb-main");
    expect(lit()).not.toContain("internet");
    await user.keyboard("{ArrowUp}");
    expect(lit(), "the focus leads, as the pointer does").toEqual(expect.arrayContaining(inside));
  });

  test("pointing at a route table shows whose it is and where it leads", async () => {
    const { user } = show(account(9));
    await toMap(user);
    const table = map().querySelector('[data-point="rtb-public"] text');
    if (!table) throw new Error("the table is not drawn");
    await user.hover(table);
    expect(lit()).toEqual(expect.arrayContaining(["igw-1", "internet"]));
    expect(lit().filter((key) => key.includes("subnet-"))).toHaveLength(3);
  });

  test("the map in words lists gateways, endpoints and tables, and what was not listed", async () => {
    const { user } = show(account(9, ["nat_gateway"]));
    await toMap(user);
    await user.click(screen.getByRole("button", { name: "The map in words" }));
    const list = document.querySelector(".map-words");
    expect(list).toHaveTextContent("NAT gateways could not be listed (denied: UnauthorizedOperation: no).");
    expect(list).toHaveTextContent(/main-igw, igw-1, internet gateway/);
    expect(list).toHaveTextContent(/main-s3, vpce-1, gateway endpoint for s3, in 1 route table/);
    expect(list).toHaveTextContent(/main-private, rtb-private, 3 subnets, default route to NAT gateway nat-1/);
    expect(list, "denied is not none").not.toHaveTextContent("NAT gateways: none");
  });

  test("an endpoint that there is none of is said to be none", async () => {
    const { resources, network } = account(3);
    const parts = network.parts.filter(({ kind }) => kind !== "vpc_endpoint");
    const { user } = show({ resources, network: { ...network, parts } });
    await toMap(user);
    await user.click(screen.getByRole("button", { name: "The map in words" }));
    expect(document.querySelector(".map-words")).toHaveTextContent("Endpoints: none");
  });
});

describe("the details", () => {
  test("of a subnet show the table in force with its routes", async () => {
    const { user, host } = show(account(9));
    await toMap(user);
    await user.click(option("s-4"));
    const details = within(screen.getByRole("region", { name: "s-4" }));
    expect(details.getByText(/rtb-private, associated with this subnet, NAT gateway main-nat in/)).toBeVisible();
    const routes = within(details.getByRole("table", { name: "Routes of main-private" }));
    expect(routes.getByText("nat-1")).toBeVisible();
    await user.click(details.getByRole("button", { name: "Copy ID of main-private" }));
    expect(host.copyText).toHaveBeenCalledWith("rtb-private");
    await user.click(details.getByRole("button", { name: "Open main-private in the AWS console" }));
    expect(host.openNetworkPart).toHaveBeenCalledWith("connection", {
      kind: "route_table",
      region: "eu-central-1",
      id: "rtb-private",
    });
  });

  test("of a VPC list its gateways, endpoints and tables, and what was not listed", async () => {
    const { user } = show(account(9, ["nat_gateway"]));
    await user.click(row("home"));
    const details = within(screen.getByRole("region", { name: "home" }));
    expect(details.getByText("main-igw")).toBeVisible();
    expect(details.getByText("main-secrets")).toBeVisible();
    expect(details.getByText("NAT gateways could not be listed (denied: UnauthorizedOperation: no).")).toBeVisible();
    expect(details.getByRole("button", { name: "Copy ID of main-s3" })).toBeVisible();
  });

  test("say of a subnet that its table could not be listed", async () => {
    const { user } = show(account(9, ["route_table"]));
    await toMap(user);
    await user.click(option("s-4"));
    const details = within(screen.getByRole("region", { name: "s-4" }));
    expect(details.getByText(/^Route tables could not be listed \(denied/)).toBeVisible();
  });
});

describe("the file", () => {
  test("is drawn here and saved by the host, with nothing in it that Rust refuses", async () => {
    const { user, host } = show(account(200));
    await toMap(user);
    await user.click(screen.getByRole("button", { name: "Export map" }));
    await user.click(await screen.findByRole("menuitem", { name: "SVG (vector)" }));
    expect(await screen.findByText("Saved to /home/anna/map.svg")).toBeVisible();
    const [id, picture] = host.saveMap.mock.calls[0] ?? [];
    expect(id).toBe(home.id);
    expect(picture?.format).toBe("svg");
    const svg = new DOMParser().parseFromString(picture?.content ?? "", "image/svg+xml");
    expect(svg.querySelector("svg > title")?.textContent).toBe("VPC home in eu-central-1");
    expect(svg.querySelectorAll("svg svg"), "every subnet is in it").toHaveLength(200);
    const { elements, attributes } = allowed();
    const all = [...svg.querySelectorAll("*")];
    expect(elements).toEqual(expect.arrayContaining([...new Set(all.map(({ localName }) => localName))]));
    expect(attributes).toEqual(expect.arrayContaining([...new Set(all.flatMap((one) => one.getAttributeNames()))]));
  });

  test("that cannot be drawn as an image says so, and how else to have it", async () => {
    const { user, host } = show(account(3));
    await toMap(user);
    await user.click(screen.getByRole("button", { name: "Export map" }));
    await user.click(await screen.findByRole("menuitem", { name: "PNG (image)" }));
    expect(await screen.findByText(/could not be drawn\. Export it as SVG instead/)).toBeVisible();
    expect(host.saveMap).not.toHaveBeenCalled();
  });
});

/** What Rust lets through, as its source says. */
function allowed(): { elements: string[]; attributes: string[] } {
  const source = readFileSync(`${import.meta.dirname}/../../../../crates/connect-app/src/picture.rs`, "utf8");
  const shapes = /const SHAPES: .*?= \[([^\]]*)\]/s.exec(source)?.[1] ?? "";
  const names = /const ATTRIBUTES: &str = "([^"]*)"/s.exec(source)?.[1] ?? "";
  return {
    elements: [...shapes.matchAll(/"(\w+)"/g)].map(([, name = ""]) => name),
    attributes: names.replaceAll("\\", " ").trim().split(/\s+/),
  };
}

test.each([3, 200])("axe finds nothing at %i subnets with a network", async (count) => {
  const { user, container } = show(account(count, ["nat_gateway"]));
  await toMap(user);
  await user.click(screen.getByRole("button", { name: "The map in words" }));
  await user.click(option("s-1"));
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
});
