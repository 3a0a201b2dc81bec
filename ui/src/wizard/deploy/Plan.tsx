// What AWS says that it would do, resource by resource, and the button that has it done.
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";

import { Breakable } from "../../components/Breakable";
import { copy } from "../../copy";
import type { DeployPlanView } from "../../ipc/generated/DeployPlanView";
import type { StackChange } from "../../ipc/generated/StackChange";

const words = copy.deploy;

export interface PlanProps {
  plan: DeployPlanView;
  /** Whether the profile that it was made with is still the one that is chosen. */
  usable: boolean;
  onStart: () => void;
  onDiscard: () => void;
}

export function Plan({ plan, usable, onStart, onDiscard }: PlanProps) {
  const { kind, stack_name: stack, region, account, changes } = plan;
  return (
    <SpaceBetween size="s">
      <Box variant="h3">{words.plan}</Box>
      <div aria-live="polite">{words.summary(kind, stack, region, account, changes.length)}</div>
      {changes.length > 0 && <Changes changes={changes} />}
      {changes.some(({ replaced, resource_type: type }) => replaced && type === "AWS::IAM::Role") && (
        <StatusIndicator type="warning" wrapText>
          <span className="app-words">{words.replaced}</span>
        </StatusIndicator>
      )}
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="primary" disabled={!usable} onClick={onStart}>
          {words.start(kind)}
        </Button>
        <Button onClick={onDiscard}>{words.discard}</Button>
      </SpaceBetween>
    </SpaceBetween>
  );
}

function Changes({ changes }: { changes: readonly StackChange[] }) {
  const { action, type, name, present } = words.columns;
  const known = changes.some(({ physical_id: id }) => id !== null);
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      wrapLines
      items={changes}
      trackBy="logical_id"
      ariaLabels={{ tableLabel: words.table }}
      columnDefinitions={[
        { id: "action", header: action, cell: (change) => words.action(change.action, change.replaced) },
        { id: "type", header: type, cell: (change) => words.type(change.resource_type) },
        { id: "name", header: name, isRowHeader: true, cell: (change) => change.logical_id },
        ...(known
          ? [
              {
                id: "present",
                header: present,
                cell: (change: StackChange) => <Breakable text={change.physical_id ?? ""} />,
              },
            ]
          : []),
      ]}
    />
  );
}
