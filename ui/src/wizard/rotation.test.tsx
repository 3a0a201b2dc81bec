import { screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import type { DraftView } from "../ipc/generated/DraftView";
import { button, openAt, openWindow, step, WITH_ROLE } from "../test/screen";

const OLD = "the-one-before";
const NEW = "the-new-one";
const rotating: Partial<DraftView> = { ...WITH_ROLE, external_id: NEW, former_external_id: OLD, step: "create_role" };

describe("Rotating the External ID", () => {
  test("stands on Home for what is in use, and asks first", async () => {
    const { user, host } = await openWindow({ filled: true });
    const table = await screen.findByRole("table", { name: "Connections" });
    const offers = within(table).getAllByRole("button", { name: "Rotate External ID" });
    expect(offers, "Production is connected, Staging degraded").toHaveLength(2);
    const [before] = await host.listConnections();
    await user.click(offers[0] ?? table);
    const dialog = await screen.findByRole("dialog", { name: /^Rotate the External ID of / });
    expect(dialog).toHaveTextContent("Until then you can go back");
    expect(await host.listConnections().then(([first]) => first), "nothing changes before the answer").toEqual(before);
    await user.click(within(dialog).getByRole("button", { name: "Rotate External ID" }));
    await step("Create the role");
    expect(await screen.findByText("The role needs the new External ID")).toBeVisible();
  });

  test("the list says that it is under way, and leads on", async () => {
    const { user } = await openWindow({}, (host) => {
      host.add({ label: "Production", ...rotating }, { last_verified_at: "2026-11-22T12:00:00Z" });
    });
    expect(await screen.findByText("Rotating the External ID")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Rotate External ID" }), "one at a time").toBeNull();
    await user.click(await button("Continue"));
    await step("Create the role");
  });

  test("the role is updated, not made: steps and command carry the new one", async () => {
    const { user, host } = await openAt(rotating);
    await step("Create the role");
    expect(screen.getByTestId("external-id")).toHaveTextContent(NEW);
    expect(await screen.findByText("Update the stack in AWS")).toBeVisible();
    expect(screen.getByRole("group", { name: "command" })).toHaveTextContent(`ParameterValue=${NEW}`);
    await user.click(await button("Open the stack in AWS"));
    expect(await screen.findByText(/choose the stack, then Update/)).toBeVisible();
    expect(host.opened, "the page of the stacks").toHaveLength(1);
    expect(screen.queryByRole("button", { name: "Launch Stack in AWS" }), "a second stack would fail").toBeNull();
    expect(screen.queryByRole("button", { name: "Start over" }), "the one in AWS would be lost").toBeNull();
  });

  test("every way speaks of the role that is there", async () => {
    const { user } = await openAt(rotating);
    await step("Create the role");
    expect(screen.queryByText("What the link fills in"), "there is no link").toBeNull();
    await user.click(await button("Hand off"));
    expect(await screen.findByText(/gives the role the new External ID, and says when it is done/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Open their answer" }), "the Role ARN stays").toBeNull();
    await user.click(await button("Terraform"));
    expect(await screen.findByText(/Put the new External ID into the configuration/)).toBeVisible();
    await user.click(await button("Deploy from here"));
    expect(await screen.findByText(/^The stack is updated with a profile/)).toBeVisible();
  });

  test.each(["external_id", "create_role", "role_arn", "verify"] as const)(
    "the one from before can be kept at step %s",
    async (at) => {
      const { user, host } = await openAt({ ...rotating, step: at });
      await user.click(await button("Keep the one from before"));
      await step("Verify");
      const [{ id } = { id: "" }] = await host.listConnections();
      const { draft } = await host.openConnection(id);
      expect([draft.external_id, draft.former_external_id], "as it was").toEqual([OLD, null]);
      expect(screen.queryByText(/^The role needs|^The External ID is rotated/), "it is over").toBeNull();
    },
  );

  test.each([
    ["connected", false],
    ["disconnected", true],
  ] as const)("after a verdict %s it is still under way: %s", async (scenario, stays) => {
    const { user } = await openAt({ ...rotating, step: "verify" }, {}, { scenario });
    await user.click(await button("Verify again"));
    await step("Report and resources");
    expect(screen.queryByText("The role needs the new External ID") !== null).toBe(stays);
    expect(screen.queryByText("The External ID is rotated") !== null, "said when it is done").toBe(!stays);
  });
});
