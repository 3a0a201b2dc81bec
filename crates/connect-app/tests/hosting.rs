//! The hosted template: where it is, who may read it, and publishing it from here. What AWS does with it is tried
//! against the stand-in.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;
use std::time::{Duration, Instant};

use connect_app::App;
use connect_app::error::{AppError, ErrorCode};
use connect_app::view::{ActionView, ConnectionView, Readable, ReadersView};
use connect_core::connection::ConnectionId;
use connect_core::failure::FailureKind;
use connect_core::publication::Readers;
use connect_store::MemoryKeyring;
use support::{Bucket, Script, app_of};

const OWN: &str = "https://alethia-templates-111122223333-eu-west-1.s3.eu-west-1.amazonaws.com/cloudformation/";
const GOOD: &str = "https://b.s3.eu-west-1.amazonaws.com/t.yaml";

struct Case {
    app: App,
    id: ConnectionId,
    bucket: Bucket,
    _folder: tempfile::TempDir,
}

impl Case {
    async fn new(bucket: Bucket, template: Option<&str>) -> Self {
        Self::of(Script { bucket, ..Script::default() }, template).await
    }

    async fn of(script: Script, template: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bucket = script.bucket.clone();
        let app = app_of(folder.path(), script, Arc::<MemoryKeyring>::default(), template);
        let id = app.begin("eu-west-1".parse().unwrap()).await.unwrap().id;
        let case = Self { app, id, bucket, _folder: folder };
        case.act(ActionView::ChooseRunner { profile: "runner".to_owned() }).await;
        case
    }

    async fn expecting(bucket: Bucket, template: Option<&str>) -> Self {
        let case = Self::new(bucket, template).await;
        case.act(ActionView::ExpectAccount { account: "444455556666".to_owned() }).await;
        case
    }

    async fn act(&self, action: ActionView) -> ConnectionView {
        self.app.act(self.id, action).await.unwrap()
    }
}

#[tokio::test]
async fn an_address_is_kept_for_all_connections_and_taken_back() {
    let case = Case::new(Bucket::default(), None).await;
    let set = case.app.set_template_url(case.id, &format!("  {GOOD} \n")).await.unwrap();
    assert_eq!((set.hosted.address.as_deref(), set.filled_in), (Some(GOOD), true), "the link is built at once");
    assert!(set.url.contains("b.s3.eu-west-1.amazonaws.com"), "from that address: {}", set.url);
    let other = case.app.begin("eu-west-1".parse().unwrap()).await.unwrap().id;
    case.app.act(other, ActionView::NamePlatform { account: "111122223333".to_owned() }).await.unwrap();
    assert!(case.app.launch(other).await.unwrap().filled_in, "another connection uses it too");
    let stored = case.app.stored().await.unwrap();
    let row = stored.iter().find(|item| item.name == "settings template_url").unwrap();
    assert!(row.content.contains(GOOD), "what is kept is shown: {}", row.content);

    for (wrong, why) in [("t.yaml", "not a web address"), ("https://example.com/t.yaml", "not an S3 address")] {
        let refused = case.app.set_template_url(case.id, wrong).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::Input, "beside the field");
        assert!(refused.message.contains(why), "{refused}");
    }
    let kept = case.app.launch(case.id).await.unwrap().hosted;
    assert_eq!(kept.address.as_deref(), Some(GOOD), "a wrong one does not take its place");
    let gone = case.app.set_template_url(case.id, " ").await.unwrap();
    assert_eq!((gone.hosted.address, gone.filled_in), (None, false), "taken back");
}

#[tokio::test]
async fn the_environment_goes_before_what_is_kept() {
    let case = Case::expecting(Bucket::default(), Some(GOOD)).await;
    let launch = case.app.launch(case.id).await.unwrap();
    assert_eq!(launch.hosted.fixed_by.as_deref(), Some("ALETHIA_TEMPLATE_URL"), "who says so");
    let set = case.app.set_template_url(case.id, GOOD).await.unwrap_err();
    let published = case.app.publish_template(case.id, ReadersView::Anybody).await.unwrap_err();
    for refused in [set, published] {
        assert!(refused.message.contains("ALETHIA_TEMPLATE_URL"), "nothing is kept without effect: {refused}");
    }
    assert!(case.bucket.published.lock().unwrap().is_empty(), "and nothing is published");
}

#[tokio::test]
async fn a_template_of_another_partition_is_not_linked_to() {
    let case = Case::of(Script { region: "us-gov-west-1", ..Script::default() }, Some(GOOD)).await;
    case.act(ActionView::ChooseRegion { region: "us-gov-west-1".to_owned() }).await;
    let launch = case.app.launch(case.id).await.unwrap();
    let problem = launch.hosted.problem.unwrap();
    assert!(!launch.filled_in && problem.message.contains("us-gov-west-1"), "{problem}");
    let check = case.app.check_template(case.id).await.unwrap();
    assert_eq!(check.problem, Some(problem), "nothing is fetched from there");
}

#[tokio::test]
async fn publishing_sets_the_address_and_fills_the_link_in() {
    let case = Case::expecting(Bucket::default(), None).await;
    let shown = case.app.publication(case.id, ReadersView::ExpectedAccount).await.unwrap();
    assert_eq!(
        (shown.profile.as_deref(), shown.account.as_str(), shown.region.as_str(), shown.reader.as_deref()),
        (Some("runner"), "111122223333", "eu-west-1", Some("444455556666")),
        "who, where, for whom"
    );
    for part in [&shown.bucket, "arn:aws:iam::444455556666:root", "aws:SecureTransport"] {
        assert!(shown.policy.contains(part), "the policy of a new bucket has {part}: {}", shown.policy);
    }
    assert!(case.bucket.published.lock().unwrap().is_empty(), "looking sends nothing");
    let launch = case.app.publish_template(case.id, ReadersView::ExpectedAccount).await.unwrap();
    let address = launch.hosted.address.unwrap();
    assert!(launch.filled_in && address.starts_with(OWN) && address.ends_with(&shown.key), "{address}");
    let published = case.bucket.published.lock().unwrap()[0].clone();
    assert_eq!(published.readers, Readers::Account("444455556666".parse().unwrap()), "for that account only");
    assert_eq!(published.sha256, connect_role::template_sha256(), "the bundled template");
}

#[tokio::test]
async fn somebody_must_say_who_may_read_it() {
    let case = Case::new(Bucket::default(), None).await;
    let refused = case.app.publish_template(case.id, ReadersView::ExpectedAccount).await.unwrap_err();
    assert!(refused.message.contains("which account"), "{refused}");
    case.app.publish_template(case.id, ReadersView::Anybody).await.unwrap();
    assert_eq!(case.bucket.published.lock().unwrap()[0].readers, Readers::Anybody, "anybody, when that is chosen");

    case.act(ActionView::NamePlatform { account: "111122223333".to_owned() }).await;
    let refused = case.app.publish_template(case.id, ReadersView::Anybody).await.unwrap_err();
    assert!(refused.message.contains("runner profile"), "without one nobody can publish: {refused}");
    let shown = case.app.publication(case.id, ReadersView::Anybody).await.unwrap();
    assert_eq!((shown.profile, shown.reader), (None, None), "by hand it can still be done");
}

#[tokio::test]
async fn nothing_is_published_by_another_account_or_for_itself() {
    let case = Case::new(Bucket::default(), None).await;
    case.act(ActionView::ExpectAccount { account: "111122223333".to_owned() }).await;
    let refused = case.app.publish_template(case.id, ReadersView::ExpectedAccount).await.unwrap_err();
    assert!(refused.message.contains("the platform account itself"), "{refused}");

    let folder = tempfile::tempdir().unwrap();
    let keyring: Arc<MemoryKeyring> = Arc::default();
    let app = app_of(folder.path(), Script::default(), keyring.clone(), None);
    let id = app.begin("eu-west-1".parse().unwrap()).await.unwrap().id;
    app.act(id, ActionView::ChooseRunner { profile: "runner".to_owned() }).await.unwrap();
    drop(app);
    // Since then the profile's keys have become another account's.
    let script = Script { runner: "arn:aws:iam::999900001111:user/runner", ..Script::default() };
    let bucket = script.bucket.clone();
    let refused =
        app_of(folder.path(), script, keyring, None).publish_template(id, ReadersView::Anybody).await.unwrap_err();
    for part in ["999900001111", "111122223333", "nothing was sent"] {
        assert!(refused.message.contains(part), "{part}: {refused}");
    }
    assert!(bucket.published.lock().unwrap().is_empty(), "indeed");
}

#[tokio::test]
async fn a_refusal_says_who_can_mend_it() {
    let denied = FailureKind::Denied;
    let other = FailureKind::Other;
    for (operation, kind, code, words, who) in [
        ("s3:CreateBucket", denied.clone(), "AccessDenied", "no", "the administrator of account 111122223333"),
        (
            "s3:CreateBucket",
            denied.clone(),
            "AccessDenied",
            "with an explicit deny in a service control policy",
            "the organisation's administrator",
        ),
        (
            "s3:PutBucketPolicy",
            denied,
            "AccessDenied",
            "public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access",
            "Block Public Access of account 111122223333",
        ),
        ("s3:PutBucketPolicy", other, "MalformedPolicy", "Invalid principal in policy", "check its number"),
        (
            "s3:CreateBucket",
            FailureKind::RegionDisabled,
            "InvalidToken",
            "malformed",
            "Enable eu-west-1 in account 111122223333",
        ),
    ] {
        let bucket = Bucket { publish: Some((operation, kind, code, words)), ..Bucket::default() };
        let case = Case::expecting(bucket, None).await;
        let refused = case.app.publish_template(case.id, ReadersView::ExpectedAccount).await.unwrap_err();
        let hint = refused.hint.clone().unwrap();
        assert!(hint.contains(who), "{words}: {hint}");
        assert!(refused.retryable, "after that it can be tried again");
        assert!(case.app.launch(case.id).await.unwrap().hosted.address.is_none(), "no address is kept");
    }
}

async fn readable(bucket: Bucket, address: &str) -> Result<Readable, AppError> {
    let case = Case::expecting(bucket, Some(address)).await;
    let check = case.app.check_template(case.id).await.unwrap();
    match (check.readable, check.problem) {
        (Some(readable), None) => {
            assert_eq!(check.hosted_sha256, Some(connect_role::template_sha256()), "it was read and compared");
            Ok(readable)
        }
        (_, problem) => Err(problem.unwrap()),
    }
}

#[tokio::test]
async fn it_is_told_who_can_read_the_template() {
    let account = || "444455556666".to_owned();
    assert_eq!(readable(Bucket::default(), GOOD).await, Ok(Readable::Anybody), "read by anybody");
    let refused = Bucket { unsigned: Some(FailureKind::Denied), ..Bucket::default() };
    let runner = Readable::Runner { profile: "runner".to_owned() };
    assert_eq!(readable(refused.clone(), GOOD).await, Ok(runner), "read as the runner; its policy may not be read");

    let case = Case::expecting(Bucket::default(), None).await;
    let policy = case.app.publication(case.id, ReadersView::ExpectedAccount).await.unwrap();
    let own = format!("{OWN}{}", policy.key.trim_start_matches("cloudformation/"));
    let lets = Bucket { policy: Some(policy.policy), ..refused.clone() };
    assert_eq!(readable(lets, &own).await, Ok(Readable::Account { account: account() }), "by its policy");
    let others = Bucket { policy: Some(r#"{"Statement": []}"#.to_owned()), ..refused.clone() };
    assert_eq!(
        readable(others, &own).await,
        Ok(Readable::OtherAccounts { account: account() }),
        "a template that was published for others is not readable by this connection's account"
    );
    let nobody = Bucket { signed: Some(FailureKind::Denied), ..refused };
    let problem = readable(nobody, GOOD).await.unwrap_err();
    assert!(problem.message.contains("Neither everybody nor the profile \"runner\""), "{problem}");
    let offline = Bucket { unsigned: Some(FailureKind::Unreachable), ..Bucket::default() };
    assert_eq!(readable(offline, GOOD).await.unwrap_err().code, ErrorCode::Aws, "no network is no refusal");
}

#[tokio::test]
async fn the_link_can_be_scanned() {
    let case = Case::new(Bucket::default(), Some(GOOD)).await;
    let code = case.app.launch_code(case.id).await.unwrap();
    assert!(code.starts_with("data:image/svg+xml;base64,"), "a picture that the window shows as it is");
}

#[tokio::test]
async fn publishing_is_cancelled_at_once_and_leaves_the_link_as_it_is() {
    let case = Arc::new(Case::expecting(Bucket { hangs: true, ..Bucket::default() }, None).await);
    let publishing = tokio::spawn({
        let case = Arc::clone(&case);
        async move { case.app.publish_template(case.id, ReadersView::ExpectedAccount).await }
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!publishing.is_finished(), "S3 does not answer");
    let begun = Instant::now();
    case.app.cancel_publishing(case.id);
    let error = publishing.await.unwrap().unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(5), "nothing is waited for: {:?}", begun.elapsed());
    assert!(error.message.contains("publishing again goes on"), "it says what is left: {}", error.message);
    assert_eq!(case.app.launch(case.id).await.unwrap().hosted.address, None, "no address is kept");
}
