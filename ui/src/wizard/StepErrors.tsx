// What was refused and belongs to no field of the step.
import Box from "@cloudscape-design/components/box";

import { ErrorAlert } from "../components/ErrorAlert";
import type { ActionView } from "../ipc/generated/ActionView";
import type { Connection } from "./useConnection";

const WITHOUT_FIELD: readonly ActionView["type"][] = ["go_to", "set_label", "choose_method", "choose_region"];

export function StepErrors({ connection }: { connection: Connection }) {
  const errors = WITHOUT_FIELD.flatMap((field) => connection.errors[field] ?? []);
  return errors.map((error) => (
    <Box key={error.message} margin={{ bottom: "m" }}>
      <ErrorAlert error={error} />
    </Box>
  ));
}
