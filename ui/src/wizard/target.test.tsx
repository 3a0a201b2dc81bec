// Who reads the role in its own account; and who verifies without a profile of the platform.
import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";

import { button, openAt, openWindow, pickProfile, refusal, step, TARGET, WITH_ROLE, WITH_RUNNER } from "../test/screen";
import { ROLE_ARN } from "../ipc/fake";

const finished = { test_state: "finished", status: "disconnected", last_verified_at: "2026-11-22T12:00:00Z" } as const;
const FITS = "It is in AWS account 111122223333, as the role is.";

describe("Target profile", () => {
  test("it is signed in when it is chosen, kept, and can be taken back", async () => {
    const { user, host } = await openAt({ ...WITH_ROLE, step: "role_arn" });
    await pickProfile(user, "customer-admin", TARGET);
    expect(await screen.findByText(FITS)).toBeVisible();
    await user.click(await button("Save and close"));
    await user.click(await screen.findByRole("link", { name: "Production" }));
    expect(await screen.findByText(FITS), "it is kept").toBeVisible();
    await pickProfile(user, "None", TARGET);
    await waitFor(() => expect(screen.queryByText(FITS)).toBeNull());
    expect(host.actions.map(({ type }) => type)).toEqual(["choose_target", "choose_target"]);
  });

  test("one of another account is told at once, whichever came first", async () => {
    const { user } = await openAt({ ...WITH_RUNNER, step: "role_arn" });
    await pickProfile(user, "ops-role", TARGET);
    expect(await screen.findByText("It is in AWS account 333344445555.")).toBeVisible();
    await user.click(await screen.findByRole("textbox", { name: "Role ARN" }));
    await user.paste(ROLE_ARN);
    expect(await screen.findByText(/but the role is in account 111122223333/)).toBeVisible();
    await pickProfile(user, "customer-admin", TARGET);
    expect(await screen.findByText(FITS)).toBeVisible();
  });

  test("an expired session names the command, tries again, and does not drop out unseen", async () => {
    const { user, host } = await openAt({ ...WITH_ROLE, step: "role_arn" });
    await pickProfile(user, "expired-sso", TARGET);
    expect(await screen.findByRole("alert")).toHaveTextContent("aws sso login --profile expired-sso");
    await user.click(await button("Try again"));
    await waitFor(() => expect(host.actions).toHaveLength(2));
    await user.click(await button("Complete"));
    await refusal("The SSO session of profile expired-sso has expired.");
    await step("Role ARN");
    await pickProfile(user, "None", TARGET);
    await user.click(await button("Complete"));
    await step("Report and resources");
  });

  test("Verify again waits for the sign-in, and what was proved stays until then", async () => {
    const { user, host } = await openAt({ ...WITH_ROLE, verified: true, step: "verify" }, finished, {}, true);
    await pickProfile(user, "slow-vault", TARGET);
    await screen.findByText("Asking AWS who slow-vault is");
    const run = vi.spyOn(host, "verify");
    await user.click(await button("Verify again"));
    await user.click(await button("Cancel"));
    await pickProfile(user, "customer-admin", TARGET);
    await screen.findByText(FITS);
    expect(run, "a choice that was cancelled starts nothing").not.toHaveBeenCalled();
    expect(screen.getByText("The verification has finished"), "it speaks of the same values").toBeVisible();
    await user.click(await button("Verify again"));
    await step("Report and resources");
    expect(run).toHaveBeenCalledOnce();
  });

  test("a denial that AWS does not explain leads to where it is chosen", async () => {
    const { user, host } = await openAt(
      { ...WITH_ROLE, verified: true, step: "verify" },
      finished,
      { scenario: "disconnected" },
      true,
    );
    const reports = host.report.bind(host);
    vi.spyOn(host, "report").mockImplementation(async (id) => {
      const report = await reports(id);
      for (const check of report?.checks ?? []) if (check.id === "assume-role") check.cause = "assume_denied";
      return report;
    });
    await user.click(await button("See the report"));
    await user.click(await button("Choose a profile"));
    await step("Verify");
    await pickProfile(user, "customer-admin", TARGET);
    await screen.findByText(FITS);
    await user.click(await button("See the report"));
    await step("Report and resources");
    await screen.findByRole("status");
    expect(screen.queryByRole("button", { name: "Choose a profile" }), "one is chosen").toBeNull();
  });
});

describe("Without a profile of the platform", () => {
  test("its account is named, and a target profile verifies", async () => {
    const { user, host } = await openWindow();
    await user.click(await button("Connect an AWS account"));
    await user.click(await button("I have no profile of the platform: enter its account id"));
    await user.type(await screen.findByRole("textbox", { name: "Platform account id" }), "2222-3333-4444");
    expect(await screen.findByText(/will trust AWS account 222233334444/)).toBeVisible();
    await user.click(await button("Next"));
    await step("Create the role");
    expect(host.actions.slice(0, 1)).toEqual([{ type: "name_platform", account: "2222-3333-4444" }]);
    await user.click(await button("Next"));
    await user.click(await screen.findByRole("textbox", { name: "Role ARN" }));
    await user.paste(ROLE_ARN);
    await screen.findByText("Understood");
    await user.click(await button("Complete"));
    await refusal(/choose a profile in the account to connect/);
    await pickProfile(user, "customer-admin", TARGET);
    await screen.findByText(FITS);
    await user.click(await button("Complete"));
    await step("Report and resources");
  });

  test("a profile can be chosen instead", async () => {
    const { user, host } = await openAt({ platform_account: "222233334444" });
    await user.click(await button("Choose a runner profile instead"));
    await pickProfile(user, "alethia-platform");
    await screen.findByText(/will trust AWS account 222233334444/);
    const [summary] = await host.listConnections();
    expect(summary?.runner).toBe("alethia-platform");
  });

  test("what is no account id is told beside its field", async () => {
    const { user } = await openAt({});
    await user.click(await button("I have no profile of the platform: enter its account id"));
    await user.type(await screen.findByRole("textbox", { name: "Platform account id" }), "12345");
    await user.tab();
    expect(await screen.findByText(/is not an AWS account id/)).toBeVisible();
    await user.click(await button("Choose a runner profile instead"));
    await pickProfile(user, "ops-role");
    await user.click(await button("Next"));
    await step("Create the role");
  });
});
