import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/react";
import { afterEach, vi } from "vitest";

// Layout does not exist in jsdom; these only have to be there.
class NoResize implements ResizeObserver {
  disconnect(): void {
    /* nothing is observed */
  }
  observe(): void {
    /* nothing is observed */
  }
  unobserve(): void {
    /* nothing is observed */
  }
}
globalThis.ResizeObserver = NoResize;
Element.prototype.scrollIntoView = () => undefined;
globalThis.matchMedia = (query: string) =>
  ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
    dispatchEvent: () => false,
  }) as unknown as MediaQueryList;

afterEach(() => {
  cleanup();
  localStorage.clear();
});
