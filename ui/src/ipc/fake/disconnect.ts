// Disconnecting, and its proof.
import type { ConnectionView } from "../generated/ConnectionView";
import type { OpenedView } from "../generated/OpenedView";
import type { RefusalView } from "../generated/RefusalView";
import type { Report } from "../generated/Report";
import type { Host } from "../host";
import { STACK_NAME } from "./deploy";
import type { FakeOptions } from "./options";
import { ending } from "./verdicts";
import { problem } from "./wizard";

export type FakeDisconnect = Pick<Host, "disconnection" | "openStack" | "deleteStack" | "proveDisconnected">;

interface Surroundings {
  options: FakeOptions;
  pause: (milliseconds: number) => Promise<void>;
  /** The connections whose test is to end; one that has heard it takes itself away. */
  cancelled: Set<string>;
  viewOf: (id: string) => ConnectionView;
  open: (url: string) => OpenedView;
  prove: (id: string, report: Report) => void;
}

/** Tries that still get in before AWS refuses, or before it is given up. */
const LET_IN_FIRST = 2;

const LOOKED_FOR_NOTHING = { coverage: [], resources: [], totals: {}, network: { coverage: [], parts: [] } };

const STACK = [
  ["ProvisionerRole", "AWS::IAM::Role"],
  ["DiscoveryPolicy", "AWS::IAM::ManagedPolicy"],
  [STACK_NAME, "AWS::CloudFormation::Stack"],
] as const;

const RUNNER_ARN = "arn:aws:sts::222233334444:assumed-role/platform/anna";

export function createFakeDisconnect(around: Surroundings): FakeDisconnect {
  const { options, pause, cancelled, viewOf, open, prove } = around;
  const proofs = new Map<string, RefusalView>();
  const roleOf = (id: string): string => {
    const { role_arn: role } = viewOf(id).draft;
    if (role === null) throw problem("not_now", "Paste the Role ARN first.");
    return role;
  };
  return {
    disconnection: async (id) =>
      Promise.resolve().then(() => {
        const { draft, status } = viewOf(id);
        const role = roleOf(id);
        const account = role.split(":")[4] ?? "";
        const command = `aws cloudformation delete-stack --stack-name ${STACK_NAME} --region ${draft.region}`;
        return {
          id,
          label: draft.label || `Account ${account}`,
          role_arn: role,
          account_id: account,
          runner: draft.runner,
          target_profile: draft.target_profile,
          method: draft.method,
          stack_name: STACK_NAME,
          region: draft.region,
          delete_command: draft.target_profile === null ? command : `${command} --profile ${draft.target_profile}`,
          destroy_command: "terraform destroy",
          message: `# Disconnect AWS account ${account} from Alethia: ${draft.label}\n\nPlease remove the IAM role ${role}.\n`,
          refusal: status === "disconnected" ? (proofs.get(id) ?? null) : null,
        };
      }),
    openStack: async (id) =>
      Promise.resolve().then(() => {
        const { region } = viewOf(id).draft;
        const page = `https://${region}.console.aws.amazon.com/cloudformation/home?region=${region}`;
        return open(`${page}#/stacks?filteringStatus=active&filteringText=${STACK_NAME}`);
      }),
    deleteStack: async (id, onEvent) => {
      cancelled.delete(id);
      for (const [index, [logical, type]] of STACK.entries()) {
        for (const status of ["DELETE_IN_PROGRESS", "DELETE_COMPLETE"]) {
          await pause(options.pace * 5);
          if (cancelled.delete(id))
            throw problem("not_now", "No longer watched: what AWS has begun to delete is deleted all the same.");
          const event = { id: `${index}-${status}`, at: null, logical_id: logical, resource_type: type, status };
          onEvent({ ...event, reason: null });
        }
      }
    },
    proveDisconnected: async (id, onEvent) => {
      cancelled.delete(id);
      const role = roleOf(id);
      for (let left = LET_IN_FIRST; left > 0; left -= 1) {
        await pause(options.pace * 20);
        if (cancelled.delete(id)) return { type: "cancelled" };
        if (options.proof === "expired") {
          const expired = problem("sign_in", "The SSO session of the profile alethia-platform has expired.");
          throw { ...expired, command: "aws sso login --profile alethia-platform" };
        }
        onEvent({ type: "let_in", remaining_seconds: left * 3 });
      }
      await pause(options.pace * 20);
      if (cancelled.delete(id)) return { type: "cancelled" };
      const at = new Date().toISOString();
      if (options.proof === "let_in") return { type: "let_in", how: "right", at };
      onEvent({ type: "refused" });
      await pause(options.pace * 20);
      if (cancelled.delete(id)) return { type: "cancelled" };
      const { draft } = viewOf(id);
      const values = { externalId: draft.external_id, roleArn: role, runner: draft.runner };
      const { report } = ending("disconnected", values, 0);
      prove(id, { ...report, finished_at: at, ...LOOKED_FOR_NOTHING });
      const refusal: RefusalView = {
        at,
        role_arn: role,
        runner: RUNNER_ARN,
        shows: options.proof === "expired" ? "nothing" : options.proof,
        summary: `AWS refused to let ${RUNNER_ARN} assume ${role} and does not say why. AWS said: AccessDenied.`,
        request_ids: ["6b1f9c1e-2f0a-4e0e-8a55-0f6d2b7c9d10"],
      };
      proofs.set(id, refusal);
      return { type: "refused", refusal };
    },
  };
}
