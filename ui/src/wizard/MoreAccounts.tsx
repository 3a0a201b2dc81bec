// Offers to have AWS asked whose the profiles are of which nothing tells it. Signing in runs their programs, so what will
// be done is said before, and done only when a person wants it.
import Box from "@cloudscape-design/components/box";
import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect, useId, useRef } from "react";

import { copy } from "../copy";
import { Elapsed, type useProfiles } from "./ProfileSelect";
import { useAccounts } from "./useAccounts";

const words = copy.accounts;

export function MoreAccounts({ profiles }: { profiles: ReturnType<typeof useProfiles> }) {
  const { unknown, since, asked, ask, cancel } = useAccounts(profiles);
  const button = useRef<ButtonProps.Ref>(null);
  const outcome = useRef<HTMLDivElement>(null);
  const description = useId();
  const shown = asked.filter(({ account_hint: hint }) => hint !== null).length;
  const failed = asked.filter(({ problem }) => problem !== null).length;
  const busy = since !== null;

  // The button that was pressed goes with the last unknown account, and the focus would go with it.
  const gone = shown > 0 && unknown.length === 0;
  useEffect(() => {
    if (gone && document.activeElement === document.body) outcome.current?.focus();
  }, [gone]);

  if (unknown.length + asked.length === 0) return null;
  return (
    <div>
      {unknown.length > 0 && (
        <>
          <SpaceBetween direction="horizontal" size="s" alignItems="center">
            <Button
              ref={button}
              variant="inline-link"
              loading={busy}
              loadingText={words.asking(unknown.length)}
              ariaDescribedby={description}
              onClick={ask}
            >
              {busy ? words.asking(unknown.length) : words.show(unknown.length)}
            </Button>
            <Elapsed
              since={since}
              cancel={() => {
                button.current?.focus();
                cancel();
              }}
            />
          </SpaceBetween>
          <Box variant="small" color="text-body-secondary" display="block" margin={{ top: "xxs" }}>
            <span id={description} className="app-wrap">
              {words.what(unknown)}
            </span>
          </Box>
        </>
      )}
      <div ref={outcome} tabIndex={-1} aria-live="polite">
        {shown + failed > 0 && (
          <Box margin={{ top: "xxs" }}>
            <StatusIndicator type={failed > 0 ? "warning" : "success"} wrapText>
              <span className="app-words">{words.outcome(shown, failed)}</span>
            </StatusIndicator>
          </Box>
        )}
      </div>
    </div>
  );
}
