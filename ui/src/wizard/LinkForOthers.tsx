// The link for whoever administers the account: to copy, or to scan with the device that is signed in there.
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";

import { ErrorAlert } from "../components/ErrorAlert";
import { useHost } from "../components/HostContext";
import { Snippet } from "../components/Snippet";
import { useLoaded } from "../components/useLoaded";
import { copy } from "../copy";

const words = copy.createRole;

export function LinkForOthers({ id, url }: { id: string; url: string }) {
  const [coded, setCoded] = useState(false);
  const toggle = (
    <Button variant="link" ariaExpanded={coded} onClick={() => setCoded(!coded)}>
      {coded ? copy.hosting.hideCode : copy.hosting.code}
    </Button>
  );
  return (
    <ExpandableSection headerText={words.link} headerDescription={words.linkHint}>
      <SpaceBetween size="s">
        <Snippet text={url} what={words.linkName} actions={toggle} />
        {coded && <Code id={id} url={url} />}
      </SpaceBetween>
    </ExpandableSection>
  );
}

function Code({ id, url }: { id: string; url: string }) {
  const host = useHost();
  const { value, error, loading, reload } = useLoaded(() => host.launchCode(id), url);
  if (error) return <ErrorAlert error={error} onRetry={reload} />;
  if (value === null || loading) return <Spinner />;
  return <img className="app-code" src={value} alt={copy.hosting.codeAlt} />;
}
