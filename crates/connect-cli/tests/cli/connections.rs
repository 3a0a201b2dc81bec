//! `connections`: what the window keeps, listed, shown and forgotten without it.

use std::path::Path;
use std::sync::Arc;

use connect_app::App;
use connect_app::settings::Settings;
use connect_app::view::{ActionView, ConnectionView};
use connect_aws::{AwsCloud, AwsOptions};
use connect_core::ports::Store;
use connect_core::report::Status;
use connect_store::{FailingKeyring, Keyring, KeyringError, MemoryKeyring, SqliteStore};

use super::support::{EXTERNAL_ID, Ran, bare, ran};

/// The app over the same folder as the program's, with a keyring of the test's own.
fn app(home: &Path, keyring: Arc<dyn Keyring>) -> App {
    let store = SqliteStore::open(&home.join("data/io.alethialabs.connect"), keyring).unwrap();
    let settings = Settings::new(None, None, None, String::new()).unwrap();
    App::new(Arc::new(AwsCloud::new(AwsOptions::default())), Arc::new(store), settings)
}

async fn begun(home: &Path, keyring: Arc<dyn Keyring>, label: &str) -> ConnectionView {
    let app = app(home, keyring);
    let view = app.begin("eu-west-1".parse().unwrap()).await.unwrap();
    app.act(view.id, ActionView::SetLabel { label: label.into() }).await.unwrap()
}

/// As the program finds it here: no keyring at all.
fn absent() -> Arc<dyn Keyring> {
    Arc::new(FailingKeyring(KeyringError::Absent("none".into())))
}

async fn connections(home: &Path, arguments: &[&str]) -> Ran {
    ran(bare(home, &[&["connections"][..], arguments].concat())).await
}

#[tokio::test]
async fn a_connection_is_forgotten_although_its_keyring_entry_is_lost() {
    let home = tempfile::tempdir().unwrap();
    let id = begun(home.path(), Arc::new(MemoryKeyring::default()), "Lost").await.id.to_string();
    let shown = connections(home.path(), &["show", &id]).await;
    assert_eq!(shown.code, Some(1), "the test kept its entry in a keyring that is gone: {}", shown.messages);
    let forgotten = connections(home.path(), &["forget", &id]).await;
    assert_eq!((forgotten.code, forgotten.output.as_str()), (Some(0), ""), "forgotten: {}", forgotten.messages);
    let listed = connections(home.path(), &["list"]).await;
    assert_eq!((listed.code, listed.output.as_str()), (Some(0), ""), "and gone: {}", listed.messages);
    for id in [id.as_str(), EXTERNAL_ID] {
        let unknown = connections(home.path(), &["forget", id]).await;
        assert_eq!(unknown.code, Some(2), "an id that is not known is bad input: {}", unknown.messages);
        assert!(unknown.messages.contains(id), "and named: {}", unknown.messages);
    }
}

#[tokio::test]
async fn a_connection_that_was_changed_is_not_listed_as_verified() {
    let home = tempfile::tempdir().unwrap();
    let view = begun(home.path(), absent(), "Changed").await;
    let store = SqliteStore::open(&home.path().join("data/io.alethialabs.connect"), absent()).unwrap();
    let mut connection = store.connection(view.id).unwrap();
    connection.last_verified_at = Some(connection.created_at);
    store.save(&connection).unwrap();
    let listed = connections(home.path(), &["list"]).await;
    assert!(listed.output.contains("  changed  "), "its last report speaks of other values: {}", listed.output);
}

#[tokio::test]
async fn a_rotation_under_way_is_listed_as_one_and_shows_both_external_ids() {
    let home = tempfile::tempdir().unwrap();
    let view = begun(home.path(), absent(), "Rotating").await;
    let store = SqliteStore::open(&home.path().join("data/io.alethialabs.connect"), absent()).unwrap();
    let mut connection = store.connection(view.id).unwrap();
    connection.status = Some(Status::Connected);
    connection.rotate(EXTERNAL_ID.parse().unwrap()).unwrap();
    store.save(&connection).unwrap();
    let listed = connections(home.path(), &["list"]).await;
    assert!(listed.output.contains("  rotating  "), "nothing is proved of the new one yet: {}", listed.output);
    let shown = connections(home.path(), &["show", &view.id.to_string()]).await;
    for id in [EXTERNAL_ID, &view.draft.external_id] {
        assert!(shown.output.contains(id), "either may be the one that the role has: {}", shown.output);
    }
}

#[tokio::test]
async fn a_label_is_shown_and_not_obeyed() {
    let home = tempfile::tempdir().unwrap();
    let hostile = "red\u{1b}[31m\nforged line\u{202e}";
    let id = begun(home.path(), absent(), hostile).await.id.to_string();
    let listed = connections(home.path(), &["list"]).await;
    let shown = connections(home.path(), &["show", &id]).await;
    assert_eq!(listed.output.lines().count(), 1, "one connection, one line: {:?}", listed.output);
    for ran in [listed, shown] {
        assert!(ran.output.contains("red␛[31m␊forged line⟨U+202E⟩"), "as in every report: {:?}", ran.output);
    }
}
