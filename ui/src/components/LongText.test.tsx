import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";

import { LongText } from "./LongText";

test("a short text stands as it is", () => {
  render(<LongText text="AWS denied the role." />);
  expect(screen.getByText("AWS denied the role.")).toBeVisible();
  expect(screen.queryByRole("button"), "there is no more of it").toBeNull();
});

test("a long text shows its beginning until all of it is asked for", async () => {
  const text = `326 could not be judged: ${"ec2:DescribeVpcs, ".repeat(326)}`;
  render(<LongText text={text} />);
  const shown = screen.getByText(/^326 could not/);
  expect(shown).toHaveClass("app-clamped");
  const more = screen.getByRole("button", { name: "Show all of it" });
  expect(more).toHaveAttribute("aria-expanded", "false");
  await userEvent.click(more);
  expect(shown).not.toHaveClass("app-clamped");
  expect(screen.getByRole("button", { name: "Show less" })).toHaveAttribute("aria-expanded", "true");
});
