import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";

import { problem, ROLE_ARN } from "../ipc/fake";
import { button, openAt, openWindow, pickProfile, refusal, step, WITH_ROLE, WITH_RUNNER } from "../test/screen";

const STEPS = ["External ID", "Create the role", "Role ARN", "Verify", "Report and resources"];

describe("External ID", () => {
  test("the five steps have their names", async () => {
    const { user } = await openWindow();
    await user.click(await button("Connect an AWS account"));
    const steps = (await screen.findAllByRole("navigation", { name: "Steps" }))[0];
    for (const name of STEPS) expect(steps, `a step is called ${name}`).toHaveTextContent(name);
  });

  test("the External ID that is shown is the one that is stored and copied", async () => {
    const { user, host } = await openWindow();
    await user.click(await button("Connect an AWS account"));
    const shown = (await screen.findByTestId("external-id")).textContent;
    await user.click(await button("Copy External ID"));
    expect(host.copied).toEqual([shown]);
    expect(
      (await host.stored()).some(({ content }) => content.includes(shown)),
      "it is stored already",
    ).toBe(true);
    await waitFor(() => expect(document.body).toHaveTextContent("External ID copied"));
  });

  test("without a clipboard the text is there to copy by hand", async () => {
    const { user } = await openWindow({ bareDesktop: true });
    await user.click(await button("Connect an AWS account"));
    const shown = (await screen.findByTestId("external-id")).textContent;
    await user.click(await button("Copy External ID"));
    const field = await screen.findByRole("textbox", { name: "Text to copy" });
    expect(field).toHaveValue(shown);
    await waitFor(() => expect(field, "it can be copied at once").toHaveFocus());
    expect(screen.getByRole("dialog")).toHaveTextContent("The clipboard did not take the text.");
  });

  test("a runner's account is asked for, and the way on opens", async () => {
    const { user, host } = await openWindow();
    await user.click(await button("Connect an AWS account"));
    await pickProfile(user, "alethia-platform");
    expect(await screen.findByText(/will trust AWS account 222233334444/)).toBeVisible();
    await user.click(await button("Next"));
    await step("Create the role");
    expect(host.actions).toEqual([
      { type: "choose_runner", profile: "alethia-platform" },
      { type: "go_to", step: "create_role" },
    ]);
  });

  test("without a runner the step stays and says what it waits for", async () => {
    const { user } = await openWindow();
    await user.click(await button("Connect an AWS account"));
    await user.click(await button("Next"));
    await refusal("choose the runner profile first");
    await step("External ID");
  });

  test("an expired session names the command, copies it, and tries again", async () => {
    const { user, host } = await openWindow();
    await user.click(await button("Connect an AWS account"));
    await pickProfile(user, "expired-sso");
    expect(await screen.findByRole("alert")).toHaveTextContent("aws sso login --profile expired-sso");
    await user.click(await button("Copy command"));
    expect(host.copied).toEqual(["aws sso login --profile expired-sso"]);
    await user.click(await button("Try again"));
    await waitFor(() => expect(host.actions).toHaveLength(2));
    expect(host.actions[1]).toEqual({ type: "choose_runner", profile: "expired-sso" });
  });

  test("no profile at all is a place to go on from", async () => {
    const { user, host } = await openWindow({ profiles: [] });
    await user.click(await button("Connect an AWS account"));
    expect(await screen.findByText("No AWS profile on this machine")).toBeVisible();
    expect(screen.getByText("aws configure sso")).toBeVisible();
    host.options.profiles = [
      {
        name: "made-just-now",
        kind: "sso",
        region: null,
        account_hint: null,
        sso_session: null,
        program: null,
        problem: null,
      },
    ];
    await user.click(await button("Look again"));
    await pickProfile(user, "made-just-now");
  });

  test("the label is sent as it is typed, the account once it is whole", async () => {
    const { user, host } = await openWindow();
    await user.click(await button("Connect an AWS account"));
    await user.type(await screen.findByRole("textbox", { name: "Label" }), "Prod");
    await user.type(screen.getByRole("textbox", { name: /Expected AWS account/ }), "1111-2222-3333");
    await waitFor(() => expect(host.actions.at(-1)).toEqual({ type: "expect_account", account: "1111-2222-3333" }));
    expect(host.actions[3]).toEqual({ type: "set_label", label: "Prod" });
    expect(host.actions, "half an account is not sent").toHaveLength(5);
  });

  test("a wrong account is told beside its field", async () => {
    const { user } = await openWindow();
    await user.click(await button("Connect an AWS account"));
    await user.type(await screen.findByRole("textbox", { name: /Expected AWS account/ }), "12345");
    await user.tab();
    expect(await screen.findByText(/is not an AWS account id/)).toBeVisible();
  });
});

describe("Create the role", () => {
  test("the stack is launched, and the link can be handed on", async () => {
    const { user, host } = await openAt({ ...WITH_RUNNER, step: "create_role" });
    await user.dblClick(await button("Launch Stack in AWS"));
    await screen.findByText("The page is open in your browser.");
    expect(host.opened, "a double click opens one page").toHaveLength(1);
    expect(host.opened[0]).toContain("param_ExternalId=");
    await user.click(await button("Copy link"));
    expect(host.copied[0], "the colleague gets the same link").toBe(host.opened[0]);
  });

  test("without a browser the link is there to copy", async () => {
    await openAt({ ...WITH_RUNNER, step: "create_role" }, {}, { bareDesktop: true }).then(async ({ user }) => {
      await user.click(await button("Launch Stack in AWS"));
    });
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("No browser opened");
    expect(alert).toHaveTextContent("quickcreate");
  });

  test("without a hosted template the file is saved, and the upload page opened with what to enter there", async () => {
    const { user, host } = await openAt({ ...WITH_RUNNER, step: "create_role" }, {}, { noTemplate: true });
    await user.click(await button("Save the template"));
    await screen.findByText("Saved to /home/anna/alethia-provisioner-role.yaml");
    await user.click(await button("Launch Stack in AWS"));
    await screen.findByText("The page is open in your browser.");
    expect(host.opened, "the console's page that takes a file").toEqual([
      "https://eu-central-1.console.aws.amazon.com/cloudformation/home?region=eu-central-1#/stacks/create",
    ]);
    expect(screen.getByText(/choose Upload a template file/)).toBeVisible();
    await user.click(await button("Copy Stack name"));
    await user.click(await button("Copy ExternalId"));
    await user.click(await button("Copy PlatformAccountId"));
    const [summary] = await host.listConnections();
    const { draft } = await host.openConnection(summary?.id ?? "");
    expect(host.copied, "what the page asks for").toEqual([
      "alethia-provisioner-role",
      draft.external_id,
      "222233334444",
    ]);
    expect(screen.queryByText("Link for a colleague"), "a bare page helps no colleague").toBeNull();
  });

  test("Terraform carries the same values", async () => {
    const { user, host } = await openAt({ ...WITH_RUNNER, step: "create_role" });
    await user.click(await button("Terraform"));
    await user.click(await button("Copy Terraform"));
    expect(host.copied[0]).toContain('platform_account_id = "222233334444"');
    await user.click(await button("Save as a file"));
    await screen.findByText("Saved to /home/anna/alethia.tf");
    expect(screen.getByText("terraform output -raw role_arn")).toBeVisible();
  });
});

describe("Role ARN", () => {
  const field = () => screen.findByRole("textbox", { name: "Role ARN" });

  test("a messy paste is understood before Complete", async () => {
    const { user } = await openAt({ ...WITH_RUNNER, step: "role_arn" });
    await user.click(await field());
    await user.paste(`RoleArn\t${ROLE_ARN}\tThe role\n`);
    await screen.findByText("Understood");
    expect(screen.getByText("111122223333")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Next" }), "the step's button is Complete").toBeNull();
  });

  test("what was understood is there again when the app was closed", async () => {
    const { user, host } = await openAt({ ...WITH_RUNNER, step: "role_arn" });
    await user.click(await field());
    await user.paste(` "${ROLE_ARN}" `);
    await screen.findByText("Understood");
    await waitFor(() => expect(host.actions).toEqual([{ type: "paste_role_arn", paste: ROLE_ARN }]));
    await user.click(await button("Save and close"));
    await user.click(await screen.findByRole("link", { name: "Production" }));
    expect(await field()).toHaveValue(ROLE_ARN);
    expect(host.actions, "it is kept once").toHaveLength(1);
  });

  test("what could not be kept is told, until something else is pasted", async () => {
    const { user, host } = await openAt({ ...WITH_RUNNER, step: "role_arn" });
    const full = vi.spyOn(host, "act").mockRejectedValue(problem("storage", "The disk is full."));
    await user.click(await field());
    await user.paste(ROLE_ARN);
    expect(await screen.findByText("The disk is full.")).toBeVisible();
    full.mockRestore();
    await user.paste("2");
    await screen.findByText("Understood");
    expect(screen.queryByText("The disk is full.")).toBeNull();
  });

  test("another ARN is named for what it is, and nothing is completed", async () => {
    const { user, host } = await openAt({ ...WITH_RUNNER, step: "role_arn" });
    const complete = vi.spyOn(host, "complete");
    await user.click(await field());
    await user.paste("arn:aws:iam::111122223333:user/bob");
    expect(await screen.findByText(/This is the ARN of an IAM user/)).toBeVisible();
    await user.click(await button("Complete"));
    await waitFor(() => expect(complete).toHaveBeenCalledOnce());
    await step("Role ARN");
    expect(await screen.findByText(/This is the ARN of an IAM user/)).toBeVisible();
  });

  test("an empty field is told without a call", async () => {
    const { user, host } = await openAt({ ...WITH_RUNNER, step: "role_arn" });
    const complete = vi.spyOn(host, "complete");
    await user.click(await button("Complete"));
    expect(await screen.findByText("Paste the Role ARN first.")).toBeVisible();
    expect(complete, "an empty paste is never sent").not.toHaveBeenCalled();
  });

  test("Complete twice is Complete once, and the test runs by itself", async () => {
    const { user, host } = await openAt({ ...WITH_RUNNER, step: "role_arn" });
    const complete = vi.spyOn(host, "complete");
    const verify = vi.spyOn(host, "verify");
    await user.click(await field());
    await user.paste(ROLE_ARN);
    await user.dblClick(await button("Complete"));
    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent(/^Connected/));
    expect(complete).toHaveBeenCalledOnce();
    expect(verify).toHaveBeenCalledOnce();
  });
});

describe("Verify", () => {
  test("checks appear as they finish, and one button named Cancel stops the run", async () => {
    const { user, host } = await openAt({ ...WITH_ROLE, step: "verify" }, { test_state: "queued" }, { pace: 30 });
    await waitFor(() =>
      expect(document.querySelector('[data-check="role-arn"]')).toHaveAttribute("data-status", "pass"),
    );
    expect(document.querySelector('[data-check="discovery"]')).toHaveAttribute("data-status", "waiting");
    expect(screen.getAllByRole("button", { name: "Cancel" }), "Cancel has one meaning").toHaveLength(1);
    expect(screen.getByText(/^Elapsed/)).toBeVisible();
    const cancel = vi.spyOn(host, "cancelTest");
    await user.click(await button("Cancel"));
    await screen.findByText("The verification was cancelled");
    expect(cancel).toHaveBeenCalledOnce();
    expect(screen.queryByRole("button", { name: "Cancel" }), "nothing is left to cancel").toBeNull();
    host.options.pace = 0;
    await user.click(await button("Verify again"));
    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent(/^Connected/));
  });

  test("the wait for a fresh role counts down", async () => {
    await openAt({ ...WITH_ROLE, step: "verify" }, { test_state: "queued" }, { pace: 40, wait: 5 });
    expect(await screen.findByTestId("waiting")).toHaveTextContent(/up to \d more second/);
  });

  test("a run goes on while another screen is shown", async () => {
    const { user, host } = await openAt({ ...WITH_ROLE, step: "verify" }, { test_state: "queued" }, { pace: 500 });
    const verify = vi.spyOn(host, "verify");
    await button("Cancel");
    await user.click(await button("Save and close"));
    await user.click(await screen.findByRole("link", { name: "Production" }));
    host.options.pace = 0;
    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent(/^Connected/));
    expect(verify, "it was not started a second time").not.toHaveBeenCalled();
  });

  test("an interrupted test offers to run again", async () => {
    const { user } = await openAt({ ...WITH_ROLE, step: "verify" }, { test_state: "interrupted" });
    await screen.findByText("The verification was interrupted");
    await user.click(await button("Verify again"));
    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent(/^Connected/));
  });

  test("a test that was started elsewhere can be cancelled, and its end is seen", async () => {
    const { user, host } = await openAt({ ...WITH_ROLE, step: "verify" }, { test_state: "running" });
    await screen.findByText("The verification is running");
    const cancel = vi.spyOn(host, "cancelTest");
    await user.click(await button("Cancel"));
    expect(cancel).toHaveBeenCalledOnce();
    const [summary] = await host.listConnections();
    const view = await host.openConnection(summary?.id ?? "");
    host.openConnection = async () => Promise.resolve({ ...view, test_state: "cancelled" });
    await screen.findByText("The verification was cancelled");
  });

  test("a run that could not start is told in words", async () => {
    const { user, host } = await openAt({ ...WITH_ROLE, step: "verify" }, { test_state: "interrupted" });
    host.verify = async () =>
      Promise.reject(problem("storage", "The database is locked by another program.", null, true));
    await user.click(await button("Verify again"));
    expect(await screen.findByRole("alert")).toHaveTextContent("The database is locked by another program.");
    await button("Verify again");
  });
});

describe("Help", () => {
  test("three sentences, and AWS's own page", async () => {
    const { user, host } = await openAt({ ...WITH_RUNNER, step: "create_role" });
    await user.click(await button("Open help"));
    await user.click(await button("AWS: quick-create links for stacks"));
    await waitFor(() => expect(host.opened).toEqual(["https://docs.aws.amazon.com/quick_create"]));
  });
});
