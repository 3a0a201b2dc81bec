// The role, handed over to the account's owner, and their answer.
import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";

import { problem, ROLE_ARN } from "../ipc/fake";
import { button, openAt, step, WITH_RUNNER } from "../test/screen";

const AT = { ...WITH_RUNNER, step: "create_role", method: "hand_off" } as const;

describe("What the owner is given", () => {
  test("a message to copy, and a bundle to send along", async () => {
    const { user, host } = await openAt(AT);
    await screen.findByRole("heading", { name: "Hand it to the account's owner" });
    await user.click(await button("Copy message"));
    const [summary] = await host.listConnections();
    const { draft } = await host.openConnection(summary?.id ?? "");
    expect(host.copied[0]).toContain(draft.external_id);
    expect(host.copied[0]).toContain("quickcreate");
    await user.click(await button("Save the bundle"));
    await screen.findByText("Saved to /home/anna/alethia-connect-hand-off.zip");
  });

  test("what cannot be prepared is told, and tried again", async () => {
    const { user, host } = await openAt({ ...AT, method: "terraform" });
    vi.spyOn(host, "handOff").mockRejectedValueOnce(problem("storage", "The database is locked.", null, true));
    await user.click(await button("Hand off"));
    expect(await screen.findByRole("alert")).toHaveTextContent("The database is locked.");
    await user.click(await button("Try again"));
    await button("Copy message");
  });
});

describe("Their answer", () => {
  test("is opened, and the role in it goes on to its test", async () => {
    const { user, host } = await openAt(AT, {}, { answer: `Done!\nRoleArn\t${ROLE_ARN}\tThe role` });
    await user.click(await button("Open their answer"));
    await screen.findByText("Their role is taken");
    expect(document.body).toHaveTextContent(ROLE_ARN);
    const verify = vi.spyOn(host, "verify");
    await user.click(await button("Verify now"));
    await step("Report and resources");
    expect(verify).toHaveBeenCalledOnce();
  });

  test("stands in the next step's field too", async () => {
    const { user } = await openAt(AT, {}, { answer: ROLE_ARN });
    await user.click(await button("Open their answer"));
    await screen.findByText("Their role is taken");
    await user.click(await button("Next"));
    expect(await screen.findByRole("textbox", { name: "Role ARN" })).toHaveValue(ROLE_ARN);
  });

  test("with something else in it is refused with the reason, until the right one comes", async () => {
    const { user, host } = await openAt(AT, {}, { answer: "arn:aws:iam::111122223333:user/bob" });
    await user.click(await button("Open their answer"));
    expect(await screen.findByRole("alert")).toHaveTextContent("This is the ARN of an IAM user");
    expect(screen.queryByRole("button", { name: "Verify now" })).toBeNull();
    host.options.answer = ROLE_ARN;
    await user.click(await button("Open their answer"));
    await screen.findByText("Their role is taken");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test("that is not chosen after all changes nothing", async () => {
    const { user, host } = await openAt(AT, {}, { answer: null });
    await user.click(await button("Open their answer"));
    await waitFor(async () => expect(await button("Open their answer")).not.toHaveAttribute("aria-disabled"));
    expect(host.actions).toEqual([]);
  });

  test("that cannot be read is told", async () => {
    const { user, host } = await openAt(AT);
    vi.spyOn(host, "openAnswer").mockRejectedValue(problem("desktop", "The file is larger than 1 MB.", null, true));
    await user.click(await button("Open their answer"));
    expect(await screen.findByRole("alert")).toHaveTextContent("The file is larger than 1 MB.");
  });

  test("whose role cannot be verified from here says what is missing", async () => {
    const { user } = await openAt({ ...AT, runner: null }, {}, { answer: ROLE_ARN });
    await user.click(await button("Open their answer"));
    await user.click(await button("Verify now"));
    await waitFor(() =>
      expect(document.querySelector('[id^="wizard-error-"]')).toHaveTextContent(/choose a profile in the account/),
    );
    await step("Create the role");
  });
});
