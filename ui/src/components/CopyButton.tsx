// Copies by the host, says so aloud and on screen, and offers the text by hand when it cannot.
// Cloudscape's own needs navigator.clipboard, which a web view may refuse.
import Button from "@cloudscape-design/components/button";
import LiveRegion from "@cloudscape-design/components/live-region";
import { useEffect, useState } from "react";

import { copy } from "../copy";
import { asAppError } from "./appError";
import { CopyByHand } from "./CopyByHand";
import { useHost } from "./HostContext";

export interface CopyButtonProps {
  text: string;
  /** What is copied: the spoken confirmation, and the button's name unless `children` give one. */
  what: string;
  children?: string;
  iconOnly?: boolean;
}

const SHOWN_MS = 2500;

export function CopyButton({ text, what, children, iconOnly = false }: CopyButtonProps) {
  const host = useHost();
  const [copied, setCopied] = useState(0);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    if (copied === 0) return undefined;
    const timer = setTimeout(() => setCopied(0), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const take = () => {
    host.copyText(text).then(
      () => setCopied((count) => count + 1),
      (reason: unknown) => setFailure(asAppError(reason).message),
    );
  };
  const name = children ?? copy.copying.copy(what);
  return (
    <span className="app-copy">
      {iconOnly ? (
        <Button variant="inline-icon" iconName={copied > 0 ? "check" : "copy"} ariaLabel={name} onClick={take} />
      ) : (
        <Button iconName={copied > 0 ? "check" : "copy"} onClick={take}>
          {name}
        </Button>
      )}
      {copied > 0 && (
        <span className="app-copy-bubble" aria-hidden="true">
          {copy.copying.shortly}
        </span>
      )}
      <LiveRegion hidden>{copied > 0 ? copy.copying.copied(what) : ""}</LiveRegion>
      {failure !== null && <CopyByHand text={text} reason={failure} onClose={() => setFailure(null)} />}
    </span>
  );
}
