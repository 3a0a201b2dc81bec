// The ARN of a role that is on the clipboard, offered when the window is looked at. It is never taken by itself.
import { useEffect, useRef, useState } from "react";

import { useHost } from "../components/HostContext";

export interface ClipboardOffer {
  offered: string | null;
  /** It was used, or is not wanted. */
  done: () => void;
}

/** Offers while the field is empty, and each ARN once. */
export function useClipboardOffer(id: string, empty: boolean): ClipboardOffer {
  const host = useHost();
  const [offered, setOffered] = useState<string | null>(null);
  const before = useRef(new Set<string>());

  useEffect(() => {
    if (!empty) return undefined;
    let current = true;
    const look = () => {
      host.clipboardRoleArn(id).then(
        (arn) => {
          if (!current || arn === null || before.current.has(arn)) return;
          before.current.add(arn);
          setOffered(arn);
        },
        () => undefined,
      );
    };
    look();
    window.addEventListener("focus", look);
    return () => {
      current = false;
      window.removeEventListener("focus", look);
    };
  }, [host, id, empty]);
  return { offered: empty ? offered : null, done: () => setOffered(null) };
}
