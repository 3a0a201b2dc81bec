import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import type { Scenario } from "../ipc/fake";
import { button, openAt, WITH_ROLE } from "../test/screen";

async function openReport(scenario: Scenario) {
  const opened = await openAt(
    { ...WITH_ROLE, verified: true, step: "report" },
    { status: scenario, test_state: "finished", last_verified_at: "2026-11-22T12:00:00Z" },
    { scenario },
    true,
  );
  await screen.findByRole("status");
  return opened;
}

describe("Report", () => {
  test.each([
    ["connected", /^Connected: the role can be assumed/],
    ["degraded", /^Degraded: the connection works, but 2 checks need attention/],
    ["disconnected", /^Disconnected: The role asks for External ID/],
  ] as const)("the verdict of %s is one sentence", async (scenario, words) => {
    await openReport(scenario);
    expect(screen.getAllByRole("status"), "there is one verdict").toHaveLength(1);
    expect(screen.getByRole("status")).toHaveTextContent(words);
  });

  test("what needs attention says who mends it, and the corrected policy can be copied", async () => {
    const { user, host } = await openReport("disconnected");
    expect(screen.getByText("The account's administrator can mend this")).toBeVisible();
    await user.click(await button("Copy corrected policy"));
    const external = (await host.listConnections().then(([one]) => host.openConnection(one?.id ?? ""))).draft
      .external_id;
    expect(JSON.parse(host.copied[0] ?? ""), "the policy, and not its difference").toMatchObject({
      Statement: [{ Condition: { StringEquals: { "sts:ExternalId": external } } }],
    });
    await user.click(await button("Open the page"));
    await waitFor(() => expect(host.opened[0]).toContain("console.aws.amazon.com/iam"));
  });

  test("the present policy stands beside the corrected one, told apart without colours too", async () => {
    await openReport("disconnected");
    const table = screen.getByRole("table", { name: "Present and corrected" });
    expect(
      within(table)
        .getAllByRole("columnheader")
        .map(({ textContent }) => textContent),
    ).toEqual(["- Present", "+ Corrected"]);
    const [removed, added] = within(within(table).getByRole("row", { name: /removed:/ })).getAllByRole("cell");
    expect(removed).toHaveTextContent(/-removed: "sts:ExternalId": "5b1f0a52-/);
    expect(added).toHaveTextContent(/\+added: "sts:ExternalId": "/);
    expect(removed?.querySelector("mark"), "only what differs is marked").toHaveTextContent(/^[\w-]+$/);
    const scrolls = screen.getByRole("group", { name: "Present and corrected: 1 line removed, 1 added" });
    expect(scrolls, "the keyboard can scroll it").toHaveAttribute("tabindex", "0");
  });

  test("the text of a further way is folded under its sentence", async () => {
    const { user, host } = await openReport("disconnected");
    expect(screen.queryByText(/^aws iam update-assume-role-policy/), "no wall of texts").toBeNull();
    expect(screen.queryByText(/^Line by line/), "the change is shown already").toBeNull();
    await user.click(await button("Or run this with administrator rights in the target account."));
    expect(screen.getByText(/^aws iam update-assume-role-policy/)).toBeVisible();
    await user.click(await button("Copy text"));
    expect(host.copied[0]).toMatch(/^aws iam update-assume-role-policy/);
    expect(screen.getByText("Or launch the stack again from step Create the role."), "no text to fold").toBeVisible();
  });

  test("denied permissions stand open, the others are counted", async () => {
    await openReport("degraded");
    const table = screen.getByRole("treegrid", { name: "Permissions by service" });
    expect(within(table).getByText("2 of 4 denied")).toBeVisible();
    expect(within(table).getByText("rds:CreateDBCluster")).toBeVisible();
    expect(within(table).queryByText("ec2:CreateVpc"), "what is well is folded").toBeNull();
  });

  test("a denied region is denied, not empty, and says why", async () => {
    const { user } = await openReport("degraded");
    const row = screen.getByRole("row", { name: /^sa-east-1/ });
    await user.click(within(row).getByRole("button", { name: /^Denied.*VPCs/ }));
    expect(await screen.findByText(/UnauthorizedOperation/)).toBeVisible();
  });

  test("all that was found is in one tree", async () => {
    await openReport("connected");
    expect(screen.getAllByRole("tree", { name: "Resources" })).toHaveLength(1);
    expect(screen.getByRole("searchbox", { name: "Find resources" })).toBeVisible();
  });

  test.each([
    ["JSON", "json"],
    ["Markdown", "md"],
    ["HTML", "html"],
  ])("it is exported as %s, and says where", async (name, ending) => {
    const { user } = await openReport("connected");
    await user.click(await button("Export report"));
    await user.click(await screen.findByRole("menuitem", { name }));
    await screen.findByText(`Saved to /home/anna/alethia-report.${ending}`);
  });

  test("verify again runs, and shows the new verdict", async () => {
    const { user, host } = await openReport("disconnected");
    host.options.scenario = "connected";
    await user.click(await button("Verify again"));
    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent(/^Connected/));
  });
});
