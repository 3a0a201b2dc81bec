// The same role by Terraform.
import Container from "@cloudscape-design/components/container";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";

import { ErrorAlert } from "../components/ErrorAlert";
import { useHost } from "../components/HostContext";
import { SavedNotice } from "../components/SavedNotice";
import { Snippet } from "../components/Snippet";
import { useLoaded } from "../components/useLoaded";
import { useSaving } from "../components/useSaving";
import { copy } from "../copy";
import type { Connection } from "./useConnection";

const words = copy.createRole;

export function Terraform({ connection }: { connection: Connection }) {
  const host = useHost();
  const { id, draft } = connection.view;
  const saving = useSaving();
  const { heading, description } =
    draft.former_external_id === null
      ? { heading: words.terraformHeading, description: words.terraformText }
      : { heading: copy.rotation.terraformHeading, description: copy.rotation.terraform };
  const { value, error, reload } = useLoaded(
    () => host.terraform(id),
    `${draft.region} ${draft.platform_account ?? ""}`,
  );
  const save = (
    <Button iconName="download" loading={saving.saving} onClick={() => saving.save(() => host.saveTerraform(id))}>
      {words.saveSnippet}
    </Button>
  );
  return (
    <Container header={<Header description={description}>{heading}</Header>}>
      <SpaceBetween size="m">
        {error && <ErrorAlert error={error} onRetry={reload} />}
        {!value && !error && <Spinner />}
        {value && (
          <SpaceBetween size="m">
            <div>
              <Snippet text={value.snippet} what={words.snippet} actions={save} />
              <SavedNotice saving={saving} words={words.savedTo} />
            </div>
            <SpaceBetween size="xs">
              <div>{words.outputText}</div>
              <Snippet text={value.output_command} what={words.outputCommand} />
            </SpaceBetween>
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Container>
  );
}
