// Step 2: the ways to create the role; all make the same.
import FormField from "@cloudscape-design/components/form-field";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";

import { ErrorAlert } from "../components/ErrorAlert";
import { useHost } from "../components/HostContext";
import { ProblemText } from "../components/ProblemText";
import { useLoaded } from "../components/useLoaded";
import { copy } from "../copy";
import type { Method } from "../ipc/generated/Method";
import { CloudFormation } from "./CloudFormation";
import { Deploy } from "./deploy/Deploy";
import { useDeploying } from "./deploy/deploys";
import { ExternalIdLine } from "./ExternalIdLine";
import { HandOff } from "./HandOff";
import { RolePowers } from "./RolePowers";
import { Terraform } from "./Terraform";
import { UpdateStack } from "./UpdateStack";
import type { Completing } from "./useCompleting";
import type { Connection } from "./useConnection";

const words = copy.createRole;
const METHODS: readonly Method[] = ["cloudformation", "terraform", "deploy", "hand_off"];

export interface CreateRoleStepProps {
  connection: Connection;
  completing: Completing;
}

export function CreateRoleStep({ connection, completing }: CreateRoleStepProps) {
  const host = useHost();
  const { id, draft } = connection.view;
  const refused = connection.errors.choose_method;
  const deploying = useDeploying(id);
  const launch = useLoaded(() => host.launch(id), `${draft.region} ${draft.platform_account ?? ""}`);
  const rotating = draft.former_external_id !== null;
  return (
    <SpaceBetween size="l">
      <ExternalIdLine externalId={draft.external_id} />
      <FormField
        label={rotating ? copy.rotation.method : words.method}
        errorText={refused && <ProblemText problem={refused} />}
      >
        <SegmentedControl
          label={rotating ? copy.rotation.method : words.method}
          selectedId={draft.method}
          options={METHODS.map((method) => ({
            id: method,
            text: words.methods[method],
            disabled: deploying && method !== draft.method,
            disabledReason: copy.deploy.fixed,
          }))}
          onChange={({ detail }) => {
            const method = METHODS.find((one) => one === detail.selectedId);
            if (method) void connection.act({ type: "choose_method", method });
          }}
        />
      </FormField>
      {launch.error && <ErrorAlert error={launch.error} onRetry={launch.reload} />}
      {draft.method === "cloudformation" && rotating && launch.value && (
        <UpdateStack id={id} launch={launch.value} region={draft.region} />
      )}
      {draft.method === "cloudformation" && !rotating && (
        <CloudFormation
          connection={connection}
          launch={launch.value}
          preparing={launch.loading}
          onChanged={launch.reload}
        />
      )}
      {draft.method === "terraform" && <Terraform connection={connection} />}
      {draft.method === "deploy" && <Deploy connection={connection} completing={completing} />}
      {draft.method === "hand_off" && <HandOff connection={connection} completing={completing} />}
      {launch.value && <RolePowers launch={launch.value} given={draft.method === "cloudformation" && !rotating} />}
    </SpaceBetween>
  );
}
