//! What the tests of the store share: folders, connections and reports.
#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use connect_core::check::{Audience, Cause, Check, CheckId, Evidence, Remedy};
use connect_core::connection::{Connection, ConnectionId, ConnectionTest, TestState};
use connect_core::coverage::{CoverageCell, Outcome};
use connect_core::external_id::ExternalId;
use connect_core::network::{Network, NetworkCell, NetworkKind, NetworkPart};
use connect_core::region::Region;
use connect_core::report::{Report, SCHEMA, Status, TestedBy, TestedConnection};
use connect_core::resource::{Kind, Place, Resource};
use connect_core::seal::Seal;
use connect_core::wizard::Draft;
use connect_store::{Bounds, Keyring, SqliteStore};
use jiff::{Timestamp, ToSpan};
use uuid::Uuid;

pub const ROLE: &str = "arn:aws:iam::123456789012:role/AlethiaProvisionerRole";

/// Bounds that a test can wait for, and that a busy machine keeps.
pub const SHORT: Bounds = Bounds { keyring: Duration::from_secs(1), database: Duration::from_millis(400) };

pub fn open(folder: &Path, keyring: &Arc<impl Keyring + 'static>) -> SqliteStore {
    SqliteStore::open_within(folder, Arc::clone(keyring) as Arc<dyn Keyring>, SHORT).unwrap()
}

/// An instant that many seconds after a fixed one, with nanoseconds.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_nanosecond(1_760_000_000_123_456_789).unwrap() + seconds.seconds()
}

pub fn connection(label: &str) -> Connection {
    let mut draft = Draft::new(ExternalId::from(Uuid::new_v4()), "eu-central-1".parse().unwrap());
    label.clone_into(&mut draft.label);
    Connection {
        id: ConnectionId::from(Uuid::new_v4()),
        draft,
        status: None,
        created_at: at(0),
        updated_at: at(0),
        last_verified_at: None,
        credentials_place: None,
    }
}

/// A connection whose role is known.
pub fn with_role(label: &str) -> Connection {
    let mut made = connection(label);
    made.draft.role_arn = Some(ROLE.parse().unwrap());
    made
}

pub fn queued(connection: &Connection, seconds: i64) -> ConnectionTest {
    ConnectionTest {
        id: Uuid::new_v4().into(),
        connection: connection.id,
        state: TestState::Queued,
        queued_at: at(seconds),
        ended_at: None,
    }
}

pub fn resource(number: usize) -> Resource {
    let id = format!("vpc-{number:017x}");
    Resource {
        kind: Kind::Vpc,
        arn: format!("arn:aws:ec2:eu-central-1:123456789012:vpc/{id}"),
        id,
        region: Place::Region("eu-central-1".parse().unwrap()),
        name: Some(format!("network {number}")),
        parent: None,
        attributes: [("cidr_block".to_owned(), "10.0.0.0/16".into()), ("is_default".to_owned(), false.into())]
            .into_iter()
            .collect(),
        tags: [("Name", format!("network {number}")), ("team", "platform".to_owned())].into(),
    }
}

/// A report whose texts name both credentials, as real ones do.
pub fn report(of: &Connection, seconds: i64, resources: usize) -> Report {
    let role_arn = of.draft.role_arn.clone().unwrap();
    let words = format!("{role_arn} was assumed with {}", of.draft.external_id);
    let remedy = Remedy::words(Audience::You, "paste it").with_snippet(format!(
        "{{\"sts:ExternalId\": \"{}\", \"Fn::Sub\": \"{{{{resolve}}}}\"}}",
        of.draft.external_id
    ));
    let mut checks: Vec<Check> = CheckId::ALL.map(|id| Check::pass(id, Evidence::Live, words.clone())).into();
    checks[6] = Check::fail(CheckId::TrustPolicy, Evidence::Policy, Cause::TrustTooBroad, words, vec![remedy]);
    Report {
        schema: SCHEMA.to_owned(),
        report_id: Uuid::new_v4(),
        status: Status::Degraded,
        started_at: at(seconds - 9),
        finished_at: at(seconds),
        duration_ms: 9_000,
        connection: TestedConnection {
            account_id: role_arn.account().clone(),
            partition: role_arn.partition(),
            external_id: of.draft.external_id.clone(),
            role_arn,
        },
        runner: TestedBy { profile: Some("runner".to_owned()), account_id: None, arn: None },
        checks,
        permissions: Vec::new(),
        coverage: vec![CoverageCell::answered(Place::Global, Kind::HostedZone, 0)],
        resources: (0..resources).map(resource).collect(),
        totals: Kind::ALL.map(|kind| (kind, if kind == Kind::Vpc { resources as u64 } else { 0 })).into(),
        comparison: None,
        network: network(),
        redacted: false,
        seal: Seal::default(),
    }
}

fn network() -> Network {
    let region: Region = "eu-central-1".parse().unwrap();
    let kind = NetworkKind::InternetGateway;
    let cell = NetworkCell { region: region.clone(), kind, outcome: Outcome::Found, count: 1, detail: None };
    let part = NetworkPart {
        kind,
        id: "igw-0a".to_owned(),
        region,
        name: Some("edge".to_owned()),
        vpc_id: Some("vpc-0a".to_owned()),
        attributes: [("state".to_owned(), "available".into())].into_iter().collect(),
        tags: [("Name", "edge")].into(),
    };
    Network { coverage: vec![cell], parts: vec![part] }
}

/// The connection as it comes back from the store.
pub fn in_place(connection: &Connection, place: connect_core::connection::CredentialsPlace) -> Connection {
    Connection { credentials_place: Some(place), ..connection.clone() }
}

/// The names of all files below a folder that contain a text.
pub fn files_with(folder: &Path, text: &str) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(text);
    files.filter(|file| holds(&fs::read(file).unwrap())).map(|file| file.display().to_string()).collect()
}

/// This test binary again, running one of its tests with an environment variable set: a process
/// that can be killed, limited or started as someone else.
pub fn again(test: &str, name: &str, value: &str) -> std::process::Command {
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command.args([test, "--exact", "--nocapture"]).env(name, value);
    command
}

/// Says a line that the parent process reads; the test harness's own output has other starts.
pub fn say(words: &str) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    writeln!(out, "\nsays: {words}").unwrap();
    out.flush().unwrap();
}

/// What a child process said.
pub fn said(line: &str) -> Option<&str> {
    line.strip_prefix("says: ")
}
