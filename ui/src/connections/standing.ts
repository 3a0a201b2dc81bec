// How a connection stands, in one line.
import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";

import { copy } from "../copy";
import type { ConnectionSummary } from "../ipc/generated/ConnectionSummary";
import type { Status } from "../ipc/generated/Status";
import type { Step } from "../ipc/generated/Step";
import type { Opening } from "../wizard/Journey";

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

export interface Action {
  words: string;
  opening: Opening;
}

/** What can be done with a connection, the likeliest first. */
export function actions({ step, rotating, last_verified_at: verified, test_state }: ConnectionSummary): Action[] {
  const { actions: words } = copy;
  const open: Action = { words: words.open, opening: "draft" };
  // One test at a time: its run is where the connection opens.
  if (test_state === "running") return [open];
  if (rotating || (UNREADY.includes(step) && verified === null)) return [{ words: words.continue, opening: "draft" }];
  const again: Action = { words: words.verifyAgain, opening: "test" };
  const report: Action = { words: words.openReport, opening: "report" };
  return verified !== null && step !== "report" ? [again, open, report] : [again, open];
}

/** Whether there is a role that was verified as it is now: of one that was changed since, nothing is known to end. */
export const canDisconnect = ({ status, test_state, problem }: ConnectionSummary): boolean =>
  status !== null && test_state !== "running" && problem === null;

export function standing(summary: ConnectionSummary): Standing {
  const { statuses } = copy.home;
  if (summary.problem !== null) return { type: "warning", words: summary.problem };
  if (summary.test_state === "running") return { type: "in-progress", words: statuses.verifying };
  if (summary.test_state === "interrupted") return { type: "stopped", words: statuses.interrupted };
  if (summary.rotating) return { type: "in-progress", words: copy.rotation.status };
  if (summary.status !== null) return { type: types[summary.status], words: copy.report.status[summary.status] };
  if (summary.test_state === "cancelled") return { type: "stopped", words: statuses.cancelled };
  if (summary.test_state === "queued") return { type: "pending", words: statuses.queued };
  if (summary.last_verified_at !== null) return { type: "warning", words: statuses.changed };
  if (UNREADY.includes(summary.step)) return { type: "pending", words: statuses.draft(summary.step) };
  return { type: "pending", words: statuses.unverified };
}

/** Whether its External ID is in use, so that another one has to take its place step by step. */
export const canRotate = ({ status, test_state: test }: ConnectionSummary): boolean =>
  test !== "running" && (status === "connected" || status === "degraded");
