// The whole window on a fake host, and what tests do in it.
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { expect } from "vitest";

import { App } from "../App";
import { createFakeHost, type FakeHost, type FakeOptions, ROLE_ARN } from "../ipc/fake";
import type { ConnectionView } from "../ipc/generated/ConnectionView";

export interface Opened {
  host: FakeHost;
  user: UserEvent;
}

/** Opens the window; `prepare` adds connections before. */
export async function openWindow(
  options: Partial<FakeOptions> = {},
  prepare?: (host: FakeHost) => void,
): Promise<Opened> {
  const host = createFakeHost(options);
  prepare?.(host);
  const user = userEvent.setup();
  render(<App host={host} />);
  await button("Connect an AWS account");
  return { host, user };
}

/** Waits for a button by its exact accessible name. */
export const button = (name: string | RegExp): Promise<HTMLElement> => screen.findByRole("button", { name });

/** The first of several buttons of one name. */
export async function first(name: string): Promise<HTMLElement> {
  const [found] = await screen.findAllByRole("button", { name });
  if (!found) throw new Error(`no button is called ${name}`);
  return found;
}

/** Adds a connection to the host and opens it. */
export async function openAt(
  draft: Partial<ConnectionView["draft"]>,
  more: Partial<ConnectionView> = {},
  options: Partial<FakeOptions> = {},
  withReport = false,
): Promise<Opened> {
  const opened = await openWindow(options, (host) => {
    host.add({ label: "Production", ...draft }, more, withReport ? (options.scenario ?? "connected") : undefined);
  });
  await opened.user.click(await screen.findByRole("link", { name: "Production" }));
  return opened;
}

/** A draft that has come to the step of the Role ARN. */
export const WITH_RUNNER = { runner: "alethia-platform", platform_account: "222233334444" } as const;

/** The field of the profile that reads the role in its own account. */
export const TARGET = /^Profile in the account to connect/;

/** A draft whose role is known. */
export const WITH_ROLE = { ...WITH_RUNNER, role_arn: ROLE_ARN } as const;

/** The heading of the step that is shown. */
export async function step(name: string): Promise<HTMLElement> {
  return screen.findByRole("heading", { level: 1, name });
}

/** The words beside the wizard's buttons why the way on is refused. */
export async function refusal(words: string | RegExp): Promise<void> {
  await waitFor(() => expect(document.querySelector('[id^="wizard-error-"]')).toHaveTextContent(words));
}

/** Picks a profile in the runner's field, or in another one. */
export async function pickProfile(user: UserEvent, name: string, field = /Runner profile/): Promise<void> {
  await user.click(await screen.findByRole("button", { name: field }));
  const list = await screen.findByRole("listbox");
  await waitFor(() => within(list).getByRole("option", { name: new RegExp(name) }));
  await user.click(within(list).getByRole("option", { name: new RegExp(name) }));
}
