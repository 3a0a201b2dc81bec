// What became of opening a page: nothing to say, or the link to copy.
import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";

import { copy } from "../copy";
import type { AppError } from "../ipc/generated/AppError";
import type { OpenedView } from "../ipc/generated/OpenedView";
import { ErrorAlert } from "./ErrorAlert";
import { InView } from "./InView";
import { Snippet } from "./Snippet";

export function OpenedNotice({ opened, error }: { opened: OpenedView | null; error: AppError | null }) {
  if (!error && !opened?.problem) return null;
  return (
    <InView told={error ?? opened}>
      {error && <ErrorAlert error={error} />}
      {opened?.problem && <NoBrowser url={opened.url} problem={opened.problem} />}
    </InView>
  );
}

function NoBrowser({ url, problem }: { url: string; problem: string }) {
  return (
    <div role="alert">
      <Alert type="warning" header={copy.opened.noBrowser}>
        <SpaceBetween size="xs">
          <div>
            {problem} {copy.opened.copyLink}
          </div>
          <Snippet text={url} what={copy.opened.link} />
        </SpaceBetween>
      </Alert>
    </div>
  );
}
