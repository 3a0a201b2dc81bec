// How the stack that made the role is given the new External ID.
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";

import { OpenStack } from "../components/OpenStack";
import { Snippet } from "../components/Snippet";
import { copy } from "../copy";
import type { LaunchView } from "../ipc/generated/LaunchView";

const words = copy.rotation;

export interface UpdateStackProps {
  id: string;
  launch: LaunchView;
  region: string;
}

export function UpdateStack({ id, launch, region }: UpdateStackProps) {
  return (
    <Container header={<Header>{words.updateHeading}</Header>}>
      <SpaceBetween size="m">
        <ol className="app-list">
          {words.updateSteps(launch.stack_name, region).map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <OpenStack id={id} then={words.stackOpened} />
        {launch.update_command !== null && (
          <SpaceBetween size="xs">
            <div>{words.command}</div>
            <Snippet text={launch.update_command} what={words.commandName} />
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Container>
  );
}
