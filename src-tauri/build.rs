//! Compiles the configuration, and makes each command one that the capability must name.

use std::path::Path;

/// Every command of the window. One that is missing here cannot be called at all.
const COMMANDS: &[&str] = &[
    "environment",
    "list_profiles",
    "ask_accounts",
    "cancel_accounts",
    "list_regions",
    "list_connections",
    "begin_connection",
    "open_connection",
    "start_over",
    "rotate_external_id",
    "keep_former_external_id",
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
    "check_template",
    "set_template_url",
    "publication",
    "publish_template",
    "cancel_publishing",
    "launch_code",
    "plan_deployment",
    "discard_plan",
    "deploy",
    "stop_deployment",
    "disconnection",
    "open_stack",
    "delete_stack",
    "prove_disconnected",
    "hand_off",
    "save_hand_off",
    "open_answer",
    "clipboard_role_arn",
    "look_for_role",
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
];

/// A checkout without a built front end still compiles; the window then says what is missing.
const UNBUILT: &str = "<!doctype html><meta charset=utf-8><title>Alethia Connect</title>\
    <p>The front end is not built yet: run <code>make demo</code>, or <code>npm --prefix ui ci</code> and <code>npm --prefix ui run build</code>.";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=src-tauri/capabilities");
    println!("cargo::rerun-if-changed=src-tauri/isolation");
    println!("cargo::rerun-if-changed=ui/dist");
    let page = Path::new("ui/dist/index.html");
    if !page.exists() {
        std::fs::create_dir_all("ui/dist")?;
        std::fs::write(page, UNBUILT)?;
    }
    let manifest =
        tauri_build::AppManifest::new().commands(COMMANDS).permissions_path_pattern("src-tauri/permissions/**/*");
    let attributes =
        tauri_build::Attributes::new().capabilities_path_pattern("src-tauri/capabilities/**/*").app_manifest(manifest);
    Ok(tauri_build::try_build(attributes)?)
}
