import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";

// A busy machine renders a whole window slowly; a wait ends as soon as what it waits for is there.
configure({ asyncUtilTimeout: 30_000 });

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
document.documentElement.lang = "en";
Element.prototype.scrollIntoView = () => undefined;
window.scrollTo = () => undefined;
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
