// Step 3: the Role ARN, understood while it is pasted; nothing is sent to AWS here.
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Textarea from "@cloudscape-design/components/textarea";
import { useEffect, useState } from "react";

import { asAppError } from "../components/appError";
import { ErrorAlert } from "../components/ErrorAlert";
import { useHost } from "../components/HostContext";
import { ProblemText } from "../components/ProblemText";
import { copy } from "../copy";
import type { AppError } from "../ipc/generated/AppError";
import type { PasteView } from "../ipc/generated/PasteView";
import { ExternalIdLine } from "./ExternalIdLine";
import { ClipboardNotice, LookoutNotice } from "./RoleOffers";
import { TargetField } from "./TargetField";
import { useAnswer } from "./useAnswer";
import { useClipboardOffer } from "./useClipboardOffer";
import type { Connection } from "./useConnection";
import { useLookout } from "./useLookout";

const words = copy.roleArn;
const SETTLED_MS = 150;

export interface RoleArnStepProps {
  connection: Connection;
  paste: string;
  /** Why Complete was refused. */
  refused: AppError | null;
  onPaste: (text: string) => void;
}

export function RoleArnStep({ connection, paste, refused, onPaste }: RoleArnStepProps) {
  const { view, act, errors } = connection;
  const read = useReadPaste(view.id, paste);
  const problem = refused ?? read?.problem ?? errors.paste_role_arn ?? null;
  const arn = problem === null ? (read?.role_arn ?? null) : null;
  const unkept = arn === view.draft.role_arn ? null : arn;
  useEffect(() => {
    // It is shown as understood, so it must be there again when the app was closed.
    if (unkept !== null) void act({ type: "paste_role_arn", paste: unkept });
  }, [unkept, act]);
  const empty = paste.trim() === "";
  const lookout = useLookout(view.id, view.draft, empty, onPaste);
  const clipboard = useClipboardOffer(view.id, empty);
  const file = useAnswer(onPaste);
  return (
    <SpaceBetween size="l">
      <Container>
        <SpaceBetween size="m">
          <ExternalIdLine externalId={view.draft.external_id} />
          <FormField
            stretch
            label={words.field}
            description={words.description}
            errorText={problem && <ProblemText problem={problem} />}
            secondaryControl={
              <Button iconName="upload" loading={file.opening} onClick={file.open}>
                {words.openFile}
              </Button>
            }
          >
            <Textarea
              value={paste}
              rows={3}
              placeholder={words.placeholder}
              spellcheck={false}
              disableBrowserAutocorrect
              autoFocus
              onChange={({ detail }) => onPaste(detail.value)}
            />
          </FormField>
          {file.error && <ErrorAlert error={file.error} header={words.notOpened} onRetry={file.open} />}
          <div aria-live="polite" className="app-understood">
            <LookoutNotice lookout={lookout} draft={view.draft} paste={paste} />
            {clipboard.offered !== null && (
              <ClipboardNotice arn={clipboard.offered} onUse={onPaste} onDone={clipboard.done} />
            )}
            {arn !== null && <Understood arn={arn} expected={view.draft.expected_account} />}
          </div>
        </SpaceBetween>
      </Container>
      <Container>
        <TargetField connection={connection} />
      </Container>
    </SpaceBetween>
  );
}

/** What the program understood of a paste once it has settled; null while it is not known. */
function useReadPaste(id: string, paste: string): PasteView | null {
  const host = useHost();
  const [read, setRead] = useState<{ paste: string; view: PasteView } | null>(null);
  useEffect(() => {
    if (paste.trim() === "") return undefined;
    let current = true;
    const timer = setTimeout(() => {
      host.readPaste(id, paste).then(
        (view) => current && setRead({ paste, view }),
        (reason: unknown) => current && setRead({ paste, view: { role_arn: null, problem: asAppError(reason) } }),
      );
    }, SETTLED_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [host, id, paste]);
  return read?.paste === paste ? read.view : null;
}

function Understood({ arn, expected }: { arn: string; expected: string | null }) {
  const account = arn.split(":")[4] ?? "";
  const role = arn.slice(arn.indexOf("role/") + "role/".length);
  const matches = expected !== null && expected === account;
  return (
    <SpaceBetween size="s">
      <div>
        <StatusIndicator type="success">{words.understood}</StatusIndicator> <code className="app-wrap">{arn}</code>
      </div>
      <KeyValuePairs
        columns={2}
        items={[
          { label: words.account, value: matches ? `${account} (${words.matches})` : account },
          { label: words.role, value: <span className="app-wrap">{role}</span> },
        ]}
      />
    </SpaceBetween>
  );
}
