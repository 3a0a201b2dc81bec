// What AWS tells of a stack: each resource once, as it stands now, in the order in which they began.
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";

import { copy } from "../../copy";
import type { StackEvent } from "../../ipc/generated/StackEvent";

const words = copy.deploy;

export interface EventsProps {
  events: readonly StackEvent[];
  /** Whether more can come. */
  running: boolean;
}

export function Events({ events, running }: EventsProps) {
  const { resource, type, state, reason } = words.eventColumns;
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      wrapLines
      items={newest(events)}
      trackBy="logical_id"
      ariaLabels={{ tableLabel: words.events }}
      columnDefinitions={[
        { id: "resource", header: resource, isRowHeader: true, cell: (event) => event.logical_id },
        { id: "type", header: type, cell: (event) => words.type(event.resource_type) },
        {
          id: "state",
          header: state,
          cell: (event) => (
            <StatusIndicator type={indicator(event, running)}>{words.state(event.status)}</StatusIndicator>
          ),
        },
        { id: "reason", header: reason, cell: (event) => <span className="app-wrap">{event.reason}</span> },
      ]}
    />
  );
}

/** The last word on each resource; but what went wrong first is the reason of all that follows it. */
function newest(events: readonly StackEvent[]): StackEvent[] {
  const told = new Map<string, StackEvent>();
  for (const event of events) {
    const before = told.get(event.logical_id);
    if (before === undefined || !isFailure(before)) told.set(event.logical_id, event);
  }
  return [...told.values()];
}

function isFailure({ status }: StackEvent): boolean {
  return status.endsWith("_FAILED");
}

function indicator(event: StackEvent, running: boolean): StatusIndicatorProps.Type {
  const { status } = event;
  if (isFailure(event)) return "error";
  // Nothing spins once nothing more is told.
  if (status.endsWith("_IN_PROGRESS")) return running ? "in-progress" : "pending";
  return status.includes("ROLLBACK") || status.startsWith("DELETE") ? "stopped" : "success";
}
