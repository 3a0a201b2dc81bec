// The External ID on the steps that need it after its own.
import Box from "@cloudscape-design/components/box";

import { CopyValue } from "../components/CopyValue";
import { copy } from "../copy";

export function ExternalIdLine({ externalId }: { externalId: string }) {
  const words = copy.externalId;
  return (
    <Box fontSize="body-s" color="text-body-secondary">
      {words.value} <CopyValue text={externalId} what={words.value} testId="external-id" />
    </Box>
  );
}
