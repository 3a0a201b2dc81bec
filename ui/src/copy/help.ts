// What the help beside each step says.
import type { Step } from "../ipc/generated/Step";

interface Help {
  heading: string;
  sentences: [string, string, string];
  link: string;
}

export const help: Record<Step, Help> = {
  external_id: {
    heading: "Why an External ID",
    sentences: [
      "Many customers trust the same platform account, so a stranger who knows your Role ARN could ask the platform to use it for them: the confused deputy.",
      "AWS therefore lets your role ask for an External ID, a value that the platform presents and that belongs to this connection alone.",
      "It is no password: it is stored beside the Role ARN, and it only works together with the platform's own credentials.",
    ],
    link: "AWS: access for third parties with an External ID",
  },
  create_role: {
    heading: "Why you create the role",
    sentences: [
      "Only you can say who may enter your account, so the role is made by you, in your account, and you can delete it at any time.",
      "The link and the Terraform module carry the platform account and the External ID, so that nothing has to be typed and nothing can be mistyped.",
      "AWS asks you to acknowledge IAM resources because a stack that makes roles deserves a second look.",
    ],
    link: "AWS: quick-create links for stacks",
  },
  role_arn: {
    heading: "Where the Role ARN stands",
    sentences: [
      "AWS names every role by an ARN, and its account number says whose role it is.",
      "After the stack has completed, its Outputs tab shows the value RoleArn; Terraform prints it as role_arn.",
      "You may paste the whole table, JSON or line: the one Role ARN in it is picked out, and nothing is sent while you type.",
    ],
    link: "AWS: view a stack's outputs",
  },
  verify: {
    heading: "Why four attempts",
    sentences: [
      "AWS answers a wrong External ID and a missing role with the same words, so one green call proves little.",
      "The role is assumed with the right External ID, without one, with a wrong one, and with the right one again: only that pattern shows that the External ID is enforced.",
      "A fresh role takes AWS some seconds to spread, which is why a denied first attempt is tried again before it is believed.",
    ],
    link: "AWS: why a role cannot be assumed",
  },
  report: {
    heading: "What the report covers",
    sentences: [
      "Every enabled region is asked for every kind of resource, and each answer has a cell of its own: found, none, or the reason why not.",
      "A denied region is shown as denied, never as empty.",
      "The checks say how each thing is known, because a call that was made proves more than a policy that was read.",
    ],
    link: "AWS: regions and which are enabled",
  },
};
