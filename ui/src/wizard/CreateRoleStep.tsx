// Step 2: CloudFormation or Terraform, both making the same role.
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
import { ExternalIdLine } from "./ExternalIdLine";
import { RolePowers } from "./RolePowers";
import { Terraform } from "./Terraform";
import type { Connection } from "./useConnection";

const words = copy.createRole;
const METHODS: readonly Method[] = ["cloudformation", "terraform"];

export function CreateRoleStep({ connection }: { connection: Connection }) {
  const host = useHost();
  const { id, draft } = connection.view;
  const refused = connection.errors.choose_method;
  const launch = useLoaded(() => host.launch(id), `${draft.region} ${draft.platform_account ?? ""}`);
  return (
    <SpaceBetween size="l">
      <ExternalIdLine externalId={draft.external_id} />
      <FormField label={words.method} errorText={refused && <ProblemText problem={refused} />}>
        <SegmentedControl
          label={words.method}
          selectedId={draft.method}
          options={METHODS.map((method) => ({ id: method, text: words.methods[method] }))}
          onChange={({ detail }) => {
            const method = METHODS.find((one) => one === detail.selectedId);
            if (method) void connection.act({ type: "choose_method", method });
          }}
        />
      </FormField>
      {launch.error && <ErrorAlert error={launch.error} onRetry={launch.reload} />}
      {draft.method === "cloudformation" ? (
        <CloudFormation connection={connection} launch={launch.value} preparing={launch.loading} />
      ) : (
        <Terraform connection={connection} />
      )}
      {launch.value && <RolePowers launch={launch.value} />}
    </SpaceBetween>
  );
}
