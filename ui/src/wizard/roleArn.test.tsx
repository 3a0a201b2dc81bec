// What fills the field of the Role ARN besides a paste.
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, test, vi } from "vitest";

import { problem, ROLE_ARN, TARGET_ACCOUNT } from "../ipc/fake";
import type { FoundRole } from "../ipc/generated/FoundRole";
import { button, openAt, step, WITH_ROLE, WITH_RUNNER } from "../test/screen";

const AT = { ...WITH_RUNNER, step: "role_arn" } as const;
const WITH_TARGET = { ...AT, target_profile: "customer-admin", target_account: TARGET_ACCOUNT } as const;
const EXPECTING = { ...AT, expected_account: TARGET_ACCOUNT } as const;
const WATCHES = /^Watching for the stack in eu-central-1/;
const TRIES = /^Trying the usual role name in account 111122223333/;

const field = () => screen.findByRole("textbox", { name: "Role ARN" });
const later = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds));

afterEach(() => vi.useRealTimers());

describe("Looking for the role", () => {
  test.each([
    ["the stack", WITH_TARGET, WATCHES, 5000, "stack", /^Taken from the outputs of the stack in eu-central-1/],
    ["its usual name", EXPECTING, TRIES, 10_000, "name", /^Found by its usual name in account 111122223333/],
  ] as const)("by %s, at once and then now and again", async (_name, draft, watches, every, by, found) => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const { host } = await openAt(draft);
    expect(await screen.findByText(watches)).toBeVisible();
    const look = vi.spyOn(host, "lookForRole");
    await later(every);
    expect(look).toHaveBeenCalledOnce();
    host.options.role = { role_arn: ROLE_ARN, found_by: by };
    await later(every);
    expect(await field()).toHaveValue(ROLE_ARN);
    expect(await screen.findByText(found)).toBeVisible();
    await screen.findByText("Understood");
    await later(60_000);
    expect(look, "it is found").toHaveBeenCalledTimes(2);
  });

  test("never twice at once, and without a word when it goes wrong", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const { host } = await openAt(WITH_TARGET);
    await screen.findByText(WATCHES);
    let answer: (role: FoundRole | null) => void = () => undefined;
    const look = vi.spyOn(host, "lookForRole").mockRejectedValueOnce(problem("aws", "Access denied."));
    look.mockImplementation(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    await later(5000);
    expect(screen.queryByText("Access denied.")).toBeNull();
    await later(5000);
    expect(look).toHaveBeenCalledTimes(2);
    await later(30_000);
    expect(look, "the second still waits for its answer").toHaveBeenCalledTimes(2);
    answer(null);
    await later(5000);
    expect(look).toHaveBeenCalledTimes(3);
  });

  test("stops when something is typed, and an answer that comes after that is not taken", async () => {
    const { user, host } = await openAt(AT);
    let answer: (role: FoundRole | null) => void = () => undefined;
    vi.spyOn(host, "lookForRole").mockImplementation(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    expect(screen.queryByText(WATCHES), "nothing says where").toBeNull();
    await user.click(await button(/^Profile in the account to connect/));
    await user.click(await screen.findByRole("option", { name: /customer-admin/ }));
    await screen.findByText(WATCHES);
    await user.click(await field());
    await user.paste("arn:aws:iam::");
    expect(screen.queryByText(WATCHES)).toBeNull();
    answer({ role_arn: ROLE_ARN, found_by: "stack" });
    await screen.findByText(/is not a Role ARN/);
    expect(await field()).toHaveValue("arn:aws:iam::");
  });

  test("stops after a quarter of an hour", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const { host } = await openAt(WITH_TARGET);
    await screen.findByText(WATCHES);
    await later(14.8 * 60_000);
    expect(screen.getByText(WATCHES)).toBeVisible();
    await later(30_000);
    expect(screen.queryByText(WATCHES)).toBeNull();
    const look = vi.spyOn(host, "lookForRole");
    await later(60_000);
    expect(look).not.toHaveBeenCalled();
  });

  test("ends with the step", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const { host } = await openAt(WITH_TARGET);
    await screen.findByText(WATCHES);
    fireEvent.click(await button("Back"));
    await step("Create the role");
    const look = vi.spyOn(host, "lookForRole");
    await later(20_000);
    expect(look).not.toHaveBeenCalled();
  });

  test.each([
    ["a role is known", WITH_ROLE],
    [
      "the profile is of another account",
      { ...WITH_TARGET, target_account: "999988887777", expected_account: TARGET_ACCOUNT, runner: null },
    ],
    ["nobody knows where", AT],
  ])("there is nothing to look for when %s", async (_name, draft) => {
    const role: FoundRole = { role_arn: ROLE_ARN.replace("111122223333", "444455556666"), found_by: "name" };
    await openAt({ ...draft, step: "role_arn" }, {}, { role });
    await step("Role ARN");
    expect(screen.queryByText(/^Watching|^Trying/)).toBeNull();
    expect(await field(), "nothing is filled in").toHaveValue("role_arn" in draft ? draft.role_arn : "");
  });
});

describe("The clipboard", () => {
  const OFFER = "The clipboard holds the ARN of a role";

  test("is offered, and taken only when it is wanted", async () => {
    const { user } = await openAt(AT, {}, { clipboard: ROLE_ARN });
    await screen.findByText(OFFER);
    expect(await field(), "nothing is filled in by itself").toHaveValue("");
    await user.click(await button("Use it"));
    expect(await field()).toHaveValue(ROLE_ARN);
    await screen.findByText("Understood");
    expect(screen.queryByText(OFFER)).toBeNull();
  });

  test("is asked for again when the window is looked at, but for each ARN once", async () => {
    const { user, host } = await openAt(AT);
    await step("Role ARN");
    expect(screen.queryByText(OFFER), "there is nothing on it").toBeNull();
    host.options.clipboard = ROLE_ARN;
    fireEvent.focus(window);
    await screen.findByText(OFFER);
    await user.click(await button("Not now"));
    expect(screen.queryByText(OFFER)).toBeNull();
    fireEvent.focus(window);
    host.options.clipboard = ROLE_ARN.replace("111122223333", "444455556666");
    fireEvent.focus(window);
    await screen.findByText(OFFER);
    expect(document.body).toHaveTextContent("arn:aws:iam::444455556666:role/AlethiaProvisionerRole");
  });

  test("is let be when something stands in the field, or it cannot be read", async () => {
    const { host, user } = await openAt({ ...WITH_ROLE, step: "role_arn" }, {}, { clipboard: ROLE_ARN });
    const read = vi.spyOn(host, "clipboardRoleArn");
    await screen.findByText("Understood");
    fireEvent.focus(window);
    expect(read).not.toHaveBeenCalled();
    read.mockRejectedValue(problem("desktop", "The clipboard is not readable."));
    await user.clear(await field());
    await waitFor(() => expect(read).toHaveBeenCalledOnce());
    expect(screen.queryByText("The clipboard is not readable.")).toBeNull();
  });
});

describe("A file", () => {
  test("is put into the field as it is, and understood there", async () => {
    const { user } = await openAt(AT, {}, { answer: `{"RoleArn": "${ROLE_ARN}"}` });
    await user.click(await button("Open a file"));
    await screen.findByText("Understood");
    expect(await field()).toHaveValue(`{"RoleArn": "${ROLE_ARN}"}`);
  });

  test("that cannot be read is told, and the field stays as it is", async () => {
    const { user, host } = await openAt({ ...WITH_ROLE, step: "role_arn" });
    vi.spyOn(host, "openAnswer").mockRejectedValue(problem("desktop", "The file is no text."));
    await user.click(await button("Open a file"));
    expect(await screen.findByRole("alert")).toHaveTextContent("The file is no text.");
    expect(await field()).toHaveValue(ROLE_ARN);
  });
});
