// The WAI-ARIA tree pattern, behaviour by behaviour:
// https://www.w3.org/WAI/ARIA/apg/patterns/treeview/
import { fireEvent, screen, within } from "@testing-library/react";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";

import { ACCOUNT, bigAccount, group, resource, subnet, vpc } from "./testing/account";
import { active, giveSizes, labelOf, labels, row, rows, show, tree } from "./testing/render";

beforeAll(giveSizes);

const alpha = vpc(1, { name: "alpha" });
const beta = vpc(2, { name: "beta" });
const resources = [
  alpha,
  beta,
  vpc(3, { name: "bravo" }),
  subnet(1, alpha.id, { name: "front" }),
  subnet(2, alpha.id, { name: "back" }),
  group(1, alpha.id, { name: "web" }),
  subnet(4, beta.id, { name: "lone" }),
  resource("hosted_zone", "Z1", { name: "example.com." }),
  vpc(7, { name: "far", region: "us-east-1" }),
];
const START = [ACCOUNT, "Global", "example.com.", "eu-central-1", "alpha", "beta", "bravo", "us-east-1", "far"];

let user: ReturnType<typeof show>["user"];

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await user.keyboard(key.length === 1 || key.startsWith("{") ? key : `{${key}}`);
}
async function goTo(begins: string): Promise<void> {
  await press("Home");
  for (let n = 0; n < 50 && !labelOf(active()).startsWith(begins); n++) await press("ArrowDown");
  expect(labelOf(active()), "the row can be reached").toMatch(new RegExp(`^${begins}`));
}

describe("a small account", () => {
  beforeEach(() => {
    ({ user } = show({ resources }));
    tree().focus();
  });

  describe("roles and properties", () => {
    test("one tree named Resources", () => {
      expect(screen.getAllByRole("tree")).toHaveLength(1);
      expect(tree()).toHaveAccessibleName("Resources");
    });

    test("starts with the account and the regions unfolded", () => {
      expect(labels()).toEqual(START);
    });

    test("every row's name begins with the resource's name or id", () => {
      expect(row("alpha")).toHaveAccessibleName(/^alpha, VPC, ?10\.1\.0\.0\/16, ?vpc-0+1 ?, ?3 ?resources$/);
      expect(row(ACCOUNT)).toHaveAccessibleName(/^123456789012/);
    });

    test("levels count from 1 at the account", () => {
      expect([ACCOUNT, "eu-central-1", "alpha"].map((name) => row(name).getAttribute("aria-level"))).toEqual([
        "1",
        "2",
        "3",
      ]);
    });

    test("set size and position are those among siblings", () => {
      const place = (name: string) => [row(name).getAttribute("aria-posinset"), row(name).getAttribute("aria-setsize")];
      expect(place(ACCOUNT)).toEqual(["1", "1"]);
      expect(place("us-east-1")).toEqual(["3", "3"]);
      expect(["alpha", "beta", "bravo"].map(place)).toEqual([
        ["1", "3"],
        ["2", "3"],
        ["3", "3"],
      ]);
    });

    test("aria-expanded is there for what can be unfolded only", () => {
      expect(row("eu-central-1")).toHaveAttribute("aria-expanded", "true");
      expect(row("alpha")).toHaveAttribute("aria-expanded", "false");
      expect(row("bravo")).not.toHaveAttribute("aria-expanded");
    });

    test("nothing is selected at first, and every row says so", () => {
      for (const one of rows()) expect(one).toHaveAttribute("aria-selected", "false");
    });

    test("the tree is one tab stop: no row can be tabbed to", () => {
      expect(tree()).toHaveAttribute("tabindex", "0");
      expect(tree().querySelectorAll("[tabindex], a, button, input"), "rows hold no tab stop").toHaveLength(0);
    });

    test("Tab leaves the tree at once", async () => {
      await press("Tab");
      expect(tree()).not.toHaveFocus();
    });
  });

  describe("focus", () => {
    test("is on the first row at first", () => {
      expect(labelOf(active())).toBe(ACCOUNT);
    });

    test("goes to the selected row when the tree is entered", async () => {
      await user.click(row("beta"));
      await press("Tab");
      tree().focus();
      expect(labelOf(active())).toBe("beta");
    });

    test("Down goes to the next row, and stops at the last", async () => {
      await press("ArrowDown");
      expect(labelOf(active())).toBe("Global");
      await press("End", "ArrowDown");
      expect(labelOf(active())).toBe("far");
    });

    test("Up goes to the row before, and stops at the first", async () => {
      await press("ArrowDown", "ArrowDown", "ArrowUp");
      expect(labelOf(active())).toBe("Global");
      await press("ArrowUp", "ArrowUp", "ArrowUp");
      expect(labelOf(active())).toBe(ACCOUNT);
    });

    test("Down and Up fold and unfold nothing", async () => {
      for (let n = 0; n < 8; n++) await press("ArrowDown");
      for (let n = 0; n < 8; n++) await press("ArrowUp");
      expect(labels()).toEqual(START);
    });

    test("Home goes to the first row, End to the last", async () => {
      await press("End");
      expect(labelOf(active())).toBe("far");
      await press("Home");
      expect(labelOf(active())).toBe(ACCOUNT);
    });

    test("End goes to the last row that can be seen, unfolding nothing", async () => {
      await goTo("us-east-1");
      await press("ArrowLeft", "End");
      expect(labelOf(active())).toBe("us-east-1");
    });

    test("moving it selects nothing", async () => {
      await press("ArrowDown", "End", "Home");
      expect(rows().filter((one) => one.getAttribute("aria-selected") === "true")).toHaveLength(0);
    });
  });

  describe("Right", () => {
    test("unfolds a folded row and stays on it", async () => {
      await goTo("alpha");
      await press("ArrowRight");
      expect(labelOf(active())).toBe("alpha");
      expect(row("alpha")).toHaveAttribute("aria-expanded", "true");
      expect(labels()).toContain("front");
    });

    test("goes from an unfolded row to its first child", async () => {
      await goTo("alpha");
      await press("ArrowRight", "ArrowRight");
      expect(labelOf(active())).toBe("back");
    });

    test("does nothing on a row without children", async () => {
      await goTo("bravo");
      await press("ArrowRight");
      expect(labelOf(active())).toBe("bravo");
      expect(labels()).toEqual(START);
    });
  });

  describe("Left", () => {
    test("folds an unfolded row and stays on it", async () => {
      await goTo("eu-central-1");
      await press("ArrowLeft");
      expect(labelOf(active())).toBe("eu-central-1");
      expect(row("eu-central-1")).toHaveAttribute("aria-expanded", "false");
      expect(labels()).not.toContain("alpha");
    });

    test("goes from a folded row to its parent", async () => {
      await goTo("alpha");
      await press("ArrowLeft");
      expect(labelOf(active())).toBe("eu-central-1");
      expect(labels(), "nothing was folded").toEqual(START);
    });

    test("goes from a row without children to its parent", async () => {
      await goTo("bravo");
      await press("ArrowLeft");
      expect(labelOf(active())).toBe("eu-central-1");
    });

    test("does nothing on the folded root", async () => {
      await press("ArrowLeft", "ArrowLeft");
      expect(labels()).toEqual([ACCOUNT]);
      expect(labelOf(active())).toBe(ACCOUNT);
    });
  });

  describe("*", () => {
    test("unfolds all siblings and stays", async () => {
      await goTo("beta");
      await press("*");
      expect(labelOf(active())).toBe("beta");
      expect(labels().slice(4, 11)).toEqual(["alpha", "back", "front", "web", "beta", "lone", "bravo"]);
    });

    test("unfolds one level only", async () => {
      await goTo("beta");
      await press("*");
      expect(row("web")).toHaveAttribute("aria-expanded", "false");
    });

    test("leaves the children of others alone", async () => {
      await goTo("far");
      await press("*");
      expect(row("alpha")).toHaveAttribute("aria-expanded", "false");
    });
  });

  describe("type-ahead", () => {
    test("goes to the next row that begins with the letter", async () => {
      await press("b");
      expect(labelOf(active())).toBe("beta");
    });

    test("letters in quick succession make one word", async () => {
      await press("b", "r");
      expect(labelOf(active())).toBe("bravo");
    });

    test("the same letter again goes on to the next", async () => {
      await press("b", "b");
      expect(labelOf(active())).toBe("bravo");
      await press("b");
      expect(labelOf(active()), "and around").toBe("beta");
    });

    test("ignores case", async () => {
      await press("F");
      expect(labelOf(active())).toBe("far");
    });

    test("goes around the end", async () => {
      await press("End", "a");
      expect(labelOf(active())).toBe("alpha");
    });

    test("finds only rows that are unfolded", async () => {
      await press("w");
      expect(labelOf(active()), "web is folded away").toBe(ACCOUNT);
    });

    test("stays where it is when nothing begins so", async () => {
      await goTo("beta");
      await press("z");
      expect(labelOf(active())).toBe("beta");
    });

    test("leaves keys with Control alone", async () => {
      await user.keyboard("{Control>}b{/Control}");
      expect(labelOf(active())).toBe(ACCOUNT);
    });
  });

  describe("selection", () => {
    test.each(["Enter", " "])("%j selects the focused row", async (key) => {
      await goTo("beta");
      await press(key);
      expect(row("beta")).toHaveAttribute("aria-selected", "true");
    });

    test("is of one row", async () => {
      await goTo("beta");
      await press("Enter", "ArrowDown", "Enter");
      const selected = rows().filter((one) => one.getAttribute("aria-selected") === "true");
      expect(selected.map(labelOf)).toEqual(["bravo"]);
    });

    test("a click selects, and unfolds nothing", async () => {
      await user.click(row("alpha"));
      expect(row("alpha")).toHaveAttribute("aria-selected", "true");
      expect(row("alpha")).toHaveAttribute("aria-expanded", "false");
      expect(labelOf(active()), "the focus follows").toBe("alpha");
    });

    test("a click on the twisty unfolds, and selects nothing", async () => {
      await user.click(within(row("alpha")).getByTestId("twisty"));
      expect(row("alpha")).toHaveAttribute("aria-expanded", "true");
      expect(row("alpha")).toHaveAttribute("aria-selected", "false");
    });

    test("survives folding and unfolding its parent", async () => {
      await user.click(row("beta"));
      await goTo("eu-central-1");
      await press("ArrowLeft", "ArrowRight");
      expect(row("beta")).toHaveAttribute("aria-selected", "true");
    });
  });

  test("folding with the mouse takes the focus to the row that was folded", async () => {
    await user.click(row("beta"));
    await user.click(within(row("eu-central-1")).getByTestId("twisty"));
    expect(labelOf(active())).toBe("eu-central-1");
  });

  test("Expand all and Collapse all do what they say", async () => {
    await user.click(screen.getByRole("button", { name: "Expand all" }));
    expect(labels()).toContain("Inbound TCP 443 from 10.0.0.0/8");
    await user.click(screen.getByRole("button", { name: "Collapse all" }));
    expect(labels()).toEqual([ACCOUNT, "Global", "eu-central-1", "us-east-1"]);
  });
});

describe("a big account", () => {
  beforeEach(() => {
    ({ user } = show({ resources: bigAccount(5000) }));
    tree().focus();
    fireEvent.keyDown(tree(), { key: "*" });
  });

  test("renders the rows in sight only, and tells how many there are", () => {
    expect(Number(tree().dataset["rows"])).toBe(506);
    expect(rows().length).toBeLessThan(60);
  });

  test("PageDown and PageUp go by what is in sight", async () => {
    const labelsBefore = labels();
    await press("PageDown");
    expect(labelOf(active())).toBe(labelsBefore[19]);
    await press("PageUp");
    expect(labelOf(active())).toBe(ACCOUNT);
  });

  test("the active row is in the document wherever the tree is scrolled", () => {
    fireEvent.keyDown(tree(), { key: "ArrowDown" });
    const before = active().id;
    tree().scrollTo({ top: 8000 });
    expect(active().id, "aria-activedescendant must name an element").toBe(before);
    expect(labels()).toHaveLength(rows().length);
  });

  test("End scrolls to the last row", async () => {
    await press("End");
    expect(labelOf(active())).toMatch(/^team-/);
    expect(tree().scrollTop).toBeGreaterThan(10_000);
  });
});
