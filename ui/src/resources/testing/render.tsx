// Renders the resource view for tests. jsdom has no layout, so the sizes that the virtualiser asks
// for are given here.
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { vi } from "vitest";

import type { CoverageCell } from "../../ipc/generated/CoverageCell";
import type { OpenedView } from "../../ipc/generated/OpenedView";
import type { Network } from "../../ipc/generated/Network";
import type { Resource } from "../../ipc/generated/Resource";
import type { Host } from "../../ipc/host";
import { Resources } from "../index";
import { ROW_HEIGHT } from "../useRowWindow";
import { ACCOUNT } from "./account";

export const HEIGHT = 640;

/** Gives every element a size and lets scroll containers be scrolled. */
export function giveSizes(): void {
  const size = (value: number) => ({ configurable: true, get: () => value });
  Object.defineProperty(HTMLElement.prototype, "offsetHeight", size(HEIGHT));
  Object.defineProperty(HTMLElement.prototype, "offsetWidth", size(800));
  Object.defineProperty(HTMLElement.prototype, "clientHeight", size(HEIGHT));
  Object.defineProperty(Element.prototype, "scrollHeight", {
    configurable: true,
    get(this: Element) {
      const [child] = this.children;
      return child instanceof HTMLElement ? Number.parseFloat(child.style.height) || HEIGHT : HEIGHT;
    },
  });
  Element.prototype.scrollTo = function scrollTo(this: Element, to?: ScrollToOptions | number) {
    if (typeof to !== "object" || to.top === undefined) return;
    this.scrollTop = to.top;
    this.dispatchEvent(new Event("scroll"));
  };
}

export function pretendHost() {
  return {
    listRegions: vi.fn(() => Promise.resolve([{ code: "eu-central-1", name: "Europe (Frankfurt)", partition: "aws" }])),
    copyText: vi.fn<Host["copyText"]>(() => Promise.resolve()),
    resourceTags: vi.fn<Host["resourceTags"]>(() => Promise.resolve({ Team: "edge" })),
    openNetworkPart: vi.fn<Host["openNetworkPart"]>(() =>
      Promise.resolve<OpenedView>({ url: "https://x", problem: null }),
    ),
    saveMap: vi.fn<Host["saveMap"]>(() => Promise.resolve("/home/anna/map.svg")),
    openResource: vi.fn<Host["openResource"]>(() => Promise.resolve<OpenedView>({ url: "https://x", problem: null })),
  };
}

export interface Shown {
  resources: Resource[];
  coverage?: CoverageCell[];
  growing?: boolean;
  network?: Network;
}

const NO_NETWORK: Network = { coverage: [], parts: [] };

export function show(shown: Shown) {
  const host = pretendHost();
  const element = ({ resources, coverage = [], growing = false, network = NO_NETWORK }: Shown) => (
    <Resources
      accountId={ACCOUNT}
      resources={resources}
      coverage={coverage}
      growing={growing}
      network={network}
      connectionId="connection"
      host={host as unknown as Host}
    />
  );
  const view = render(element(shown));
  return { host, user: userEvent.setup(), again: (next: Shown) => view.rerender(element(next)), ...view };
}

export const tree = (): HTMLElement => screen.getByRole("tree", { name: "Resources" });
export const rows = (): HTMLElement[] => within(tree()).getAllByRole("treeitem");

/** The first words of every rendered row, in the order in which they are seen. */
export function labels(): string[] {
  return rows()
    .toSorted((a, b) => top(a) - top(b))
    .map((row) => labelOf(row));
}

/** Where a row is in what is scrolled, in pixels. */
export function top(row: HTMLElement): number {
  const group = row.parentElement;
  const above = Number(/translateY\((\d+)px\)/.exec(group?.style.transform ?? "")?.[1] ?? -1);
  return above + ROW_HEIGHT * [...(group?.children ?? [])].indexOf(row);
}

export function labelOf(row: HTMLElement): string {
  return row.querySelector(".resources-label")?.textContent ?? "";
}

export function row(begins: string, exactly = false): HTMLElement {
  const found = rows().find((one) => (exactly ? labelOf(one) === begins : labelOf(one).startsWith(begins)));
  if (!found) throw new Error(`no row begins with ${begins}: ${labels().join(", ")}`);
  return found;
}

/** The row that the tree names as active. */
export function active(): HTMLElement {
  const id = tree().getAttribute("aria-activedescendant") ?? "";
  const found = document.getElementById(id);
  if (!found) throw new Error(`aria-activedescendant names ${id}, which is not there`);
  return found;
}
