//! IAM users.

use aws_sdk_iam::Client;
use aws_sdk_iam::primitives::DateTime;
use aws_sdk_iam::types::User;
use connect_core::failure::CallFailure;
use connect_core::resource::{Attributes, Kind, Place, Resource, Tags};
use jiff::Timestamp;
use serde::Serialize;

use super::host::Turns;
use super::pages::{ListFailure, Page, every_page};
use crate::classify::{self, Whose};
use crate::session::SessionCore;

/// The largest page of [ListUsers](https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html).
const PAGE: i32 = 1000;

#[derive(Serialize)]
struct UserAttributes<'a> {
    path: &'a str,
    created_at: Option<String>,
    /// `None` when there is no password or it was never used.
    password_last_used: Option<String>,
}

pub(super) async fn list(core: &SessionCore, iam: &Client) -> Result<Vec<Resource>, ListFailure> {
    let turns = Turns::default();
    let call = async |marker: Option<String>| {
        let answer = iam.list_users().max_items(PAGE).set_marker(marker).send().await;
        let answer = answer.map_err(|error| classify::failure("iam:ListUsers", &error, &Whose::Session))?;
        let next = answer.marker.filter(|_| answer.is_truncated);
        Ok(Page { items: answer.users, next })
    };
    every_page(turns.at(core), call, |user| Some(resource(&user))).await
}

/// [A user has at most 50](https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html), which fit a page of
/// 100.
pub(super) async fn tags(iam: &Client, name: &str) -> Result<Tags, CallFailure> {
    let answer = iam.list_user_tags().user_name(name).send().await;
    let answer = answer.map_err(|error| classify::failure("iam:ListUserTags", &error, &Whose::Session))?;
    Ok(answer.tags.into_iter().map(|tag| (tag.key, tag.value)).collect())
}

fn resource(user: &User) -> Resource {
    Resource {
        kind: Kind::IamUser,
        id: user.user_id().to_owned(),
        arn: user.arn().to_owned(),
        region: Place::Global,
        name: Some(user.user_name().to_owned()),
        parent: None,
        attributes: Attributes::of(&UserAttributes {
            path: user.path(),
            created_at: time(user.create_date()),
            password_last_used: user.password_last_used().and_then(time),
        }),
        tags: Tags::default(),
    }
}

fn time(time: &DateTime) -> Option<String> {
    Timestamp::from_second(time.secs()).ok().map(|time| time.to_string())
}
