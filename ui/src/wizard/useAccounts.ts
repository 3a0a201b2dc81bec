// AWS is asked whose the profiles are of which nothing tells it, for as long as a person waits for that.
import { useCallback, useEffect, useRef, useState } from "react";

import { useHost } from "../components/HostContext";
import type { ProfileView } from "../ipc/generated/ProfileView";
import type { useProfiles } from "./ProfileSelect";

export interface Accounts {
  unknown: readonly ProfileView[];
  /** Since when AWS is being asked, in milliseconds. */
  since: number | null;
  /** The profiles that it was asked about, as they are listed now. */
  asked: readonly ProfileView[];
  ask: () => void;
  cancel: () => void;
}

export function useAccounts({ value, reload }: ReturnType<typeof useProfiles>): Accounts {
  const host = useHost();
  const [since, setSince] = useState<number | null>(null);
  const [names, setNames] = useState<readonly string[]>([]);
  const running = useRef(false);
  const all = value ?? [];
  const unknown = all.filter((profile) => profile.account_hint === null && profile.kind !== "incomplete");

  const cancel = useCallback(() => {
    host.cancelAccounts().catch(() => undefined);
  }, [host]);
  // Who leaves does not want it any more.
  useEffect(
    () => () => {
      if (running.current) cancel();
    },
    [cancel],
  );
  const begin = useCallback(
    (wanted: readonly string[]) => {
      running.current = true;
      setSince(Date.now());
      setNames([]);
      const done = () => {
        running.current = false;
        setSince(null);
        setNames(wanted);
        // What kept AWS from being asked keeps the list from being read, and is said there.
        reload();
      };
      host.askAccounts().then(done, done);
    },
    [host, reload],
  );
  return {
    unknown,
    since,
    asked: all.filter(({ name }) => names.includes(name)),
    ask: () => begin(unknown.map(({ name }) => name)),
    cancel,
  };
}
