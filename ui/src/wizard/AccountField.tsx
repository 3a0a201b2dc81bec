// The twelve digits of an AWS account, sent once they are whole.
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { type ReactNode, useState } from "react";

import { ProblemText } from "../components/ProblemText";
import type { Connection } from "./useConnection";

/** How many digits an account id has. */
const DIGITS = 12;

export interface AccountFieldProps {
  connection: Connection;
  action: "expect_account" | "name_platform";
  label: ReactNode;
  description: string;
  /** What is kept. */
  kept: string | null;
}

export function AccountField({ connection, action, label, description, kept }: AccountFieldProps) {
  const { errors, act, clear } = connection;
  const [account, setAccount] = useState(kept ?? "");
  const send = (text: string) => void act({ type: action, account: text });
  const refused = errors[action];
  return (
    <FormField label={label} description={description} errorText={refused && <ProblemText problem={refused} />}>
      <Input
        value={account}
        inputMode="numeric"
        onChange={({ detail }) => {
          setAccount(detail.value);
          const digits = detail.value.replace(/\D/g, "").length;
          if (detail.value.trim() === "" || digits >= DIGITS) send(detail.value);
          else clear(action);
        }}
        onBlur={() => account.trim() !== (kept ?? "") && send(account)}
      />
    </FormField>
  );
}
