// Beside each step: why AWS wants this, in three sentences, and AWS's own page.
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import HelpPanel from "@cloudscape-design/components/help-panel";
import SpaceBetween from "@cloudscape-design/components/space-between";

import { useHost } from "../components/HostContext";
import { OpenedNotice } from "../components/OpenedNotice";
import { useOpening } from "../components/useOpening";
import { copy } from "../copy";
import type { HelpTopic } from "../ipc/generated/HelpTopic";
import type { Step } from "../ipc/generated/Step";

const topics: Record<Step, HelpTopic> = {
  external_id: "external_id",
  create_role: "quick_create",
  role_arn: "stack_outputs",
  verify: "assume_role",
  report: "regions",
};

export function StepHelp({ step }: { step: Step }) {
  const host = useHost();
  const opening = useOpening();
  const { heading, sentences, link } = copy.help[step];
  return (
    <HelpPanel header={<h2>{heading}</h2>}>
      <SpaceBetween size="s">
        {sentences.map((sentence) => (
          <Box key={sentence} variant="p" padding="n">
            {sentence}
          </Box>
        ))}
        <Button
          variant="inline-link"
          iconName="external"
          iconAlign="right"
          onClick={() => opening.open(() => host.openHelp(topics[step]))}
        >
          {link}
        </Button>
        <OpenedNotice opened={opening.opened} error={opening.error} />
      </SpaceBetween>
    </HelpPanel>
  );
}
