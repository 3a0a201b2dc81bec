// Asking AWS whose the profiles are of which nothing tells it.
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";

import { profiles as all, SLOW_PROFILE } from "../ipc/fake";
import type { ProfileView } from "../ipc/generated/ProfileView";
import { button, openAt, openWindow, step, TARGET, WITH_ROLE, WITH_RUNNER } from "../test/screen";

const quick = all.filter(({ name }) => name !== SLOW_PROFILE);
const known = quick.filter(({ account_hint: hint, kind }) => hint !== null || kind === "incomplete");
const some = (names: string[], more: Partial<ProfileView> = {}): ProfileView[] =>
  names.map((name) => ({
    name,
    kind: "process",
    region: null,
    account_hint: null,
    sso_session: null,
    program: null,
    problem: null,
    ...more,
  }));

describe("The accounts that nothing tells", () => {
  test("what is done is said before, and nothing is done by itself", async () => {
    const { host } = await openAt({}, {}, { profiles: quick });
    const asking = vi.spyOn(host, "askAccounts");
    expect(await button("Show the accounts of 2 more profiles")).toHaveAccessibleDescription(
      "Signs in once with build (runs /opt/build/credentials) and old-keys, and asks AWS whose they are. You are asked for no MFA code, and nothing is changed.",
    );
    expect(asking, "it runs programs").not.toHaveBeenCalled();
  });

  test.each([
    [["one"], "Signs in once with one, and asks AWS whose it is."],
    [["a", "b", "c", "d", "e"], "Signs in once with a, b, c, d and e, and"],
    [["a", "b", "c", "d", "e", "f"], "Signs in once with a, b, c, d and 2 more, and"],
  ])("of %j the first are named", async (names, words) => {
    await openAt({}, {}, { profiles: some(names) });
    expect(await button(/^Show the account/)).toHaveAccessibleDescription(expect.stringContaining(words));
  });

  test("where all are known there is nothing to ask", async () => {
    await openAt({}, {}, { profiles: known });
    await button(/^Runner profile/);
    expect(screen.queryByRole("button", { name: /^Show the account/ })).toBeNull();
  });

  test("the list shows what AWS said, and why of the others it does not", async () => {
    const { user, host } = await openAt({}, {}, { profiles: quick });
    await user.click(await button("Show the accounts of 2 more profiles"));
    expect(
      await screen.findByText("The list now shows 1 more account. 1 profile could not sign in: the list says why."),
    ).toBeVisible();
    const again = await button("Show the account of 1 more profile");
    expect(again, "that one can be tried again").toHaveFocus();
    await user.click(await button(/^Runner profile/));
    const list = await screen.findByRole("listbox");
    expect(await within(list).findByText("Account 444455556666, as AWS said")).toBeVisible();
    expect(within(list).getByRole("option", { name: /old-keys/ })).toHaveTextContent(
      /Sign-in failed: AWS does not accept the keys of this profile/,
    );
    await user.type(screen.getByLabelText("Find by name, account or SSO session"), "444455556666");
    await user.click(await within(list).findByRole("option", { name: /build/ }));
    await waitFor(() => expect(host.actions.at(-1)).toEqual({ type: "choose_runner", profile: "build" }));
  });

  test("the focus is not lost with the button", async () => {
    const { user } = await openAt({}, {}, { profiles: [...known, ...some(["build"])] });
    await user.click(await button("Show the account of 1 more profile"));
    const shown = await screen.findByText("The list now shows 1 more account.");
    expect(screen.queryByRole("button", { name: /^Show the account/ })).toBeNull();
    expect(document.activeElement).toContainElement(shown);
    expect(document.activeElement, "at the words").not.toBe(document.body);
  });

  test("it tells its time, is cancelled, and keeps what AWS said by then", async () => {
    const { user, host } = await openAt({});
    await user.click(await button("Show the accounts of 3 more profiles"));
    const busy = await button("Asking AWS who 3 profiles are");
    expect(busy, "it stays where it was").toHaveFocus();
    await user.click(busy);
    expect(await screen.findByText(/^Elapsed \d+ s$/)).toBeVisible();
    const cancelling = vi.spyOn(host, "cancelAccounts");
    await user.click(await button("Cancel"));
    expect(await button("Show the accounts of 2 more profiles")).toHaveFocus();
    expect(cancelling).toHaveBeenCalledOnce();
    expect(screen.getByText(/^The list now shows 1 more account/)).toBeVisible();
  });

  test("who goes on does not want it any more", async () => {
    const { user, host } = await openAt(WITH_RUNNER);
    const cancelling = vi.spyOn(host, "cancelAccounts");
    await user.click(await button("Show the accounts of 3 more profiles"));
    await user.click(await button("Next"));
    await step("Create the role");
    expect(cancelling, "no program runs behind one's back").toHaveBeenCalledOnce();
  });

  test("the target profile's field offers it too, and sorts by it", async () => {
    const profiles = [...quick, ...some(["environment"], { kind: "environment" })];
    const { user } = await openAt(
      { ...WITH_ROLE, step: "role_arn", role_arn: "arn:aws:iam::555566667777:role/x" },
      {},
      { profiles },
    );
    await user.click(await button("Show the accounts of 3 more profiles"));
    await screen.findByText(/^The list now shows 2 more accounts/);
    await user.click(await button(TARGET));
    const list = await screen.findByRole("listbox");
    await within(list).findByText("In account 555566667777");
    expect(list.textContent).toMatch(/^In account 555566667777.*environment.*Other profiles/);
  });

  test("an AWS file that was broken meanwhile is told", async () => {
    const { user, host } = await openWindow({ profiles: quick });
    await user.click(await button("Connect an AWS account"));
    const show = await button(/^Show the accounts of/);
    const broken = { code: "input", message: "The AWS file cannot be read at line 3." };
    vi.spyOn(host, "askAccounts").mockRejectedValue(broken);
    vi.spyOn(host, "listProfiles").mockRejectedValue(broken);
    await user.click(show);
    expect(await screen.findByRole("alert")).toHaveTextContent("at line 3");
  });
});
