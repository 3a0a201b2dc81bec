// How a connection stands, in one line.
import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";

import { copy } from "../copy";
import type { ConnectionSummary } from "../ipc/generated/ConnectionSummary";
import type { Status } from "../ipc/generated/Status";
import type { Step } from "../ipc/generated/Step";

export interface Standing {
  type: StatusIndicatorProps.Type;
  words: string;
}

const types: Record<Status, StatusIndicatorProps.Type> = {
  connected: "success",
  degraded: "warning",
  disconnected: "error",
};

const UNREADY: readonly Step[] = ["external_id", "create_role", "role_arn"];

/** Whether a test can be run: the Role ARN has been taken. */
export function canVerify(summary: ConnectionSummary): boolean {
  return !UNREADY.includes(summary.step) || summary.last_verified_at !== null;
}

export function standing(summary: ConnectionSummary): Standing {
  const { statuses } = copy.home;
  if (summary.problem !== null) return { type: "warning", words: summary.problem };
  if (summary.test_state === "running") return { type: "in-progress", words: statuses.verifying };
  if (summary.test_state === "interrupted") return { type: "stopped", words: statuses.interrupted };
  if (summary.status !== null) return { type: types[summary.status], words: copy.report.status[summary.status] };
  if (summary.test_state === "cancelled") return { type: "stopped", words: statuses.cancelled };
  if (summary.test_state === "queued") return { type: "pending", words: statuses.queued };
  if (UNREADY.includes(summary.step)) return { type: "pending", words: statuses.draft(summary.step) };
  return { type: "pending", words: statuses.unverified };
}
