// A connection that was changed after it was verified: its report is of an earlier state, and can still be read.
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { button, first, openAt, openWindow, step, WITH_ROLE } from "../test/screen";

const finished = { test_state: "finished", status: "connected", last_verified_at: "2026-11-22T12:00:00Z" } as const;
const STALE = /^This report speaks of earlier values/;

describe("After a change", () => {
  const changed = { ...WITH_ROLE, step: "verify", verified: false } as const;

  test("the step says so instead of pointing at the report, which opens with the notice", async () => {
    const { user } = await openAt(changed, finished, {}, true);
    await screen.findByText("Something was changed since the last verification");
    expect(screen.queryByText("The verification has finished"), "it would contradict").toBeNull();
    await user.click(await button("See the report"));
    await step("Report and resources");
    expect(await screen.findByText(STALE)).toBeVisible();
    expect(screen.getByRole("status")).toHaveTextContent(/^Connected/);
    await user.click(await button("Back"));
    await step("Verify");
    await user.click(await button("Verify again"));
    await step("Report and resources");
    await waitFor(() => expect(screen.queryByText(STALE), "the new report is of these values").toBeNull());
  });

  test("a run of the values before says nothing of the new ones", async () => {
    const { user } = await openAt(changed, { test_state: "queued" });
    await step("Report and resources");
    await user.click(await first("Step 4: Verify"));
    await screen.findByText("The verification has finished");
    await user.click(await button("Back"));
    await user.click(await screen.findByRole("textbox", { name: "Role ARN" }));
    await user.paste("2");
    await screen.findByText("Understood");
    await user.click(await first("Step 4: Verify"));
    await screen.findByText("Something was changed since the last verification");
    expect(document.querySelector("[data-check]"), "no check of the earlier run").toBeNull();
    await user.click(await button("Verify again"));
    await step("Report and resources");
  });

  test("Home opens the earlier report, wherever the draft stands", async () => {
    const { user } = await openWindow({}, (host) => {
      host.add({ ...WITH_ROLE, label: "Production", role_arn: null, step: "role_arn" }, finished, "connected");
    });
    const row = await screen.findByRole("row", { name: /Production/ });
    await user.click(within(row).getByRole("button", { name: "Open report" }));
    expect(await screen.findByText(STALE)).toBeVisible();
    await user.click(await button("Back"));
    await step("Role ARN");
  });
});
