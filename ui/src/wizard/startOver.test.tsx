import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";

import { problem, ROLE_ARN } from "../ipc/fake";
import type { Step } from "../ipc/generated/Step";
import { button, openAt, step, WITH_ROLE, WITH_RUNNER } from "../test/screen";

const SAID = {
  ...WITH_ROLE,
  target_profile: "customer-admin",
  target_account: "111122223333",
  expected_account: "111122223333",
  region: "eu-west-3",
} as const;

const dialog = () => screen.findByRole("dialog", { name: "Start over with another External ID?" });
const externalId = () => screen.getByTestId("external-id").textContent;

describe("Start over", () => {
  test.each<[Step, string]>([
    ["external_id", "External ID"],
    ["create_role", "Create the role"],
    ["role_arn", "Role ARN"],
    ["verify", "Verify"],
  ])("stands at step %s, and leads to the first one", async (at, name) => {
    const { user, host } = await openAt({ ...WITH_ROLE, step: at, external_id: "the-one-before" });
    await step(name);
    await user.click(await button("Start over"));
    await user.click(within(await dialog()).getByRole("button", { name: "Start over" }));
    await step("External ID");
    expect(await screen.findByText("This connection has another External ID")).toBeVisible();
    expect(externalId()).not.toBe("the-one-before");
    expect(JSON.stringify(await host.stored())).not.toContain("the-one-before");
  });

  test("says with the real values what it makes useless and what stays", async () => {
    const verified = { status: "disconnected", last_verified_at: "2026-11-22T12:00:00Z" } as const;
    const draft = { ...SAID, verified: true, step: "report" as const, external_id: "the-one-before" };
    const { user } = await openAt(draft, verified, { scenario: "disconnected" }, true);
    await user.click(await button("Start over"));
    const words = await dialog();
    expect(words).toHaveTextContent("External ID that is given upthe-one-before");
    expect(words).toHaveTextContent(`The role ${ROLE_ARN}: it trusts the External ID that is given up`);
    expect(words).toHaveTextContent("quick-create link and its QR code, the Terraform configuration, the message");
    expect(words).toHaveTextContent(/The reports of this connection, the last one of Nov 22, 2026/);
    for (const value of ["Production", "alethia-platform", "customer-admin", "111122223333", "eu-west-3"]) {
      expect(within(words).getByText(value), `${value} stays`).toBeVisible();
    }
  });

  test("a role that is not known yet is spoken of as one that may be there", async () => {
    const { user } = await openAt({ ...WITH_RUNNER, step: "create_role", method: "terraform" });
    await user.click(await button("Start over"));
    expect(await dialog()).toHaveTextContent(/A role that was made already.*apply the new configuration in its place/);
    expect(await dialog()).not.toHaveTextContent("reports");
  });

  test("the safe answer has the focus, and changes nothing", async () => {
    const { user, host } = await openAt({ ...WITH_ROLE, step: "role_arn", external_id: "the-one-before" });
    const startOver = vi.spyOn(host, "startOver");
    await user.click(await button("Start over"));
    const keep = within(await dialog()).getByRole("button", { name: "Keep what is there" });
    await waitFor(() => expect(keep).toHaveFocus());
    await user.keyboard("{Enter}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await step("Role ARN");
    expect(startOver).not.toHaveBeenCalled();
    expect(await screen.findByRole("textbox", { name: "Role ARN" })).toHaveValue(ROLE_ARN);
  });

  test("what was typed for the role before is gone", async () => {
    const { user } = await openAt({ ...WITH_ROLE, step: "role_arn" });
    await user.click(await button("Start over"));
    await user.click(within(await dialog()).getByRole("button", { name: "Start over" }));
    await step("External ID");
    for (const name of ["Create the role", "Role ARN"]) {
      await user.click(await button("Next"));
      await step(name);
    }
    expect(await screen.findByRole("textbox", { name: "Role ARN" })).toHaveValue("");
  });

  test("is refused in words while a verification runs", async () => {
    const { host } = await openAt({ ...WITH_ROLE, step: "verify" }, { test_state: "queued" }, { pace: 500 });
    await button("Cancel");
    const action = await button("Start over");
    expect(action).toHaveAttribute("aria-disabled", "true");
    expect(action).toHaveAccessibleDescription("A verification with this External ID is running: cancel it first.");
    host.options.pace = 0;
  });

  test("a refusal of the program is told in the dialog, and can be tried again", async () => {
    const { user, host } = await openAt({ ...WITH_ROLE, step: "role_arn" });
    const full = vi.spyOn(host, "startOver").mockRejectedValue(problem("storage", "The disk is full.", null, true));
    await user.click(await button("Start over"));
    await user.click(within(await dialog()).getByRole("button", { name: "Start over" }));
    expect(await within(await dialog()).findByText("The disk is full.")).toBeVisible();
    full.mockRestore();
    await user.click(within(await dialog()).getByRole("button", { name: "Try again" }));
    await step("External ID");
  });

  test.each(["connected", "degraded"] as const)("an External ID of a %s connection is not given up", async (status) => {
    const finished = { status, test_state: "finished", last_verified_at: "2026-11-22T12:00:00Z" } as const;
    await openAt({ ...WITH_ROLE, verified: true, step: "report" }, finished, { scenario: status }, true);
    await step("Report and resources");
    expect(screen.queryByRole("button", { name: "Start over" })).toBeNull();
  });
});
