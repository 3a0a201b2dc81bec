// Asks for the code of an MFA device, whatever screen is shown. The code is sent on and kept nowhere here.
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input, { type InputProps } from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRef, useState } from "react";

import { asAppError } from "../components/appError";
import { FocusOn } from "../components/FocusOn";
import { useHost } from "../components/HostContext";
import { copy } from "../copy";
import type { MfaQuestionView } from "../ipc/generated/MfaQuestionView";
import { useMfaQuestions } from "./useMfaQuestions";

const words = copy.mfa;

/** One dialog at a time; the next question waits. */
export function MfaDialogs() {
  const [question] = useMfaQuestions();
  return question ? <MfaDialog key={question.id} question={question} /> : null;
}

function MfaDialog({ question }: { question: MfaQuestionView }) {
  const host = useHost();
  const { id, profile, device, refusal, tries_left } = question;
  const field = useRef<InputProps.Ref>(null);
  const [code, setCode] = useState("");
  const [malformed, setMalformed] = useState<string | null>(null);
  // With how many tries left the last code was sent: it is being looked at until there is one less.
  const [sentAt, setSentAt] = useState<number | null>(null);
  const busy = sentAt === tries_left;

  const send = () => {
    if (busy) return;
    setSentAt(tries_left);
    setMalformed(null);
    host.answerMfa(id, code).then(
      () => setCode(""),
      (reason: unknown) => {
        setSentAt(null);
        setMalformed(asAppError(reason).message);
        field.current?.focus();
      },
    );
  };
  // A question that is over by now has its dialog closed by the program.
  const cancel = () => void host.answerMfa(id, null).catch(() => undefined);

  return (
    <Modal
      visible
      header={words.header}
      closeAriaLabel={copy.actions.close}
      onDismiss={({ detail }) => detail.reason !== "overlay" && cancel()}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={cancel}>
              {words.cancel}
            </Button>
            <Button variant="primary" loading={busy} loadingText={words.sending} onClick={send}>
              {words.send}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <div>{words.why}</div>
        <KeyValuePairs
          items={[
            { label: words.profile, value: profile },
            { label: words.device, value: <span className="app-wrap">{device}</span> },
          ]}
        />
        <FocusOn field={field} since={tries_left} />
        <FormField
          label={words.code}
          description={words.hint}
          constraintText={words.tries(tries_left)}
          errorText={busy ? null : (malformed ?? (refusal === null ? null : words.refused(refusal)))}
        >
          <Input
            ref={field}
            value={code}
            onChange={({ detail }) => setCode(detail.value)}
            onKeyDown={({ detail }) => detail.key === "Enter" && send()}
            inputMode="numeric"
            autoComplete="one-time-code"
            spellcheck={false}
            readOnly={busy}
            ariaRequired
          />
        </FormField>
      </SpaceBetween>
    </Modal>
  );
}
