// Step 5: the latest report of this connection.
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";

import { ErrorAlert } from "../components/ErrorAlert";
import { useHost } from "../components/HostContext";
import { useLoaded } from "../components/useLoaded";
import { copy } from "../copy";
import type { ConnectionView } from "../ipc/generated/ConnectionView";
import { ChooseTarget } from "../report/Offer";
import { ReportActions } from "../report/ReportActions";
import { ReportView } from "../report/ReportView";

const words = copy.report;

export interface ReportStepProps {
  view: ConnectionView;
  onVerify: () => void;
  /** Goes to where a target profile is chosen. */
  onChooseTarget: () => void;
}

export function ReportStep({ view, onVerify, onChooseTarget }: ReportStepProps) {
  const host = useHost();
  const { value, error, loading, reload } = useLoaded(() => host.report(view.id), view.last_verified_at ?? "");
  return (
    <SpaceBetween size="l">
      <ReportActions connectionId={view.id} onVerify={onVerify} />
      {!view.draft.verified && value && <Alert type="info">{words.stale}</Alert>}
      {error && <ErrorAlert error={error} onRetry={reload} />}
      {loading && !value && (
        <Box>
          <Spinner /> {words.loading}
        </Box>
      )}
      {!loading && !error && !value && (
        <Alert type="info" header={words.none}>
          {words.noneText}
        </Alert>
      )}
      {value && (
        <ChooseTarget value={view.draft.target_profile === null ? onChooseTarget : null}>
          <ReportView key={value.report_id} report={value} view={view} />
        </ChooseTarget>
      )}
    </SpaceBetween>
  );
}
