// The console's page that makes the stack, and what to do there.
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";

import { useHost } from "../components/HostContext";
import { OpenedNotice } from "../components/OpenedNotice";
import { ProblemText } from "../components/ProblemText";
import { Snippet } from "../components/Snippet";
import { useLoaded } from "../components/useLoaded";
import { useOpening } from "../components/useOpening";
import { copy } from "../copy";
import type { LaunchView } from "../ipc/generated/LaunchView";
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
  const isOpen = opening.opened !== null && opening.opened.problem === null;
  return (
    <Container header={<Header>{words.launchHeading}</Header>}>
      <SpaceBetween size="m">
        <RegionField connection={connection} />
        {launch && !launch.filled_in ? <UploadSteps launch={launch} /> : <LaunchSteps />}
        <SpaceBetween direction="horizontal" size="s" alignItems="center">
          <Button
            variant="primary"
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
        {launch?.filled_in && (
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

function RegionField({ connection }: { connection: Connection }) {
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
