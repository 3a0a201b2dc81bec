// The address of a template that is hosted already. What is wrong with one is said beside it, and nothing is lost.
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";

import { asAppError } from "../../components/appError";
import { useHost } from "../../components/HostContext";
import { ProblemText } from "../../components/ProblemText";
import { copy } from "../../copy";
import type { AppError } from "../../ipc/generated/AppError";
import type { HostedView } from "../../ipc/generated/HostedView";

const words = copy.hosting;

export interface AddressFieldProps {
  id: string;
  hosted: HostedView;
  onChanged: () => void;
}

export function AddressField({ id, hosted, onChanged }: AddressFieldProps) {
  const host = useHost();
  const [address, setAddress] = useState(hosted.address ?? "");
  // What was set by another way is what the field shows.
  const [kept, setKept] = useState(hosted.address);
  if (hosted.address !== kept) {
    setKept(hosted.address);
    setAddress(hosted.address ?? "");
  }
  const [error, setError] = useState<AppError | null>(null);
  const [busy, setBusy] = useState(false);
  const fixed = hosted.fixed_by;
  const send = (text: string) => {
    setBusy(true);
    host.setTemplateUrl(id, text).then(
      () => {
        setBusy(false);
        setError(null);
        onChanged();
      },
      (reason: unknown) => {
        setBusy(false);
        setError(asAppError(reason));
      },
    );
  };
  return (
    <SpaceBetween size="xs">
      <FormField
        label={words.address}
        description={fixed === null ? words.addressHint : words.fixedBy(fixed)}
        errorText={error && <ProblemText problem={error} />}
        stretch
      >
        <Input
          value={address}
          readOnly={fixed !== null}
          onChange={({ detail }) => {
            setAddress(detail.value);
            setError(null);
          }}
          onKeyDown={({ detail }) => {
            if (detail.key === "Enter" && fixed === null && address.trim() !== "") send(address);
          }}
        />
      </FormField>
      {fixed === null && (
        <SpaceBetween direction="horizontal" size="xs">
          <Button
            loading={busy}
            disabled={address.trim() === "" || address.trim() === hosted.address}
            onClick={() => send(address)}
          >
            {words.use}
          </Button>
          {hosted.address !== null && (
            <Button variant="link" disabled={busy} onClick={() => send("")}>
              {words.clear}
            </Button>
          )}
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}
