// Who reads the role in its own account, where the platform may not.
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";

import { ErrorAlert } from "../components/ErrorAlert";
import { ProblemText } from "../components/ProblemText";
import { copy } from "../copy";
import { MoreAccounts } from "./MoreAccounts";
import { Asking, NoProfiles, ProfileSelect, useProfiles } from "./ProfileSelect";
import type { Connection } from "./useConnection";

const words = copy.target;

export interface TargetFieldProps {
  connection: Connection;
  /** Whether nothing works here without it; whose it is stands beside the other accounts then. */
  required?: boolean;
  disabled?: boolean;
}

export function TargetField({ connection, required = false, disabled = false }: TargetFieldProps) {
  const { id, draft } = connection.view;
  const profiles = useProfiles(id, draft.platform_account);
  const [wanted, setWanted] = useState<string | null>(null);
  const { choice } = connection.target;
  const refused = connection.errors.choose_target ?? null;
  const chosen = choice?.profile ?? (refused === null ? draft.target_profile : wanted);
  const choose = (profile: string) => {
    setWanted(profile);
    connection.target.choose(profile);
  };

  // Without a runner it is all there is to verify with.
  const optional = !required && draft.runner !== null;
  if (profiles.error) return <ErrorAlert error={profiles.error} onRetry={profiles.reload} />;
  if (profiles.value?.length === 0 && !optional) return <NoProfiles onLook={profiles.reload} />;
  const clearable = chosen !== null && (optional || draft.step === "role_arn");
  return (
    <SpaceBetween size="s">
      <FormField
        label={
          optional ? (
            <>
              {words.profile} <i>- {copy.wizard.optional}</i>
            </>
          ) : (
            words.profile
          )
        }
        description={required ? words.hintDeploy : optional ? words.hint : words.hintAlone}
      >
        <ProfileSelect
          profiles={profiles}
          chosen={chosen}
          disabled={disabled}
          onChoose={choose}
          account={draft.role_arn?.split(":")[4] ?? draft.expected_account}
          placeholder={optional ? words.none : copy.profiles.placeholder}
          none={clearable ? { label: words.none, description: words.noneHint } : undefined}
          onNone={() => {
            connection.target.cancel();
            void connection.act({ type: "choose_target", profile: null });
          }}
        />
      </FormField>
      {!disabled && <MoreAccounts profiles={profiles} />}
      <Asking choosing={connection.target} />
      {!required && <div aria-live="polite">{!choice && refused === null && <Told connection={connection} />}</div>}
      {!choice && refused !== null && (
        <ErrorAlert error={refused} onRetry={chosen === null ? undefined : () => choose(chosen)} />
      )}
    </SpaceBetween>
  );
}

/** Whose the profile is, and whether that is of use. */
function Told({ connection }: { connection: Connection }) {
  const { target_account: account, target_problem: problem, role_arn: role } = connection.view.draft;
  if (problem) {
    return (
      <StatusIndicator type="warning" wrapText>
        <span className="app-words">
          <ProblemText problem={problem} />
        </span>
      </StatusIndicator>
    );
  }
  if (account === null) return null;
  return (
    <StatusIndicator type="success">
      <span className="app-words">{role === null ? words.in(account) : words.inRoles(account)}</span>
    </StatusIndicator>
  );
}
