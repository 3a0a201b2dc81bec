// Where a file was saved, or why not.
import StatusIndicator from "@cloudscape-design/components/status-indicator";

import { ErrorAlert } from "./ErrorAlert";
import type { Saving } from "./useSaving";

export function SavedNotice({ saving, words }: { saving: Saving; words: (path: string) => string }) {
  if (saving.error) return <ErrorAlert error={saving.error} />;
  return (
    <div aria-live="polite" className="app-said">
      {saving.path !== null && (
        <StatusIndicator type="success">
          <span className="app-wrap">{words(saving.path)}</span>
        </StatusIndicator>
      )}
    </div>
  );
}
