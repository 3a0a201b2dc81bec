// What somebody needs who uploads the template by hand: its name in the bucket, and the same policy.
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";

import { CopyValue } from "../../components/CopyValue";
import { Snippet } from "../../components/Snippet";
import { copy } from "../../copy";
import type { PublicationView } from "../../ipc/generated/PublicationView";

const words = copy.hosting;

export function ByHand({ plan }: { plan: PublicationView }) {
  return (
    <ExpandableSection headerText={words.policy}>
      <SpaceBetween size="s">
        <div>{plan.reader === null ? words.policyHintAnybody : words.policyHint}</div>
        <KeyValuePairs
          items={[
            { label: words.bucket, value: <CopyValue text={plan.bucket} what={words.bucket} /> },
            { label: words.key, value: <CopyValue text={plan.key} what={words.key} /> },
          ]}
        />
        <Snippet text={plan.policy} what={words.policyName} />
      </SpaceBetween>
    </ExpandableSection>
  );
}
