// Step 1: who verifies, and where the values are kept.
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";

import { problem } from "../ipc/fake";
import { button, openAt, openWindow, pickProfile, refusal, step, TARGET, WITH_ROLE, WITH_RUNNER } from "../test/screen";

const ARN = "arn:aws:sts::222233334444:assumed-role/alethia-platform/anna";
const account = () => screen.findByRole("textbox", { name: /Expected AWS account/ });

describe("Runner", () => {
  test("who the runner is stands beside its account, to be copied", async () => {
    const { user, host } = await openAt({});
    await pickProfile(user, "alethia-platform");
    expect(await screen.findByText(ARN)).toBeVisible();
    await user.click(await button("Copy Runner ARN"));
    expect(host.copied).toEqual([ARN]);
  });

  test("a slow sign-in holds up nothing, tells its time, and is cancelled", async () => {
    const { user, host } = await openAt(WITH_RUNNER);
    await pickProfile(user, "slow-vault");
    await screen.findByText("Asking AWS who slow-vault is");
    await user.type(screen.getByRole("textbox", { name: "Label" }), "2");
    await waitFor(() => expect(host.actions.at(-1)).toEqual({ type: "set_label", label: "Production2" }));
    expect(await screen.findByText(/^Elapsed \d+ s$/)).toBeVisible();
    await user.click(await button("Cancel"));
    expect(screen.queryByText(/^Asking AWS/), "it is idle at once").toBeNull();
    await screen.findByText(/will trust AWS account 222233334444/);
    expect(await button("Runner profile alethia-platform"), "the runner is the one before").toBeVisible();
    expect(screen.queryByRole("alert"), "what the person stopped is no error").toBeNull();
  });

  test("the newest choice counts", async () => {
    const { user, host } = await openAt({});
    await pickProfile(user, "slow-vault");
    await screen.findByText("Asking AWS who slow-vault is");
    await pickProfile(user, "ops-role");
    await screen.findByText(/assumed-role\/ops-role/);
    const [summary] = await host.listConnections();
    expect(summary?.runner).toBe("ops-role");
    expect(screen.queryByRole("alert"), "the older choice is no error").toBeNull();
  });

  test("Next waits for the sign-in, and goes nowhere when that is cancelled", async () => {
    const { user, host } = await openAt(WITH_RUNNER);
    await pickProfile(user, "slow-vault");
    await user.click(await button("Next"));
    await user.click(await button("Cancel"));
    await step("External ID");
    await pickProfile(user, "ops-role");
    await user.click(await button("Next"));
    await step("Create the role");
    const sent = host.actions.map(({ type }) => type);
    expect(sent, "only the second Next went on").toEqual(["choose_runner", "choose_runner", "go_to"]);
  });

  test("profiles that other connections use come first, and are found like the others", async () => {
    const { user } = await openWindow({}, (host) => {
      host.add({ label: "Production", ...WITH_RUNNER });
      host.add({ label: "Staging", runner: "ops-role", platform_account: "333344445555" });
    });
    await user.click(await screen.findByRole("link", { name: "Production" }));
    await user.click(await button(/^Runner profile/));
    const list = await screen.findByRole("listbox");
    await within(list).findByText("Used before");
    const order = () => list.textContent;
    expect(order()).toMatch(/^Used before.*ops-role.*Other profiles.*alethia-platform/);
    await user.type(screen.getByLabelText("Find by name, account or SSO session"), "333344445555");
    await waitFor(() => expect(order()).not.toContain("alethia-platform"));
    await user.click(within(list).getByRole("option", { name: /ops-role/ }));
    await screen.findByText(/assumed-role\/ops-role/);
  });

  test("whose a profile is stands with it, and how sure that is", async () => {
    const { user } = await openWindow();
    await user.click(await button("Connect an AWS account"));
    await user.click(await button(/^Runner profile/));
    const list = await screen.findByRole("listbox");
    expect(await within(list).findByText("Account 333344445555")).toBeVisible();
    expect(within(list).getByText("Account 666677778888, from the key's id")).toBeVisible();
  });

  test("but those of the expected account come before them", async () => {
    const { user } = await openWindow({}, (host) => {
      host.add({ label: "Production", ...WITH_ROLE, step: "role_arn" });
      host.add({ label: "Staging", runner: "ops-role", platform_account: "333344445555" });
    });
    await user.click(await screen.findByRole("link", { name: "Production" }));
    await user.click(await button(TARGET));
    const list = await screen.findByRole("listbox");
    await within(list).findByText("Used before");
    expect(list.textContent).toMatch(/^In account 111122223333.*customer-admin.*Used before.*ops-role.*Other profiles/);
  });

  test("a mended AWS file can be read again", async () => {
    const { user, host } = await openWindow();
    const malformed = problem("input", "The AWS file ~/.aws/config cannot be read at line 3: no ].", null, true);
    const reading = vi.spyOn(host, "listProfiles").mockRejectedValue(malformed);
    await user.click(await button("Connect an AWS account"));
    expect(await screen.findByRole("alert")).toHaveTextContent("at line 3");
    reading.mockRestore();
    await user.click(await button("Try again"));
    await pickProfile(user, "alethia-platform");
  });
});

describe("Where the values are kept", () => {
  test("without a keyring it is told where, and why, at the first step", async () => {
    const { user } = await openWindow({ noKeyring: true });
    await user.click(await button("Connect an AWS account"));
    expect(await screen.findByText("Kept in the app's database file")).toBeVisible();
    expect(screen.getByText(/has no keyring that answers/)).toBeVisible();
  });

  test("with a keyring there is nothing to tell", async () => {
    await openAt({});
    await step("External ID");
    expect(screen.queryByText("Kept in the app's database file")).toBeNull();
  });

  test.each(["external_id", "create_role", "role_arn"] as const)("step %s shows one External ID", async (at) => {
    const { user, host } = await openAt({ ...WITH_RUNNER, step: at });
    const shown = await screen.findByTestId("external-id");
    await user.click(await button("Copy External ID"));
    expect(host.copied).toEqual([shown.textContent]);
  });
});

describe("Refusals", () => {
  test("an account of 11 digits does not drop out unseen", async () => {
    const { user, host } = await openAt(WITH_RUNNER);
    const scrolled = vi.spyOn(Element.prototype, "scrollIntoView");
    await user.type(await account(), "11112222333");
    await user.click(await button("Next"));
    await refusal(/is not an AWS account id/);
    const words = scrolled.mock.contexts.map((element) => (element as Element).textContent);
    expect(words, "in a small window it appears below the edge").toContainEqual(
      expect.stringContaining("is not an AWS account id"),
    );
    await step("External ID");
    expect(host.actions.some(({ type }) => type === "go_to")).toBe(false);
    await user.type(await account(), "3");
    await waitFor(() => expect(document.querySelector('[id^="wizard-error-"]'), "it is mended").toBeNull());
    await user.click(await button("Next"));
    await step("Create the role");
    const [summary] = await host.listConnections();
    expect(summary?.account_id, "the guard is in force").toBe("111122223333");
  });

  test("what was refused stays with its step", async () => {
    const { user } = await openAt({ ...WITH_RUNNER, step: "verify" }, { test_state: "interrupted" });
    await user.click(await button("Verify again"));
    await refusal("paste the Role ARN first");
    await user.click(await button("Back"));
    await step("Role ARN");
    expect(document.querySelector('[id^="wizard-error-"]')).toBeNull();
  });
});
