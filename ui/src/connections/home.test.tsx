import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { problem } from "../ipc/fake";
import { button, first, openWindow, step, WITH_ROLE } from "../test/screen";

describe("Home", () => {
  test("without connections there is one way on, and it makes a draft", async () => {
    const { user, host } = await openWindow();
    expect(screen.getByText("No AWS account is connected yet")).toBeVisible();
    expect(screen.getAllByRole("button", { name: "Connect an AWS account" })).toHaveLength(1);
    await user.click(await button("Connect an AWS account"));
    await step("External ID");
    expect(await host.listConnections(), "the draft is stored before it is shown").toHaveLength(1);
  });

  test("every standing has its own words, and the button stays", async () => {
    await openWindow({ filled: true });
    const table = await screen.findByRole("table", { name: "Connections" });
    for (const words of ["Connected", "Degraded", "Disconnected", "Interrupted", "Not finished: Create the role"]) {
      expect(within(table).getByText(words), `a connection is ${words}`).toBeVisible();
    }
    expect(screen.getAllByRole("button", { name: "Connect an AWS account" })).toHaveLength(1);
    expect(within(table).getAllByRole("button", { name: "Verify again" }), "four have a Role ARN").toHaveLength(4);
    expect(within(table).getAllByRole("button", { name: "Continue" }), "one has none yet").toHaveLength(1);
  });

  test("what changed stands beside the time of the last test", async () => {
    await openWindow({ filled: true });
    const table = await screen.findByRole("table", { name: "Connections" });
    const row = within(table).getByRole("row", { name: /Staging/ });
    expect(row).toHaveTextContent("1 permission newly denied, 1 permission newly allowed, 2 resources gone");
    expect(within(table).getByRole("row", { name: /Production/ }), "a first report has none").not.toHaveTextContent(
      "gone",
    );
  });

  test("a connection that was changed since it was verified says so, and is not called connected", async () => {
    const { host, user } = await openWindow({ filled: true });
    const whole = await host.listConnections();
    const changed = whole.map((one) => ({ ...one, status: null, test_state: "finished" as const }));
    host.listConnections = () => Promise.resolve(changed);
    await user.click(await button("What is stored"));
    await user.click(await screen.findByRole("link", { name: "Connections" }));
    const table = await screen.findByRole("table", { name: "Connections" });
    await waitFor(() => expect(within(table).getAllByText("Changed since it was verified")).toHaveLength(3));
    expect(within(table).queryByText("Connected"), "the verdict spoke of other values").toBeNull();
  });

  test("forgetting says what goes and what stays, and asks first", async () => {
    const { user, host } = await openWindow({ filled: true });
    const table = await screen.findByRole("table", { name: "Connections" });
    const row = within(table).getByRole("row", { name: /Staging/ });
    await user.click(within(row).getByRole("button", { name: "Forget" }));
    const dialog = await screen.findByRole("dialog", { name: "Forget Staging?" });
    expect(dialog).toHaveTextContent("The role in AWS account 444455556666 stays.");
    expect(await host.listConnections(), "nothing goes before the answer").toHaveLength(5);
    await user.click(within(dialog).getByRole("button", { name: "Forget" }));
    await waitFor(() => expect(screen.queryByText("Staging"), "the line is gone").toBeNull());
    expect(await host.listConnections()).toHaveLength(4);
  });

  test("keeping keeps", async () => {
    const { user, host } = await openWindow({ filled: true });
    await user.click(await first("Forget"));
    await user.click(await button("Keep it"));
    await waitFor(() => expect(screen.queryByRole("dialog"), "the dialog is closed").toBeNull());
    expect(await host.listConnections()).toHaveLength(5);
  });

  test("verify again starts the test and comes to its report", async () => {
    const { user } = await openWindow({ filled: true, scenario: "degraded" });
    const row = await screen.findByRole("row", { name: /Production/ });
    await user.click(within(row).getByRole("button", { name: "Verify again" }));
    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent(/^Degraded/));
  });

  test("a refusal is told in words, with its hint", async () => {
    const { user, host } = await openWindow();
    host.beginConnection = async () =>
      Promise.reject(problem("storage", "The database file cannot be written.", "Free some space on the disk."));
    await user.click(await button("Connect an AWS account"));
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("The database file cannot be written.");
    expect(alert).toHaveTextContent("Free some space on the disk.");
    expect(alert.textContent, "no raw JSON reaches a person").not.toContain("{");
  });

  test("what is stored is shown as it is stored", async () => {
    const { user, host } = await openWindow({ filled: true });
    await user.click(await button("What is stored"));
    const [first] = await host.stored();
    const table = await screen.findByRole("table", { name: "What is stored" });
    await waitFor(() => expect(table).toHaveTextContent(first?.content ?? "something"));
    expect(screen.getByText("/home/anna/.local/share/io.alethialabs.connect")).toBeVisible();
    await user.click(screen.getByRole("link", { name: "Connections" }));
    await button("Connect an AWS account");
  });

  test("a damaged database is told, with where it was put", async () => {
    const { user, host } = await openWindow({ setAside: "/home/anna/data/connect.sqlite3.damaged-1" });
    expect(await screen.findByText("The app's database was damaged")).toBeVisible();
    await user.click(await button("Copy path of the damaged file"));
    expect(host.copied).toEqual(["/home/anna/data/connect.sqlite3.damaged-1"]);
  });

  test("a connection that is being verified opens at its run", async () => {
    await openWindow({}, (host) => {
      host.add({ ...WITH_ROLE, label: "Production", step: "verify" }, { test_state: "running" });
    });
    const row = await screen.findByRole("row", { name: /Production/ });
    expect(within(row).queryByRole("button", { name: "Verify again" }), "one test at a time").toBeNull();
    expect(within(row).getByRole("button", { name: "Open" })).toBeVisible();
  });

  test("a sandbox is marked with its endpoint, and only then", async () => {
    await openWindow({ sandbox: true });
    expect(await screen.findByTestId("sandbox")).toHaveTextContent("http://127.0.0.1:4566");
  });

  test("no mark where calls go to AWS", async () => {
    await openWindow();
    expect(screen.queryByTestId("sandbox"), "the mark would lie").toBeNull();
  });

  test("the theme is kept for the next start", async () => {
    const { user } = await openWindow();
    await user.click(await button("Theme"));
    await user.click(await screen.findByRole("menuitemcheckbox", { name: "Dark" }));
    expect(document.body).toHaveClass("awsui-dark-mode");
    expect(localStorage.getItem("theme")).toBe("dark");
    await user.click(await button("Theme"));
    await user.click(await screen.findByRole("menuitemcheckbox", { name: "Light" }));
    expect(document.body).not.toHaveClass("awsui-dark-mode");
  });
});
