// Which account is which, side by side, before anything is sent.
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";

import { ProblemText } from "../../components/ProblemText";
import { copy } from "../../copy";
import type { DraftView } from "../../ipc/generated/DraftView";

const words = copy.deploy;

/** The platform's own account holds no role to connect, even where it is the one that is expected. */
export function isPlatform({ target_account: target, platform_account: platform }: DraftView): boolean {
  return target !== null && target === platform;
}

export function Accounts({ draft }: { draft: DraftView }) {
  const { expected_account: expected, target_account: target, platform_account: platform } = draft;
  return (
    <SpaceBetween size="s">
      <KeyValuePairs
        columns={3}
        items={[
          { label: words.expected, value: expected ?? words.anyAccount },
          { label: words.target, value: target ?? words.noTarget },
          { label: words.platform, value: platform === null ? copy.app.unknown : words.trusted(platform) },
        ]}
      />
      <div aria-live="polite">
        <Judged draft={draft} />
      </div>
    </SpaceBetween>
  );
}

function Judged({ draft }: { draft: DraftView }) {
  const { target_account: target, platform_account: platform, target_problem: problem } = draft;
  if (target === null || platform === null) return null;
  if (problem === null && !isPlatform(draft)) {
    return (
      <StatusIndicator type="success" wrapText>
        <span className="app-words">{words.guard(target, platform)}</span>
      </StatusIndicator>
    );
  }
  return (
    <StatusIndicator type="error" wrapText>
      <span className="app-words">{problem ? <ProblemText problem={problem} /> : words.samePlatform(target)}</span>
    </StatusIndicator>
  );
}
