// Hosting the template: publishing it from here, and the address of one that is hosted already.
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";

import { HOSTED, TARGET_ACCOUNT } from "../../ipc/fake";
import { button, openAt, WITH_RUNNER } from "../../test/screen";

const AT = { ...WITH_RUNNER, step: "create_role" } as const;
const FOR_TARGET = { ...AT, expected_account: TARGET_ACCOUNT } as const;
const NOWHERE = { noTemplate: true } as const;
const ADDRESS = /^Address of a template/;
const GOOD = "https://b.s3.eu-west-1.amazonaws.com/t.yaml";

const isPrimary = (element: HTMLElement) => element.className.includes("variant-primary");
const isOff = (element: HTMLElement) => element.hasAttribute("disabled") || element.ariaDisabled === "true";

describe("Publishing from here", () => {
  test("says as whom, where and for whom, and then fills the link in", async () => {
    const { user, host } = await openAt(FOR_TARGET, {}, NOWHERE);
    const publish = vi.spyOn(host, "publishTemplate");
    expect(await screen.findByRole("radio", { name: `Only account ${TARGET_ACCOUNT}` })).toBeChecked();
    await screen.findByText("alethia-platform, account 222233334444");
    await screen.findAllByText("alethia-templates-222233334444-eu-central-1");
    expect(publish, "looking at it sends nothing").not.toHaveBeenCalled();
    const act = await button("Publish the template");
    expect(isPrimary(act), "the way on").toBe(true);
    expect(isPrimary(await button("Launch Stack in AWS")), "not yet").toBe(false);
    await user.click(act);
    await screen.findByText("The template is published, and the link uses it.");
    await screen.findByText(
      `Only account ${TARGET_ACCOUNT} can read it, and the platform account: it was read as the runner.`,
    );
    await button("Copy link");
    await waitFor(async () => expect(isPrimary(await button("Launch Stack in AWS"))).toBe(true));
    expect(publish).toHaveBeenCalledExactlyOnceWith(expect.any(String), "expected_account");
  });

  test("wants to know for which account, or that anybody may read it", async () => {
    const { user, host } = await openAt(AT, {}, NOWHERE);
    expect(isOff(await button("Publish the template")), "for whom is not said yet").toBe(true);
    await user.type(await screen.findByRole("textbox", { name: "Account to connect" }), TARGET_ACCOUNT);
    await screen.findByRole("radio", { name: `Only account ${TARGET_ACCOUNT}` });
    await waitFor(async () => expect(isOff(await button("Publish the template"))).toBe(false));
    await user.click(await screen.findByRole("radio", { name: /^Anybody/ }));
    const publish = vi.spyOn(host, "publishTemplate");
    await user.click(await button("Publish the template"));
    await screen.findByText("Anybody who has its address can read it.");
    expect(publish).toHaveBeenCalledWith(expect.any(String), "anybody");
  });

  test("that is refused is told with what to do, and tried again", async () => {
    const { user, host } = await openAt(FOR_TARGET, {}, { ...NOWHERE, publishing: "denied" });
    await user.click(await button("Publish the template"));
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("The template was not published");
    expect(alert).toHaveTextContent("allow s3:CreateBucket");
    host.options.publishing = "works";
    await user.click(within(alert).getByRole("button", { name: "Try again" }));
    await screen.findByText("The template is published, and the link uses it.");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test("shows how long it takes, and is cancelled", async () => {
    const { user, host } = await openAt(FOR_TARGET, {}, { ...NOWHERE, publishing: "endless" });
    await user.click(await button("Publish the template"));
    expect(await screen.findByText(/^Elapsed \d/)).toBeVisible();
    const [cancel] = screen.getAllByRole("button", { name: "Cancel" });
    await user.click(cancel ?? document.body);
    expect(await screen.findByText("Publishing was cancelled")).toBeVisible();
    expect(screen.queryByText(/^Elapsed/), "nothing is under way").toBeNull();
    host.options.publishing = "works";
    await user.click(await button("Publish the template"));
    await screen.findByText("The template is published, and the link uses it.");
  });

  test("with an expired session gives the command", async () => {
    const { user, host } = await openAt(FOR_TARGET, {}, { ...NOWHERE, publishing: "expired" });
    await user.click(await button("Publish the template"));
    await user.click(await button("Copy command"));
    expect(host.copied).toEqual(["aws sso login --profile alethia-platform"]);
  });

  test("is not possible without a runner, but by hand it is, with the same policy", async () => {
    const { user, host } = await openAt({ ...FOR_TARGET, runner: null }, {}, NOWHERE);
    await screen.findByText(/^Without a runner profile nothing can be published/);
    expect(isOff(await button("Publish the template"))).toBe(true);
    await user.click(await button("By hand: object and bucket policy"));
    await user.click(await button("Copy bucket policy"));
    await user.click(await button("Copy Object"));
    expect(host.copied[0]).toContain(`arn:aws:iam::${TARGET_ACCOUNT}:root`);
    expect(host.copied[1]).toMatch(/^cloudformation\/[0-9a-f]{64}\/alethia-provisioner-role.yaml$/);
  });

  test("is offered again where this connection's account cannot read what is hosted", async () => {
    const { user, host } = await openAt(FOR_TARGET, {}, { readable: "other_accounts" });
    await screen.findByText(`Account ${TARGET_ACCOUNT} cannot read it: it was published for other accounts.`);
    expect(isPrimary(await button("Launch Stack in AWS")), "it would fail there").toBe(false);
    await user.click(await button("Publish it for this connection too"));
    await screen.findByText(/^Only account \d+ can read it, and the platform account/);
    expect(host.options.readable).toBe("account");
  });
});

describe("The address of a hosted template", () => {
  test("is used at once, and can be forgotten", async () => {
    const { user } = await openAt(FOR_TARGET, {}, NOWHERE);
    await user.type(await screen.findByRole("textbox", { name: ADDRESS }), GOOD);
    await user.click(await button("Use this address"));
    await button("Copy link");
    await screen.findByText(/^The hosted template is the one/);
    expect(await screen.findByRole("textbox", { name: ADDRESS })).toHaveValue(GOOD);
    await user.click(await button("Forget the address"));
    await button("Save the template");
    expect(screen.queryByRole("button", { name: "Copy link" })).toBeNull();
  });

  test("that is none is refused beside the field, and nothing is lost", async () => {
    const { user } = await openAt(FOR_TARGET, {}, NOWHERE);
    const field = await screen.findByRole("textbox", { name: ADDRESS });
    await user.type(field, "https://example.com/t.yaml{Enter}");
    await waitFor(() => expect(field).toHaveAccessibleDescription(/is not an S3 address/));
    expect(field).toHaveValue("https://example.com/t.yaml");
    await user.clear(field);
    await user.type(field, `${GOOD}{Enter}`);
    await button("Copy link");
  });

  test("that the environment sets is shown with the reason, and not changed", async () => {
    const { user } = await openAt(FOR_TARGET, {}, { templateFixed: true });
    await user.click(await button(/^Where the template is hosted/));
    const field = await screen.findByRole("textbox", { name: ADDRESS });
    expect(field).toHaveValue(HOSTED);
    expect(field).toHaveAttribute("readonly");
    expect(field).toHaveAccessibleDescription(/ALETHIA_TEMPLATE_URL/);
    for (const name of ["Use this address", "Forget the address", "Publish the template"]) {
      expect(screen.queryByRole("button", { name }), `${name} would have no effect`).toBeNull();
    }
  });
});

describe("The link as a QR code", () => {
  test("is shown and hidden, with a name", async () => {
    const { user, host } = await openAt(FOR_TARGET);
    const code = vi.spyOn(host, "launchCode");
    await button("Copy link");
    expect(code, "only when somebody wants it").not.toHaveBeenCalled();
    await user.click(await button("Show as QR code"));
    const picture = await screen.findByRole("img", { name: "QR code of the link that launches the stack" });
    expect(picture).toHaveAttribute("src", expect.stringMatching(/^data:image\/svg\+xml;base64,/));
    await user.click(await button("Hide the QR code"));
    expect(screen.queryByRole("img", { name: /^QR code/ })).toBeNull();
  });
});
