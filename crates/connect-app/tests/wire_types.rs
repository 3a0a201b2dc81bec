//! The TypeScript wire types are current. `ALETHIA_WRITE_TYPES=1` (`make render`) writes them.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use connect_app::error::AppError;
use connect_app::view::{
    ActionView, ConnectionSummary, ConnectionView, DeployPlanView, DisconnectView, EnvironmentView, ExportFormat,
    FoundRole, HandOffView, HelpTopic, LaunchView, MapPicture, MfaEvent, NetworkPartRef, OpenedView, PasteView,
    ProfileUse, ProfileView, ProofEvent, ProofView, PublicationView, ReadersView, RegionView, ResourceRef,
    TemplateCheck, TerraformView, TestEvent,
};
use connect_core::connection::StoredItem;
use connect_core::report::Report;
use connect_core::stack::StackEvent;
use ts_rs::{Config, TS};

fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/ipc/generated")
}

fn export(folder: &Path) {
    let config = Config::new().with_out_dir(folder);
    macro_rules! all {
        ($($type:ty),* $(,)?) => { $(<$type>::export_all(&config).unwrap();)* };
    }
    all!(
        ActionView,
        AppError,
        ConnectionSummary,
        ConnectionView,
        DeployPlanView,
        DisconnectView,
        EnvironmentView,
        ExportFormat,
        FoundRole,
        HandOffView,
        HelpTopic,
        LaunchView,
        MapPicture,
        MfaEvent,
        NetworkPartRef,
        OpenedView,
        PasteView,
        ProfileUse,
        ProfileView,
        ProofEvent,
        ProofView,
        PublicationView,
        ReadersView,
        RegionView,
        Report,
        ResourceRef,
        StackEvent,
        StoredItem,
        TemplateCheck,
        TerraformView,
        TestEvent,
    );
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return BTreeMap::new() };
    entries
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap()))
        .collect()
}

#[test]
fn the_committed_types_are_current() {
    let fresh = tempfile::tempdir().unwrap();
    export(fresh.path());
    if std::env::var_os("ALETHIA_WRITE_TYPES").is_some() {
        let _ = std::fs::remove_dir_all(committed());
        export(&committed());
    }
    assert_eq!(files(fresh.path()), files(&committed()), "ui/src/ipc/generated is stale: run `make render`");
}
