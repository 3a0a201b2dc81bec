// Every word that the window says by itself, in English. Words about a particular connection (check
// titles and summaries, remedies, errors) come from the program.
import type { Audience } from "../ipc/generated/Audience";
import type { CheckId } from "../ipc/generated/CheckId";
import type { CheckStatus } from "../ipc/generated/CheckStatus";
import type { CredentialsPlace } from "../ipc/generated/CredentialsPlace";
import type { Decision } from "../ipc/generated/Decision";
import type { Evidence } from "../ipc/generated/Evidence";
import type { ExportFormat } from "../ipc/generated/ExportFormat";
import type { HintSource } from "../ipc/generated/HintSource";
import type { Kind } from "../ipc/generated/Kind";
import type { Outcome } from "../ipc/generated/Outcome";
import type { ProfileKind } from "../ipc/generated/ProfileKind";
import type { Status } from "../ipc/generated/Status";
import type { Step } from "../ipc/generated/Step";
import { accounts } from "./accounts";
import { changes } from "./changes";
import { createRole } from "./createRole";
import { deploy } from "./deploy";
import { disconnect } from "./disconnect";
import { handOff, taken } from "./handOff";
import { help } from "./help";
import { hosting } from "./hosting";
import { map } from "./map";
import { mfa } from "./mfa";
import { network } from "./network";
import { plural } from "./plural";
import { roleArn } from "./roleArn";
import { rotation } from "./rotation";
import { startOver } from "./startOver";
import { template } from "./template";

const steps: Record<Step, string> = {
  external_id: "External ID",
  create_role: "Create the role",
  role_arn: "Role ARN",
  verify: "Verify",
  report: "Report and resources",
};

const checks: Record<CheckId, string> = {
  "runner-identity": "Runner identity",
  "role-arn": "Role ARN",
  "assume-role": "Assume the role",
  "external-id-required": "External ID is required",
  "external-id-exact": "External ID is exact",
  "caller-identity": "Assumed identity",
  "trust-policy": "Trust policy",
  "required-permissions": "Required permissions",
  "excess-permissions": "Excess permissions",
  discovery: "Discovery",
};

const checkStatus: Record<CheckStatus, string> = {
  pass: "Passed",
  warn: "Needs attention",
  fail: "Failed",
  skipped: "Skipped",
};

const evidence: Record<Evidence, string> = {
  live: "Proved by an AWS call",
  simulated: "Said by AWS's policy simulator",
  policy: "Read from the policy text",
  none: "Not proved",
};

const audience: Record<Audience, string> = {
  you: "You can mend this",
  account_administrator: "The account's administrator can mend this",
  organisation_administrator: "The organisation's administrator can mend this",
  platform: "The Alethia platform's operators can mend this",
};

const kinds: Record<Kind, string> = {
  vpc: "VPCs",
  subnet: "Subnets",
  security_group: "Security groups",
  hosted_zone: "Hosted zones",
  iam_user: "IAM users",
};

const kindOne: Record<Kind, string> = {
  vpc: "VPC",
  subnet: "Subnet",
  security_group: "Security group",
  hosted_zone: "Hosted zone",
  iam_user: "IAM user",
};

const outcomes: Record<Outcome, string> = {
  found: "Found",
  empty: "None",
  denied: "Denied",
  disabled: "Disabled",
  throttled: "Throttled",
  unreachable: "Unreachable",
  not_attempted: "Not tried",
};

const decisions: Record<Decision, string> = { allowed: "Allowed", denied: "Denied", unknown: "Unknown" };

const status: Record<Status, string> = {
  connected: "Connected",
  degraded: "Degraded",
  disconnected: "Disconnected",
};

const profileKinds: Record<ProfileKind, string> = {
  static: "Access keys in the credentials file",
  sso: "IAM Identity Center (SSO)",
  login: "aws login",
  role: "Role assumed from another profile",
  process: "External program",
  web_identity: "Web identity token",
  environment: "Environment variables",
  incomplete: "Gives no credentials",
};

/** Words for how sure it is whose a profile is. */
const accountHints: Record<HintSource, (account: string) => string> = {
  settings: (account) => `Account ${account}`,
  key_id: (account) => `Account ${account}, from the key's id`,
  last_time: (account) => `Account ${account}, the last time`,
  asked: (account) => `Account ${account}, as AWS said`,
};

const formats: Record<ExportFormat, string> = {
  json: "JSON",
  markdown: "Markdown",
  html: "HTML",
  csv: "CSV of the resources",
};

const credentialsPlace: Record<CredentialsPlace, string> = {
  keyring: "this computer's keyring",
  database: "the app's database file, because no keyring answered",
};

export const en = {
  app: {
    name: "Alethia Connect",
    home: "Connections",
    homeLink: "Alethia Connect, to the connections",
    stored: "What is stored",
    theme: "Theme",
    themes: { light: "Light", dark: "Dark", system: "As the system" },
    sandbox: "Sandbox",
    sandboxEndpoint: (endpoint: string) => `Calls go to ${endpoint} instead of AWS`,
    version: (version: string) => `Version ${version}`,
    help: "Help",
    helpOpen: "Open help",
    helpClose: "Close help",
    breadcrumbs: "Where you are",
    notifications: "Notices",
    loading: "Loading",
    brokenHeading: "This view stopped working",
    brokenText: "Your connections and drafts are kept. Reload the window to go on.",
    reload: "Reload the window",
    details: "Details",
    none: "None",
    unknown: "Not known",
  },
  actions: {
    connect: "Connect an AWS account",
    copyExternalId: "Copy External ID",
    launch: "Launch Stack in AWS",
    complete: "Complete",
    cancel: "Cancel",
    verifyAgain: "Verify again",
    export: "Export report",
    tryAgain: "Try again",
    next: "Next",
    previous: "Back",
    saveAndClose: "Save and close",
    done: "Done",
    open: "Open",
    openReport: "Open report",
    continue: "Continue",
    forget: "Forget",
    keep: "Keep it",
    close: "Close",
    seeReport: "See the report",
    showAll: "Show all of it",
    showLess: "Show less",
  },
  copying: {
    copy: (what: string) => `Copy ${what}`,
    copied: (what: string) => `${what.charAt(0).toUpperCase()}${what.slice(1)} copied`,
    shortly: "Copied",
    failedHeading: "Copy it by hand",
    failedText: (reason: string) =>
      `${reason} The text below is selected: press Ctrl+C (Command+C on a Mac) to copy it.`,
    text: "Text to copy",
  },
  change: {
    table: "Present and corrected",
    name: (removed: number, added: number) =>
      `Present and corrected: ${plural(removed, "line", "lines")} removed, ${added} added`,
    present: "Present",
    corrected: "Corrected",
    copied: "corrected policy",
    spoken: { removed: "removed:", added: "added:" },
  },
  errors: {
    heading: "That did not work",
    signIn: "Sign in again",
    runThis: "Run this in a terminal:",
    command: "command",
    requestId: (id: string) => `AWS request id ${id}`,
    unexpected: "Something unexpected happened in the app itself.",
  },
  opened: {
    noBrowser: "No browser opened",
    opening: "Opening the page",
    stack: "Open the stack in AWS",
    copyLink: "Copy the link and open it in a browser:",
    link: "link",
  },
  home: {
    title: "Connections",
    description: "AWS accounts that are connected by a role of their own, with no access key stored.",
    emptyTitle: "No AWS account is connected yet",
    emptyText:
      "Five steps: take an External ID, create a role in the AWS account, paste its ARN, verify, and see what is there. No access key is stored, and you can stop at any moment.",
    columns: {
      connection: "Connection",
      status: "Status",
      account: "AWS account",
      verified: "Last verified",
      actions: "Actions",
    },
    neverVerified: "Never",
    changes: changes.inOneLine,
    runner: (profile: string) => `Runner ${profile}`,
    open: (label: string) => `Open ${label}`,
    statuses: {
      verifying: "Verifying",
      queued: "Waiting to be verified",
      interrupted: "Interrupted",
      cancelled: "Verification cancelled",
      unverified: "Not verified yet",
      changed: "Changed since it was verified",
      draft: (step: Step) => `Not finished: ${steps[step]}`,
    },
    forgetTitle: (label: string) => `Forget ${label}?`,
    forgetWhat: "Forgotten on this computer: the External ID, the Role ARN, all reports and the resources found.",
    forgetKept: (account: string | null) =>
      account
        ? `The role in AWS account ${account} stays. To end the platform's access, delete the stack or the role there.`
        : "A role that you already created in AWS stays. To end the platform's access, delete the stack or the role there.",
    forgetExternalId:
      "The External ID cannot be brought back: to connect the same role again, its trust policy needs a new one.",
    damaged: {
      heading: "The app's database was damaged",
      text: "What could be read was carried over. Look whether all of your connections are here; the damaged file was kept as",
      file: "path of the damaged file",
    },
    forgotten: (label: string) => `${label} is forgotten.`,
  },
  stored: {
    title: "What is stored",
    description:
      "This is everything that the app keeps, read back just now. No access key, secret key or session token is among it.",
    columns: { place: "Place", name: "Name", content: "Content", bytes: "Size" },
    empty: "Nothing is stored yet.",
    folder: "Folder of the database",
    bytes: (bytes: number) => (bytes < 1024 ? plural(bytes, "byte", "bytes") : `${(bytes / 1024).toFixed(1)} KiB`),
    refresh: "Read again",
  },
  steps,
  wizard: {
    newConnection: "New connection",
    navigation: "Steps",
    stepNumber: (number: number) => `Step ${number}`,
    collapsed: (number: number, count: number) => `Step ${number} of ${count}`,
    optional: "optional",
    next: "Working",
    descriptions: {
      external_id: "Choose who verifies, and take the value that keeps strangers out.",
      create_role: "Create the role in the AWS account that you want to connect.",
      role_arn: "Tell the app which role you created.",
      verify: "Prove that the connection works and is safe.",
      report: "What was proved, and what was found.",
    } satisfies Record<Step, string>,
  },
  externalId: {
    runnerHeading: "Runner",
    runnerText: "The AWS identity of this machine that assumes the role. The role will trust its account.",
    profile: "Runner profile",
    profileHint: "Profiles come from the AWS files of this machine; credentials never leave them.",
    arn: "Runner ARN",
    identity: "Platform account",
    identityText: (account: string) => `The role will trust AWS account ${account}.`,
    noProfile: "I have no profile of the platform: enter its account id",
    haveProfile: "Choose a runner profile instead",
    platform: "Platform account id",
    platformHint:
      "The 12 digits of the AWS account that the role will trust; the platform's operators know them. The role cannot be assumed from here then, but a profile in the account to connect can check its trust policy and permissions.",
    connectionHeading: "Connection",
    label: "Label",
    labelHint: "What you want to call it, for example Production.",
    labelPlaceholder: "Production",
    expected: "Expected AWS account",
    expectedHint: "If you enter the 12 digits, a role of another account is refused.",
    idHeading: "External ID",
    idText:
      "It makes sure that only the platform, acting for you, can use the role: nobody who merely knows the Role ARN gets in.",
    idStored: "Made for this connection alone, already stored, and the same whenever you come back.",
    value: "External ID",
    noKeyring: "Kept in the app's database file",
    noKeyringText:
      "This computer has no keyring that answers, so the External ID and later the Role ARN are kept in the app's database file, which only your user can read. Once a keyring answers, the next change moves them there.",
  },
  profiles: {
    placeholder: "Choose a profile",
    filter: "Find by name, account or SSO session",
    clear: "Clear the search",
    fitting: (account: string) => `In account ${account}`,
    used: "Used before",
    others: "Other profiles",
    noMatch: "No profile matches",
    loading: "Reading the AWS files",
    matches: (found: number, all: number) => `${found} of ${all}`,
    incomplete: "This profile has nothing that gives credentials.",
    asking: (profile: string) => `Asking AWS who ${profile} is`,
    kinds: profileKinds,
    account: accountHints,
    session: (name: string) => `SSO ${name}`,
    none: "No AWS profile on this machine",
    noneText:
      "The app looked in the AWS config and credentials files (~/.aws/config and ~/.aws/credentials, or where AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE point). Make a profile in a terminal, then look again:",
    noneCommand: "aws configure sso",
    lookAgain: "Look again",
  },
  accounts,
  target: {
    profile: "Profile in the account to connect",
    hint: "It reads the role's trust policy and permissions when the platform may not. Nothing is changed.",
    hintAlone:
      "It reads the role's trust policy and permissions, because this machine has no profile of the platform. Nothing is changed.",
    hintDeploy: "It makes the stack, so it has to be one of an administrator of that account.",
    none: "None",
    noneHint: "Only the role itself is asked what it may read.",
    in: (account: string) => `It is in AWS account ${account}.`,
    inRoles: (account: string) => `It is in AWS account ${account}, as the role is.`,
    offer:
      "If you have an AWS profile in the role's account, the app can read the role with it and say which of these it is. Nothing is changed.",
    choose: "Choose a profile",
  },
  mfa,
  map,
  network,
  createRole,
  deploy,
  roleArn,
  handOff,
  rotation,
  startOver,
  disconnect,
  hosting,
  taken,
  template,
  verify: {
    progress: "Connection test",
    elapsed: (time: string) => `Elapsed ${time}`,
    took: (time: string) => `Took ${time}`,
    running: "Running",
    cancelling: "Cancelling",
    waiting: (seconds: number) =>
      `AWS is still spreading the fresh role: trying again for up to ${plural(seconds, "more second", "more seconds")}.`,
    checks: "Checks",
    regions: "Regions",
    regionsText: (done: number, all: number) => `${done} of ${all} answers`,
    regionsNone: "No region was asked.",
    regionsPending: "Regions appear here once the role has been assumed.",
    notStarted: "Not started",
    checking: "Checking",
    found: (count: number) => `${plural(count, "resource", "resources")} found so far`,
    cancelledHeading: "The verification was cancelled",
    cancelledText: "Nothing was changed. You can run it again at any time.",
    interruptedHeading: "The verification was interrupted",
    interruptedText: "The app was closed while it ran, or it could not run. No result was kept; run it again.",
    failedHeading: "The verification could not run",
    elsewhereHeading: "The verification is running",
    elsewhereText: "It was started before this view was opened. The result appears when it has ended.",
    readyHeading: "Ready to verify",
    readyText:
      "The role is assumed with and without the External ID, its permissions are read, and resources are listed. Nothing is changed in AWS.",
    finishedHeading: "The verification has finished",
    finishedText: "The report is on the next step.",
    changedHeading: "Something was changed since the last verification",
    changedText: "Verify again to know how the connection stands now. The earlier report is still on the next step.",
    checkFinished: (title: string, how: string) => `${title}: ${how}`,
    step: (done: number, all: number) => `${done} of ${all} checks done`,
  },
  report: {
    verdict: {
      connected: "Connected: the role can be assumed, only with this External ID, and nothing required is missing.",
      degraded: (count: number) =>
        `Degraded: the connection works, but ${plural(count, "check needs", "checks need")} attention.`,
      disconnected: (reason: string) => `Disconnected: ${reason}`,
      disconnectedPlain: "the connection must not be used.",
    },
    loading: "Reading the report",
    none: "There is no report yet",
    noneText: "Verify the connection to get one.",
    stale: "This report speaks of earlier values: something was changed since. Verify again.",
    role: "Role ARN",
    account: "AWS account",
    externalId: "External ID",
    runner: "Runner",
    verified: "Verified",
    kept: "Kept in",
    places: credentialsPlace,
    took: (when: string, time: string) => `${when}, took ${time}`,
    seal: "Seal",
    sealText: "Shows whether anything in the exported report was changed since it was made. It is no signature.",
    changes,
    attention: "What needs attention",
    rest: (count: number) => `${plural(count, "check", "checks")} with nothing to do`,
    remedies: "How to mend it",
    mendedWith: (title: string) => `The same mend as above, under “${title}”, mends this too.`,
    openPage: "Open the page",
    snippet: "text",
    requestIds: "AWS request ids",
    cause: "Cause code",
    evidenceLabel: "How it is known",
    checks,
    checkStatus,
    evidence,
    audience,
    status,
    permissions: "Permissions by service",
    permissionsNone: "No permission was looked at.",
    permissionColumns: {
      name: "Service and action",
      decision: "Decision",
      reason: "Reason",
      evidence: "How it is known",
    },
    decisions,
    allAllowed: (count: number) => `All ${count} allowed`,
    someDenied: (denied: number, count: number) => `${denied} of ${count} denied`,
    someUnknown: (unknown: number, count: number) => `${unknown} of ${count} not known`,
    showActions: (service: string) => `Actions of ${service}`,
    coverage: "Coverage",
    coverageText: (answered: number, all: number) => `${answered} of ${all} questions answered`,
    coverageNone: "Discovery did not run.",
    global: "Whole account",
    place: "Account",
    region: "Region",
    kinds,
    kindOne,
    outcomes,
    pending: "Waiting",
    why: (region: string, kind: string) => `Why: ${kind} in ${region}`,
    resources: "Resources",
    redact: "Redact account numbers and External ID",
    exported: (path: string) => `Saved to ${path}`,
    formats,
  },
  help,
  time: {
    locale: "en",
    seconds: (seconds: number) => `${seconds} s`,
    minutes: (minutes: number, seconds: number) => `${minutes} min ${seconds} s`,
  },
} as const;

/** The words of one language. */
export type Copy = typeof en;
