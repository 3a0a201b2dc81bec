// Whether there is a report to go on to.
import type { ConnectionView } from "../ipc/generated/ConnectionView";

/** A report, but of values that were changed since. */
export const hasEarlierReport = ({ draft, last_verified_at }: ConnectionView): boolean =>
  !draft.verified && last_verified_at !== null;

export const hasReport = (view: ConnectionView): boolean => view.draft.verified || hasEarlierReport(view);
