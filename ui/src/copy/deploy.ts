// The words of deploying the stack from here, in English.
import type { ChangeAction } from "../ipc/generated/ChangeAction";
import type { DeployKind } from "../ipc/generated/DeployKind";
import { plural } from "./plural";

const actions: Record<ChangeAction, string> = {
  add: "Made",
  modify: "Changed",
  remove: "Deleted",
  other: "Touched",
};

const starts: Record<DeployKind, string> = {
  create: "Create the stack",
  update: "Update the stack",
  unchanged: "Take the Role ARN",
  under_way: "Watch the stack",
};

const progresses: Record<DeployKind, string> = {
  create: "Making the stack",
  update: "Updating the stack",
  unchanged: "Reading the stack",
  under_way: "Watching the stack",
};

const failures: Record<DeployKind, string> = {
  create: "The stack was not made",
  update: "The stack was not updated",
  unchanged: "The Role ARN was not read",
  under_way: "The stack did not become complete",
};

const summaries: Record<DeployKind, (stack: string, region: string, account: string, count: number) => string> = {
  create: (stack, region, account, count) =>
    `CloudFormation will make the stack ${stack} in ${region} of account ${account}: ${plural(count, "new resource", "new resources")}, all of them in IAM.`,
  update: (stack, region, account, count) =>
    `The stack ${stack} in ${region} of account ${account} is there already: ${count === 0 ? "none of its resources changes, only what it says of itself" : plural(count, "resource changes", "resources change")}.`,
  unchanged: (stack, region, account) =>
    `The stack ${stack} in ${region} of account ${account} is as it must be: nothing is to be changed.`,
  under_way: (stack, region, account) =>
    `The stack ${stack} in ${region} of account ${account} is being made or updated just now. It can be watched until it is complete.`,
};

const types: Record<string, string> = {
  "AWS::IAM::Role": "Role",
  "AWS::IAM::ManagedPolicy": "Managed policy",
  "AWS::CloudFormation::Stack": "Stack",
};

/** AWS's words for states, by how they end; the order matters. */
const states: readonly (readonly [string, string])[] = [
  ["ROLLBACK_COMPLETE", "Taken back"],
  ["ROLLBACK_IN_PROGRESS", "Being taken back"],
  ["CLEANUP_IN_PROGRESS", "Tidying up"],
  ["DELETE_IN_PROGRESS", "Being deleted"],
  ["DELETE_COMPLETE", "Deleted"],
  ["_FAILED", "Failed"],
  ["_IN_PROGRESS", "Under way"],
  ["_COMPLETE", "Done"],
];

export const deploy = {
  heading: "Deploy from here",
  description:
    "The stack is made with a profile of this machine in the account to connect. Nothing has to be copied or pasted.",
  expected: "Expected account",
  anyAccount: "None named: any will do",
  target: "Account of the profile",
  noTarget: "No profile chosen yet",
  platform: "Platform account",
  trusted: (platform: string) => `${platform} (the role will trust it)`,
  guard: (target: string, platform: string) =>
    `The stack goes into ${target}; its role will trust ${platform} with this connection's External ID.`,
  samePlatform: (account: string) =>
    `The profile is in account ${account}, which is the platform account itself. Choose a profile of the account to connect.`,
  preview: "Preview changes",
  previewing: "AWS is working out what would be done",
  previewHint: "Nothing is done before you have seen what will be.",
  noPreview: "Choose a profile of the account to connect first.",
  notPreviewed: "The changes could not be previewed",
  plan: "What will be done",
  summary: (kind: DeployKind, stack: string, region: string, account: string, count: number) =>
    summaries[kind](stack, region, account, count),
  table: "Resources of the stack",
  columns: { action: "What", type: "Type", name: "Name in the stack", present: "Name in AWS" },
  action: (action: ChangeAction, replaced: boolean) => (replaced ? "Made anew" : actions[action]),
  type: (type: string) => types[type] ?? type,
  replaced: "A role that is made anew has another unique id: what refers to it by that id has to be changed too.",
  start: (kind: DeployKind) => starts[kind],
  discard: "Discard",
  progress: (kind: DeployKind) => progresses[kind],
  events: "Events of the stack",
  eventColumns: { resource: "Resource", type: "Type", state: "State", reason: "Reason" },
  state: (status: string) => states.find(([end]) => status.endsWith(end))?.[1] ?? status,
  waiting: "Waiting for the first event",
  cancelling: "Asking AWS to stop",
  notStopped: "It could not be stopped",
  failed: (kind: DeployKind) => failures[kind],
  stopped: "Cancelled",
  fixed: "The stack is being made: cancel that first.",
  spoken: (resource: string, state: string) => `${resource}: ${state}`,
} as const;
