// Who can mend a check, and how: the first way open, the text of each further one folded under its own sentence.
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";

import { useHost } from "../components/HostContext";
import { OpenedNotice } from "../components/OpenedNotice";
import { SideBySide } from "../components/SideBySide";
import { Snippet } from "../components/Snippet";
import { useOpening } from "../components/useOpening";
import { copy } from "../copy";
import type { Check } from "../ipc/generated/Check";
import { menders, type Way } from "./ways";

const words = copy.report;

export function Menders({ check, connectionId }: { check: Check; connectionId: string }) {
  return menders(check.remedies).map(({ audience, ways }) => (
    <SpaceBetween key={audience} size="xs">
      <Box variant="awsui-key-label">{words.audience[audience]}</Box>
      {ways.map((way, at) => (
        <WayOf key={way.index} way={way} open={at === 0} check={check} connectionId={connectionId} />
      ))}
    </SpaceBetween>
  ));
}

interface WayProps {
  way: Way;
  check: Check;
  connectionId: string;
}

function WayOf({ open, ...props }: WayProps & { open: boolean }) {
  const { remedy } = props.way;
  if (!open && remedy.snippet !== null) return <FoldedWay {...props} />;
  return (
    <SpaceBetween size="xs">
      <div className="app-wrap">{remedy.text}</div>
      <TextOf {...props} />
    </SpaceBetween>
  );
}

/** What to do is read at a glance; the text for it is there when it is asked for. */
function FoldedWay(props: WayProps) {
  const [open, setOpen] = useState(false);
  return (
    <ExpandableSection
      headerText={<span className="app-way">{props.way.remedy.text}</span>}
      expanded={open}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      {open && <TextOf {...props} />}
    </ExpandableSection>
  );
}

function TextOf({ way: { remedy, index, change }, check, connectionId }: WayProps) {
  const host = useHost();
  const opening = useOpening();
  return (
    <SpaceBetween size="xs">
      {change && <SideBySide change={change} />}
      {!change && remedy.snippet !== null && <Snippet text={remedy.snippet} what={words.snippet} />}
      {remedy.url !== null && (
        <Button
          iconName="external"
          iconAlign="right"
          onClick={() => opening.open(() => host.openRemedy(connectionId, check.id, index))}
        >
          {words.openPage}
        </Button>
      )}
      <OpenedNotice opened={opening.opened} error={opening.error} />
    </SpaceBetween>
  );
}
