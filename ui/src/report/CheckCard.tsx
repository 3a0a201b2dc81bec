// One check that needs attention: what, how it is known, who can mend it, and the text to paste.
import Badge from "@cloudscape-design/components/badge";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";

import { CopyValue } from "../components/CopyValue";
import { LongText } from "../components/LongText";
import { copy } from "../copy";
import type { Check } from "../ipc/generated/Check";
import { statusType } from "./judge";
import { Menders } from "./Menders";
import { Offer } from "./Offer";
import { mendOf } from "./ways";

const words = copy.report;

export interface CheckCardProps {
  check: Check;
  /** All that needs attention: a mend that serves several checks is shown once. */
  among: readonly Check[];
  connectionId: string;
}

export function CheckCard({ check, among, connectionId }: CheckCardProps) {
  const mend = mendOf(check, among);
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
        <LongText text={check.summary} />
        <Offer check={check} />
        {mend.of ? (
          <Menders check={mend.of} connectionId={connectionId} />
        ) : (
          <div className="app-wrap">{words.mendedWith(mend.at.title)}</div>
        )}
        <CheckDetails check={check} />
      </SpaceBetween>
    </Container>
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
