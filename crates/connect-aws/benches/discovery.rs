//! One discovery through the public ports, for `make bench`: `discovery PROXY BUNDLE ROLE [warm|cancel]`
//!
//! AWS is whatever answers behind that proxy, trusted by that bundle. Signs in with a profile of a temporary home, with
//! `warm` opens the connections as the window does when a Role ARN is pasted, then measures from the start of `AssumeRole` to the last event, and prints a line of JSON; with `cancel` it is
//! cancelled half way, and says when. Without arguments, as when all targets are run as tests, it does nothing.
#![allow(clippy::print_stdout, reason = "its output is what it is for")]

use std::error::Error;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use connect_aws::{AwsCloud, AwsOptions, Environment};
use connect_core::account::Partition;
use connect_core::network::NetworkKind;
use connect_core::ports::{AssumeRequest, Cloud, DiscoveryEvent, RegionChoice};
use tokio::sync::Notify;

const CONFIG: &str = "[default]\nregion = us-east-1\n";
const KEYS: &str = "[default]\naws_access_key_id = AKIAREPLAYED00000000\naws_secret_access_key = replayed\n";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Cargo adds `--bench`.
    let ([proxy, bundle, role] | [proxy, bundle, role, _]) = arguments.as_slice() else { return Ok(()) };
    let has = |wanted: &str| arguments.last().is_some_and(|word| word == wanted);
    let home = tempfile::tempdir()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let options = options(home.path(), proxy, bundle)?;
    let measured = if has("cancel") {
        runtime.block_on(cancel(options, role))?
    } else {
        runtime.block_on(measure(options, role, has("warm")))?
    };
    println!("{measured}");
    Ok(())
}

/// The adapter's own defaults, in a home of its own and by that proxy.
fn options(home: &Path, proxy: &str, bundle: &str) -> Result<AwsOptions, Box<dyn Error>> {
    let file = |name: &str, text: &str| {
        let path = home.join(name);
        std::fs::write(&path, text).map(|()| path.display().to_string())
    };
    let environment = Environment::from_pairs([
        ("HOME", home.display().to_string()),
        ("AWS_CONFIG_FILE", file("config", CONFIG)?),
        ("AWS_SHARED_CREDENTIALS_FILE", file("credentials", KEYS)?),
        ("AWS_CA_BUNDLE", bundle.to_owned()),
        ("HTTPS_PROXY", proxy.to_owned()),
    ]);
    Ok(AwsOptions { environment, ..AwsOptions::default() })
}

async fn measure(options: AwsOptions, role: &str, warm: bool) -> Result<serde_json::Value, Box<dyn Error>> {
    let cloud = AwsCloud::new(options);
    let identity = cloud.sign_in(None).await?;
    if warm {
        cloud.warm(Partition::Aws).await;
    }
    let request = request(role)?;
    let before = Memory::now();
    let cpu = cpu_time();
    let begun = Instant::now();
    // As the app does, everything found is held until the end.
    let events = Mutex::new(Vec::new());
    let session = identity.assume(&request).await?;
    let assumed = begun.elapsed();
    let sink = |event: DiscoveryEvent| {
        events.lock().unwrap_or_else(PoisonError::into_inner).push((begun.elapsed(), event));
    };
    session.discover(&RegionChoice::All, &sink).await;
    let ended = begun.elapsed();
    let cpu = cpu_time().saturating_sub(cpu);
    let after = Memory::now();
    let events = events.into_inner().unwrap_or_else(PoisonError::into_inner);
    let first = events.iter().find(|(_, event)| found(event) > 0).map_or(ended, |(at, _)| *at);
    Ok(serde_json::json!({
        "ms": milliseconds(ended),
        "assumed_ms": milliseconds(assumed),
        "first_row_ms": milliseconds(first),
        "cpu_ms": milliseconds(cpu),
        "found": events.iter().map(|(_, event)| found(event)).sum::<usize>(),
        "failures": events.iter().filter_map(|(_, event)| failure(event)).collect::<Vec<_>>(),
        "held_kib": after.resident.saturating_sub(before.resident),
        "peak_kib": after.peak.saturating_sub(before.resident),
    }))
}

/// Cancels as the app does, once rows come, and waits until anything that was still to be sent would have been.
async fn cancel(options: AwsOptions, role: &str) -> Result<serde_json::Value, Box<dyn Error>> {
    let cloud = AwsCloud::new(options);
    let request = request(role)?;
    let session = cloud.sign_in(None).await?.assume(&request).await?;
    let rows = Notify::new();
    let sink = |event: DiscoveryEvent| {
        if found(&event) > 0 {
            rows.notify_one();
        }
    };
    let (wished, cancelled) = {
        let run = session.discover(&RegionChoice::All, &sink);
        tokio::pin!(run);
        tokio::select! {
            () = &mut run => return Err("it ended before it could be cancelled".into()),
            () = rows.notified() => {}
        }
        (SystemTime::now(), Instant::now())
    };
    let ended = cancelled.elapsed();
    tokio::time::sleep(Duration::from_millis(500)).await;
    let wished = wished.duration_since(UNIX_EPOCH)?;
    Ok(serde_json::json!({ "wished_at": milliseconds(wished), "ended_ms": milliseconds(ended), "failures": [] }))
}

fn request(role: &str) -> Result<AssumeRequest, Box<dyn Error>> {
    Ok(AssumeRequest {
        role: role.parse()?,
        external_id: Some("bench".parse()?),
        session_name: "bench".to_owned(),
        duration_seconds: 900,
    })
}

/// How many rows an event brings.
fn found(event: &DiscoveryEvent) -> usize {
    match event {
        DiscoveryEvent::Regions { .. } => 0,
        DiscoveryEvent::Cell { resources, .. } => resources.len(),
        // Zones are AWS's, and there are as many of them in an empty account.
        DiscoveryEvent::Network { cell, .. } if cell.kind == NetworkKind::AvailabilityZone => 0,
        DiscoveryEvent::Network { parts, .. } => parts.len(),
    }
}

/// What an event says to have gone wrong: a run with one is no measurement.
fn failure(event: &DiscoveryEvent) -> Option<String> {
    match event {
        DiscoveryEvent::Regions { note, .. } => note.clone(),
        DiscoveryEvent::Cell { cell, .. } => cell.detail.clone(),
        DiscoveryEvent::Network { cell, .. } => cell.detail.clone(),
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Memory of this process in KiB, as the kernel counts it; zero where it has no `/proc`.
struct Memory {
    resident: u64,
    peak: u64,
}

impl Memory {
    fn now() -> Self {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
            line.trim_matches(|other: char| !other.is_ascii_digit()).parse().unwrap_or_default()
        };
        Self { resident: field("VmRSS:"), peak: field("VmHWM:") }
    }
}

/// What this process has spent of processors, all its threads together; zero where the kernel has no `/proc`.
fn cpu_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in brackets, may hold anything.
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
    // utime and stime, in hundredths of a second on every Linux: proc(5).
    let ticks: u64 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}
