// What could not be listed: why, in AWS's own words, and what to do.
import Alert from "@cloudscape-design/components/alert";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";

import type { CoverageCell } from "../ipc/generated/CoverageCell";
import { copy, KIND_MANY, OUTCOME, OUTCOME_HELP } from "./copy";
import { inDetails } from "./shown";

export function GapDetails({ cell }: { cell: CoverageCell }) {
  return (
    <SpaceBetween size="m">
      <Alert type={cell.outcome === "denied" || cell.outcome === "unreachable" ? "error" : "warning"}>
        {OUTCOME_HELP[cell.outcome]}
      </Alert>
      <KeyValuePairs
        columns={2}
        items={[
          { label: copy.region, value: cell.region === "global" ? copy.global : cell.region },
          { label: copy.kind, value: KIND_MANY[cell.kind] },
          { label: copy.outcome, value: OUTCOME[cell.outcome] },
        ]}
      />
      <KeyValuePairs
        columns={1}
        items={[
          { label: copy.reason, value: <bdi className="resources-value">{inDetails(cell.detail ?? copy.none)}</bdi> },
        ]}
      />
    </SpaceBetween>
  );
}
