//! Progress on standard error: a moving line on a terminal, plain lines elsewhere.

use std::io::IsTerminal;
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use connect_app::view::TestEvent;
use connect_core::check::{Check, CheckStatus};

use crate::output::message;

/// How often the line moves.
pub(crate) const TICK: Duration = Duration::from_millis(100);

/// Shows a run's events.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    cells: AtomicU64,
    waiting: Once,
}

impl Progress {
    pub(crate) fn start() -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed} {wide_msg}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(TICK);
            bar
        });
        Self { bar, cells: AtomicU64::new(0), waiting: Once::new() }
    }

    /// What moves, on a terminal.
    pub(crate) fn bar(&self) -> Option<ProgressBar> {
        self.bar.clone()
    }

    pub(crate) fn show(&self, event: &TestEvent) {
        match event {
            TestEvent::CheckStarted { id } => self.now(id.title().to_owned()),
            TestEvent::CheckFinished { check } => self.line(&line(check)),
            TestEvent::Waiting { remaining_seconds } => self.wait(*remaining_seconds),
            TestEvent::Regions { regions, .. } => self.now(format!("Discovery in {} regions", regions.len())),
            TestEvent::Cell { cell, .. } => {
                let cells = self.cells.fetch_add(1, Ordering::Relaxed) + 1;
                self.now(format!("Discovery: {cells} cells, last {} of {}", cell.kind.plural(), cell.region));
            }
            TestEvent::Network { .. } | TestEvent::Finished { .. } | TestEvent::Cancelled => {}
        }
    }

    /// A countdown on a terminal; elsewhere it is said once, so that a log tells why nothing happens.
    fn wait(&self, seconds: u64) {
        let words = format!("AWS may still be spreading the role: trying for {seconds} s more");
        if self.bar.is_none() {
            self.waiting.call_once(|| message(&words));
        }
        self.now(words);
    }

    fn now(&self, words: String) {
        if let Some(bar) = &self.bar {
            bar.set_message(words);
        }
    }

    fn line(&self, words: &str) {
        match &self.bar {
            Some(bar) => bar.println(words),
            None => message(words),
        }
    }
}

/// The line is cleared when it is no longer needed, also by Ctrl-C.
impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn line(check: &Check) -> String {
    let word = match check.status {
        CheckStatus::Pass => "pass",
        CheckStatus::Warn => "warn",
        CheckStatus::Fail => "FAIL",
        CheckStatus::Skipped => "skip",
    };
    format!("{word}  {}", check.title)
}
