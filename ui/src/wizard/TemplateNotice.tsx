// Whether the template that the link hands to CloudFormation is the one that this app was made with.
import Alert from "@cloudscape-design/components/alert";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";

import { CopyValue } from "../components/CopyValue";
import { ErrorAlert } from "../components/ErrorAlert";
import type { Loaded } from "../components/useLoaded";
import { copy } from "../copy";
import type { Readable } from "../ipc/generated/Readable";
import type { TemplateCheck } from "../ipc/generated/TemplateCheck";

const words = copy.template;

/** Whether the hosted template is known to be another one. */
export function differs(check: TemplateCheck | null): boolean {
  return check !== null && check.hosted_sha256 !== null && check.hosted_sha256 !== check.bundled_sha256;
}

export function TemplateNotice({ check: { value, error, loading, reload } }: { check: Loaded<TemplateCheck | null> }) {
  if (error) return <ErrorAlert error={error} header={words.unknownHeading} onRetry={reload} type="warning" />;
  return (
    <div aria-live="polite">
      {value === null || loading ? (
        <SpaceBetween size="xxs">
          {words.checking.map((line) => (
            <StatusIndicator key={line} type="loading" wrapText>
              <span className="app-words">{line}</span>
            </StatusIndicator>
          ))}
        </SpaceBetween>
      ) : (
        <Compared check={value} onRetry={reload} />
      )}
    </div>
  );
}

function Compared({ check, onRetry }: { check: TemplateCheck; onRetry: () => void }) {
  const { bundled_sha256: bundled, hosted_sha256: hosted, readable, problem } = check;
  const ours = { label: words.bundled, value: <CopyValue text={bundled} what={words.bundled} /> };
  if (hosted === null) {
    return (
      <SpaceBetween size="xs">
        {problem && <ErrorAlert error={problem} header={words.unknownHeading} onRetry={onRetry} type="warning" />}
        <div>{words.unknown}</div>
        <KeyValuePairs items={[ours]} />
      </SpaceBetween>
    );
  }
  if (!differs(check)) {
    return (
      <SpaceBetween size="xxs">
        <StatusIndicator type="success" wrapText>
          <span className="app-words">{words.same(bundled)}</span>
        </StatusIndicator>
        {readable && <Readers readable={readable} />}
      </SpaceBetween>
    );
  }
  return (
    <div role="alert">
      <Alert type="error" header={words.differsHeading}>
        <SpaceBetween size="xs">
          <div>{words.differs}</div>
          <KeyValuePairs
            items={[{ label: words.hosted, value: <CopyValue text={hosted} what={words.hosted} /> }, ours]}
          />
        </SpaceBetween>
      </Alert>
    </div>
  );
}

function Readers({ readable }: { readable: Readable }) {
  const missing = readable.by === "other_accounts";
  return (
    <StatusIndicator type={missing ? "warning" : readable.by === "runner" ? "info" : "success"} wrapText>
      <span className="app-words">{copy.hosting.readable(readable)}</span>
    </StatusIndicator>
  );
}
