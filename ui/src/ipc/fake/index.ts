// A host without a program around it: for tests, and for `npm run dev` in a plain browser.
// It never reaches a production build.
import type { ActionView } from "../generated/ActionView";
import type { ConnectionSummary } from "../generated/ConnectionSummary";
import type { ConnectionView } from "../generated/ConnectionView";
import type { DraftView } from "../generated/DraftView";
import type { LaunchView } from "../generated/LaunchView";
import type { OpenedView } from "../generated/OpenedView";
import type { ProfileUse } from "../generated/ProfileUse";
import type { StoredItem } from "../generated/StoredItem";
import type { TestEvent } from "../generated/TestEvent";
import type { Host } from "../host";
import { createFakeAccounts } from "./accounts";
import { counts } from "./changes";
import { createFakeDeploy, STACK_NAME } from "./deploy";
import { createFakeDisconnect } from "./disconnect";
import { createFakeMfa } from "./mfa";
import { defaults, type FakeOptions, optionsFromAddress } from "./options";
import { createFakeHosting, TEMPLATE_SHA256 } from "./hosting";
import { createFakeRoles } from "./roles";
import { ending, type Scenario } from "./verdicts";
import {
  fresh,
  judged,
  type Kept,
  problem,
  proved,
  rotated,
  rotatedBack,
  transition,
  understood,
  waitsFor,
} from "./wizard";
import { MFA_PROFILE, regions, ROLE_ARN, SLOW_PROFILE, TARGET_ACCOUNT } from "./world";

export { problem } from "./wizard";
export { MFA_DEVICE, RIGHT_CODE } from "./mfa";
export type { FakeOptions } from "./options";
export { HOSTED, TEMPLATE_SHA256 } from "./hosting";
export { MFA_PROFILE, profiles, ROLE_ARN, SLOW_PROFILE, TARGET_ACCOUNT } from "./world";
export type { Scenario } from "./verdicts";

/** The fake host, and what a test may look at. */
export interface FakeHost extends Host {
  readonly copied: string[];
  readonly opened: string[];
  /** The maps that were saved. */
  readonly saved: string[];
  readonly actions: ActionView[];
  /** The MFA codes that were sent on. */
  readonly codes: string[];
  readonly options: FakeOptions;
  /** Adds a connection that has come this far. */
  add(change: Partial<ConnectionView["draft"]>, more?: Partial<ConnectionView>, scenario?: Scenario): string;
}

/** What a connection that is started over has not come to yet. */
const ANEW = { step: "external_id", role_arn: null, verified: false } as const;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Makes a fake host. */
export function createFakeHost(given: Partial<FakeOptions> = {}): FakeHost {
  const options = { ...defaults, ...given };
  const connections = new Map<string, Kept>();
  const cancelled = new Set<string>();
  const copied: string[] = [];
  const opened: string[] = [];
  const saved: string[] = [];
  const actions: ActionView[] = [];
  const choices = new Map<string, () => void>();
  const mfa = createFakeMfa(() => pause(options.pace * 5));

  const kept = (id: string): Kept => {
    const found = connections.get(id);
    if (!found) throw problem("gone", "This connection is no longer stored.");
    return found;
  };
  const update = (id: string, change: Partial<ConnectionView>): ConnectionView => {
    const connection = kept(id);
    const view = { ...connection.view, ...change };
    connection.view = { ...view, draft: judged(view.draft) };
    return structuredClone(connection.view);
  };
  const openPage = (url: string): OpenedView => {
    if (options.bareDesktop) return { url, problem: "No program on this computer opens web pages." };
    opened.push(url);
    return { url, problem: null };
  };
  /** A profile's sign-in: a newer choice or Cancel ends it, and that of slow-vault never ends by itself. */
  const signIn = (id: string, used: ProfileUse, profile: string): Promise<void> => {
    const choice = `${used} ${id}`;
    choices.get(choice)?.();
    return new Promise((resolve, reject) => {
      choices.set(choice, () => {
        reject(problem("not_now", `The profile ${profile} is no longer chosen.`));
        mfa.withdraw(profile);
      });
      if (profile === MFA_PROFILE) mfa.ask(profile).then(resolve, reject);
      else if (profile !== SLOW_PROFILE) setTimeout(resolve, options.pace * 5);
    });
  };
  const launchOf = (id: string): LaunchView => {
    const { draft } = kept(id).view;
    const hosted = hosting.hosted();
    const parameters = [
      { name: "ExternalId", value: draft.external_id },
      { name: "PlatformAccountId", value: draft.platform_account ?? "" },
    ];
    const filled = parameters.map(({ name, value }) => `param_${name}=${value}`).join("&");
    const page = `https://${draft.region}.console.aws.amazon.com/cloudformation/home?region=${draft.region}#/stacks`;
    return {
      url: hosted.address === null ? `${page}/create` : `${page}/quickcreate?stackName=${STACK_NAME}&${filled}`,
      filled_in: hosted.address !== null,
      update_command:
        draft.former_external_id === null
          ? null
          : `aws cloudformation update-stack --stack-name ${STACK_NAME} --region ${draft.region} --use-previous-template --capabilities CAPABILITY_NAMED_IAM --parameters ParameterKey=ExternalId,ParameterValue=${draft.external_id} ParameterKey=PlatformAccountId,UsePreviousValue=true`,
      hosted,
      stack_name: STACK_NAME,
      parameters,
      template_sha256: TEMPLATE_SHA256,
      can: [
        "Create and change VPCs, subnets, NAT gateways and security groups that carry the tag alethia:managed",
        "Create EKS clusters, Aurora databases, ElastiCache groups, queues, topics, tables, buckets and repositories whose names begin with alethia-",
        "List VPCs, subnets, security groups, hosted zones and IAM users",
      ],
      cannot: [
        "Change itself, its policies or its permissions boundary",
        "Assume another role",
        "Read the data in your buckets, tables or secrets that it did not make",
      ],
    };
  };

  const draftOf = (id: string): DraftView => kept(id).view.draft;
  const deployment = createFakeDeploy({
    options,
    pause: () => pause(options.pace * 10),
    draftOf,
    take: async (id, roleArn) =>
      Promise.resolve(update(id, { draft: transition(draftOf(id), { type: "paste_role_arn", paste: roleArn }) })),
  });
  const hosting = createFakeHosting(options, draftOf, launchOf, () => pause(options.pace * 10));
  const roles = createFakeRoles(options, draftOf, (id) => launchOf(id).url);

  const disconnecting = createFakeDisconnect({
    options,
    pause,
    cancelled,
    viewOf: (id) => kept(id).view,
    open: openPage,
    prove: (id, report) => {
      kept(id).report = report;
      const { draft } = kept(id).view;
      const step = "report" as const;
      const change = { status: "disconnected", last_verified_at: report.finished_at, test_state: "finished" } as const;
      update(id, { ...change, draft: { ...draft, verified: true, step } });
    },
  });

  const play = async (id: string, onEvent: (event: TestEvent) => void): Promise<boolean> => {
    const { draft } = kept(id).view;
    const values = { externalId: draft.external_id, roleArn: draft.role_arn ?? ROLE_ARN, runner: draft.runner };
    const { answers, networkAnswers, report } = ending(options.scenario, values, options.more);
    const send = async (event: TestEvent): Promise<boolean> => {
      if (options.pace > 0) await pause(options.pace);
      if (cancelled.delete(id)) return false;
      onEvent(event);
      return true;
    };
    for (const check of report.checks) {
      if (!(await send({ type: "check_started", id: check.id }))) return false;
      if (check.id === "runner-identity" && draft.runner === MFA_PROFILE) {
        // A refusal would be a report of its own; here only the cancel is played.
        if (
          !(await mfa.ask(MFA_PROFILE).then(
            () => true,
            () => false,
          ))
        )
          return false;
      }
      if (check.id === "assume-role") {
        for (let left = options.wait; left > 0; left -= 1) {
          if (!(await send({ type: "waiting", remaining_seconds: left }))) return false;
          await pause(Math.min(1000, options.pace * 10));
        }
      }
      if (check.id === "discovery" && answers.length > 0) {
        onEvent({ type: "regions", regions: regions.map(({ code }) => code), note: null });
        for (const answer of answers) if (!(await send({ type: "cell", ...answer }))) return false;
        for (const answer of networkAnswers) if (!(await send({ type: "network", ...answer }))) return false;
      }
      if (!(await send({ type: "check_finished", check }))) return false;
    }
    kept(id).report = report;
    return send({ type: "finished", status: report.status });
  };

  const host: FakeHost = {
    copied,
    opened,
    saved,
    actions,
    codes: mfa.given,
    options,
    add(change, more = {}, scenario) {
      const connection = fresh();
      const draft = { ...connection.view.draft, ...change };
      connections.set(connection.view.id, connection);
      if (scenario) {
        const values = { externalId: draft.external_id, roleArn: draft.role_arn ?? ROLE_ARN, runner: draft.runner };
        connection.report = ending(scenario, values, options.more).report;
      }
      update(connection.view.id, { ...more, draft });
      return connection.view.id;
    },
    environment: async () =>
      Promise.resolve({
        version: "0.1.0",
        sandbox: options.sandbox ? { endpoint: "http://127.0.0.1:4566" } : null,
        data_folder: "/home/anna/.local/share/io.alethialabs.connect",
        set_aside: options.setAside,
      }),
    ...createFakeAccounts(options, () => pause(options.pace * 10)),
    listRegions: async () => Promise.resolve(regions),
    listConnections: async () =>
      Promise.resolve(
        [...connections.values()].map(({ view, report }): ConnectionSummary => ({
          id: view.id,
          label: view.draft.label || "New connection",
          status: view.status,
          account_id: view.draft.role_arn?.split(":")[4] ?? view.draft.expected_account,
          runner: view.draft.runner,
          step: view.draft.step,
          rotating: view.draft.former_external_id !== null,
          last_verified_at: view.last_verified_at,
          changes: view.status === null ? null : counts(report),
          problem: null,
          test_state: view.test_state,
        })),
      ),
    beginConnection: async () => {
      const connection = fresh();
      connection.view.credentials_place = options.noKeyring ? "database" : "keyring";
      connections.set(connection.view.id, connection);
      return Promise.resolve(structuredClone(connection.view));
    },
    openConnection: async (id) => Promise.resolve().then(() => update(id, {})),
    startOver: async (id) =>
      Promise.resolve().then(() => {
        const { draft, status } = kept(id).view;
        if (status === "connected" || status === "degraded") throw problem("not_now", "Its External ID is in use.");
        kept(id).report = null;
        return update(id, {
          draft: { ...draft, ...ANEW, external_id: crypto.randomUUID() },
          status: null,
          last_verified_at: null,
          test_state: null,
        });
      }),
    rotateExternalId: async (id) =>
      Promise.resolve().then(() => update(id, { draft: rotated(kept(id).view), status: null })),
    keepFormerExternalId: async (id) =>
      Promise.resolve().then(() => update(id, { draft: rotatedBack(draftOf(id)), status: null })),
    forgetConnection: async (id) => {
      connections.delete(id);
      return Promise.resolve();
    },
    act: async (id, action) => {
      actions.push(action);
      deployment.hold(id);
      if (action.type === "choose_runner") await signIn(id, "runner", action.profile);
      else if (action.type === "choose_target" && action.profile !== null) await signIn(id, "target", action.profile);
      else if (options.pace > 0) await pause(1);
      return update(id, { draft: transition(kept(id).view.draft, action) });
    },
    cancelChoice: async (id, used) => {
      choices.get(`${used} ${id}`)?.();
      return Promise.resolve();
    },
    hearMfa: async (onEvent) => {
      mfa.hear(onEvent);
      return Promise.resolve();
    },
    answerMfa: (id, code) => mfa.answer(id, code),
    launch: async (id) => Promise.resolve().then(() => launchOf(id)),
    openLaunch: async (id) => Promise.resolve().then(() => openPage(launchOf(id).url)),
    terraform: async (id) => {
      const { draft } = kept(id).view;
      const account = draft.platform_account ?? "";
      return Promise.resolve({
        snippet: `module "alethia" {\n  source = "./alethia-provisioner-role"\n\n  platform_account_id = "${account}"\n  external_id         = "${draft.external_id}"\n}\n\noutput "role_arn" {\n  value = module.alethia.role_arn\n}\n`,
        output_command: "terraform output -raw role_arn",
      });
    },
    saveTerraform: async () => Promise.resolve("/home/anna/alethia.tf"),
    saveTemplate: async () => Promise.resolve("/home/anna/alethia-provisioner-role.yaml"),
    ...deployment.calls,
    ...disconnecting,
    ...roles,
    ...hosting.calls,
    readPaste: async (id, paste) => Promise.resolve().then(() => understood(kept(id).view.draft, paste)),
    complete: async (id, paste) => {
      const { draft } = kept(id).view;
      const { role_arn, problem: refusal } = understood(draft, paste);
      if (refusal) return Promise.reject(refusal);
      const missing = waitsFor({ ...draft, role_arn }, "verify");
      if (missing) return Promise.reject(problem("not_now", missing));
      return Promise.resolve(
        update(id, {
          draft: { ...draft, role_arn, step: "verify", verified: false },
          test_state: "queued",
        }),
      );
    },
    verify: async (id, onEvent) => {
      cancelled.delete(id);
      update(id, { test_state: "running" });
      if (!(await play(id, onEvent))) {
        onEvent({ type: "cancelled" });
        return update(id, { test_state: "cancelled" });
      }
      const { view, report } = kept(id);
      return update(id, {
        draft: proved(view.draft, report?.status ?? null),
        status: report?.status ?? null,
        last_verified_at: report?.finished_at ?? null,
        test_state: "finished",
      });
    },
    cancelTest: async (id) => {
      cancelled.add(id);
      mfa.withdraw(MFA_PROFILE);
      return Promise.resolve();
    },
    report: async (id) => Promise.resolve(kept(id).report),
    exportReport: async (_id, format, redact) => {
      const name = redact ? "alethia-connect-redacted" : `alethia-connect-${TARGET_ACCOUNT}`;
      return Promise.resolve(`/home/anna/${name}.${format === "markdown" ? "md" : format}`);
    },
    resourceTags: async (_id, resource) =>
      Promise.resolve<Record<string, string>>(resource.kind === "iam_user" ? { Team: "edge" } : {}),
    openResource: async (_id, { region, id }) =>
      Promise.resolve(openPage(`https://${region}.console.aws.amazon.com/#${id}`)),
    saveMap: async (vpc, { format, content }) => {
      saved.push(content);
      return Promise.resolve(`/home/anna/alethia-connect-${vpc}.${format}`);
    },
    openNetworkPart: async (_id, { region, id }) =>
      Promise.resolve(openPage(`https://${region}.console.aws.amazon.com/#${id}`)),
    openRemedy: async (id, check, index) =>
      Promise.resolve(openPage(kept(id).report?.checks.find((one) => one.id === check)?.remedies[index]?.url ?? "")),
    openHelp: async (topic) => Promise.resolve(openPage(`https://docs.aws.amazon.com/${topic}`)),
    copyText: async (text) => {
      if (options.bareDesktop) {
        return Promise.reject(problem("desktop", "The clipboard did not take the text."));
      }
      copied.push(text);
      return Promise.resolve();
    },
    stored: async () =>
      Promise.resolve(
        [...connections.values()].flatMap(({ view }): StoredItem[] => {
          const credentials = JSON.stringify({ role_arn: view.draft.role_arn, external_id: view.draft.external_id });
          const draft = JSON.stringify(view.draft);
          return [
            { place: "Keyring io.alethialabs.connect", name: view.id, content: credentials, bytes: credentials.length },
            { place: "Database, table cloud_identities", name: view.id, content: draft, bytes: draft.length },
          ];
        }),
      ),
  };
  if (options.filled) fill(host);
  return host;
}

function fill(host: FakeHost): void {
  const ready = {
    runner: "alethia-platform",
    platform_account: "222233334444",
    role_arn: ROLE_ARN,
    verified: true,
    step: "report" as const,
  };
  const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
  host.add(
    { ...ready, label: "Production" },
    { status: "connected", last_verified_at: minutesAgo(3), test_state: "finished", credentials_place: "keyring" },
    "connected",
  );
  host.add(
    { ...ready, label: "Staging", role_arn: "arn:aws:iam::444455556666:role/AlethiaProvisionerRole" },
    { status: "degraded", last_verified_at: minutesAgo(200), test_state: "finished", credentials_place: "keyring" },
    "degraded",
  );
  host.add(
    { ...ready, label: "Data science", role_arn: "arn:aws:iam::777788889999:role/AlethiaProvisionerRole" },
    {
      status: "disconnected",
      last_verified_at: minutesAgo(4000),
      test_state: "finished",
      credentials_place: "database",
    },
    "disconnected",
  );
  host.add({ ...ready, label: "Backups", verified: false, step: "verify" }, { test_state: "interrupted" });
  host.add({ label: "", runner: "alethia-platform", platform_account: "222233334444", step: "create_role" });
}

/** A fake host as the page's address asks. */
export function fakeHostFromAddress(search: string): FakeHost {
  return createFakeHost(optionsFromAddress(search));
}
