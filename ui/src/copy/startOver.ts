// The words of starting over with another External ID, in English.
import type { Method } from "../ipc/generated/Method";

/** How a role that is there already comes to trust the new External ID. */
const mends: Record<Method, string> = {
  cloudformation: "update its stack with the new value of the parameter ExternalId, or delete the stack",
  deploy: "deploy the stack again from here, or delete it",
  terraform: "apply the new configuration in its place, or destroy it",
  hand_off: "have its stack updated (parameter ExternalId) or the new configuration applied, or have the role deleted",
};

export const startOver = {
  action: "Start over",
  title: "Start over with another External ID?",
  keep: "Keep what is there",
  what: "The External ID so far is given up for good, and another one is made and stored at once.",
  given: "External ID that is given up",
  invalid: "What no longer fits",
  handedOut:
    "The quick-create link and its QR code, the Terraform configuration, the message and the bundle that were handed out: they carry the External ID that is given up. Hand them out anew.",
  role: (roleArn: string, method: Method) =>
    `The role ${roleArn}: it trusts the External ID that is given up. To use it again, ${mends[method]}.`,
  anyRole: (method: Method) =>
    `A role that was made already: it trusts the External ID that is given up. To use it again, ${mends[method]}.`,
  reports: (last: string) =>
    `The reports of this connection, the last one of ${last}: they speak of the External ID that is given up, and are deleted.`,
  stays: "What stays",
  kept: {
    label: "Label",
    runner: "Runner profile",
    platform: "Platform account",
    target: "Profile in the account to connect",
    expected: "Expected AWS account",
    region: "Region",
  },
  doneHeading: "This connection has another External ID",
  doneText: "The one before is no longer kept on this computer. Use the link, configuration or message of this one.",
  testRuns: "A verification with this External ID is running: cancel it first.",
  stackRuns: "The stack is being made with this External ID: cancel that first.",
} as const;
