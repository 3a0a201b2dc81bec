// Whether the hosted template is the one that this app was made with.
import { screen, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";

import { problem, TEMPLATE_SHA256 } from "../ipc/fake";
import { button, openAt, WITH_RUNNER } from "../test/screen";

const AT = { ...WITH_RUNNER, step: "create_role" } as const;
const isPrimary = (element: HTMLElement) => element.className.includes("variant-primary");

describe("The hosted template", () => {
  test("that is the same is said so, with its sum", async () => {
    await openAt(AT);
    expect(await screen.findByText(/^The hosted template is the one .*SHA-256 9f86d081884c…/)).toBeVisible();
    expect(isPrimary(await button("Launch Stack in AWS"))).toBe(true);
  });

  test("that is another one is warned of, with both sums, and is not the main action any more", async () => {
    const { user, host } = await openAt(AT, {}, { template: "other" });
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("Do not create the stack from it before you know why");
    await user.click(within(alert).getByRole("button", { name: "Copy SHA-256 of the hosted template" }));
    await user.click(within(alert).getByRole("button", { name: "Copy SHA-256 of this app's template" }));
    expect(host.copied[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(host.copied[1]).toBe(TEMPLATE_SHA256);
    const launch = await button("Launch Stack in AWS");
    expect(isPrimary(launch)).toBe(false);
    await user.click(launch);
    await screen.findByText("The page is open in your browser.");
  });

  test("that cannot be fetched is told with the reason, and tried again", async () => {
    const { user, host } = await openAt(AT, {}, { template: "unreachable" });
    expect(await screen.findByRole("alert")).toHaveTextContent("did not answer within 10 seconds");
    expect(isPrimary(await button("Launch Stack in AWS")), "it may well be the right one").toBe(true);
    host.options.template = "same";
    await user.click(await button("Try again"));
    await screen.findByText(/^The hosted template is the one/);
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test("that the program cannot look at is no reason to stop", async () => {
    const { user, host } = await openAt({ ...AT, method: "terraform" });
    vi.spyOn(host, "checkTemplate").mockRejectedValueOnce(problem("aws", "No network.", null, true));
    await user.click(await button("CloudFormation"));
    expect(await screen.findByRole("alert")).toHaveTextContent("No network.");
    await user.click(await button("Try again"));
    await screen.findByText(/^The hosted template is the one/);
  });

  test("is not asked for where none is set", async () => {
    const { host, user } = await openAt({ ...AT, method: "terraform" }, {}, { noTemplate: true });
    const check = vi.spyOn(host, "checkTemplate");
    await user.click(await button("CloudFormation"));
    await button("Save the template");
    expect(check).not.toHaveBeenCalled();
  });
});
