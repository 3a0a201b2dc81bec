import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { beforeAll, describe, expect, test } from "vitest";

import { when } from "../components/time";
import { ACCOUNT, bigAccount, cell, group, resource, subnet, vpc } from "./testing/account";
import { ROW_HEIGHT } from "./useRowWindow";
import { active, giveSizes, labelOf, labels, row, show, top, tree } from "./testing/render";

beforeAll(giveSizes);

const main = vpc(1, { name: "main", tags: { env: "prod", empty: "" } });
const front = subnet(1, main.id, { name: "front" });
const web = group(1, main.id, { name: "web" });
const api = group(2, main.id, {
  name: "api",
  attributes: {
    vpc_id: main.id,
    description: "api",
    ingress: [
      { protocol: "tcp", from_port: 8080, to_port: 8090, peer: web.id, description: "from web" },
      { protocol: "tcp", from_port: 22, to_port: 22, peer: "0.0.0.0/0", description: null },
    ],
    egress: [],
  },
});
const resources = [main, front, web, api, vpc(2, { name: "spare" })];
const find = () => screen.getByRole("searchbox", { name: "Find resources" });
const details = (name: string) => within(screen.getByRole("region", { name }));
const exactRow = (name: string) => row(name, true);
const said = () => screen.getByTestId("matches");

describe("search", () => {
  test("shows matches with the way to them, marks them and says how many", async () => {
    const { user } = show({ resources });
    await user.type(find(), "fron");
    expect(labels()).toEqual([ACCOUNT, "eu-central-1", "main", "front"]);
    expect(row("front").querySelector("mark")).toHaveTextContent("fron");
    expect(said()).toHaveTextContent("1 match");
    expect(said(), "the number is spoken").toHaveAttribute("aria-live", "polite");
  });

  test("Escape clears it and brings the folds back", async () => {
    const { user } = show({ resources });
    const before = labels();
    await user.type(find(), "front{Escape}");
    expect(find()).toHaveValue("");
    expect(labels()).toEqual(before);
  });

  test("what was selected among the matches stays in sight afterwards", async () => {
    const { user } = show({ resources });
    await user.type(find(), "front");
    await user.click(row("front"));
    await user.clear(find());
    expect(labels()).toContain("front");
    expect(row("front")).toHaveAttribute("aria-selected", "true");
  });

  test("a match by tag says which", async () => {
    const { user } = show({ resources });
    await user.type(find(), "prod");
    expect(row("main")).toHaveAccessibleName(/tag env=prod/);
  });

  test("Down goes into the tree", async () => {
    const { user } = show({ resources });
    await user.type(find(), "front{ArrowDown}");
    expect(tree()).toHaveFocus();
  });

  test("no matches: says so and offers the way back", async () => {
    const { user } = show({ resources });
    await user.type(find(), "nowhere");
    expect(said()).toHaveTextContent("No matches");
    await user.click(screen.getAllByRole("button", { name: "Clear search and filters" })[0] ?? find());
    expect(said()).toHaveTextContent("5 resources");
  });

  test("the filter by kind leaves that kind and its frame", async () => {
    const { user } = show({ resources });
    await user.click(screen.getByRole("button", { name: /Kind/ }));
    await user.click(await screen.findByRole("option", { name: /Subnets/ }));
    expect(labels()).toEqual([ACCOUNT, "eu-central-1", "main", "front"]);
  });
});

describe("growing", () => {
  test("what arrives above does not move the rows in sight", () => {
    const first = bigAccount(2000);
    const { again } = show({ resources: first, growing: true });
    tree().scrollTo({ top: 20 * ROW_HEIGHT + 7 });
    const name = labels()[12] ?? "";
    const before = top(exactRow(name)) - tree().scrollTop;
    const above = Array.from({ length: 50 }, (_, n) => vpc(9000 + n, { region: "aa-first-1", name: `new-${n}` }));
    again({ resources: [...above, ...first], growing: true });
    expect(tree().dataset["resources"]).toBe("2050");
    const after = top(exactRow(name)) - tree().scrollTop;
    expect(after, "the row stands where it stood").toBe(before);
  });

  test("keeps folds, focus and selection by key", async () => {
    const { again, user } = show({ resources: [main, front], growing: true });
    await user.click(within(row("main")).getByTestId("twisty"));
    await user.click(row("front"));
    again({ resources: [vpc(0, { name: "aaa" }), main, subnet(7, main.id, { name: "early" }), front], growing: true });
    expect(labels()).toEqual([ACCOUNT, "Global", "eu-central-1", "aaa", "main", "early", "front"]);
    expect(row("front")).toHaveAttribute("aria-selected", "true");
    expect(labelOf(active())).toBe("front");
  });

  test("a VPC that arrives after its subnets takes the place of its stand-in, as unfolded as that was", async () => {
    const { again, user } = show({ resources: [front], growing: true });
    await user.click(within(row("VPC ")).getByTestId("twisty"));
    again({ resources: [front, main], growing: true });
    expect(labels()).toEqual([ACCOUNT, "Global", "eu-central-1", "main", "front"]);
  });

  test("says that it is busy", () => {
    show({ resources: [], growing: true });
    expect(tree()).toHaveAttribute("aria-busy", "true");
    expect(row("Global")).toHaveAccessibleName(/listing…/);
  });
});

describe("details", () => {
  test("attributes, tags and relations of a VPC", async () => {
    const { user } = show({ resources });
    await user.click(row("main"));
    const panel = details("main");
    for (const text of [main.id, main.arn, "10.1.0.0/16", "available", "env", "prod"]) {
      expect(panel.getAllByText(text).length, text).toBeGreaterThan(0);
    }
    await user.click(panel.getByRole("button", { name: "Show front in the tree" }));
    expect(row("front"), "the way to it is unfolded").toHaveAttribute("aria-selected", "true");
    expect(details("front").getByText("private")).toBeVisible();
  });

  test("moments of a user are told as everywhere else in the window, not as they come over the wire", async () => {
    const created = "2023-04-05T06:07:08Z";
    const build = resource("iam_user", "AIDA1", { name: "build", attributes: { created_at: created } });
    const { user } = show({ resources: [build] });
    await user.click(row("build"));
    expect(details("build").getByText(when(created))).toBeVisible();
  });

  test("a relation that the search hides ends the search", async () => {
    const { user } = show({ resources });
    await user.type(find(), "front");
    await user.click(row("front"));
    await user.click(details("front").getByRole("button", { name: "Show main in the tree" }));
    expect(row("main")).toHaveAttribute("aria-selected", "true");
  });

  test("rules of a group as tables, and the groups that name each other", async () => {
    const { user } = show({ resources });
    await user.click(within(row("main")).getByTestId("twisty"));
    await user.click(row("api"));
    const inbound = within(details("api").getByRole("table", { name: "Inbound rules" }));
    expect(inbound.getByText("8080-8090")).toBeVisible();
    expect(inbound.getByText("open to any address")).toBeVisible();
    expect(details("api").getByText("No rules")).toBeVisible();
    await user.click(details("api").getByRole("button", { name: "Show web in the tree" }));
    expect(details("web").getByRole("button", { name: "Show api in the tree" })).toBeVisible();
  });

  test("Copy goes through the host and is confirmed aloud", async () => {
    const { user, host } = show({ resources });
    await user.click(row("main"));
    await user.click(screen.getByRole("button", { name: "Copy ID" }));
    expect(host.copyText).toHaveBeenLastCalledWith(main.id);
    expect((await screen.findAllByText("ID copied")).length, "a live region says it").toBeGreaterThan(0);
    await user.click(screen.getByRole("button", { name: "Copy ARN" }));
    expect(host.copyText).toHaveBeenLastCalledWith(main.arn);
  });

  test("opens the AWS console by kind, region and id", async () => {
    const { user, host } = show({ resources });
    await user.click(row("main"));
    await user.click(screen.getByRole("button", { name: "Open in the AWS console" }));
    expect(host.openResource).toHaveBeenCalledWith("connection", {
      kind: "vpc",
      region: "eu-central-1",
      id: main.id,
    });
  });

  test("without a browser the address can be copied", async () => {
    const { user, host } = show({ resources });
    host.openResource.mockResolvedValueOnce({ url: "https://console.example/x", problem: "No browser." });
    await user.click(row("main"));
    await user.click(screen.getByRole("button", { name: "Open in the AWS console" }));
    expect(await screen.findByText("https://console.example/x")).toBeVisible();
  });

  test("a denied cell gives AWS's words and what to do", async () => {
    const coverage = [cell("eu-central-1", "subnet", "denied", "UnauthorizedOperation: not you")];
    const { user } = show({ resources, coverage });
    await user.click(row("Subnets: denied - UnauthorizedOperation"));
    expect(screen.getByText("UnauthorizedOperation: not you")).toBeVisible();
    expect(screen.getByText(/AWS refused to list these/)).toBeVisible();
  });
});

test("names are text, whatever they hold", async () => {
  const names = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "שלום", "🚀 \u202Egnp", "a&amp;b"];
  const odd = names.map((name, n) => vpc(n, { name, tags: { [name]: name } }));
  const { user, container } = show({ resources: odd });
  for (const name of names) {
    const one = row(name);
    expect(labelOf(one)).toBe(name);
    await user.click(one);
    expect(screen.getByRole("heading", { level: 3 })).toHaveTextContent(name.normalize());
  }
  expect(container.querySelectorAll("script, img"), "nothing became an element").toHaveLength(0);
});

test("regions have their places beside their codes", async () => {
  const { host } = show({ resources });
  await waitFor(() => expect(host.listRegions).toHaveBeenCalled());
  expect(await screen.findByText(/· Europe \(Frankfurt\)/)).toBeVisible();
});

test("nothing at all says so", () => {
  show({ resources: [] });
  expect(screen.getByText("Nothing has been listed")).toBeVisible();
});

test("has no accessibility violations", async () => {
  const zone = resource("hosted_zone", "Z1", { name: "example.com.", attributes: { private: false, record_count: 3 } });
  const coverage = [cell("us-east-1", "vpc", "denied", "no")];
  const { user, container } = show({ resources: [...resources, zone], coverage });
  await user.click(within(row("main")).getByTestId("twisty"));
  await user.click(row("api"));
  // Colours need a real browser.
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
});
