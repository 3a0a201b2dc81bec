//! A keyring whose calls end in time.
//!
//! All calls go through one thread of their own, one after the other. A call that is not answered
//! in time is given up: when it ends after all, a write is undone, because its caller has put the
//! credentials elsewhere by then. One lane, so that such an undoing can never hit a later write.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::{Keyring, KeyringError};

const WAITING: u8 = 0;
const ANSWERED: u8 = 1;
const GIVEN_UP: u8 = 2;

enum Request {
    Get(String),
    /// User, new content, and what stood there before.
    Set(String, String, Option<String>),
    Delete(String),
}

type Answer = Result<Option<String>, KeyringError>;

struct Call {
    request: Request,
    state: Arc<AtomicU8>,
    answer: Sender<Answer>,
}

/// A keyring behind a bound. After one silence the others of this process cost no time, until the
/// late answer arrives or [`Self::listen_again`] is called.
pub(crate) struct BoundedKeyring {
    keyring: Arc<dyn Keyring>,
    bound: Duration,
    silent: Arc<AtomicBool>,
    lane: Mutex<Option<Sender<Call>>>,
}

impl BoundedKeyring {
    pub(crate) fn new(keyring: Arc<dyn Keyring>, bound: Duration) -> Self {
        Self { keyring, bound, silent: Arc::default(), lane: Mutex::new(None) }
    }

    /// The entry of that user.
    pub(crate) fn get(&self, user: &str) -> Result<Option<String>, KeyringError> {
        self.ask(Request::Get(user.to_owned()))
    }

    /// Writes the entry of that user. `before` is what it holds now: a write that was given up
    /// goes back to it.
    pub(crate) fn set(&self, user: &str, content: &str, before: Option<&str>) -> Result<(), KeyringError> {
        self.ask(Request::Set(user.to_owned(), content.to_owned(), before.map(str::to_owned))).map(drop)
    }

    /// Removes the entry of that user.
    pub(crate) fn delete(&self, user: &str) -> Result<(), KeyringError> {
        self.ask(Request::Delete(user.to_owned())).map(drop)
    }

    /// Forgets that the keyring was silent: the next call waits for it again.
    pub(crate) fn listen_again(&self) {
        self.silent.store(false, Ordering::SeqCst);
    }

    fn ask(&self, request: Request) -> Answer {
        if self.silent.load(Ordering::SeqCst) {
            return Err(KeyringError::Silent(self.bound));
        }
        let (answer, answers) = channel();
        let state = Arc::new(AtomicU8::new(WAITING));
        let call = Call { request, state: Arc::clone(&state), answer };
        if self.lane()?.send(call).is_err() {
            // The adapter panicked under an earlier call; the next call starts a new lane.
            *self.lane.lock().unwrap_or_else(PoisonError::into_inner) = None;
            return Err(KeyringError::Absent("it broke off in the middle of a call".to_owned()));
        }
        self.await_answer(&state, &answers)
    }

    fn await_answer(&self, state: &AtomicU8, answers: &Receiver<Answer>) -> Answer {
        match answers.recv_timeout(self.bound) {
            Ok(answer) => return answer,
            Err(RecvTimeoutError::Disconnected) => {
                return Err(KeyringError::Absent("it broke off in the middle of the call".to_owned()));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        // Before the call is given up: the lane clears it again when the late answer arrives.
        self.silent.store(true, Ordering::SeqCst);
        if state.compare_exchange(WAITING, GIVEN_UP, Ordering::SeqCst, Ordering::SeqCst).is_ok() {
            tracing::warn!(seconds = self.bound.as_secs_f32(), "the keyring did not answer in time");
            return Err(KeyringError::Silent(self.bound));
        }
        self.silent.store(false, Ordering::SeqCst);
        answers.recv().unwrap_or(Err(KeyringError::Silent(self.bound)))
    }

    fn lane(&self) -> Result<Sender<Call>, KeyringError> {
        let mut lane = self.lane.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = lane.as_ref() {
            return Ok(sender.clone());
        }
        let (sender, calls) = channel();
        let (keyring, silent) = (Arc::clone(&self.keyring), Arc::clone(&self.silent));
        thread::Builder::new()
            .name("keyring".to_owned())
            .spawn(move || serve(&*keyring, &silent, &calls))
            .map_err(|error| KeyringError::Absent(error.to_string()))?;
        *lane = Some(sender.clone());
        Ok(sender)
    }
}

fn serve(keyring: &dyn Keyring, silent: &AtomicBool, calls: &Receiver<Call>) {
    for call in calls {
        // Given up while it stood in the queue: its caller has gone another way.
        if call.state.load(Ordering::SeqCst) == GIVEN_UP {
            continue;
        }
        let answer = perform(keyring, &call.request);
        if call.state.compare_exchange(WAITING, ANSWERED, Ordering::SeqCst, Ordering::SeqCst).is_ok() {
            drop(call.answer.send(answer));
            continue;
        }
        if answer.is_ok() {
            take_back(keyring, &call.request);
        }
        silent.store(false, Ordering::SeqCst);
    }
}

fn perform(keyring: &dyn Keyring, request: &Request) -> Answer {
    match request {
        Request::Get(user) => keyring.get(user),
        Request::Set(user, content, _) => keyring.set(user, content).map(|()| None),
        Request::Delete(user) => keyring.delete(user).map(|()| None),
    }
}

fn take_back(keyring: &dyn Keyring, request: &Request) {
    let undone = match request {
        Request::Set(user, _, Some(before)) => keyring.set(user, before),
        Request::Set(user, _, None) => keyring.delete(user),
        Request::Get(_) | Request::Delete(_) => Ok(()),
    };
    if let Err(error) = undone {
        tracing::warn!(%error, "a late keyring entry could not be taken back");
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::time::Instant;

    use super::*;
    use crate::keyring::{HangingKeyring, MemoryKeyring};

    const BOUND: Duration = Duration::from_millis(80);

    fn eventually(what: &str, is_so: impl Fn() -> bool) {
        let started = Instant::now();
        while !is_so() {
            assert!(started.elapsed() < Duration::from_secs(10), "{what}");
            thread::sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn what_answers_is_passed_on() {
        let keyring = BoundedKeyring::new(Arc::new(MemoryKeyring::new()), BOUND);
        keyring.set("a", "content", None).unwrap();
        assert_eq!(keyring.get("a").unwrap().as_deref(), Some("content"), "what was set is there");
        keyring.delete("a").unwrap();
        assert_eq!(keyring.get("a").unwrap(), None, "what was deleted is gone");
    }

    #[test]
    fn a_silence_costs_its_bound_once() {
        let keyring = BoundedKeyring::new(Arc::new(HangingKeyring::new()), BOUND);
        let started = Instant::now();
        assert_eq!(keyring.get("a"), Err(KeyringError::Silent(BOUND)), "named as silent");
        assert!(started.elapsed() >= BOUND, "it was waited for");
        let again = Instant::now();
        for _ in 0..100 {
            assert_eq!(keyring.set("a", "b", None), Err(KeyringError::Silent(BOUND)), "remembered");
        }
        assert!(again.elapsed() < BOUND, "a hundred calls after a silence wait for nothing");
    }

    #[test]
    fn a_late_write_is_taken_back_and_the_keyring_is_heard_again() {
        let hanging = Arc::new(HangingKeyring::new());
        let keyring = BoundedKeyring::new(Arc::clone(&hanging) as Arc<dyn Keyring>, BOUND);
        assert!(keyring.set("a", "late", None).is_err(), "nobody answers yet");
        hanging.release();
        eventually("the late answer makes the keyring heard again", || keyring.set("b", "new", None).is_ok());
        assert_eq!(hanging.entries().keys().collect::<Vec<_>>(), ["b"], "the write that was given up left nothing");
    }

    #[test]
    fn a_call_that_was_given_up_in_the_queue_is_never_made() {
        let hanging = Arc::new(HangingKeyring::new());
        let keyring = BoundedKeyring::new(Arc::clone(&hanging) as Arc<dyn Keyring>, BOUND);
        assert!(keyring.get("a").is_err(), "the first call hangs");
        keyring.listen_again();
        let started = Instant::now();
        assert!(keyring.set("a", "queued", None).is_err(), "the second one waits behind it");
        assert!(started.elapsed() >= BOUND, "listening again waits again");
        hanging.release();
        eventually("the lane is free again", || keyring.get("a").is_ok());
        assert!(hanging.entries().is_empty(), "what was given up is not written later");
    }
}
