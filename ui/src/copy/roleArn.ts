// The words of step "Role ARN", in English.
import type { FoundBy } from "../ipc/generated/FoundBy";

const found: Record<FoundBy, (region: string, account: string) => string> = {
  stack: (region) => `Taken from the outputs of the stack in ${region}`,
  name: (_region, account) => `Found by its usual name in account ${account}`,
};

export const roleArn = {
  field: "Role ARN",
  description: "Paste what you copied: the ARN, the whole Outputs table, JSON or Terraform's output.",
  placeholder: "arn:aws:iam::123456789012:role/AlethiaProvisionerRole",
  understood: "Understood",
  account: "AWS account",
  role: "Role",
  matches: "as expected",
  empty: "Paste the Role ARN first.",
  openFile: "Open a file",
  notOpened: "The file could not be opened",
  watchesStack: (region: string) =>
    `Watching for the stack in ${region}: its Role ARN is filled in when it is complete`,
  triesName: (account: string) =>
    `Trying the usual role name in account ${account}: it is filled in when the role is there`,
  found: (by: FoundBy, region: string, account: string) => found[by](region, account),
  offer: "The clipboard holds the ARN of a role",
  useIt: "Use it",
  notNow: "Not now",
} as const;
