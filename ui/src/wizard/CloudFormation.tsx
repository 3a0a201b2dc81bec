// The console's page that makes the stack, and what to do there.
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";

import { useHost } from "../components/HostContext";
import { OpenedNotice } from "../components/OpenedNotice";
import { useLoaded } from "../components/useLoaded";
import { useOpening } from "../components/useOpening";
import { copy } from "../copy";
import type { LaunchView } from "../ipc/generated/LaunchView";
import { Hosting } from "./hosting/Hosting";
import { LinkForOthers } from "./LinkForOthers";
import { RegionField } from "./RegionField";
import { differs, TemplateNotice } from "./TemplateNotice";
import { UploadSteps } from "./UploadSteps";
import type { Connection } from "./useConnection";

const words = copy.createRole;

export interface CloudFormationProps {
  connection: Connection;
  launch: LaunchView | null;
  preparing: boolean;
  /** The template is hosted elsewhere now, or for others. */
  onChanged: () => void;
}

export function CloudFormation({ connection, launch, preparing, onChanged }: CloudFormationProps) {
  const host = useHost();
  const { id, draft } = connection.view;
  const opening = useOpening();
  const hosted = launch?.filled_in === true;
  const check = useLoaded(
    () => (hosted ? host.checkTemplate(id) : Promise.resolve(null)),
    [hosted, launch?.hosted.address, draft.expected_account, draft.runner].join(" "),
  );
  const unread = check.value?.readable?.by === "other_accounts";
  const isOpen = opening.opened !== null && opening.opened.problem === null;
  return (
    <Container header={<Header>{words.launchHeading}</Header>}>
      <SpaceBetween size="m">
        <RegionField connection={connection} />
        {hosted && <TemplateNotice check={check} />}
        {launch && (
          <Hosting
            connection={connection}
            launch={launch}
            needed={unread}
            onChanged={() => {
              onChanged();
              check.reload();
            }}
          />
        )}
        {launch && !hosted ? <UploadSteps launch={launch} /> : <LaunchSteps />}
        <SpaceBetween direction="horizontal" size="s" alignItems="center">
          <Button
            variant={differs(check.value) || unread || !hosted ? "normal" : "primary"}
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
        {launch && hosted && <LinkForOthers id={id} url={launch.url} />}
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
