// Opens the console where the stack of a connection is, and says what to do there.
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";

import { copy } from "../copy";
import { useHost } from "./HostContext";
import { OpenedNotice } from "./OpenedNotice";
import { useOpening } from "./useOpening";

export interface OpenStackProps {
  /** The connection. */
  id: string;
  /** What to do on the page, once it is open. */
  then: string;
}

export function OpenStack({ id, then }: OpenStackProps) {
  const host = useHost();
  const { opened, error, busy, open } = useOpening();
  return (
    <SpaceBetween size="s">
      <SpaceBetween direction="horizontal" size="s" alignItems="center">
        <Button
          iconName="external"
          iconAlign="right"
          loading={busy}
          loadingText={copy.opened.opening}
          onClick={() => open(() => host.openStack(id))}
        >
          {copy.opened.stack}
        </Button>
        {opened?.problem === null && <StatusIndicator type="success">{then}</StatusIndicator>}
      </SpaceBetween>
      <OpenedNotice opened={opened} error={error} />
    </SpaceBetween>
  );
}
