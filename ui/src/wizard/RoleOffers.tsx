// What can fill the field of the Role ARN besides a paste: the clipboard, and the role itself once it is there.
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";

import { Breakable } from "../components/Breakable";
import { copy } from "../copy";
import type { DraftView } from "../ipc/generated/DraftView";
import type { Lookout } from "./useLookout";

const words = copy.roleArn;

export interface ClipboardNoticeProps {
  arn: string;
  onUse: (arn: string) => void;
  onDone: () => void;
}

export function ClipboardNotice({ arn, onUse, onDone }: ClipboardNoticeProps) {
  return (
    <Alert
      type="info"
      header={words.offer}
      action={
        <SpaceBetween direction="horizontal" size="xs">
          <Button
            onClick={() => {
              onUse(arn);
              onDone();
            }}
          >
            {words.useIt}
          </Button>
          <Button variant="link" onClick={onDone}>
            {words.notNow}
          </Button>
        </SpaceBetween>
      }
    >
      <code className="app-wrap">
        <Breakable text={arn} />
      </code>
    </Alert>
  );
}

export interface LookoutNoticeProps {
  lookout: Lookout;
  draft: DraftView;
  paste: string;
}

/** Where it is looked for, and how what stands in the field was found. */
export function LookoutNotice({ lookout: { looking, found }, draft, paste }: LookoutNoticeProps) {
  if (looking !== null) {
    return (
      <StatusIndicator type="in-progress" wrapText>
        <span className="app-words">
          {looking === "stack" ? words.watchesStack(draft.region) : words.triesName(draft.expected_account ?? "")}
        </span>
      </StatusIndicator>
    );
  }
  if (found?.role_arn !== paste) return null;
  const account = found.role_arn.split(":")[4] ?? "";
  return (
    <StatusIndicator type="info" wrapText>
      <span className="app-words">{words.found(found.found_by, draft.region, account)}</span>
    </StatusIndicator>
  );
}
