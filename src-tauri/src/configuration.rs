//! The shipped configuration keeps what makes the window safe. Only tests stand here.
#![allow(clippy::unwrap_used)]

use serde_json::Value;

fn configuration() -> Value {
    serde_json::from_str(include_str!("../../tauri.conf.json")).unwrap()
}

fn capability() -> Value {
    serde_json::from_str(include_str!("../capabilities/main.json")).unwrap()
}

#[test]
fn the_content_security_policy_starts_from_nothing() {
    let configuration = configuration();
    let policy = configuration["app"]["security"]["csp"].as_object().unwrap();
    assert_eq!(policy["default-src"], "'none'", "what is not named is denied");
    assert_eq!(policy["script-src"], "'self'", "only the app's own scripts run");
    for (directive, sources) in policy {
        let sources = sources.as_str().unwrap();
        for forbidden in ["*", "unsafe-eval", "unsafe-inline", "https:", "blob:"] {
            assert!(!sources.contains(forbidden), "{directive} must not allow {forbidden}");
        }
    }
}

#[test]
fn the_core_is_isolated_and_prototypes_are_frozen() {
    let configuration = configuration();
    let app = &configuration["app"];
    assert_eq!(app["security"]["pattern"]["use"], "isolation", "calls pass through the isolation frame");
    assert_eq!(app["security"]["freezePrototype"], true, "a page cannot change what calls are made of");
    assert_eq!(app["withGlobalTauri"], false, "there is no global to call");
    assert!(app["security"].get("assetProtocol").is_none(), "no file is served to the window");
    assert!(app["security"].get("dangerousDisableAssetCspModification").is_none(), "nonces stay");
}

#[test]
fn there_is_one_window_with_one_capability_of_own_commands() {
    let configuration = configuration();
    let windows = configuration["app"]["windows"].as_array().unwrap();
    assert_eq!(windows.len(), 1, "one window");
    assert_eq!(windows[0]["create"], false, "made in Rust, where navigation and new windows are denied");
    assert_eq!(configuration["app"]["security"]["capabilities"], serde_json::json!(["main"]), "one capability");
    let capability = capability();
    assert_eq!(capability["windows"], serde_json::json!(["main"]), "for the one window");
    assert!(capability.get("remote").is_none(), "no remote page may call");
    for permission in capability["permissions"].as_array().unwrap() {
        let permission = permission.as_str().unwrap();
        let own = permission.starts_with("allow-") && !permission.contains(':');
        assert!(own, "{permission} is not one of the app's own commands");
    }
}

#[test]
fn every_command_is_named_in_all_four_places() {
    let quoted = |text: &str, start: &str| -> Vec<String> {
        let list = text.split(start).nth(1).unwrap().split("];").next().unwrap();
        list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
    };
    let mut declared = quoted(include_str!("../build.rs"), "COMMANDS: &[&str] = &[");
    let mut let_through = quoted(include_str!("../isolation/index.js"), "COMMANDS = [");
    // Tauri's own, not the app's.
    let_through.retain(|name| name != "plugin:__TAURI_CHANNEL__|fetch");
    let listed = include_str!("commands/mod.rs").split("generate_handler![").nth(1).unwrap();
    let paths = listed.split(']').next().unwrap().split(',').filter_map(|path| path.trim().rsplit_once("::"));
    let mut handled: Vec<String> = paths.map(|(_, name)| name.to_owned()).collect();
    let permissions = capability()["permissions"].as_array().unwrap().clone();
    let name = |text: &Value| text.as_str().unwrap().trim_start_matches("allow-").replace('-', "_");
    let mut granted: Vec<String> = permissions.iter().map(name).collect();
    for list in [&mut declared, &mut handled, &mut granted, &mut let_through] {
        list.sort();
    }
    assert_eq!(declared, handled, "build.rs and the handler name the same commands");
    assert_eq!(declared, granted, "build.rs and the capability name the same commands");
    assert_eq!(declared, let_through, "build.rs and the isolation frame name the same commands");
}

#[test]
fn the_pages_are_packed_by_one_compilation() {
    let packs = |source: &str| source.contains("generate_context!(");
    assert!(packs(include_str!("main.rs")), "the program embeds its pages");
    assert!(!packs(include_str!("lib.rs")), "the library is compiled a second time for its tests, at the same time");
    let program = include_str!("../../Cargo.toml").split("[[bin]]").nth(1).unwrap();
    let program = program.split("\n[").next().unwrap();
    assert!(program.contains("test = false"), "and so would the program be: {program}");
}
