// Where the stack is made.
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";

import { useHost } from "../components/HostContext";
import { ProblemText } from "../components/ProblemText";
import { useLoaded } from "../components/useLoaded";
import { copy } from "../copy";
import type { Connection } from "./useConnection";

const words = copy.createRole;

export interface RegionFieldProps {
  connection: Connection;
  disabled?: boolean;
}

export function RegionField({ connection, disabled = false }: RegionFieldProps) {
  const host = useHost();
  const { draft } = connection.view;
  const refused = connection.errors.choose_region;
  const regions = useLoaded(() => host.listRegions(), "regions");
  const options = (regions.value ?? []).map(({ code, name }) => ({
    value: code,
    label: code,
    ...(name === null ? {} : { description: name }),
  }));
  const chosen = options.find(({ value }) => value === draft.region) ?? { value: draft.region, label: draft.region };
  return (
    <FormField
      label={words.region}
      description={words.regionHint}
      errorText={refused && <ProblemText problem={refused} />}
    >
      <Select
        options={options}
        selectedOption={chosen}
        disabled={disabled}
        triggerVariant="option"
        filteringType="auto"
        filteringPlaceholder={words.regionFilter}
        filteringAriaLabel={words.regionFilter}
        statusType={regions.error ? "error" : regions.loading ? "loading" : "finished"}
        errorText={regions.error?.message ?? ""}
        expandToViewport
        onChange={({ detail }) =>
          detail.selectedOption.value !== undefined &&
          void connection.act({ type: "choose_region", region: detail.selectedOption.value })
        }
      />
    </FormField>
  );
}
