// AWS refuses a role without saying why; who has a profile in its account can have it read.
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { createContext, use } from "react";

import { copy } from "../copy";
import type { Check } from "../ipc/generated/Check";

const words = copy.target;

/** Goes to where a target profile is chosen; null where one is chosen already. */
export const ChooseTarget = createContext<(() => void) | null>(null);

export function Offer({ check }: { check: Check }) {
  const choose = use(ChooseTarget);
  if (check.cause !== "assume_denied" || choose === null) return null;
  return (
    <SpaceBetween size="xs">
      <Box variant="awsui-key-label">{copy.report.audience.you}</Box>
      <div className="app-wrap">{words.offer}</div>
      <Button onClick={choose}>{words.choose}</Button>
    </SpaceBetween>
  );
}
