// One check that needs attention: what, how it is known, who can mend it, and the text to paste.
import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";

import { CopyValue } from "../components/CopyValue";
import { useHost } from "../components/HostContext";
import { OpenedNotice } from "../components/OpenedNotice";
import { Snippet } from "../components/Snippet";
import { useOpening } from "../components/useOpening";
import { copy } from "../copy";
import type { Check } from "../ipc/generated/Check";
import type { Remedy } from "../ipc/generated/Remedy";
import { statusType } from "./judge";

const words = copy.report;

export function CheckCard({ check, connectionId }: { check: Check; connectionId: string }) {
  return (
    <Container
      header={
        <Header variant="h3" actions={<Badge>{words.evidence[check.evidence]}</Badge>}>
          <StatusIndicator type={statusType[check.status]} iconAriaLabel={words.checkStatus[check.status]} />{" "}
          {check.title}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <div className="app-wrap">{check.summary}</div>
        {check.remedies.map((remedy, index) => (
          <RemedyOf
            key={`${remedy.audience} ${remedy.text}`}
            remedy={remedy}
            check={check}
            index={index}
            connectionId={connectionId}
          />
        ))}
        <CheckDetails check={check} />
      </SpaceBetween>
    </Container>
  );
}

interface RemedyProps {
  remedy: Remedy;
  check: Check;
  index: number;
  connectionId: string;
}

function RemedyOf({ remedy, check, index, connectionId }: RemedyProps) {
  const host = useHost();
  const opening = useOpening();
  return (
    <SpaceBetween size="xs">
      <Box variant="awsui-key-label">{words.audience[remedy.audience]}</Box>
      <div className="app-wrap">{remedy.text}</div>
      {remedy.snippet !== null && <Snippet text={remedy.snippet} what={words.snippet} />}
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

/** What AWS's support and CloudTrail ask for. */
export function CheckDetails({ check }: { check: Check }) {
  const items = [
    ...(check.cause === null
      ? []
      : [{ label: words.cause, value: <CopyValue text={check.cause} what={words.cause} /> }]),
    ...(check.request_ids.length === 0
      ? []
      : [
          {
            label: words.requestIds,
            value: check.request_ids.map((id) => (
              <div key={id}>
                <CopyValue text={id} what={words.requestIds} />
              </div>
            )),
          },
        ]),
  ];
  if (items.length === 0) return null;
  return (
    <ExpandableSection headerText={copy.app.details}>
      <KeyValuePairs columns={2} items={items} />
    </ExpandableSection>
  );
}
