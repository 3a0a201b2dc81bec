// Begins the wizard anew with another External ID, once the person has read what that makes useless.
import Box from "@cloudscape-design/components/box";
import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRef, useState } from "react";

import { asAppError } from "../components/appError";
import { ErrorAlert } from "../components/ErrorAlert";
import { FocusOn } from "../components/FocusOn";
import { useHost } from "../components/HostContext";
import { when } from "../components/time";
import { copy } from "../copy";
import type { AppError } from "../ipc/generated/AppError";
import type { ConnectionView } from "../ipc/generated/ConnectionView";
import type { DraftView } from "../ipc/generated/DraftView";
import type { Connection } from "./useConnection";

const words = copy.startOver;

/** Whether the External ID may be given up: not while the platform uses it, nor the one from before. */
export const canStartOver = ({ status, draft }: ConnectionView): boolean =>
  draft.former_external_id === null && (status === null || status === "disconnected");

export interface StartOverProps {
  connection: Connection;
  /** Why not now. */
  hindrance: string | null;
  onStartedOver: () => void;
}

export function StartOver({ connection, hindrance, onStartedOver }: StartOverProps) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        variant="link"
        disabled={hindrance !== null}
        {...(hindrance !== null && { disabledReason: hindrance })}
        onClick={() => setAsking(true)}
      >
        {words.action}
      </Button>
      {asking && (
        <StartOverDialog
          connection={connection}
          onKept={() => setAsking(false)}
          onStartedOver={() => {
            setAsking(false);
            onStartedOver();
          }}
        />
      )}
    </>
  );
}

interface StartOverDialogProps extends Pick<StartOverProps, "connection" | "onStartedOver"> {
  onKept: () => void;
}

function StartOverDialog({ connection, onKept, onStartedOver }: StartOverDialogProps) {
  const host = useHost();
  const keep = useRef<ButtonProps.Ref>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<AppError | null>(null);
  const { view, inTurn } = connection;
  const start = () => {
    setBusy(true);
    setProblem(null);
    inTurn(() => host.startOver(view.id)).then(onStartedOver, (reason: unknown) => {
      setBusy(false);
      setProblem(asAppError(reason));
    });
  };
  return (
    <Modal
      visible
      size="large"
      header={words.title}
      closeAriaLabel={copy.actions.close}
      onDismiss={onKept}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button loading={busy} onClick={start}>
              {words.action}
            </Button>
            <Button ref={keep} variant="primary" onClick={onKept}>
              {words.keep}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <FocusOn field={keep} />
      <SpaceBetween size="m">
        {problem && <ErrorAlert error={problem} onRetry={start} />}
        <div>{words.what}</div>
        <KeyValuePairs
          items={[{ label: words.given, value: <code className="app-wrap">{view.draft.external_id}</code> }]}
        />
        <div>
          <Box variant="h3">{words.invalid}</Box>
          <ul className="app-list">
            {invalidated(view).map((line) => (
              <li key={line} className="app-wrap">
                {line}
              </li>
            ))}
          </ul>
        </div>
        <div>
          <Box variant="h3">{words.stays}</Box>
          <KeyValuePairs columns={3} items={staying(view.draft)} />
        </div>
      </SpaceBetween>
    </Modal>
  );
}

function invalidated({ draft, last_verified_at: last }: ConnectionView): string[] {
  const { role_arn: role, method } = draft;
  const lines: string[] = [words.handedOut, role === null ? words.anyRole(method) : words.role(role, method)];
  return last === null ? lines : [...lines, words.reports(when(last))];
}

/** Everything that is known and not asked again. */
function staying(draft: DraftView) {
  const { kept } = words;
  const all: [string, string | null][] = [
    [kept.label, draft.label || null],
    draft.runner === null ? [kept.platform, draft.platform_account] : [kept.runner, draft.runner],
    [kept.target, draft.target_profile],
    [kept.expected, draft.expected_account],
    [kept.region, draft.region],
  ];
  return all.flatMap(([label, value]) =>
    value === null ? [] : [{ label, value: <span className="app-wrap">{value}</span> }],
  );
}
