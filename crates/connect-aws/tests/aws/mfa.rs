//! Roles that want a code from an MFA device, against an STS that says what it is told to; the stand-in's own tests and
//! the command line's show the same with codes that are really checked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use connect_aws::{AwsCloud, AwsOptions, Timeouts};
use connect_core::failure::{CallFailure, FailureKind, SignInError};
use connect_core::mfa::{MFA_TRIES, MfaCode, MfaQuestion};
use connect_core::ports::{Cloud, MfaPrompt};

use crate::common::{Machine, Reply, Request, Server};

const DEVICE: &str = "arn:aws:iam::111122223333:mfa/me";
const CONFIG: &str = "\
[profile ops]
role_arn = arn:aws:iam::111122223333:role/Ops
source_profile = keys
mfa_serial = arn:aws:iam::111122223333:mfa/me
external_id = outer
[profile over]
role_arn = arn:aws:iam::444455556666:role/Over
source_profile = ops
[profile other]
role_arn = arn:aws:iam::111122223333:role/Other
source_profile = keys
mfa_serial = arn:aws:iam::111122223333:mfa/me
";
const KEYS: &str = "[keys]\naws_access_key_id = AKIAKEYS\naws_secret_access_key = s\n";
const REFUSED: &str = "MultiFactorAuthentication failed with invalid MFA one time pass code. ";

/// A person who gives these codes, in this order, and then none.
#[derive(Default)]
struct Person {
    codes: Mutex<VecDeque<&'static str>>,
    questions: Mutex<Vec<MfaQuestion>>,
    takes: Duration,
}

impl Person {
    fn with(codes: &[&'static str]) -> Arc<Self> {
        Arc::new(Self { codes: Mutex::new(codes.iter().copied().collect()), ..Self::default() })
    }

    fn questions(&self) -> Vec<MfaQuestion> {
        self.questions.lock().unwrap().clone()
    }
}

#[async_trait]
impl MfaPrompt for Person {
    async fn ask(&self, question: &MfaQuestion) -> Option<MfaCode> {
        self.questions.lock().unwrap().push(question.clone());
        tokio::time::sleep(self.takes).await;
        self.codes.lock().unwrap().pop_front().map(|code| code.parse().unwrap())
    }
}

/// An answer of STS with a session that ends after so many seconds.
fn session(key: &str, seconds: i64) -> Reply {
    let ends = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(seconds);
    let keys = format!(
        "<AccessKeyId>{key}</AccessKeyId><SecretAccessKey>CANARY</SecretAccessKey><SessionToken>CANARY</SessionToken>"
    );
    let credentials = format!("<Credentials>{keys}<Expiration>{ends:.0}</Expiration></Credentials>");
    let body = format!(
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>{credentials}\
         </AssumeRoleResult></AssumeRoleResponse>"
    );
    Reply::xml(200, &body)
}

/// STS with one right code, 735264, and sessions that last so many seconds.
fn sts(seconds: i64) -> impl Fn(&Request) -> Reply {
    move |request| match (request.action(), request.form("TokenCode")) {
        ("AssumeRole", Some("735264")) => session("ASIAOPS", seconds),
        ("AssumeRole", Some(_)) => Reply::error(403, "AccessDenied", REFUSED),
        ("AssumeRole", None) => session("ASIAOVER", 3600),
        _ => Reply::caller("arn:aws:sts::111122223333:assumed-role/Ops/alethia-connect"),
    }
}

fn machine(server: &Server) -> Machine {
    Machine::new(CONFIG, KEYS).with("AWS_ENDPOINT_URL", &server.url)
}

fn cloud(machine: &Machine, person: &Arc<Person>) -> AwsCloud {
    machine.cloud().asking(Arc::clone(person) as Arc<dyn MfaPrompt>)
}

async fn sign_in(cloud: &AwsCloud, profile: &str) -> Result<(), SignInError> {
    cloud.sign_in(Some(&profile.parse().unwrap())).await.map(drop)
}

fn failure(outcome: Result<(), SignInError>) -> CallFailure {
    match outcome {
        Err(SignInError::Call(failure)) => failure,
        other => panic!("a failed call was expected: {other:?}"),
    }
}

/// The codes that were sent, in order.
fn sent(server: &Server) -> Vec<String> {
    server.requests().iter().filter_map(|request| request.form("TokenCode").map(str::to_owned)).collect()
}

#[tokio::test]
async fn a_code_is_sent_with_its_device_and_opens_the_role() {
    let server = Server::start(sts(3600)).await;
    let machine = machine(&server);
    let person = Person::with(&["735264"]);
    sign_in(&cloud(&machine, &person), "ops").await.unwrap();
    let question = MfaQuestion { profile: "ops".into(), device: DEVICE.into(), refusal: None, tries_left: MFA_TRIES };
    assert_eq!(person.questions(), [question], "asked once, with all that the person needs to know");
    let requests = server.requests();
    assert_eq!((requests[0].action(), requests[0].key()), ("AssumeRole", "AKIAKEYS"), "by whoever owns the device");
    assert_eq!(requests[0].form("SerialNumber"), Some("arn%3Aaws%3Aiam%3A%3A111122223333%3Amfa%2Fme"), "the device");
    assert_eq!((requests[0].form("TokenCode"), requests[0].form("ExternalId")), (Some("735264"), Some("outer")), "all");
    assert_eq!(requests[1].key(), "ASIAOPS", "what the code gave is used");
}

#[tokio::test]
async fn a_refused_code_is_asked_for_again_with_the_reason() {
    let server = Server::start(sts(3600)).await;
    let machine = machine(&server);
    let person = Person::with(&["000000", "735264"]);
    sign_in(&cloud(&machine, &person), "ops").await.unwrap();
    let asked: Vec<_> = person.questions().into_iter().map(|asked| (asked.refusal, asked.tries_left)).collect();
    assert_eq!(asked, [(None, 3), (Some(REFUSED.trim_end().to_owned()), 2)], "why, and what is left");
    assert_eq!(sent(&server), ["000000", "735264"], "each was sent once");
}

#[tokio::test]
async fn three_refused_codes_are_the_end() {
    let server = Server::start(sts(3600)).await;
    let machine = machine(&server);
    let person = Person::with(&["000000", "000001", "000002", "735264"]);
    let cloud = cloud(&machine, &person);
    let failure = failure(sign_in(&cloud, "ops").await);
    assert_eq!(failure.kind, FailureKind::MfaRequired { command: None }, "it is said what is missing");
    assert_eq!((failure.operation, failure.code.as_deref()), ("sts:AssumeRole", Some("AccessDenied")), "AWS's own");
    for words in ["3 codes", DEVICE, "invalid MFA one time pass code"] {
        assert!(failure.message.contains(words), "it says {words}: {}", failure.message);
    }
    assert_eq!(sent(&server).len(), 3, "no fourth is sent");
    sign_in(&cloud, "ops").await.unwrap();
    assert_eq!(person.questions().last().unwrap().tries_left, MFA_TRIES, "a new sign-in has its own tries");
}

#[tokio::test]
async fn one_code_serves_every_sign_in_while_its_session_lasts() {
    let server = Server::start(sts(3600)).await;
    let machine = machine(&server);
    let person = Person::with(&["735264"]);
    let cloud = cloud(&machine, &person);
    let clone = cloud.clone();
    let (first, second) = tokio::join!(sign_in(&cloud, "ops"), sign_in(&clone, "ops"));
    first.and(second).unwrap();
    sign_in(&cloud, "over").await.unwrap();
    assert_eq!(person.questions().len(), 1, "of two at once only one asks, and a role on top of it neither");
    assert_eq!(sent(&server), ["735264"], "and it was sent once");
    let elsewhere = self::cloud(&machine, &person);
    assert!(sign_in(&elsewhere, "ops").await.is_err(), "it is kept in memory only: another process has none");
}

#[tokio::test]
async fn a_session_is_kept_for_its_own_role_and_keys_only() {
    let server = Server::start(sts(3600)).await;
    let person = Person::with(&["735264", "735264", "735264"]);
    let machine = machine(&server);
    let cloud = cloud(&machine, &person);
    sign_in(&cloud, "ops").await.unwrap();
    sign_in(&cloud, "other").await.unwrap();
    assert_eq!(person.questions()[1].profile, "other", "another role wants a code of its own");
    machine.write("credentials", KEYS.replace("AKIAKEYS", "AKIANEW").as_bytes());
    sign_in(&cloud, "ops").await.unwrap();
    assert_eq!(person.questions().len(), 3, "and so do other keys in the same profile");
}

#[tokio::test]
async fn a_session_that_ends_within_a_test_is_not_begun_with() {
    let server = Server::start(sts(300)).await;
    let machine = machine(&server);
    let person = Person::with(&["735264", "735264"]);
    let cloud = cloud(&machine, &person);
    sign_in(&cloud, "ops").await.unwrap();
    sign_in(&cloud, "ops").await.unwrap();
    assert_eq!(person.questions().len(), 2, "five minutes are less than a test may take");
}

#[tokio::test]
async fn nobody_is_asked_in_the_middle_of_a_call() {
    let server = Server::start(sts(-5)).await;
    let machine = machine(&server);
    let person = Person::with(&["735264"]);
    let identity = cloud(&machine, &person).sign_in(Some(&"ops".parse().unwrap())).await;
    // Its credentials are over already, and the sign-in's own call had to load them again.
    let failure = failure(identity.map(drop));
    assert_eq!(failure.kind, FailureKind::MfaRequired { command: None }, "a code is wanted again");
    assert!(failure.message.contains("has ended"), "and it is said why: {}", failure.message);
    assert_eq!(person.questions().len(), 1, "a question would hang in a call that is timed");
}

#[tokio::test]
async fn the_code_may_be_wanted_further_down_the_chain() {
    let server = Server::start(sts(3600)).await;
    let machine = machine(&server);
    let person = Person::with(&["735264"]);
    sign_in(&cloud(&machine, &person), "over").await.unwrap();
    assert_eq!(person.questions()[0].profile, "ops", "the profile that wants it is named, not the one chosen");
    let calls: Vec<_> = server.requests().iter().map(|r| (r.action().to_owned(), r.key().to_owned())).collect();
    let expected = [("AssumeRole", "AKIAKEYS"), ("AssumeRole", "ASIAOPS"), ("GetCallerIdentity", "ASIAOVER")];
    assert_eq!(calls, expected.map(|(action, key)| (action.to_owned(), key.to_owned())), "each with the one before");
}

#[tokio::test]
async fn who_gives_no_code_has_cancelled() {
    let server = Server::start(sts(3600)).await;
    let machine = machine(&server);
    let person = Person::with(&[]);
    let outcome = sign_in(&cloud(&machine, &person), "ops").await;
    let Err(SignInError::Cancelled(failure)) = outcome else { panic!("it was cancelled: {outcome:?}") };
    assert!(failure.message.contains("no code was given") && failure.message.contains(DEVICE), "{}", failure.message);
    assert_eq!(server.requests().len(), 0, "nothing was sent");
}

#[tokio::test]
async fn a_question_that_nobody_answers_ends() {
    let server = Server::start(sts(3600)).await;
    let machine = machine(&server);
    let timeouts = Timeouts { person: Duration::from_millis(100), ..Timeouts::default() };
    let person = Arc::new(Person { takes: Duration::from_hours(1), ..Person::default() });
    let cloud = AwsCloud::new(AwsOptions { timeouts, ..machine.options() });
    let failure = failure(sign_in(&cloud.asking(person), "ops").await);
    assert_eq!(failure.kind, FailureKind::MfaRequired { command: None }, "it is a failure, and nobody's cancel");
    assert!(failure.message.contains("none was given within"), "and says why: {}", failure.message);
}

#[tokio::test]
async fn a_persons_time_does_not_count_as_a_hanging_profile() {
    let server = Server::start(sts(3600)).await;
    let machine = machine(&server);
    let timeouts = Timeouts { credentials: Duration::from_millis(500), ..Timeouts::default() };
    let codes = Mutex::new(VecDeque::from(["735264"]));
    let person = Arc::new(Person { codes, takes: Duration::from_secs(1), ..Person::default() });
    let cloud = AwsCloud::new(AwsOptions { timeouts, ..machine.options() });
    sign_in(&cloud.asking(person), "ops").await.unwrap();
}

#[tokio::test]
async fn a_denial_by_policy_is_not_taken_for_a_wrong_code() {
    let words = "User: arn:aws:iam::111122223333:user/me is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/Ops";
    let server = Server::start(move |_| Reply::error(403, "AccessDenied", words)).await;
    let machine = machine(&server);
    let person = Person::with(&["735264", "222222"]);
    let failure = failure(sign_in(&cloud(&machine, &person), "ops").await);
    assert_eq!(failure.kind, FailureKind::Denied, "another code would not help");
    assert_eq!(person.questions().len(), 1, "so none is asked for");
}

#[tokio::test]
async fn neither_the_code_nor_what_it_gave_is_shown_by_anything() {
    let server = Server::start(sts(3600)).await;
    let machine = machine(&server);
    let person = Person::with(&["000000", "000000", "000000", "735264"]);
    let cloud = cloud(&machine, &person);
    let refused = failure(sign_in(&cloud, "ops").await);
    sign_in(&cloud, "ops").await.unwrap();
    let shown = format!("{refused} {refused:?} {cloud:?} {:?}", person.questions());
    for secret in ["000000", "735264", "CANARY"] {
        assert!(!shown.contains(secret), "{secret} is shown: {shown}");
    }
}
