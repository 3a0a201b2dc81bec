// What the role can and cannot do, and what exactly is launched.
import Box from "@cloudscape-design/components/box";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";

import { CopyValue } from "../components/CopyValue";
import { copy } from "../copy";
import type { LaunchView } from "../ipc/generated/LaunchView";

const words = copy.createRole;

export interface RolePowersProps {
  launch: LaunchView;
  /** Whether the link that is filled in is the way that is shown. */
  given: boolean;
}

export function RolePowers({ launch, given }: RolePowersProps) {
  return (
    <SpaceBetween size="l">
      <ExpandableSection variant="container" headerText={words.canAndCannot}>
        <ColumnLayout columns={2}>
          <Powers heading={words.can} lines={launch.can} />
          <Powers heading={words.cannot} lines={launch.cannot} />
        </ColumnLayout>
      </ExpandableSection>
      {given && launch.filled_in && <Given launch={launch} />}
    </SpaceBetween>
  );
}

function Given({ launch }: { launch: LaunchView }) {
  return (
    <ExpandableSection variant="container" headerText={words.parameters}>
      <KeyValuePairs
        columns={2}
        items={[
          { label: words.stackName, value: <CopyValue text={launch.stack_name} what={words.stackName} /> },
          ...launch.parameters.map(({ name, value }) => ({
            label: name,
            value: <CopyValue text={value} what={name} />,
          })),
          { label: words.sha, value: <CopyValue text={launch.template_sha256} what={words.shaShort} /> },
        ]}
      />
    </ExpandableSection>
  );
}

function Powers({ heading, lines }: { heading: string; lines: readonly string[] }) {
  return (
    <div>
      <Box variant="h3">{heading}</Box>
      <ul className="app-list">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
