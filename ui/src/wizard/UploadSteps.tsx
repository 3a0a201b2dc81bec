// The way without a hosted template: the person uploads the saved file and fills in what the link would have.
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";

import { CopyValue } from "../components/CopyValue";
import { useHost } from "../components/HostContext";
import { SavedNotice } from "../components/SavedNotice";
import { useSaving } from "../components/useSaving";
import { copy } from "../copy";
import type { LaunchView } from "../ipc/generated/LaunchView";

const words = copy.createRole;

export function UploadSteps({ launch }: { launch: LaunchView }) {
  const { save, open, choose, fill, acknowledge } = words.uploadSteps;
  const entries = [{ name: words.stackName, value: launch.stack_name }, ...launch.parameters];
  return (
    <SpaceBetween size="xs">
      <Box variant="h3">{words.uploadHeading}</Box>
      <ol className="app-list">
        <li>
          {save}
          <SaveTemplate launch={launch} />
        </li>
        <li>{open}</li>
        <li>{choose}</li>
        <li>
          {fill}
          <div className="app-list-more">
            <KeyValuePairs
              columns={3}
              minColumnWidth={230}
              items={entries.map(({ name, value }) => ({ label: name, value: <CopyValue text={value} what={name} /> }))}
            />
          </div>
        </li>
        <li>{acknowledge}</li>
        <li>{words.takeOutput}</li>
      </ol>
    </SpaceBetween>
  );
}

function SaveTemplate({ launch }: { launch: LaunchView }) {
  const host = useHost();
  const saving = useSaving();
  return (
    <div className="app-list-more">
      <Button iconName="download" loading={saving.saving} onClick={() => saving.save(() => host.saveTemplate())}>
        {words.saveTemplate}
      </Button>
      <SavedNotice saving={saving} words={words.savedTo} />
      <KeyValuePairs
        items={[{ label: words.sha, value: <CopyValue text={launch.template_sha256} what={words.shaShort} /> }]}
      />
    </div>
  );
}
