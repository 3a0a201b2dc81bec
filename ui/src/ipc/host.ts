// What the window can ask of the program around it. The real host is Tauri (`tauri.ts`, the only
// file that imports @tauri-apps); tests and a plain browser use the fake host.
import type { ActionView } from "./generated/ActionView";
import type { AppError } from "./generated/AppError";
import type { CheckId } from "./generated/CheckId";
import type { ConnectionSummary } from "./generated/ConnectionSummary";
import type { ConnectionView } from "./generated/ConnectionView";
import type { DeployPlanView } from "./generated/DeployPlanView";
import type { DisconnectView } from "./generated/DisconnectView";
import type { EnvironmentView } from "./generated/EnvironmentView";
import type { ExportFormat } from "./generated/ExportFormat";
import type { FoundRole } from "./generated/FoundRole";
import type { HandOffView } from "./generated/HandOffView";
import type { HelpTopic } from "./generated/HelpTopic";
import type { LaunchView } from "./generated/LaunchView";
import type { MapPicture } from "./generated/MapPicture";
import type { MfaEvent } from "./generated/MfaEvent";
import type { NetworkPartRef } from "./generated/NetworkPartRef";
import type { OpenedView } from "./generated/OpenedView";
import type { PasteView } from "./generated/PasteView";
import type { ProfileUse } from "./generated/ProfileUse";
import type { ProfileView } from "./generated/ProfileView";
import type { ProofEvent } from "./generated/ProofEvent";
import type { ProofView } from "./generated/ProofView";
import type { PublicationView } from "./generated/PublicationView";
import type { ReadersView } from "./generated/ReadersView";
import type { RegionView } from "./generated/RegionView";
import type { Report } from "./generated/Report";
import type { ResourceRef } from "./generated/ResourceRef";
import type { StackEvent } from "./generated/StackEvent";
import type { StoredItem } from "./generated/StoredItem";
import type { TemplateCheck } from "./generated/TemplateCheck";
import type { TerraformView } from "./generated/TerraformView";
import type { TestEvent } from "./generated/TestEvent";

/** Every call may reject with an {@link AppError}. */
export interface Host {
  environment(): Promise<EnvironmentView>;
  listProfiles(): Promise<ProfileView[]>;
  /** Signs in with every profile whose account is not known; what came of it is in the next list. */
  askAccounts(): Promise<void>;
  /** Ends that; what is known by then stays. */
  cancelAccounts(): Promise<void>;
  listRegions(): Promise<RegionView[]>;

  listConnections(): Promise<ConnectionSummary[]>;
  /** Makes a draft with a fresh External ID, stored before it is shown. */
  beginConnection(): Promise<ConnectionView>;
  openConnection(id: string): Promise<ConnectionView>;
  /** Gives the External ID up for another one, and begins the wizard anew with it. */
  startOver(id: string): Promise<ConnectionView>;
  rotateExternalId(id: string): Promise<ConnectionView>;
  keepFormerExternalId(id: string): Promise<ConnectionView>;
  forgetConnection(id: string): Promise<void>;
  /** Applies a wizard action; on an error the draft is as it was. */
  act(id: string, action: ActionView): Promise<ConnectionView>;

  /** Stops asking AWS who the chosen profile is; that `act` then rejects. */
  cancelChoice(id: string, used: ProfileUse): Promise<void>;
  /** From now on `onEvent` hears which codes of MFA devices are wanted. */
  hearMfa(onEvent: (event: MfaEvent) => void): Promise<void>;
  /** Gives a code, or none; what is no code is refused, and the question stays. */
  answerMfa(id: string, code: string | null): Promise<void>;

  launch(id: string): Promise<LaunchView>;
  /** Opens the quick-create page in the browser. */
  openLaunch(id: string): Promise<OpenedView>;
  terraform(id: string): Promise<TerraformView>;
  /** Asks where to save; null when the person cancelled. */
  saveTerraform(id: string): Promise<string | null>;
  saveTemplate(): Promise<string | null>;
  /** The link's QR code, as the address of a picture that holds it. */
  launchCode(id: string): Promise<string>;
  /** Reads the hosted template, as the runner where not everybody may, and compares it with the bundled one. */
  checkTemplate(id: string): Promise<TemplateCheck>;
  /** Keeps the hosted template's address for all connections, or forgets it when it is empty. */
  setTemplateUrl(id: string, address: string): Promise<LaunchView>;
  /** What publishing the template would do; sends nothing. */
  publication(id: string, readers: ReadersView): Promise<PublicationView>;
  /** Publishes the template as the runner, and has the link use it. */
  publishTemplate(id: string, readers: ReadersView): Promise<LaunchView>;
  cancelPublishing(id: string): Promise<void>;

  /** What deploying the stack with the target profile would do; nothing of it is done. */
  planDeployment(id: string): Promise<DeployPlanView>;
  /** Takes away the plan that was looked at. */
  discardPlan(id: string): Promise<void>;
  /** Carries out the plan that was looked at; resolves with the connection, which has the Role ARN then. */
  deploy(id: string, onEvent: (event: StackEvent) => void): Promise<ConnectionView>;
  /** Has AWS undo what it is doing; that `deploy` then rejects. */
  stopDeployment(id: string): Promise<void>;

  /** How the role is removed, and what the newest report proves. */
  disconnection(id: string): Promise<DisconnectView>;
  /** Opens the console's list of stacks, at the one that made the role. */
  openStack(id: string): Promise<OpenedView>;
  /** Deletes the stack that made the role, with the target profile; `cancelTest` ends the watching only. */
  deleteStack(id: string, onEvent: (event: StackEvent) => void): Promise<void>;
  /** Tries whether the role can still be assumed, until AWS refuses, or for a bounded time; `cancelTest` ends it. */
  proveDisconnected(id: string, onEvent: (event: ProofEvent) => void): Promise<ProofView>;

  /** The message for the account's owner. */
  handOff(id: string): Promise<HandOffView>;
  /** Asks where to save the bundle for the account's owner; null when the person cancelled. */
  saveHandOff(id: string): Promise<string | null>;
  /** Asks for the file with the owner's answer, and gives its text; null when the person cancelled. */
  openAnswer(): Promise<string | null>;

  /** Understands a paste without any network call. */
  readPaste(id: string, paste: string): Promise<PasteView>;
  /** The Role ARN that is on the clipboard, if one is that this connection can take. */
  clipboardRoleArn(id: string): Promise<string | null>;
  /** Looks once whether the role is there yet: in the stack's outputs, or by its usual name. */
  lookForRole(id: string): Promise<FoundRole | null>;
  /** Takes the Role ARN, and goes to step Verify. */
  complete(id: string, paste: string): Promise<ConnectionView>;
  /** Runs the connection test; resolves when it has ended in any way. */
  verify(id: string, onEvent: (event: TestEvent) => void): Promise<ConnectionView>;
  cancelTest(id: string): Promise<void>;
  report(id: string): Promise<Report | null>;
  /** Asks where to save; `redact` leaves out account numbers and the External ID. Null when the person cancelled. */
  exportReport(id: string, format: ExportFormat, redact: boolean): Promise<string | null>;

  /** Asks where to save the map of a VPC, drawn by the window; null when the person cancelled. */
  saveMap(vpc: string, picture: MapPicture): Promise<string | null>;

  /** The tags of one resource, as AWS has them now. The role is assumed for it. */
  resourceTags(id: string, resource: ResourceRef): Promise<Record<string, string>>;
  openResource(id: string, resource: ResourceRef): Promise<OpenedView>;
  openNetworkPart(id: string, part: NetworkPartRef): Promise<OpenedView>;
  /** Opens the page of the n-th remedy of a check of the latest report. */
  openRemedy(id: string, check: CheckId, index: number): Promise<OpenedView>;
  openHelp(topic: HelpTopic): Promise<OpenedView>;

  copyText(text: string): Promise<void>;
  stored(): Promise<StoredItem[]>;
}

/** Narrows what a call rejected with. */
export function isAppError(error: unknown): error is AppError {
  return typeof error === "object" && error !== null && "message" in error && "code" in error;
}
