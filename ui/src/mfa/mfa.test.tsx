// A profile that wants the code of an MFA device: the dialog, whatever screen is shown.
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";

import { MFA_DEVICE, MFA_PROFILE, problem, RIGHT_CODE } from "../ipc/fake";
import { button, openAt, openWindow, pickProfile, step, WITH_ROLE } from "../test/screen";

const dialog = () => screen.findByRole("dialog", { name: "Code of your MFA device" });
/** The field, once it has the focus. */
const field = async () => {
  const input = await within(await dialog()).findByRole("textbox", { name: /MFA code/ });
  await waitFor(() => expect(input).toHaveFocus());
  return input;
};
/** With the key code that browsers send and user-event does not: Cloudscape goes by it. */
const escape = async () => fireEvent.keyDown(await field(), { key: "Escape", keyCode: 27 });
const gone = () => waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

describe("MFA dialog", () => {
  test("says for what the code is, and Enter sends it", async () => {
    const { user, host } = await openAt({});
    await pickProfile(user, MFA_PROFILE);
    const asked = within(await dialog());
    expect(asked.getByText(MFA_PROFILE)).toBeVisible();
    expect(asked.getByText(MFA_DEVICE)).toBeVisible();
    expect(await field()).toHaveAccessibleDescription(/works only once.*3 tries left/);
    await user.keyboard("123 456{Enter}");
    await gone();
    await screen.findByText(new RegExp(`assumed-role/${MFA_PROFILE}`));
    expect(host.codes).toEqual([RIGHT_CODE]);
  });

  test("one code serves the test that follows", async () => {
    const { user, host } = await openAt({});
    await pickProfile(user, MFA_PROFILE);
    await user.type(await field(), `${RIGHT_CODE}{Enter}`);
    await gone();
    await pickProfile(user, "alethia-platform");
    await pickProfile(user, MFA_PROFILE);
    await screen.findByText(new RegExp(`assumed-role/${MFA_PROFILE}`));
    expect(screen.queryByRole("dialog"), "it is not asked for again").toBeNull();
    expect(host.codes).toHaveLength(1);
  });

  test("what is no code is said beside the field, and nothing is sent", async () => {
    const { user, host } = await openAt({});
    await pickProfile(user, MFA_PROFILE);
    await user.type(await field(), "12345{Enter}");
    await waitFor(async () => expect(await field()).toHaveAccessibleDescription(/exactly 6 digits/));
    expect(await field()).toHaveValue("12345");
    expect(host.codes).toEqual([]);
    expect(await field(), "it was no try").toHaveAccessibleDescription(/3 tries left/);
  });

  test("a refused code is told with the reason and what is left, in the same dialog", async () => {
    const { user } = await openAt({});
    await pickProfile(user, MFA_PROFILE);
    const before = await dialog();
    await user.type(await field(), "000000{Enter}");
    await waitFor(async () =>
      expect(await field()).toHaveAccessibleDescription(/did not take that code: .*invalid MFA.*2 tries left/),
    );
    expect(await dialog(), "it does not come and go").toBe(before);
    expect(await field()).toHaveValue("");
    await user.keyboard("000001{Enter}");
    await waitFor(async () => expect(await field()).toHaveAccessibleDescription(/last try/));
    await user.keyboard("000002");
    await user.click(await button("Send code"));
    await gone();
    expect(await screen.findByText(/AWS refused 3 codes/)).toBeVisible();
  });

  test.each([
    ["Escape", escape],
    ["its button", async (user: UserEvent) => user.click(await button("Cancel sign-in"))],
  ] as [string, (user: UserEvent) => Promise<unknown>][])("%s cancels the choice", async (_name, cancel) => {
    const { user, host } = await openAt({});
    await pickProfile(user, MFA_PROFILE);
    await field();
    await cancel(user);
    await gone();
    expect(await screen.findByText(/no code was given/)).toBeVisible();
    expect(host.codes).toEqual([]);
  });

  test("a newer choice takes the question back", async () => {
    const { user, host } = await openAt({});
    await pickProfile(user, MFA_PROFILE);
    const id = (await host.listConnections())[0]?.id ?? "";
    await dialog();
    await host.cancelChoice(id, "runner");
    await gone();
  });

  test("a test asks too, and is cancelled with the question", async () => {
    const account = { runner: MFA_PROFILE, platform_account: "222233334444" };
    const { user, host } = await openAt({ ...WITH_ROLE, ...account, step: "verify" }, { test_state: "queued" });
    await escape();
    await screen.findByText("The verification was cancelled");
    await gone();
    await user.click(await button("Verify again"));
    await user.type(await field(), `${RIGHT_CODE}{Enter}`);
    await step("Report and resources");
    expect(host.codes).toEqual([RIGHT_CODE]);
  });

  test("an answer that comes too late is told in the dialog until that closes", async () => {
    const { user, host } = await openAt({});
    await pickProfile(user, MFA_PROFILE);
    vi.spyOn(host, "answerMfa").mockRejectedValueOnce(problem("not_now", "The code is no longer wanted."));
    await user.type(await field(), `${RIGHT_CODE}{Enter}`);
    await waitFor(async () => expect(await field()).toHaveAccessibleDescription(/no longer wanted/));
  });

  test("a program that cannot ask breaks nothing", async () => {
    const { host } = await openWindow();
    vi.spyOn(host, "hearMfa").mockRejectedValue(problem("storage", "The database cannot be opened."));
    expect(await button("Connect an AWS account")).toBeVisible();
  });
});
