// The stack, made from here: nothing before it was looked at, and nothing lost while it is made.
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";

import { problem, ROLE_ARN, TARGET_ACCOUNT } from "../../ipc/fake";
import type { FakeOptions } from "../../ipc/fake";
import { button, openAt, pickProfile, step, TARGET, WITH_RUNNER } from "../../test/screen";

const CHOOSING = { ...WITH_RUNNER, step: "create_role", method: "deploy" } as const;
const READY = { ...CHOOSING, target_profile: "customer-admin", target_account: TARGET_ACCOUNT } as const;
/** It ends when a test says so. */
const SLOW = 200;

const plan = () => screen.findByRole("table", { name: "Resources of the stack" });
const events = () => screen.findByRole("table", { name: "Events of the stack" });

/** Looks at the changes, and has them made. */
async function start(options: Partial<FakeOptions>, name: string) {
  const opened = await openAt(READY, {}, options);
  await opened.user.click(await button("Preview changes"));
  await opened.user.click(await button(name));
  return opened;
}

describe("Before", () => {
  test("the accounts stand side by side, and the profile is chosen here", async () => {
    const { user } = await openAt({ ...CHOOSING, expected_account: TARGET_ACCOUNT });
    expect(await button("Preview changes")).toBeDisabled();
    expect(screen.getByText("Choose a profile of the account to connect first.")).toBeVisible();
    await pickProfile(user, "customer-admin", TARGET);
    await screen.findByText(/The stack goes into 111122223333; its role will trust 222233334444/);
    expect(await button("Preview changes")).toBeEnabled();
  });

  test.each([
    ["another account than the expected one", { expected_account: "999988887777" }, /is in account 111122223333/],
    ["the platform's own account", { target_account: "222233334444" }, /the platform account itself/],
    [
      "the platform's own account, though it is expected",
      { target_account: "222233334444", expected_account: "222233334444" },
      /which is the platform account itself/,
    ],
  ])("nothing is sent to %s", async (_name, draft, words) => {
    const { user, host } = await openAt({ ...READY, ...draft });
    const asked = vi.spyOn(host, "planDeployment");
    expect(await screen.findByText(words)).toBeVisible();
    const preview = await button("Preview changes");
    expect(preview).toBeDisabled();
    await user.click(preview);
    expect(asked).not.toHaveBeenCalled();
  });

  test("a session that has expired since names its command, and is tried again", async () => {
    const { user, host } = await openAt(READY);
    const expired = {
      ...problem("sign_in", "The SSO session has expired.", null, true),
      command: "aws sso login --profile customer-admin",
    };
    vi.spyOn(host, "planDeployment").mockRejectedValueOnce(expired);
    await user.click(await button("Preview changes"));
    expect(await screen.findByRole("alert")).toHaveTextContent("aws sso login --profile customer-admin");
    await user.click(await button("Copy command"));
    expect(host.copied).toEqual(["aws sso login --profile customer-admin"]);
    await user.click(await button("Try again"));
    await plan();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test("a profile that cannot sign in is not silently replaced by the one before", async () => {
    const { user } = await openAt(READY);
    await pickProfile(user, "expired-sso", TARGET);
    expect(await screen.findByRole("alert")).toHaveTextContent("aws sso login --profile expired-sso");
    expect(await button("Preview changes")).toBeDisabled();
  });
});

describe("Preview", () => {
  test("says what will be made and where, and can be taken back", async () => {
    const { user, host } = await openAt(READY);
    const discard = vi.spyOn(host, "discardPlan");
    await user.click(await button("Preview changes"));
    expect(within(await plan()).getAllByRole("row"), "a head and three resources").toHaveLength(4);
    expect(
      screen.getByText(/will make the stack alethia-provisioner-role in eu-central-1 of account 111122223333: 3 new/),
    ).toBeVisible();
    await user.click(await button("Discard"));
    expect(screen.queryByRole("table", { name: "Resources of the stack" })).toBeNull();
    expect(discard).toHaveBeenCalledOnce();
  });

  test("an update that makes the role anew says so", async () => {
    const { user } = await openAt(READY, {}, { deployment: "update" });
    await user.click(await button("Preview changes"));
    const role = within(await plan()).getByRole("row", { name: /\bProvisionerRole/ });
    expect(role).toHaveTextContent("Made anew");
    expect(role, "by its name in AWS").toHaveTextContent("AlethiaProvisionerRole");
    expect(screen.getByText(/A role that is made anew has another unique id/)).toBeVisible();
    await user.click(await button("Update the stack"));
    await button("Verify now");
  });

  test("a stack that was updated is not said to be made", async () => {
    const { user } = await openAt(READY, {}, { deployment: "update" });
    await user.click(await button("Preview changes"));
    await user.click(await button("Update the stack"));
    await button("Verify now");
    expect(await screen.findAllByText("The role is up to date"), "it was there before").not.toHaveLength(0);
    expect(screen.queryByText("The role is made")).toBeNull();
  });

  test.each([
    ["unchanged", /is as it must be/, "Take the Role ARN"],
    ["under_way", /is being made or updated just now/, "Watch the stack"],
  ] as const)("a stack that is %s changes nothing, and gives its role", async (deployment, words, name) => {
    const { user } = await openAt(READY, {}, { deployment });
    await user.click(await button("Preview changes"));
    expect(await screen.findByText(words)).toBeVisible();
    expect(screen.queryByRole("table", { name: "Resources of the stack" })).toBeNull();
    await user.click(await button(name));
    await button("Verify now");
  });

  test("it is of these values: with another region it is gone", async () => {
    const { user } = await openAt(READY);
    await user.click(await button("Preview changes"));
    await plan();
    await user.click(await button(/^Region of the stack/));
    await user.click(await screen.findByRole("option", { name: /eu-west-1/ }));
    await waitFor(() => expect(screen.queryByRole("table", { name: "Resources of the stack" })).toBeNull());
    await user.click(await button("Preview changes"));
    await screen.findByText(/alethia-provisioner-role in eu-west-1 of account/);
  });

  test("nothing is left behind in AWS when the step is left", async () => {
    const { user, host } = await openAt(READY);
    await user.click(await button("Preview changes"));
    await plan();
    const discard = vi.spyOn(host, "discardPlan");
    await user.click(await button("Back"));
    await step("External ID");
    await waitFor(() => expect(discard).toHaveBeenCalledOnce());
  });
});

describe("While it is made", () => {
  test("events come as AWS tells them, and the role goes on to its test by itself", async () => {
    const { user, host } = await start({}, "Create the stack");
    await button("Verify now");
    const rows = within(await events()).getAllByRole("row");
    expect(rows, "each resource once").toHaveLength(5);
    for (const row of rows.slice(1)) expect(row).toHaveTextContent("Done");
    expect(screen.getByText(/^Took/)).toBeVisible();
    const verify = vi.spyOn(host, "verify");
    await user.click(await button("Verify now"));
    await step("Report and resources");
    expect(verify).toHaveBeenCalledOnce();
    const [summary] = await host.listConnections();
    expect(summary?.account_id).toBe(TARGET_ACCOUNT);
  });

  test("nothing that it depends on can be changed, and Home and back shows it still", async () => {
    const { user, host } = await start({ pace: SLOW }, "Create the stack");
    const again = vi.spyOn(host, "deploy");
    await events();
    expect(await button("Terraform")).toHaveAttribute("aria-disabled", "true");
    expect(await button(/^Region of the stack/)).toBeDisabled();
    expect(await button(TARGET)).toBeDisabled();
    for (const name of ["Preview changes", "Back", "Next"]) {
      expect(screen.queryByRole("button", { name }), `${name} would be refused`).toBeNull();
    }
    await user.click(await button("Save and close"));
    await user.click(await screen.findByRole("link", { name: "Production" }));
    await button("Cancel");
    await events();
    host.options.pace = 0;
    await button("Verify now");
    expect(again, "it was not started a second time").not.toHaveBeenCalled();
    expect(await button(TARGET)).toBeEnabled();
    await user.click(await button("Next"));
    expect(await screen.findByRole("textbox", { name: "Role ARN" })).toHaveValue(ROLE_ARN);
  });

  test("one button named Cancel has AWS take it back", async () => {
    const { user, host } = await start({ pace: SLOW }, "Create the stack");
    const stop = host.stopDeployment.bind(host);
    const asked = vi.spyOn(host, "stopDeployment").mockResolvedValue();
    expect(await screen.findAllByRole("button", { name: "Cancel" })).toHaveLength(1);
    await user.click(await button("Cancel"));
    expect(screen.getAllByText("Asking AWS to stop").at(-1), "it is said at once").toBeVisible();
    expect(await button("Cancel")).toBeDisabled();
    const [summary] = await host.listConnections();
    host.options.pace = 0;
    await stop(summary?.id ?? "");
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("Cancelled: AWS is deleting what it had made of the stack");
    expect(asked).toHaveBeenCalledOnce();
    expect(screen.queryByRole("button", { name: "Cancel" })).toBeNull();
    await button("Preview changes");
  });

  test("what could not be stopped goes on, and says so", async () => {
    const { user, host } = await start({ pace: SLOW }, "Create the stack");
    vi.spyOn(host, "stopDeployment").mockRejectedValueOnce(problem("aws", "AWS cannot be reached.", null, true));
    await user.click(await button("Cancel"));
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("It could not be stopped");
    expect(alert).toHaveTextContent("AWS cannot be reached.");
    host.options.pace = 0;
    await button("Verify now");
    expect(screen.queryByRole("alert"), "it is no matter any more").toBeNull();
  });
});

describe("What went wrong", () => {
  test("the first failure stands with its resource, and what mends it above", async () => {
    const { user, host } = await start({ deployment: "fails" }, "Create the stack");
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("The stack was not made");
    expect(alert).toHaveTextContent(/ended ROLLBACK_COMPLETE.*delete the stack before the next try/);
    await user.click(within(alert).getByRole("button", { name: "Copy command" }));
    expect(host.copied, "the command alone").toEqual([
      "aws cloudformation delete-stack --stack-name alethia-provisioner-role --region eu-central-1 --profile 'customer-admin'",
    ]);
    expect(alert).toHaveTextContent("Only the organisation's administrator can allow these IAM calls");
    const role = within(await events()).getByRole("row", { name: /\bProvisionerRole/ });
    expect(role).toHaveTextContent("Failed");
    expect(role).toHaveTextContent("explicit deny in a service control policy");
    expect(screen.queryByRole("button", { name: "Verify now" })).toBeNull();
    await user.click(await button("Preview changes"));
    await plan();
    expect(screen.queryByRole("alert"), "it speaks of the try before").toBeNull();
  });

  test("what was taken away meanwhile is not carried out", async () => {
    const { user, host } = await openAt(READY);
    await user.click(await button("Preview changes"));
    await plan();
    const [summary] = await host.listConnections();
    await host.discardPlan(summary?.id ?? "");
    await user.click(await button("Create the stack"));
    expect(await screen.findByRole("alert")).toHaveTextContent("preview the changes");
  });
});
