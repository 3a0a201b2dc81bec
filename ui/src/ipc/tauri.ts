// The real host: every call is a Tauri command of the same name in snake case.
import { Channel, invoke } from "@tauri-apps/api/core";

import type { MfaEvent } from "./generated/MfaEvent";
import type { StackEvent } from "./generated/StackEvent";
import type { TestEvent } from "./generated/TestEvent";
import type { Host } from "./host";

export const tauriHost: Host = {
  environment: () => invoke("environment"),
  listProfiles: () => invoke("list_profiles"),
  listRegions: () => invoke("list_regions"),
  listConnections: () => invoke("list_connections"),
  beginConnection: () => invoke("begin_connection"),
  openConnection: (id) => invoke("open_connection", { id }),
  startOver: (id) => invoke("start_over", { id }),
  forgetConnection: (id) => invoke("forget_connection", { id }),
  act: (id, action) => invoke("act", { id, action }),
  cancelChoice: (id, used) => invoke("cancel_choice", { id, used }),
  hearMfa: (onEvent) => invoke("hear_mfa", { events: new Channel<MfaEvent>(onEvent) }),
  answerMfa: (id, code) => invoke("answer_mfa", { id, code }),
  launch: (id) => invoke("launch", { id }),
  openLaunch: (id) => invoke("open_launch", { id }),
  terraform: (id) => invoke("terraform", { id }),
  saveTerraform: (id) => invoke("save_terraform", { id }),
  saveTemplate: () => invoke("save_template"),
  checkTemplate: () => invoke("check_template"),
  planDeployment: (id) => invoke("plan_deployment", { id }),
  discardPlan: (id) => invoke("discard_plan", { id }),
  deploy: (id, onEvent) => invoke("deploy", { id, events: new Channel<StackEvent>(onEvent) }),
  stopDeployment: (id) => invoke("stop_deployment", { id }),
  handOff: (id) => invoke("hand_off", { id }),
  saveHandOff: (id) => invoke("save_hand_off", { id }),
  openAnswer: () => invoke("open_answer"),
  readPaste: (id, paste) => invoke("read_paste", { id, paste }),
  clipboardRoleArn: (id) => invoke("clipboard_role_arn", { id }),
  lookForRole: (id) => invoke("look_for_role", { id }),
  complete: (id, paste) => invoke("complete", { id, paste }),
  verify: (id, onEvent) => invoke("verify", { id, events: new Channel<TestEvent>(onEvent) }),
  cancelTest: (id) => invoke("cancel_test", { id }),
  report: (id) => invoke("report", { id }),
  exportReport: (id, format, redact) => invoke("export_report", { id, format, redact }),
  resourceTags: (id, resource) => invoke("resource_tags", { id, resource }),
  saveMap: (vpc, picture) => invoke("save_map", { vpc, picture }),
  openResource: (id, resource) => invoke("open_resource", { id, resource }),
  openNetworkPart: (id, part) => invoke("open_network_part", { id, part }),
  openRemedy: (id, check, index) => invoke("open_remedy", { id, check, index }),
  openHelp: (topic) => invoke("open_help", { topic }),
  copyText: (text) => invoke("copy_text", { text }),
  stored: () => invoke("stored"),
};
