// The checks with nothing to do, folded.
import Box from "@cloudscape-design/components/box";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import StatusIndicator from "@cloudscape-design/components/status-indicator";

import { Breakable } from "../components/Breakable";
import { copy } from "../copy";
import type { Check } from "../ipc/generated/Check";
import { CheckDetails } from "./CheckCard";
import { statusType } from "./judge";

const words = copy.report;

export function RestOfChecks({ checks }: { checks: readonly Check[] }) {
  if (checks.length === 0) return null;
  return (
    <ExpandableSection variant="container" headerText={words.rest(checks.length)}>
      <ol className="app-checks">
        {checks.map((check) => (
          <li key={check.id} data-check={check.id} data-status={check.status}>
            <StatusIndicator type={statusType[check.status]} iconAriaLabel={words.checkStatus[check.status]}>
              {check.title}
            </StatusIndicator>
            <div className="app-check-summary">
              <Breakable text={check.summary} />
              <Box color="text-body-secondary" fontSize="body-s">
                {words.evidence[check.evidence]}
              </Box>
              <CheckDetails check={check} />
            </div>
          </li>
        ))}
      </ol>
    </ExpandableSection>
  );
}
