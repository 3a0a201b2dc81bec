//! Discovery: one lister file for each kind, pages ([`pages`]), which regions there are ([`regions`]), how many
//! calls a host gets at once ([`host`]), what a failure means for a cell ([`outcome`]), and the run that ties them together ([`engine`]).

mod engine;
mod host;
mod hosted_zone;
mod iam_user;
mod network;
mod outcome;
mod pages;
mod regions;
mod route_table;
mod security_group;
mod subnet;
mod vpc;

pub(crate) use engine::run;
pub(crate) use host::TURNS;

use aws_sdk_ec2::types::Tag;
use connect_core::failure::CallFailure;
use connect_core::region::Region;
use connect_core::resource::{Kind, Resource, Tags};

use crate::client;
use crate::session::SessionCore;
use host::Ec2;
use pages::ListFailure;

/// The largest page of [EC2's describes](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html).
const EC2_PAGE: i32 = 1000;

/// What listing one kind in one place gave.
#[derive(Debug, Default)]
struct Listing {
    resources: Vec<Resource>,
    /// What could not be found out about resources that could be listed.
    note: Option<String>,
    /// The denial that kept it from being found out, if one did.
    denied: Option<CallFailure>,
}

impl From<Vec<Resource>> for Listing {
    fn from(resources: Vec<Resource>) -> Self {
        Self { resources, note: None, denied: None }
    }
}

/// Lists one kind; the global kinds ask no region.
async fn list(core: &SessionCore, kind: Kind, ec2: &Ec2) -> Result<Listing, ListFailure> {
    if matches!(kind, Kind::Subnet | Kind::SecurityGroup) {
        ec2.behind_vpcs().await;
    }
    match kind {
        Kind::Vpc => {
            ec2.begin_vpcs();
            vpc::list(core, ec2).await.map(Listing::from)
        }
        Kind::Subnet => subnet::list(core, ec2).await,
        Kind::SecurityGroup => security_group::list(core, ec2).await.map(Listing::from),
        Kind::HostedZone => hosted_zone::list(core, &client::route53(&core.config, core.request.role.account()))
            .await
            .map(Listing::from),
        Kind::IamUser => iam_user::list(core, &client::iam(&core.config)).await.map(Listing::from),
    }
}

/// The tags of one resource. Only those of zones and users cost a call; listing the others has given them already.
pub(crate) async fn tags_of(core: &SessionCore, of: &Resource) -> Result<Tags, CallFailure> {
    let account = core.request.role.account();
    match of.kind {
        Kind::HostedZone => hosted_zone::tags(&client::route53(&core.config, account), &of.id).await,
        Kind::IamUser => iam_user::tags(&client::iam(&core.config), of.label()).await,
        Kind::Vpc | Kind::Subnet | Kind::SecurityGroup => Ok(of.tags.clone()),
    }
}

fn tags(tags: &[Tag]) -> Tags {
    tags.iter().filter_map(|tag| Some((tag.key()?, tag.value().unwrap_or_default()))).collect()
}

/// The ARN of something of EC2's; a shared one belongs to another account than the one that was asked.
fn ec2_arn(core: &SessionCore, region: &Region, owner: Option<&str>, what: &str) -> String {
    let role = &core.request.role;
    let account = owner.unwrap_or(role.account().as_str());
    format!("arn:{}:ec2:{region}:{account}:{what}", role.partition())
}
