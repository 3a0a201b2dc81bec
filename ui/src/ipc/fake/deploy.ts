// The stack that a target profile makes, as the program has AWS make it: first a plan, then its events.
import type { DeployKind } from "../generated/DeployKind";
import type { DeployPlanView } from "../generated/DeployPlanView";
import type { DraftView } from "../generated/DraftView";
import type { StackChange } from "../generated/StackChange";
import type { StackEvent } from "../generated/StackEvent";
import type { Host } from "../host";
import type { FakeOptions } from "./options";
import { problem, targetProblem } from "./wizard";
import { ROLE_ARN } from "./world";

export const STACK_NAME = "alethia-provisioner-role";

const ROLE = { logical_id: "ProvisionerRole", resource_type: "AWS::IAM::Role" };
const POLICY = { logical_id: "DiscoveryPolicy", resource_type: "AWS::IAM::ManagedPolicy" };
const BOUNDARY = { logical_id: "WorkloadBoundaryPolicy", resource_type: "AWS::IAM::ManagedPolicy" };
const STACK = { logical_id: STACK_NAME, resource_type: "AWS::CloudFormation::Stack" };

const added = (part: typeof ROLE): StackChange => ({ ...part, action: "add", physical_id: null, replaced: false });

const changes: Record<DeployKind, StackChange[]> = {
  create: [added(ROLE), added(POLICY), added(BOUNDARY)],
  update: [
    { ...ROLE, action: "modify", physical_id: "AlethiaProvisionerRole", replaced: true },
    {
      ...POLICY,
      action: "modify",
      physical_id: `${ROLE_ARN.replace(":role/", ":policy/")}-Discovery`,
      replaced: false,
    },
  ],
  unchanged: [],
  under_way: [],
};

const DENIED =
  "User: arn:aws:sts::111122223333:assumed-role/Admin/anna is not authorized to perform: iam:CreateRole with an explicit deny in a service control policy";

type Told = Pick<StackEvent, "logical_id" | "resource_type" | "status" | "reason">;

/** What AWS tells, in its order. */
function events(deployment: FakeOptions["deployment"]): Told[] {
  const told = (part: typeof ROLE, status: string, reason: string | null = null): Told => ({ ...part, status, reason });
  switch (deployment) {
    case "unchanged":
      return [];
    case "update":
      return [
        told(STACK, "UPDATE_IN_PROGRESS", "User Initiated"),
        told(ROLE, "UPDATE_IN_PROGRESS"),
        told(ROLE, "UPDATE_COMPLETE"),
        told(STACK, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
        told(STACK, "UPDATE_COMPLETE"),
      ];
    case "fails":
      return [
        told(STACK, "CREATE_IN_PROGRESS", "User Initiated"),
        told(BOUNDARY, "CREATE_IN_PROGRESS"),
        told(ROLE, "CREATE_FAILED", DENIED),
        told(BOUNDARY, "CREATE_FAILED", "Resource creation cancelled"),
        told(STACK, "ROLLBACK_IN_PROGRESS"),
        told(ROLE, "DELETE_COMPLETE"),
        told(STACK, "ROLLBACK_COMPLETE"),
      ];
    default:
      return [
        told(STACK, "CREATE_IN_PROGRESS", "User Initiated"),
        told(BOUNDARY, "CREATE_IN_PROGRESS"),
        told(BOUNDARY, "CREATE_COMPLETE"),
        told(ROLE, "CREATE_IN_PROGRESS"),
        told(ROLE, "CREATE_COMPLETE"),
        told(POLICY, "CREATE_COMPLETE"),
        told(STACK, "CREATE_COMPLETE"),
      ];
  }
}

/** What a plan is a plan of: with another value it must be looked at anew. */
const subject = (draft: DraftView): string =>
  [draft.target_profile, draft.region, draft.platform_account, draft.expected_account, draft.external_id].join(" ");

export interface FakeDeployParts {
  options: FakeOptions;
  pause: () => Promise<void>;
  draftOf: (id: string) => DraftView;
  /** Keeps the Role ARN, and gives the connection. */
  take: (id: string, roleArn: string) => ReturnType<Host["openConnection"]>;
}

export interface FakeDeploy {
  calls: Pick<Host, "planDeployment" | "discardPlan" | "deploy" | "stopDeployment">;
  /** Refuses a change while the stack is being made. */
  hold: (id: string) => void;
}

export function createFakeDeploy({ options, pause, draftOf, take }: FakeDeployParts): FakeDeploy {
  const planned = new Map<string, string>();
  const underWay = new Map<string, { stopped: boolean }>();

  const calls: FakeDeploy["calls"] = {
    planDeployment: async (id): Promise<DeployPlanView> => {
      const draft = draftOf(id);
      if (underWay.has(id)) throw problem("not_now", "The stack of this connection is being made already");
      if (draft.target_profile === null) throw problem("not_now", "Choose a profile in the account to connect");
      const elsewhere = targetProblem(draft);
      if (elsewhere) throw elsewhere;
      await pause();
      planned.set(id, subject(draft));
      const kind = options.deployment === "fails" ? "create" : options.deployment;
      const account = draft.target_account ?? "";
      return { kind, stack_name: STACK_NAME, region: draft.region, account, changes: changes[kind] };
    },
    discardPlan: async (id) => {
      planned.delete(id);
      return Promise.resolve();
    },
    deploy: async (id, onEvent) => {
      const lookedAt = planned.get(id);
      planned.delete(id);
      if (lookedAt === undefined) throw problem("not_now", "Look at what will be done first: preview the changes");
      if (lookedAt !== subject(draftOf(id))) {
        throw problem(
          "not_now",
          "The connection was changed since the changes were looked at, so nothing was made: preview them again",
        );
      }
      const mine = { stopped: false };
      underWay.set(id, mine);
      const { region } = draftOf(id);
      try {
        for (const told of events(options.deployment)) {
          await pause();
          if (mine.stopped) throw problem("not_now", stoppedWords(options.deployment, region), null, true);
          onEvent({ id: crypto.randomUUID(), at: new Date().toISOString(), ...told });
        }
      } finally {
        underWay.delete(id);
      }
      if (options.deployment === "fails") {
        const failed = problem(
          "not_now",
          `The stack "${STACK_NAME}" in ${region} ended ROLLBACK_COMPLETE: ${DENIED}. Mend that, and delete the stack before the next try`,
          "A policy of the AWS organisation forbids it. Only the organisation's administrator can allow these IAM calls in this account, or make the stack from the organisation.",
          true,
        );
        const profile = draftOf(id).target_profile ?? "";
        throw {
          ...failed,
          command: `aws cloudformation delete-stack --stack-name ${STACK_NAME} --region ${region} --profile '${profile}'`,
        };
      }
      return take(id, ROLE_ARN);
    },
    stopDeployment: async (id) => {
      const running = underWay.get(id);
      if (running) running.stopped = true;
      return Promise.resolve();
    },
  };
  const hold = (id: string) => {
    if (!underWay.has(id)) return;
    throw problem("not_now", "The stack is being made: cancel that first, then change the connection");
  };
  return { calls, hold };
}

function stoppedWords(deployment: FakeOptions["deployment"], region: string): string {
  const stack = `the stack "${STACK_NAME}" in ${region}`;
  if (deployment === "update") return `Cancelled: AWS is taking the update of ${stack} back`;
  if (deployment === "under_way") return `No longer watched: ${stack} was begun elsewhere and goes on`;
  return `Cancelled: AWS is deleting what it had made of ${stack}, which takes about a minute`;
}
