// Said at the start at which a damaged database was put aside.
import Alert from "@cloudscape-design/components/alert";

import { CopyValue } from "../components/CopyValue";
import { useHost } from "../components/HostContext";
import { useLoaded } from "../components/useLoaded";
import { copy } from "../copy";

const words = copy.home.damaged;

export function DamagedNotice() {
  const host = useHost();
  const { value } = useLoaded(() => host.environment(), "environment");
  const file = value?.set_aside ?? null;
  if (file === null) return null;
  return (
    <Alert type="warning" header={words.heading}>
      {words.text} <CopyValue text={file} what={words.file} />
    </Alert>
  );
}
