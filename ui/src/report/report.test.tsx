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

  test("what needs attention says who mends it, and the text can be copied", async () => {
    const { user, host } = await openReport("disconnected");
    expect(screen.getByText("The account's administrator can mend this")).toBeVisible();
    await user.click(await button("Copy text"));
    expect(host.copied[0]).toContain('"sts:ExternalId"');
    await user.click(await button("Open the page"));
    await waitFor(() => expect(host.opened[0]).toContain("console.aws.amazon.com/iam"));
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
