// The console's page that makes the stack, and what to do there.
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";

import { useHost } from "../components/HostContext";
import { OpenedNotice } from "../components/OpenedNotice";
import { Snippet } from "../components/Snippet";
import { useLoaded } from "../components/useLoaded";
import { useOpening } from "../components/useOpening";
import { copy } from "../copy";
import type { LaunchView } from "../ipc/generated/LaunchView";
import { RegionField } from "./RegionField";
import { differs, TemplateNotice } from "./TemplateNotice";
import { UploadSteps } from "./UploadSteps";
import type { Connection } from "./useConnection";

const words = copy.createRole;

export interface CloudFormationProps {
  connection: Connection;
  launch: LaunchView | null;
  preparing: boolean;
}

export function CloudFormation({ connection, launch, preparing }: CloudFormationProps) {
  const host = useHost();
  const { id } = connection.view;
  const opening = useOpening();
  const hosted = launch?.filled_in === true;
  const check = useLoaded(() => (hosted ? host.checkTemplate() : Promise.resolve(null)), String(hosted));
  const isOpen = opening.opened !== null && opening.opened.problem === null;
  return (
    <Container header={<Header>{words.launchHeading}</Header>}>
      <SpaceBetween size="m">
        <RegionField connection={connection} />
        {launch && !launch.filled_in ? <UploadSteps launch={launch} /> : <LaunchSteps />}
        {hosted && <TemplateNotice check={check} />}
        <SpaceBetween direction="horizontal" size="s" alignItems="center">
          <Button
            variant={differs(check.value) ? "normal" : "primary"}
            iconName="external"
            iconAlign="right"
            loading={preparing || opening.busy}
            loadingText={preparing ? words.preparing : copy.opened.opening}
            disabled={!launch}
            onClick={() => opening.open(() => host.openLaunch(id))}
          >
            {copy.actions.launch}
          </Button>
          <div aria-live="polite">{isOpen && <StatusIndicator type="success">{words.opened}</StatusIndicator>}</div>
        </SpaceBetween>
        <OpenedNotice opened={opening.opened} error={opening.error} />
        {launch && hosted && (
          <ExpandableSection headerText={words.link} headerDescription={words.linkHint}>
            <Snippet text={launch.url} what={words.linkName} />
          </ExpandableSection>
        )}
      </SpaceBetween>
    </Container>
  );
}

function LaunchSteps() {
  return (
    <ol className="app-list">
      {[...words.launchSteps, words.takeOutput].map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}
