// How the role is removed: by the way that it was made by, the others one click away.
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";

import { OpenStack } from "../../components/OpenStack";
import { Snippet } from "../../components/Snippet";
import { copy } from "../../copy";
import type { DisconnectView } from "../../ipc/generated/DisconnectView";
import type { Method } from "../../ipc/generated/Method";
import { DeleteHere } from "./DeleteHere";
import { type Deletion, useDeletion } from "./useDeletion";

const words = copy.disconnect;

type Way = keyof typeof words.ways;

const WAYS: readonly Way[] = ["stack", "terraform", "hand_off"];

/** Deploying from here makes a stack like any other. */
const MADE_BY: Record<Method, Way> = {
  cloudformation: "stack",
  deploy: "stack",
  terraform: "terraform",
  hand_off: "hand_off",
};

export function Removal({ connection }: { connection: DisconnectView }) {
  // Here, so that a look at another way does not end the watching.
  const deletion = useDeletion(connection.id);
  const [way, setWay] = useState(MADE_BY[connection.method]);
  return (
    <Container header={<Header>{words.removeHeading}</Header>}>
      <SpaceBetween size="m">
        <SegmentedControl
          label={words.removeHow}
          selectedId={way}
          options={WAYS.map((id) => ({ id, text: words.ways[id] }))}
          onChange={({ detail }) => setWay(WAYS.find((one) => one === detail.selectedId) ?? way)}
        />
        {way === "stack" && <Stack connection={connection} deletion={deletion} />}
        {way === "terraform" && <Terraform connection={connection} />}
        {way === "hand_off" && <HandOff connection={connection} />}
      </SpaceBetween>
    </Container>
  );
}

function Stack({ connection, deletion }: { connection: DisconnectView; deletion: Deletion }) {
  const { id, stack_name: stack, region, account_id: account, delete_command: command } = connection;
  const { target_profile: target } = connection;
  return (
    <SpaceBetween size="s">
      <div className="app-wrap">{words.stackText(stack, region, account)}</div>
      <OpenStack id={id} then={words.stackOpened} />
      {target !== null && <DeleteHere connection={connection} profile={target} deletion={deletion} />}
      <div>{words.orRun}</div>
      <Snippet text={command} what={words.deleteCommand} />
      <div className="app-hint">{words.boundary}</div>
    </SpaceBetween>
  );
}

function Terraform({ connection: { account_id: account, destroy_command: command } }: { connection: DisconnectView }) {
  return (
    <SpaceBetween size="s">
      <div>{words.terraformText(account)}</div>
      <Snippet text={command} what={words.destroyCommand} />
      <div>{words.terraformLarger}</div>
      <div className="app-hint">{words.boundary}</div>
    </SpaceBetween>
  );
}

function HandOff({ connection: { message } }: { connection: DisconnectView }) {
  return (
    <SpaceBetween size="s">
      <div>{words.handOffText}</div>
      <Snippet text={message} what={words.message} />
    </SpaceBetween>
  );
}
