// Which host the window talks to.
import type { Host } from "./host";
import { tauriHost } from "./tauri";

export { isAppError } from "./host";
export type { Host } from "./host";

/** The program around the window; in a plain browser during development, a fake one. */
export async function connectHost(): Promise<Host> {
  if (import.meta.env.MODE !== "production" && !("__TAURI_INTERNALS__" in window)) {
    const { fakeHostFromAddress } = await import("./fake");
    return fakeHostFromAddress(window.location.search);
  }
  return tauriHost;
}
