import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, test, vi } from "vitest";

import { problem, ROLE_ARN, TARGET_ACCOUNT } from "../../ipc/fake";
import type { FakeHost, FakeOptions } from "../../ipc/fake";
import type { DraftView } from "../../ipc/generated/DraftView";
import type { ProofView } from "../../ipc/generated/ProofView";
import type { RefusalShows } from "../../ipc/generated/RefusalShows";
import type { Status } from "../../ipc/generated/Status";
import { button, openWindow, step, WITH_ROLE } from "../../test/screen";

const REPORTED = { ...WITH_ROLE, label: "Production", verified: true, step: "report" } as const;

/** The screen of one connection that was verified. */
async function opened(
  options: Partial<FakeOptions> = {},
  draft: Partial<DraftView> = {},
  status: Status = "connected",
) {
  const verified = { status, test_state: "finished", last_verified_at: "2026-11-22T12:00:00Z" } as const;
  const window = await openWindow(options, (host) => {
    host.add({ ...REPORTED, ...draft }, verified, status);
  });
  await window.user.click(await button("Disconnect"));
  await step("Disconnect Production");
  await screen.findByRole("heading", { name: "Remove the role" });
  return window;
}

/** Has AWS let the runner in until the proof is cancelled. */
function endless(host: FakeHost) {
  let end: (result: ProofView) => void = () => undefined;
  const ended = new Promise<ProofView>((resolve) => {
    end = resolve;
  });
  const ask = vi.spyOn(host, "proveDisconnected").mockImplementation(async (_id, onEvent) => {
    onEvent({ type: "let_in", remaining_seconds: 6 });
    return ended;
  });
  const cancel = vi.spyOn(host, "cancelTest").mockImplementation(async () => {
    end({ type: "cancelled" });
    return Promise.resolve();
  });
  return { ask, cancel };
}

const prove = () => button("Prove that it is disconnected");
const home = () => screen.findByRole("row", { name: /Production/ });

async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    rules: { "color-contrast": { enabled: false } },
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}

describe("Home", () => {
  test("offers Disconnect where there is a verified role, and nowhere else", async () => {
    await openWindow({ filled: true });
    const table = await screen.findByRole("table", { name: "Connections" });
    const offers = (name: RegExp) =>
      within(within(table).getByRole("row", { name })).queryByRole("button", { name: "Disconnect" }) !== null;
    for (const name of [/Production/, /Staging/, /Data science/]) expect(offers(name), `${name} has a role`).toBe(true);
    for (const name of [/Backups/, /New connection/]) expect(offers(name), `${name} was never verified`).toBe(false);
  });

  test("offers no Disconnect while a verification runs", async () => {
    await openWindow({}, (host) => {
      host.add(REPORTED, { status: "connected", test_state: "running" });
    });
    expect(within(await home()).queryByRole("button", { name: "Disconnect" }), "one thing at a time").toBeNull();
  });
});

describe("Disconnect", () => {
  test("says what it means, of which role and which account", async () => {
    await opened();
    expect(screen.getByText(new RegExp(`administers AWS account ${TARGET_ACCOUNT}, delete the role`))).toBeVisible();
    expect(screen.getByText(/^Resources that were made with the role stay/)).toBeVisible();
    expect(screen.getByText(/reports and the External ID stay until you choose Forget/)).toBeVisible();
    expect(document.body).toHaveTextContent(ROLE_ARN);
    expect(await violations()).toEqual([]);
  });

  test.each([
    ["cloudformation", "CloudFormation", "aws cloudformation delete-stack --stack-name alethia-provisioner-role"],
    ["deploy", "CloudFormation", "aws cloudformation delete-stack --stack-name alethia-provisioner-role"],
    ["terraform", "Terraform", "terraform destroy"],
    ["hand_off", "By somebody else", "# Disconnect AWS account"],
  ] as const)("a role made by %s is removed by %s", async (method, way, text) => {
    const { user, host } = await opened({}, { method });
    expect(screen.getByRole("button", { name: way }), "the way it was made by").toHaveAttribute("aria-pressed", "true");
    await user.click(await button(/^Copy (command|message)/));
    expect(host.copied[0], "to be pasted").toContain(text);
  });

  test.each(["Terraform", "By somebody else"])("%s is one click away, and accessible", async (way) => {
    const { user } = await opened();
    await user.click(await button(way));
    expect(screen.getByRole("button", { name: way })).toHaveAttribute("aria-pressed", "true");
    expect(await violations()).toEqual([]);
  });

  test("the stack is opened in the console, or its link is there to copy", async () => {
    const { user, host } = await opened();
    await user.click(await button("Open the stack in AWS"));
    expect(await screen.findByText(/^The list of stacks is open in your browser/)).toBeVisible();
    expect(host.opened[0]).toContain("alethia-provisioner-role");
  });

  test("a desktop without a browser gives the link", async () => {
    const { user } = await opened({ bareDesktop: true });
    await user.click(await button("Open the stack in AWS"));
    expect(await screen.findByText("No browser opened")).toBeVisible();
    expect(await button("Copy link")).toBeVisible();
  });

  test("with a profile in the account the stack is deleted from here, once that was read", async () => {
    const { user, host } = await opened({}, { target_profile: "customer-admin", target_account: TARGET_ACCOUNT });
    const deleteStack = vi.spyOn(host, "deleteStack");
    await user.click(await button("Delete the stack from here"));
    const dialog = await screen.findByRole("dialog", { name: "Delete the stack alethia-provisioner-role?" });
    expect(dialog).toHaveTextContent(`of account ${TARGET_ACCOUNT}, and with it ${ROLE_ARN}`);
    expect(await violations()).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Keep it" }));
    expect(deleteStack, "nothing goes before the answer").not.toHaveBeenCalled();
    await user.click(await button("Delete the stack from here"));
    await user.click(await button("Delete the stack"));
    await waitFor(() => expect(document.body).toHaveTextContent("The stack is deleted. Now prove"));
    expect(screen.getByRole("table", { name: "Events of the stack" })).toHaveTextContent("ProvisionerRole");
    expect(await violations()).toEqual([]);
    expect(await prove(), "a deleted stack is no proof yet").toBeEnabled();
  });

  test("without a profile in the account nothing is deleted from here", async () => {
    await opened();
    expect(screen.queryByRole("button", { name: "Delete the stack from here" })).toBeNull();
  });

  test("without a runner nobody can try it, and words say why", async () => {
    const reader = { target_profile: "customer-admin", target_account: TARGET_ACCOUNT };
    await opened({}, { runner: null, ...reader }, "degraded");
    expect(screen.getByText("It cannot be tried from here")).toBeVisible();
    expect(screen.queryByRole("button", { name: /^Prove/ }), "there is nobody to try").toBeNull();
    expect(await violations()).toEqual([]);
  });
});

describe("The proof", () => {
  const shown: [RefusalShows, RegExp][] = [
    ["nothing", /What this proves is that this runner is refused/],
    ["role_gone", /was asked too: there is no such role there/],
    ["role_stays", /But the role is still in account/],
    ["runner_held_back", /But a policy on the runner's own side refuses it/],
  ];
  test.each(shown)("a refusal that shows %s says so and no more", async (what, words) => {
    const { user } = await opened({ proof: what });
    await user.click(await prove());
    const outcome = await screen.findByText("Proved: AWS refuses the runner");
    const status = outcome.closest("[role=status]");
    expect(status, "it is told aloud").toHaveTextContent(words);
    expect(status).toHaveTextContent(ROLE_ARN);
    expect(status, "with AWS's request id").toHaveTextContent("6b1f9c1e-2f0a-4e0e-8a55-0f6d2b7c9d10");
    for (const [other, others] of shown)
      if (other !== what) expect(status, `not ${other}`).not.toHaveTextContent(others);
    expect(await violations()).toEqual([]);
  });

  test("is known at Home afterwards, and when the screen is opened again", async () => {
    const { user } = await opened();
    await user.click(await prove());
    await screen.findByText("Proved: AWS refuses the runner");
    await user.click(await button("Done"));
    expect(within(await home()).getByText("Disconnected")).toBeVisible();
    await user.click(within(await home()).getByRole("button", { name: "Disconnect" }));
    expect(await screen.findByText("Proved: AWS refuses the runner"), "it is kept").toBeVisible();
    await user.click(await button("See the report"));
    await step("Report and resources");
    expect(await screen.findByText(/^This test did not look for resources/)).toBeVisible();
    expect(screen.queryByRole("tree"), "an empty tree would say that nothing is there").toBeNull();
  });

  test("offers Forget, which no longer says that the role gives access", async () => {
    const { user, host } = await opened();
    await user.click(await button("Forget"));
    const before = await screen.findByRole("dialog", { name: "Forget Production?" });
    expect(before).toHaveTextContent("To end the platform's access, delete the stack or the role there.");
    await user.click(within(before).getByRole("button", { name: "Keep it" }));
    await user.click(await prove());
    await screen.findByText("Proved: AWS refuses the runner");
    await user.click(await button("Forget"));
    const after = await screen.findByRole("dialog", { name: "Forget Production?" });
    await waitFor(() => expect(after).toHaveTextContent("The report with the proof goes"));
    expect(after).not.toHaveTextContent("To end the platform's access");
    await user.click(within(after).getByRole("button", { name: "Forget" }));
    await step("Connections");
    expect(await host.listConnections(), "it is forgotten").toEqual([]);
  });

  test("a role that can still be assumed proves nothing, and the status stays", async () => {
    const { user } = await opened({ proof: "let_in" });
    await user.click(await prove());
    const outcome = await screen.findByText("Nothing is proved: the role can still be assumed");
    expect(outcome.closest("[role=status]")).toHaveTextContent("with this connection's External ID");
    expect(await violations()).toEqual([]);
    expect(await prove(), "it can be proved again").toBeEnabled();
    await user.click(await button("Done"));
    expect(within(await home()).getByText("Connected")).toBeVisible();
  });

  test("what cannot be tried says what to do, and can be tried again", async () => {
    const { user, host } = await opened({ proof: "expired" });
    await user.click(await prove());
    expect(await screen.findByText("Nothing is proved: it could not be tried")).toBeVisible();
    expect(screen.getByText("aws sso login --profile alethia-platform")).toBeVisible();
    expect(await violations()).toEqual([]);
    host.options.proof = "role_gone";
    await user.click(await button("Try again"));
    expect(await screen.findByText("Proved: AWS refuses the runner")).toBeVisible();
  });

  test("tells how far it is, and is cancelled at once", async () => {
    const { user, host } = await opened();
    const { ask } = endless(host);
    await user.dblClick(await prove());
    expect(await screen.findByText(/^AWS still lets the runner in. Asking again, for \d+ s at most/)).toBeVisible();
    expect(ask, "a double click is one click").toHaveBeenCalledTimes(1);
    expect(await violations()).toEqual([]);
    await user.click(await button("Cancel"));
    expect(await screen.findByText("Cancelled: nothing is proved")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Cancel" })).toBeNull();
  });

  test("ends when the screen is left", async () => {
    const { user, host } = await opened();
    const { cancel } = endless(host);
    await user.click(await prove());
    await button("Cancel");
    await user.click(await button("Done"));
    await home();
    expect(cancel, "nobody waits for it any more").toHaveBeenCalledTimes(1);
    expect(within(await home()).getByText("Connected"), "nothing was proved").toBeVisible();
  });

  test("a refusal of the program is told in words", async () => {
    const { user, host } = await opened();
    const words = "A connection test of this connection is still running.";
    host.proveDisconnected = () => Promise.reject(problem("not_now", words));
    await user.click(await prove());
    expect(await screen.findByText(words)).toBeVisible();
  });
});
