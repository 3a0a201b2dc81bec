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
    expect(await screen.findByRole("searchbox", { name: "Find resources" })).toBeVisible();
  });

  test.each([
    ["JSON", "json"],
    ["Markdown", "md"],
    ["HTML", "html"],
    ["CSV of the resources", "csv"],
  ])("it is exported as %s, and says where", async (name, ending) => {
    const { user } = await openReport("connected");
    await user.click(await button("Export report"));
    await user.click(await screen.findByRole("menuitem", { name }));
    await screen.findByText(`Saved to /home/anna/alethia-connect-111122223333.${ending}`);
  });

  test("it is exported without account numbers and External ID where that is chosen", async () => {
    const { user } = await openReport("connected");
    await user.click(screen.getByRole("checkbox", { name: "Redact account numbers and External ID" }));
    await user.click(await button("Export report"));
    await user.click(await screen.findByRole("menuitem", { name: "HTML" }));
    await screen.findByText("Saved to /home/anna/alethia-connect-redacted.html");
  });

  test("what changed since the last report is told in groups", async () => {
    await openReport("degraded");
    expect(screen.getByRole("heading", { name: /^What changed since / })).toBeVisible();
    const inGroup = (name: string) => within(screen.getByRole("group", { name }));
    const told: [string, RegExp][] = [
      ["Status", /Degraded instead of connected/],
      ["Checks that changed", /Required permissions: Passed → Failed \(permissions_missing\)/],
      ["Permissions newly denied", /of RDS, allowed before \(denied_by_identity_policy\)/],
      ["Permissions newly allowed", /of S3, denied before/],
      ["Resources gone", /VPC legacy, eu-west-1/],
      ["Resources new", /Subnet public-a, us-east-1/],
      ["Resources changed", /Ingress: \+ .*443.*0\.0\.0\.0\/0/],
      ["Resources changed", /Tag owner: anna → none/],
      ["Not seen this time, so not said to be gone", /VPCs in sa-east-1: denied, 2 before/],
      ["Seen for the first time, so not said to be new", /Subnets in ap-south-1: 3/],
    ];
    for (const [group, words] of told) expect(inGroup(group).getByText(words), group).toBeVisible();
    expect(inGroup("Resources gone").getAllByRole("listitem"), "each on a line").toHaveLength(2);
  });

  test("without changes one line says so, and without an earlier report nothing is said", async () => {
    const { user, host } = await openReport("degraded");
    const report = await host.report((await host.listConnections())[0]?.id ?? "");
    if (!report?.comparison) throw new Error("the degraded report has a comparison");
    const none = { new: [], gone: [], changed: [], not_seen: [], first_seen: [] };
    const permissions = { newly_denied: [], newly_allowed: [], not_seen: [] };
    const status = { before: report.status, now: report.status };
    const unchanged = { ...report.comparison, status, checks: [], permissions, resources: none };
    host.report = () => Promise.resolve({ ...report, report_id: "again", comparison: unchanged });
    await user.click(await button("Verify again"));
    await screen.findByText(/^Nothing: status, checks, permissions and resources are as they were/);
    expect(screen.queryByRole("group", { name: "Resources gone" }), "no empty group").toBeNull();
  });

  test("verify again runs, and shows the new verdict", async () => {
    const { user, host } = await openReport("disconnected");
    host.options.scenario = "connected";
    await user.click(await button("Verify again"));
    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent(/^Connected/));
  });
});
