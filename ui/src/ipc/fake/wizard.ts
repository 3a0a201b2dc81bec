// The wizard's rules as the program keeps them, small enough to play in memory.
import type { ActionView } from "../generated/ActionView";
import type { AppError } from "../generated/AppError";
import type { ConnectionView } from "../generated/ConnectionView";
import type { DraftView } from "../generated/DraftView";
import type { ErrorCode } from "../generated/ErrorCode";
import type { PasteView } from "../generated/PasteView";
import type { Report } from "../generated/Report";
import type { Status } from "../generated/Status";
import type { Step } from "../generated/Step";
import { PLATFORM_ACCOUNT, profiles } from "./world";

/** What the fake keeps of one connection. */
export interface Kept {
  view: ConnectionView;
  report: Report | null;
}

export const STEPS: Step[] = ["external_id", "create_role", "role_arn", "verify", "report"];

export function problem(code: ErrorCode, message: string, hint: string | null = null, retryable = false): AppError {
  return { code, message, hint, command: null, retryable, request_id: null };
}

export function waitsFor(draft: DraftView, step: Step): string | null {
  const at = STEPS.indexOf(step);
  if (at >= 1 && draft.platform_account === null)
    return "choose the runner profile first: the role must trust its account";
  if (at >= 3 && draft.role_arn === null) return "paste the Role ARN first";
  if (at >= 3 && draft.runner === null && (draft.target_profile === null || targetProblem(draft) !== null))
    return "choose a profile in the account to connect, or a runner profile in step External ID";
  if (at >= 4 && !draft.verified) return "run the verification first";
  return null;
}

/** The draft with its steps judged anew. */
export function judged(draft: DraftView): DraftView {
  return {
    ...draft,
    target_problem: targetProblem(draft),
    steps: STEPS.map((step) => ({ step, waits_for: waitsFor(draft, step) })),
  };
}

export function fresh(): Kept {
  const draft: DraftView = judged({
    step: "external_id",
    steps: [],
    label: "",
    runner: null,
    platform_account: null,
    runner_arn: null,
    expected_account: null,
    target_profile: null,
    target_account: null,
    target_problem: null,
    region: "eu-central-1",
    method: "cloudformation",
    external_id: crypto.randomUUID(),
    former_external_id: null,
    role_arn: null,
    verified: false,
  });
  const view: ConnectionView = {
    id: crypto.randomUUID(),
    draft,
    status: null,
    last_verified_at: null,
    credentials_place: "keyring",
    test_state: null,
  };
  return { view, report: null };
}

/** The draft with another External ID, and with the one so far beside it. */
export function rotated({ draft, status }: ConnectionView): DraftView {
  if (draft.former_external_id !== null) throw problem("not_now", "The External ID is being rotated.");
  if (status !== "connected" && status !== "degraded") throw problem("not_now", "Nothing proves that it works.");
  const given = { external_id: crypto.randomUUID(), former_external_id: draft.external_id };
  return { ...draft, ...given, step: "create_role", verified: false };
}

/** The draft after a test: with a verdict that anything is proved by, the External ID from before goes. */
export function proved(draft: DraftView, status: Status | null): DraftView {
  const former = status === "disconnected" ? draft.former_external_id : null;
  return { ...draft, former_external_id: former, verified: true, step: "report" };
}

export function rotatedBack(draft: DraftView): DraftView {
  if (draft.former_external_id === null) throw problem("not_now", "The External ID is not being rotated.");
  const given = { external_id: draft.former_external_id, former_external_id: null };
  return { ...draft, ...given, step: "verify", verified: false };
}

function signedIn(profile: string): void {
  if (profile !== "expired-sso") return;
  throw {
    ...problem("sign_in", "The SSO session of profile expired-sso has expired.", null, true),
    command: "aws sso login --profile expired-sso",
  };
}

/** Why the target profile is of no use. */
export function targetProblem(draft: DraftView): AppError | null {
  const { target_profile: profile, target_account: account } = draft;
  const wanted = draft.role_arn?.split(":")[4] ?? draft.expected_account;
  if (profile === null || account === null || wanted === account) return null;
  if (wanted === null && account === draft.platform_account) {
    return problem(
      "input",
      `The profile ${profile} is in account ${account}, but that is the platform account itself.`,
    );
  }
  if (wanted === null) return null;
  return problem("input", `The profile ${profile} is in account ${account}, but the role is in account ${wanted}.`);
}

function chooseTarget(draft: DraftView, profile: string | null): DraftView {
  if (profile === null) return { ...draft, target_profile: null, target_account: null };
  signedIn(profile);
  const account = profiles.find(({ name }) => name === profile)?.account_hint?.account ?? PLATFORM_ACCOUNT;
  return { ...draft, target_profile: profile, target_account: account };
}

function chooseRunner(draft: DraftView, profile: string): DraftView {
  signedIn(profile);
  return {
    ...draft,
    runner: profile,
    platform_account: PLATFORM_ACCOUNT,
    runner_arn: `arn:aws:sts::${PLATFORM_ACCOUNT}:assumed-role/${profile}/anna`,
    verified: draft.verified && draft.runner === profile,
  };
}

function account(text: string): string | null {
  const digits = text.replace(/[\s-]/g, "");
  if (digits === "") return null;
  if (!/^\d{12}$/.test(digits)) throw problem("input", `“${text}” is not an AWS account id: it has 12 digits.`);
  return digits;
}

/** Applies an action, or throws an AppError. */
export function transition(draft: DraftView, action: ActionView): DraftView {
  switch (action.type) {
    case "set_label":
      return { ...draft, label: action.label.trim() };
    case "choose_runner":
      return chooseRunner(draft, action.profile);
    case "expect_account":
      return { ...draft, expected_account: account(action.account) };
    case "name_platform":
      return {
        ...draft,
        runner: null,
        runner_arn: null,
        platform_account: account(action.account),
        verified: false,
      };
    case "choose_target":
      return chooseTarget(draft, action.profile);
    case "choose_region":
      return { ...draft, region: action.region };
    case "choose_method":
      return { ...draft, method: action.method };
    case "paste_role_arn": {
      const { role_arn: found, problem: refusal } = understood(draft, action.paste);
      if (refusal) throw refusal;
      return { ...draft, role_arn: found, verified: draft.verified && draft.role_arn === found };
    }
    case "go_to": {
      const missing = waitsFor(draft, action.step);
      if (missing) throw problem("not_now", missing);
      return { ...draft, step: action.step };
    }
  }
}

/** Understands a paste nearly as the program does. */
export function understood(draft: DraftView, paste: string): PasteView {
  const refuse = (message: string): PasteView => ({ role_arn: null, problem: problem("input", message) });
  const joined = paste.replace(/\s*\n\s*/g, "");
  const arn = /arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+/.exec(joined)?.[0] ?? null;
  if (paste.trim() === "") return refuse("The Role ARN is empty.");
  if (arn === null && joined.includes(":user/")) {
    return refuse("This is the ARN of an IAM user. The Role ARN stands in the stack's Outputs tab as RoleArn.");
  }
  if (arn === null)
    return refuse(`“${joined.slice(0, 40)}” is not a Role ARN: it begins with arn:aws:iam:: and names a role.`);
  const account = arn.split(":")[4];
  if (draft.expected_account !== null && account !== draft.expected_account) {
    return refuse(
      `This role is in account ${account ?? ""}, but this connection expects account ${draft.expected_account}.`,
    );
  }
  return { role_arn: arn, problem: null };
}
