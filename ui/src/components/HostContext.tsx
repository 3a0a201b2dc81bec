// The host, for every component that asks the program something.
import { createContext, use } from "react";

import type { Host } from "../ipc/host";

export const HostContext = createContext<Host | null>(null);

/** The host around this component. */
export function useHost(): Host {
  const host = use(HostContext);
  if (!host) throw new Error("no host stands around this component");
  return host;
}
