// axe on every screen, light and dark. Contrast needs a layout and is looked at in a browser.
import { applyMode, Mode } from "@cloudscape-design/global-styles";
import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeAll, describe, expect, test } from "vitest";

import { MFA_PROFILE, profiles, ROLE_ARN, SLOW_PROFILE, TARGET_ACCOUNT } from "../ipc/fake";
import type { FakeOptions } from "../ipc/fake";
import { giveSizes } from "../resources/testing/render";
import { button, first, openAt, openWindow, pickProfile, step, WITH_ROLE, WITH_RUNNER } from "./screen";

async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    rules: { "color-contrast": { enabled: false } },
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}

const finished = { test_state: "finished", last_verified_at: "2026-11-22T12:00:00Z" } as const;
const reported = { ...WITH_ROLE, verified: true, step: "report" } as const;

const withTarget = { ...WITH_RUNNER, target_profile: "customer-admin", target_account: TARGET_ACCOUNT } as const;

/** Step "Create the role", where the stack is deployed from here. */
async function deploying(options: Partial<FakeOptions>) {
  const opened = await openAt({ ...withTarget, step: "create_role", method: "deploy" }, {}, options);
  await button("Preview changes");
  return opened;
}

const screens: [string, () => Promise<unknown>][] = [
  ["Home, empty", () => openWindow({ sandbox: true })],
  ["Home, filled", () => openWindow({ filled: true }).then(() => screen.findByRole("table"))],
  [
    "forget dialog",
    async () => {
      const { user } = await openWindow({ filled: true });
      await user.click(await first("Forget"));
      await screen.findByRole("dialog");
    },
  ],
  [
    "rotate dialog",
    async () => {
      const { user } = await openWindow({ filled: true });
      await user.click(await first("Rotate External ID"));
      await screen.findByRole("dialog");
    },
  ],
  [
    "Create the role while the External ID is rotated",
    () =>
      openAt({ ...WITH_ROLE, step: "create_role", former_external_id: "the-one-before" }).then(() =>
        screen.findByText("Update the stack in AWS"),
      ),
  ],
  [
    "What is stored",
    async () => {
      const { user } = await openWindow({ filled: true });
      await user.click(await button("What is stored"));
      await screen.findByRole("table", { name: "What is stored" });
    },
  ],
  ["External ID", () => openAt({}).then(() => step("External ID"))],
  [
    "External ID without a profile of the platform",
    () => openAt({ platform_account: "222233334444" }).then(() => button("Choose a runner profile instead")),
  ],
  [
    "Role ARN with a target profile of another account",
    () =>
      openAt({ ...WITH_ROLE, step: "role_arn", target_profile: "ops-role", target_account: "333344445555" }).then(() =>
        screen.findByText(/The profile ops-role is in account 333344445555/),
      ),
  ],
  [
    "External ID, AWS being asked whose the profiles are",
    async () => {
      const { user } = await openAt({});
      await user.click(await button(/^Show the accounts of/));
      await button("Cancel");
    },
  ],
  [
    "External ID, AWS asked whose the profiles are",
    async () => {
      const { user } = await openAt({}, {}, { profiles: profiles.filter(({ name }) => name !== SLOW_PROFILE) });
      await user.click(await button(/^Show the accounts of/));
      await screen.findByText(/^The list now shows/);
      await user.click(await button(/^Runner profile/));
      await screen.findByText(/Sign-in failed/);
    },
  ],
  [
    "MFA dialog, after a refusal",
    async () => {
      const { user } = await openAt({});
      await pickProfile(user, MFA_PROFILE);
      await user.type(await screen.findByRole("textbox", { name: /MFA code/ }), "000000{Enter}");
      await screen.findByText(/did not take that code/);
    },
  ],
  ["External ID without profiles", () => openAt({}, {}, { profiles: [] }).then(() => button("Look again"))],
  ["Create the role", () => openAt({ ...WITH_RUNNER, step: "create_role" }).then(() => button("Copy link"))],
  [
    "Create the role by Terraform",
    () => openAt({ ...WITH_RUNNER, step: "create_role", method: "terraform" }).then(() => button("Copy Terraform")),
  ],
  [
    "Create the role from another template than this app's",
    () =>
      openAt({ ...WITH_RUNNER, step: "create_role" }, {}, { template: "other" }).then(() => screen.findByRole("alert")),
  ],
  [
    "Create the role where no template is hosted",
    () =>
      openAt({ ...WITH_RUNNER, step: "create_role" }, {}, { noTemplate: true }).then(() =>
        screen.findByRole("textbox", { name: "Account to connect" }),
      ),
  ],
  [
    "Create the role, publishing refused",
    async () => {
      const { user } = await openAt(
        { ...WITH_RUNNER, expected_account: TARGET_ACCOUNT, step: "create_role" },
        {},
        { noTemplate: true, publishing: "denied" },
      );
      await user.click(await button("By hand: object and bucket policy"));
      await user.click(await button("Publish the template"));
      await screen.findByRole("alert");
    },
  ],
  [
    "Create the role, the link as a QR code",
    async () => {
      const { user } = await openAt(
        { ...WITH_RUNNER, expected_account: TARGET_ACCOUNT, step: "create_role" },
        {},
        { readable: "other_accounts", templateFixed: true },
      );
      await user.click(await button(/^Where the template is hosted/));
      await user.click(await button("Show as QR code"));
      await screen.findByRole("img", { name: /^QR code/ });
    },
  ],
  [
    "Deploy from here, before a profile is chosen",
    () => openAt({ ...WITH_RUNNER, step: "create_role", method: "deploy" }).then(() => button("Preview changes")),
  ],
  [
    "Deploy from here, what will be done",
    async () => {
      const { user } = await deploying({ deployment: "update" });
      await user.click(await button("Preview changes"));
      await screen.findByRole("table", { name: "Resources of the stack" });
    },
  ],
  [
    "Deploy from here, under way",
    async () => {
      const { user } = await deploying({ pace: 50 });
      await user.click(await button("Preview changes"));
      await user.click(await button("Create the stack"));
      await screen.findByRole("table", { name: "Events of the stack" });
    },
  ],
  [
    "Deploy from here, failed",
    async () => {
      const { user } = await deploying({ deployment: "fails" });
      await user.click(await button("Preview changes"));
      await user.click(await button("Create the stack"));
      await screen.findByRole("alert");
    },
  ],
  [
    "Hand off, with the answer",
    async () => {
      const { user } = await openAt(
        { ...WITH_RUNNER, step: "create_role", method: "hand_off" },
        {},
        { answer: ROLE_ARN },
      );
      await button("Copy message");
      await user.click(await button("Open their answer"));
      await button("Verify now");
    },
  ],
  [
    "Role ARN, looked for and on the clipboard",
    async () => {
      await openAt({ ...withTarget, step: "role_arn" }, {}, { clipboard: ROLE_ARN });
      await screen.findByText(/^Watching for the stack/);
      await button("Use it");
    },
  ],
  [
    "Start over dialog",
    async () => {
      const { user } = await openAt({ ...WITH_ROLE, step: "role_arn" });
      await user.click(await button("Start over"));
      await screen.findByRole("dialog");
    },
  ],
  [
    "External ID, started over",
    async () => {
      const { user } = await openAt({ ...WITH_ROLE, step: "role_arn" });
      await user.click(await button("Start over"));
      await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Start over" }));
      await screen.findByText("This connection has another External ID");
    },
  ],
  ["Role ARN", () => openAt({ ...WITH_ROLE, step: "role_arn" }).then(() => screen.findByText("Understood"))],
  [
    "Verify, running",
    async () => {
      await openAt({ ...WITH_ROLE, step: "verify" }, { test_state: "queued" }, { pace: 150 });
      await waitFor(() => expect(document.querySelectorAll('[data-status="pass"]').length).toBeGreaterThan(3));
    },
  ],
  [
    "Verify, interrupted",
    () => openAt({ ...WITH_ROLE, step: "verify" }, { test_state: "interrupted" }).then(() => step("Verify")),
  ],
  ...(["connected", "degraded", "disconnected"] as const).map((scenario): [string, () => Promise<unknown>] => [
    `Report, ${scenario}`,
    async () => {
      await openAt(reported, { status: scenario, ...finished }, { scenario }, true);
      await waitFor(() => expect(document.querySelector('[role="treeitem"]')).not.toBeNull());
    },
  ]),
  [
    "Report, VPC map",
    async () => {
      const { user } = await openAt(reported, { status: "connected", ...finished }, { scenario: "connected" }, true);
      await user.click(await button("Map"));
      await user.click(await button("The map in words"));
      await screen.findByRole("listbox", { name: /^Map of VPC/ });
    },
  ],
];

beforeAll(() => {
  // What the style sheets and a layout do in a browser: hide what is hidden, and give the tree a height.
  const style = document.createElement("style");
  style.textContent = '[class*="awsui_hidden_"] { display: none; }';
  document.head.append(style);
  giveSizes();
});

describe("axe, light and dark", () => {
  afterEach(() => applyMode(Mode.Light));

  test.each(screens)("%s", async (_name, open) => {
    await open();
    for (const mode of [Mode.Light, Mode.Dark]) {
      applyMode(mode);
      expect(document.body.classList.contains("awsui-dark-mode"), "the theme is on").toBe(mode === Mode.Dark);
      expect(await violations(), mode).toEqual([]);
    }
  });
});
