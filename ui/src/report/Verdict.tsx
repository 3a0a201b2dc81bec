// The verdict in one sentence.
import Alert, { type AlertProps } from "@cloudscape-design/components/alert";

import { Breakable } from "../components/Breakable";
import type { Report } from "../ipc/generated/Report";
import type { Status } from "../ipc/generated/Status";
import { verdict } from "./judge";

const types: Record<Status, AlertProps.Type> = { connected: "success", degraded: "warning", disconnected: "error" };

export function Verdict({ report }: { report: Report }) {
  return (
    <div role="status" data-status={report.status}>
      <Alert type={types[report.status]}>
        <span className="app-verdict">
          <Breakable text={verdict(report)} />
        </span>
      </Alert>
    </div>
  );
}
