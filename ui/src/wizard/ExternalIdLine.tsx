// The External ID on the steps that need it after its own.
import { CopyValue } from "../components/CopyValue";
import { copy } from "../copy";

export function ExternalIdLine({ externalId }: { externalId: string }) {
  const words = copy.externalId;
  return (
    <div>
      {words.value} <CopyValue text={externalId} what={words.value} testId="external-id" />
    </div>
  );
}
