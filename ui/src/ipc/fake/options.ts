// What the fake host pretends: as a test wants it, or as the page's address asks.
import type { DeployKind } from "../generated/DeployKind";
import type { FoundRole } from "../generated/FoundRole";
import type { ProfileView } from "../generated/ProfileView";
import type { RefusalShows } from "../generated/RefusalShows";
import type { Scenario } from "./verdicts";
import { profiles, ROLE_ARN } from "./world";

/** What deploying the stack comes to. */
export type Deployment = DeployKind | "fails";

/** What proving that a connection is disconnected comes to: a refusal and what it shows, or none. */
export type Proof = RefusalShows | "let_in" | "expired";

/** What the fake should pretend. */
export interface FakeOptions {
  /** What a run ends with. */
  scenario: Scenario;
  /** Milliseconds between two events of a run. */
  pace: number;
  /** Seconds of propagation to pretend. */
  wait: number;
  profiles: ProfileView[];
  sandbox: boolean;
  /** No browser opens, no clipboard takes anything. */
  bareDesktop: boolean;
  /** No hosted template is set. */
  noTemplate: boolean;
  /** No keyring answers. */
  noKeyring: boolean;
  /** Where a damaged database was put. */
  setAside: string | null;
  /** Connections that are there at the start. */
  filled: boolean;
  /** How many more subnets the first VPC has. */
  more: number;
  deployment: Deployment;
  /** What the clipboard holds. */
  clipboard: string | null;
  /** The text of the file that is opened; none when the dialog is cancelled. */
  answer: string | null;
  /** The role that is there when it is looked for. */
  role: FoundRole | null;
  /** What the template's address gives. */
  template: "same" | "other" | "unreachable";
  /** Who can read the template. */
  readable: "anybody" | "account" | "other_accounts" | "runner";
  /** Whether the environment says where the template is. */
  templateFixed: boolean;
  /** What publishing the template comes to. */
  publishing: "works" | "denied" | "expired" | "endless";
  proof: Proof;
}

export const defaults: FakeOptions = {
  scenario: "connected",
  pace: 0,
  wait: 0,
  profiles,
  sandbox: false,
  bareDesktop: false,
  noTemplate: false,
  noKeyring: false,
  setAside: null,
  filled: false,
  more: 0,
  deployment: "create",
  clipboard: null,
  answer: null,
  role: null,
  template: "same",
  readable: "anybody",
  templateFixed: false,
  publishing: "works",
  proof: "nothing",
};

const SCENARIOS: readonly Scenario[] = ["connected", "degraded", "disconnected"];
const DEPLOYMENTS: readonly Deployment[] = ["create", "update", "unchanged", "under_way", "fails"];
const READABLE: readonly FakeOptions["readable"][] = ["anybody", "account", "other_accounts", "runner"];
const PUBLISHING: readonly FakeOptions["publishing"][] = ["works", "denied", "expired", "endless"];
const PROOFS: readonly Proof[] = ["nothing", "role_gone", "role_stays", "runner_held_back", "let_in", "expired"];
const TEMPLATES: readonly FakeOptions["template"][] = ["same", "other", "unreachable"];

/** As `?scenario=degraded&pace=80&wait=5&filled&sandbox&bare&notemplate&nokeyring&damaged&profiles=none&more=200` asks,
 * and `&deployment=fails&template=other&readable=account&fixed&publishing=endless&proof=let_in&clipboard&answer&role=stack`. */
export function optionsFromAddress(search: string): Partial<FakeOptions> {
  const asked = new URLSearchParams(search);
  const one = <T extends string>(name: string, of: readonly T[], otherwise: T): T =>
    of.find((value) => value === asked.get(name)) ?? otherwise;
  return {
    scenario: one("scenario", SCENARIOS, defaults.scenario),
    pace: Number(asked.get("pace") ?? 60),
    wait: Number(asked.get("wait") ?? 3),
    filled: asked.has("filled"),
    more: Number(asked.get("more") ?? 0),
    sandbox: asked.has("sandbox"),
    bareDesktop: asked.has("bare"),
    noTemplate: asked.has("notemplate"),
    noKeyring: asked.has("nokeyring"),
    setAside: asked.has("damaged") ? "/home/anna/.local/share/io.alethialabs.connect/connect.sqlite3.damaged-1" : null,
    ...(asked.get("profiles") === "none" ? { profiles: [] } : {}),
    deployment: one("deployment", DEPLOYMENTS, defaults.deployment),
    template: one("template", TEMPLATES, defaults.template),
    readable: one("readable", READABLE, defaults.readable),
    templateFixed: asked.has("fixed"),
    publishing: one("publishing", PUBLISHING, defaults.publishing),
    proof: one("proof", PROOFS, defaults.proof),
    clipboard: asked.has("clipboard") ? ROLE_ARN : null,
    answer: asked.has("answer") ? `The role is there:\n\nRole ARN: ${ROLE_ARN}\n` : null,
    role: asked.has("role") ? { role_arn: ROLE_ARN, found_by: one("role", ["stack", "name"], "stack") } : null,
  };
}
