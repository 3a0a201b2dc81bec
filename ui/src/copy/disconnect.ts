// The words of disconnecting and of its proof, in English.
import type { LetIn } from "../ipc/generated/LetIn";
import type { RefusalShows } from "../ipc/generated/RefusalShows";

const letIn: Record<LetIn, string> = {
  right: "with this connection's External ID",
  without: "without any External ID, though no longer with the right one",
  other: "with another External ID, though no longer with the right one",
};

const shows: Record<RefusalShows, (account: string) => string> = {
  role_gone: (account) => `Account ${account} was asked too: there is no such role there.`,
  role_stays: (account) =>
    `But the role is still in account ${account}, as the profile there shows: whoever else it trusts may still assume it. Delete it, then prove it again.`,
  runner_held_back: (account) =>
    `But a policy on the runner's own side refuses it, so this says nothing of the role: if it is still in account ${account}, another identity of the platform may assume it. Look whether it is gone there.`,
  nothing: (account) =>
    `What this proves is that this runner is refused. AWS does not say why: from here, a role that is gone and one that trusts nobody here look the same. Whoever can look into account ${account} can tell.`,
};

export const disconnect = {
  action: "Disconnect",
  title: (label: string) => `Disconnect ${label}`,
  description: "Remove the role from the AWS account, then prove that nobody gets in any more.",
  loading: "Reading the connection",
  meansHeading: "What disconnecting means",
  means: (account: string) => [
    `You, or whoever administers AWS account ${account}, delete the role there. After that nobody can assume it any more.`,
    "Resources that were made with the role stay as they are, and go on costing what they cost. Have the platform remove first what you no longer want: afterwards only an administrator of the account can.",
    "On this computer the reports and the External ID stay until you choose Forget.",
  ],
  account: "AWS account",
  removeHeading: "Remove the role",
  removeHow: "How the role was made",
  ways: { stack: "CloudFormation", terraform: "Terraform", hand_off: "By somebody else" },
  stackText: (stack: string, region: string, account: string) =>
    `Delete the stack ${stack} in ${region} of account ${account}; the role goes with it. If the stack has another name or is in another region, delete it there.`,
  stackOpened: "The list of stacks is open in your browser: choose the stack, then Delete.",
  orRun: "Or run this with administrator rights in that account:",
  deleteCommand: "command that deletes the stack",
  deleteHere: "Delete the stack from here",
  deleteAs: (profile: string) => `With the profile ${profile}, which is in that account.`,
  deleteTitle: (stack: string) => `Delete the stack ${stack}?`,
  deleteWhat: (stack: string, region: string, account: string, role: string) =>
    `CloudFormation deletes the stack ${stack} in ${region} of account ${account}, and with it ${role} and its policies. This cannot be taken back; the connection can be made anew.`,
  deleteNow: "Delete the stack",
  deleting: "Deleting the stack",
  stopWatching: "Stop watching",
  deleted: "The stack is deleted. Now prove that the role is out of reach.",
  notDeleted: "The stack was not deleted to its end",
  boundary:
    "IAM keeps the permissions boundary as long as a role that was made with it still has it: then its deletion fails (DELETE_FAILED for WorkloadBoundaryPolicy). Whether the role itself is gone, the proof shows.",
  terraformText: (account: string) =>
    `Run this in the folder of the role's configuration, with administrator rights in account ${account}:`,
  destroyCommand: "command that destroys the role",
  terraformLarger:
    "It destroys everything in that folder's configuration. Where the role is part of a larger one, take it out of the files there and run terraform apply instead.",
  handOffText: "Send this to whoever administers the account. It holds no secret.",
  message: "message",
  proveHeading: "Prove it",
  proveText: (runner: string) =>
    `${runner} signs in and tries to assume the role: with the External ID, without one, and with another. A deletion takes a moment to spread, so AWS is asked again while it still lets the runner in.`,
  noRunnerHeading: "It cannot be tried from here",
  noRunnerText:
    "This connection has no runner on this computer, only the number of the platform account. The platform's operators can try it, or choose a runner profile in step External ID and verify first.",
  prove: "Prove that it is disconnected",
  proveAgain: "Prove it again",
  trying: "Trying to assume the role",
  letIn: "AWS still lets the runner in. Asking again, for",
  left: (seconds: number) => `${seconds} s at most`,
  refusedOnce: "AWS refuses. Asking once more, because one refusal proves nothing",
  cancelling: "Cancelling",
  notCancelled: "It could not be cancelled",
  proved: "Proved: AWS refuses the runner",
  refused: (runner: string, role: string, time: string) =>
    `At ${time} AWS refused twice in a row to let ${runner} assume ${role}, and also without the External ID and with another one.`,
  shows: (what: RefusalShows, account: string) => shows[what](account),
  requestId: "AWS request id",
  known: "What is known of the reason",
  kept: "The connection is called Disconnected from now on. The proof is its newest report, sealed, and can be exported.",
  stillThere: "Nothing is proved: the role can still be assumed",
  stillLetIn: (how: LetIn, time: string, took: string) =>
    `At ${time}, after ${took} of trying, AWS still let the runner in ${letIn[how]}. The connection is as it was.`,
  stillWhatToDo:
    "If the role was deleted just now, wait a minute and prove it again. Otherwise look whether the deletion went through: a stack that could not be deleted says DELETE_FAILED, and why.",
  cancelledHeading: "Cancelled: nothing is proved",
  cancelledText: "The connection is as it was.",
  failedHeading: "Nothing is proved: it could not be tried",
  notLookedFor: "This test did not look for resources. What an earlier one found stays kept, as What is stored shows.",
  forgetKept: (account: string) =>
    `AWS account ${account} is left as it is: nothing is deleted there. The report with the proof goes: export it first if you want to keep it.`,
} as const;
