// What became of opening a page: nothing to say, or the link to copy.
import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";

import { copy } from "../copy";
import type { AppError } from "../ipc/generated/AppError";
import type { OpenedView } from "../ipc/generated/OpenedView";
import { ErrorAlert } from "./ErrorAlert";
import { Snippet } from "./Snippet";

export function OpenedNotice({ opened, error }: { opened: OpenedView | null; error: AppError | null }) {
  if (error) return <ErrorAlert error={error} />;
  if (!opened?.problem) return null;
  return (
    <div role="alert">
      <Alert type="warning" header={copy.opened.noBrowser}>
        <SpaceBetween size="xs">
          <div>
            {opened.problem} {copy.opened.copyLink}
          </div>
          <Snippet text={opened.url} what={copy.opened.link} />
        </SpaceBetween>
      </Alert>
    </div>
  );
}
