// What the WAI-ARIA practices' two tree views promise, the navigation and the file directory one, as far as
// keyboard.test.tsx does not say it already: https://www.w3.org/WAI/ARIA/apg/patterns/treeview/
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import { ACCOUNT, bigAccount, cell, group, resource, subnet, vpc } from "./testing/account";
import { active, giveSizes, HEIGHT, labelOf, labels, row, rows, show, tree } from "./testing/render";
import { ROW_HEIGHT } from "./useRowWindow";

beforeAll(giveSizes);
afterEach(() => vi.restoreAllMocks());

const alpha = vpc(1, { name: "alpha" });
const beta = vpc(2, { name: "beta" });
const resources = [
  alpha,
  beta,
  vpc(3, { name: "bravo" }),
  subnet(1, alpha.id, { name: "front" }),
  group(1, alpha.id, { name: "web" }),
  subnet(4, beta.id, { name: "lone" }),
  subnet(5, "vpc-gone", { name: "stray" }),
  resource("hosted_zone", "Z1", { name: "élan.example." }),
  vpc(7, { name: "far", region: "us-east-1" }),
];
const coverage = [
  cell("us-east-1", "subnet", "denied", "UnauthorizedOperation"),
  cell("me-south-1", "vpc", "disabled"),
];
const GAP = "Subnets: denied";

let user: ReturnType<typeof show>["user"];
let again: ReturnType<typeof show>["again"];
let container: HTMLElement;

/** Presses a key on the tree, and says whether the browser still does what it does with it. */
function press(key: string, init: KeyboardEventInit = {}): boolean {
  return fireEvent.keyDown(tree(), { key, ...init });
}
function goTo(begins: string): void {
  press("Home");
  for (let n = 0; n < 50 && !labelOf(active()).startsWith(begins); n++) press("ArrowDown");
  expect(labelOf(active()).startsWith(begins), `${begins} can be reached`).toBe(true);
}
const find = () => screen.getByRole("searchbox", { name: "Find resources" });
const selected = () => rows().filter((one) => one.getAttribute("aria-selected") === "true");
const twisty = (name: string) => within(row(name)).getByTestId("twisty");
const at = (one: HTMLElement) => [one.getAttribute("aria-posinset"), one.getAttribute("aria-setsize")];

describe("a small account", () => {
  beforeEach(() => {
    ({ user, again, container } = show({ resources, coverage }));
    tree().focus();
  });

  describe("roles, properties and names", () => {
    test("nothing stands between the tree and its items that has a role", () => {
      for (const one of rows()) {
        for (let up = one.parentElement; up && up !== tree(); up = up.parentElement) {
          expect(up.getAttribute("role"), "an item must be owned by the tree").toBe("none");
        }
      }
    });

    test("it is a tree of one selection", () => {
      expect(tree()).not.toHaveAttribute("aria-multiselectable", "true");
    });

    test("the focus is told by the id of an item that is there once", () => {
      const id = tree().getAttribute("aria-activedescendant") ?? "";
      expect([...container.querySelectorAll("[id]")].filter((one) => one.id === id)).toHaveLength(1);
      expect(active()).toHaveAttribute("role", "treeitem");
    });

    test("no two items have the same id", () => {
      const ids = rows().map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    });

    test("signs and twisties are for the eye only", () => {
      for (const drawing of tree().querySelectorAll("svg")) {
        expect(drawing.closest("[aria-hidden=true]"), "a drawing must not be read aloud").not.toBeNull();
      }
    });

    test("a rule is on level 5", () => {
      goTo("alpha");
      press("ArrowRight");
      goTo("web");
      press("ArrowRight");
      expect(row("Inbound TCP")).toHaveAttribute("aria-level", "5");
    });

    test("folding takes aria-expanded back to false", () => {
      goTo("alpha");
      press("ArrowRight");
      press("ArrowLeft");
      expect(row("alpha")).toHaveAttribute("aria-expanded", "false");
    });

    test("an item without children has no twisty", () => {
      expect(within(row("bravo")).queryByTestId("twisty")).toBeNull();
    });

    test("what a search leaves is counted anew", async () => {
      expect(at(row("beta"))).toEqual(["2", "4"]);
      await user.type(find(), "beta");
      expect(at(row("beta"))).toEqual(["1", "1"]);
    });

    test("an item of which a filter leaves no child cannot be unfolded", async () => {
      await user.click(screen.getByRole("button", { name: /Kind/ }));
      await user.click(await screen.findByRole("option", { name: /VPCs/ }));
      expect(row("alpha")).not.toHaveAttribute("aria-expanded");
    });

    test("a gap says what is missing, and why", () => {
      expect(row(GAP)).toHaveAccessibleName("Subnets: denied - UnauthorizedOperation");
    });

    test("a region says that something in it could not be listed, also while it is folded", () => {
      goTo("us-east-1");
      press("ArrowLeft");
      expect(row("us-east-1")).toHaveAccessibleName(/denied: subnets/);
    });

    test("it is not busy when nothing is to come", () => {
      expect(tree()).toHaveAttribute("aria-busy", "false");
    });
  });

  describe("one tab stop", () => {
    test("Shift+Tab leaves the tree backwards at once", async () => {
      await user.keyboard("{Shift>}{Tab}{/Shift}");
      expect(tree()).not.toHaveFocus();
      expect(tree().contains(document.activeElement), "no item was stopped at").toBe(false);
    });

    test("Tab comes back to where the focus was", async () => {
      goTo("beta");
      await user.keyboard("{Shift>}{Tab}{/Shift}{Tab}");
      expect(tree()).toHaveFocus();
      expect(labelOf(active())).toBe("beta");
    });

    test("the tree keeps the keyboard while the focus moves in it", () => {
      for (const key of ["ArrowDown", "ArrowRight", "End", "*", "b", "Enter"]) press(key);
      expect(tree()).toHaveFocus();
    });

    test("a click gives the tree the keyboard", async () => {
      await user.click(find());
      await user.click(row("beta"));
      expect(tree()).toHaveFocus();
    });

    test("Enter in the search field goes into the tree", async () => {
      await user.type(find(), "beta{Enter}");
      expect(tree()).toHaveFocus();
    });
  });

  describe("where the focus stays", () => {
    test("folding all takes it to what it was in", async () => {
      goTo("beta");
      await user.click(screen.getByRole("button", { name: "Collapse all" }));
      expect(labelOf(active())).toBe("eu-central-1");
    });

    test("unfolding again gives it back", async () => {
      goTo("beta");
      await user.click(twisty("eu-central-1"));
      await user.click(twisty("eu-central-1"));
      expect(labelOf(active())).toBe("beta");
    });

    test("a search that keeps its item leaves it there", async () => {
      goTo("beta");
      await user.type(find(), "beta");
      expect(labelOf(active())).toBe("beta");
    });

    test("a search that hides its item takes it to what that was in", async () => {
      goTo("beta");
      await user.type(find(), "alpha");
      expect(labelOf(active())).toBe("eu-central-1");
    });

    test("the end of a search gives it back", async () => {
      goTo("beta");
      await user.type(find(), "alpha{Escape}");
      expect(labelOf(active())).toBe("beta");
    });

    test("where nothing is found there is none, and keys do nothing", async () => {
      await user.type(find(), "nowhere");
      expect(tree()).not.toHaveAttribute("aria-activedescendant");
      for (const key of ["ArrowDown", "End", "Enter", "*", "b"]) press(key);
      expect(screen.queryAllByRole("treeitem")).toHaveLength(0);
    });

    test("what arrives above it leaves it there, in its new position", () => {
      goTo("beta");
      again({ resources: [vpc(0, { name: "aaa" }), ...resources], coverage });
      expect(labelOf(active())).toBe("beta");
      expect(at(active())).toEqual(["3", "5"]);
    });

    test("what goes away leaves it with what that was in", () => {
      goTo("beta");
      again({ resources: resources.filter((one) => one !== beta && one.parent !== beta.id), coverage });
      expect(active()).toHaveAttribute("role", "treeitem");
    });

    test("one item at a time is shown as focused", () => {
      goTo("beta");
      expect(tree().querySelectorAll("[data-active=true]")).toHaveLength(1);
    });
  });

  describe("what cannot be listed is reached like everything else", () => {
    test("Down reaches a denied listing, and Enter selects it", () => {
      goTo(GAP);
      press("Enter");
      expect(selected().map(labelOf)).toEqual(["Subnets: denied - UnauthorizedOperation"]);
    });

    test("Left goes from it to its region", () => {
      goTo("me-south-1");
      press("ArrowRight");
      press("ArrowRight");
      expect(labelOf(active())).toBe("VPCs: region disabled");
      press("ArrowLeft");
      expect(labelOf(active())).toBe("me-south-1");
    });

    test("Right does nothing on it", () => {
      goTo(GAP);
      press("ArrowRight");
      expect(labelOf(active())).toMatch(/^Subnets: denied/);
    });

    test("a VPC that is only named unfolds like one that was listed", () => {
      goTo("VPC vpc-gone");
      press("ArrowRight");
      press("ArrowRight");
      expect(labelOf(active())).toBe("stray");
    });
  });

  describe("keys that belong to the browser", () => {
    test.each([
      ["Control", { ctrlKey: true }, "Home"],
      ["Control", { ctrlKey: true }, "a"],
      ["Alt", { altKey: true }, "ArrowLeft"],
      ["Meta", { metaKey: true }, "ArrowDown"],
      ["Shift", { shiftKey: true }, "ArrowDown"],
      ["Shift", { shiftKey: true }, "End"],
      ["Shift", { shiftKey: true }, " "],
    ])("%s with %j is left alone: %s", (_, keys, key) => {
      goTo("beta");
      expect(press(key, keys), "the browser must still get it").toBe(true);
      expect(labelOf(active()), "the focus stays").toBe("beta");
      expect(selected(), "nothing is selected").toHaveLength(0);
    });

    test.each(["Tab", "Escape", "F5", "F6", "ContextMenu"])("%s is left alone", (key) => {
      expect(press(key)).toBe(true);
    });

    test.each(["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End", "PageDown", " ", "Enter", "*", "b"])(
      "%j is the tree's: the page does not move",
      (key) => {
        expect(press(key)).toBe(false);
      },
    );
  });

  describe("Enter and Space", () => {
    test("select a row that can be unfolded without unfolding it", () => {
      goTo("alpha");
      press("Enter");
      expect(row("alpha")).toHaveAttribute("aria-selected", "true");
      expect(row("alpha")).toHaveAttribute("aria-expanded", "false");
    });

    test("a second time leaves it selected", () => {
      goTo("beta");
      press("Enter");
      press(" ");
      expect(selected().map(labelOf)).toEqual(["beta"]);
    });

    test("the selection stays when the focus goes on", () => {
      goTo("beta");
      press("Enter");
      press("Home");
      expect(selected().map(labelOf)).toEqual(["beta"]);
    });

    test("every row that is not selected says so", () => {
      goTo("beta");
      press("Enter");
      for (const one of rows()) expect(one.getAttribute("aria-selected")).toMatch(/^(true|false)$/);
    });
  });

  describe("the mouse", () => {
    test("a double click unfolds, and another folds", async () => {
      await user.dblClick(row("alpha"));
      expect(row("alpha")).toHaveAttribute("aria-expanded", "true");
      await user.dblClick(row("alpha"));
      expect(row("alpha")).toHaveAttribute("aria-expanded", "false");
    });

    test("a double click on the twisty is two clicks, not three", async () => {
      await user.dblClick(twisty("alpha"));
      expect(row("alpha")).toHaveAttribute("aria-expanded", "false");
    });

    test("a double click on what has no children only selects", async () => {
      const before = labels();
      await user.dblClick(row("bravo"));
      expect(labels()).toEqual(before);
      expect(selected().map(labelOf)).toEqual(["bravo"]);
    });

    test("unfolding by the twisty leaves the focus where it is", async () => {
      goTo("beta");
      await user.click(twisty("alpha"));
      expect(labelOf(active())).toBe("beta");
    });
  });

  describe("Left and *", () => {
    test("Left twice goes up and folds what it went to", () => {
      goTo("beta");
      press("ArrowLeft");
      press("ArrowLeft");
      expect(labelOf(active())).toBe("eu-central-1");
      expect(labels()).not.toContain("beta");
    });

    test("what was unfolded in a folded branch is still unfolded afterwards", () => {
      goTo("alpha");
      press("ArrowRight");
      goTo("eu-central-1");
      press("ArrowLeft");
      press("ArrowRight");
      expect(labels()).toContain("front");
    });

    test("* selects nothing", () => {
      goTo("beta");
      press("*");
      expect(selected()).toHaveLength(0);
    });

    test("* does nothing where no sibling has children", () => {
      goTo("élan.example.");
      const before = labels();
      press("*");
      expect(labels()).toEqual(before);
    });
  });

  describe("type-ahead", () => {
    test("after a pause begins a new word", () => {
      const clock = vi.spyOn(performance, "now");
      clock.mockReturnValue(1000);
      press("b");
      clock.mockReturnValue(2000);
      press("a");
      expect(labelOf(active()), "ba would have found nothing").toBe("alpha");
    });

    test("selects and unfolds nothing", () => {
      const before = labels();
      press("b");
      expect(selected()).toHaveLength(0);
      expect(labels()).toEqual(before);
    });

    test("knows letters of every script", () => {
      press("É");
      expect(labelOf(active())).toBe("élan.example.");
    });

    test("stays on the only row that begins so", () => {
      goTo("alpha");
      press("a");
      expect(labelOf(active())).toBe("alpha");
    });

    test("finds what cannot be listed, too", () => {
      press("s");
      expect(labelOf(active())).toMatch(/^Subnets: denied/);
    });
  });

  test("starts at the account", () => {
    expect(labelOf(active())).toBe(ACCOUNT);
  });
});

describe("a big account", () => {
  beforeEach(() => {
    ({ user } = show({ resources: bigAccount(5000) }));
    tree().focus();
    press("*");
  });

  test("a row knows its place among siblings that are not rendered", () => {
    press("End");
    const [position, size] = at(active());
    expect(position).toBe(size);
    expect(Number(size)).toBeGreaterThan(rows().length);
  });

  test("Down scrolls by one row when it leaves what is in sight, and Up back", () => {
    for (let n = 0; n < 20; n++) press("ArrowDown");
    expect(tree().scrollTop, "20 rows are in sight, the 21st is not").toBe(ROW_HEIGHT);
    for (let n = 0; n < 20; n++) press("ArrowUp");
    expect(tree().scrollTop).toBe(0);
  });

  test("PageUp stops at the first row and PageDown at the last", () => {
    press("PageUp");
    expect(labelOf(active())).toBe(ACCOUNT);
    press("End");
    const last = active().id;
    press("PageDown");
    expect(active().id).toBe(last);
  });

  test("type-ahead finds rows that are not rendered", () => {
    for (const letter of "team-499") press(letter);
    expect(labelOf(active())).toBe("team-499");
  });

  test("rows are in the document in the order in which they are seen, wherever it was scrolled", () => {
    for (const top of [3000, 3100, 9000, 40]) {
      fireEvent.scroll(tree(), { target: { scrollTop: top } });
      const shown = rows().filter((one) => one !== active());
      const vpcs = shown.filter((one) => one.getAttribute("aria-level") === "3").map((one) => Number(at(one)[0]));
      vpcs.forEach((place, n) => {
        const before = vpcs[n - 1] ?? place - 1;
        // The next region's begin at 1.
        expect(place === 1 ? 1 : before + 1, "a screen reader reads in this order").toBe(place);
      });
      expect(vpcs.length).toBeGreaterThan(10);
    }
  });

  test("rows that fly by are names, as many as are in sight, and all of themselves once nothing moves", async () => {
    const drawn = () => rows().filter((one) => one !== active());
    const inSight = HEIGHT / ROW_HEIGHT + 1;
    const details = () => drawn().some((one) => one.textContent.includes(" · "));
    fireEvent.scroll(tree(), { target: { scrollTop: 9000 } });
    expect(details(), "a single leap, as of Page Down, leaves nothing out").toBe(true);
    fireEvent.scroll(tree(), { target: { scrollTop: 12000 } });
    expect(drawn(), "rows out of sight would be drawn for nothing").toHaveLength(inSight);
    expect(details(), "nobody reads them in passing").toBe(false);
    await waitFor(() => expect(drawn().length, "the next turn of the wheel shows no gap").toBeGreaterThan(inSight));
    expect(details(), "they come once nothing moves").toBe(true);
  });
});
