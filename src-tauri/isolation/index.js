// Every call of the window passes through here before it is encrypted for the core. What is none of the app's own
// commands goes to the one that refuses: an error thrown here would leave the caller without an answer.
const COMMANDS = [
  "environment",
  "list_profiles",
  "list_regions",
  "list_connections",
  "begin_connection",
  "open_connection",
  "forget_connection",
  "act",
  "cancel_choice",
  "hear_mfa",
  "answer_mfa",
  "launch",
  "open_launch",
  "terraform",
  "save_terraform",
  "save_template",
  "read_paste",
  "complete",
  "verify",
  "cancel_test",
  "report",
  "resource_tags",
  "export_report",
  "save_map",
  "open_resource",
  "open_network_part",
  "open_remedy",
  "open_help",
  "copy_text",
  "stored",
  "refuse",
  // How Tauri hands over a message of a channel that is too long to be pushed.
  "plugin:__TAURI_CHANNEL__|fetch",
];
window.__TAURI_ISOLATION_HOOK__ = (call) =>
  COMMANDS.includes(call.cmd) ? call : { ...call, cmd: "refuse", payload: { command: String(call.cmd).slice(0, 64) } };
