//! The command line's contract.
#![allow(clippy::doc_markdown, reason = "the comments are printed as help")]

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use connect_core::account::{AccountId, Partition};
use connect_core::arn::RoleArn;
use connect_core::console::StackName;
use connect_core::external_id::{ExternalId, ExternalIdError};
use connect_core::ports::RegionChoice;
use connect_core::profile::ProfileName;
use connect_core::publication::BucketName;
use connect_core::region::{Region, RegionError};

/// Connects an AWS account to an Alethia platform, and proves that the connection works and is safe.
#[derive(Debug, Parser)]
#[command(name = "alethia-connect-cli", version, propagate_version = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Verify a connection from this machine and report what was found
    ///
    /// Exit status: 0 connected, 2 bad input, 3 degraded, 4 disconnected, 130 cancelled, 1 anything else.
    Verify(Box<VerifyArguments>),
    /// Print the role's artefacts, exactly as bundled
    Role(RoleArguments),
    /// Print the link that launches the stack with everything filled in
    LaunchUrl(LaunchUrlArguments),
    /// Make the role's stack from here or bring it up to date, and print the Role ARN
    Deploy(DeployArguments),
    /// Put the template into an S3 bucket from which CloudFormation can load it, and print its address
    PublishTemplate(PublishTemplateArguments),
    /// List, show or forget the connections that the app keeps
    Connections(ConnectionsArguments),
    /// Check a report that was written as JSON
    Report(ReportArguments),
    /// Print the JSON Schema of the report
    Schema,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// The role to assume, such as arn:aws:iam::123456789012:role/AlethiaProvisionerRole
    #[arg(long, value_name = "ARN")]
    pub(crate) role_arn: RoleArn,
    /// The External ID to present
    #[arg(long, value_name = "ID", allow_hyphen_values = true)]
    pub(crate) external_id: ExternalId,
    /// The runner: a profile of this machine [default: the machine's default credentials]
    #[arg(long, value_name = "PROFILE")]
    pub(crate) profile: Option<ProfileName>,
    /// A profile in the target account, which may read the role when the runner cannot assume it
    #[arg(long, value_name = "PROFILE")]
    pub(crate) target_profile: Option<ProfileName>,
    /// The regions to discover: all, or a list such as eu-central-1,us-east-1
    #[arg(long, value_name = "REGIONS", default_value = "all", value_parser = regions)]
    pub(crate) regions: RegionChoice,
    /// Only verify; discover nothing
    #[arg(long)]
    pub(crate) no_discovery: bool,
    /// The account that the role is meant to trust
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) platform_account: Option<AccountId>,
    /// Seconds to wait for a role that AWS is still spreading; 0 does not wait
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, default_value_t = 90, value_parser = clap::value_parser!(u64).range(0..=3600))]
    pub(crate) propagation_wait: u64,
    /// Say what changed since this earlier report of the same role, a file that --format json wrote
    #[arg(long, value_name = "FILE")]
    pub(crate) compare: Option<PathBuf>,
    /// Replace the External ID and all account numbers in what is printed
    #[arg(long)]
    pub(crate) redact: bool,
    /// What to print; csv has the resources alone
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
    Markdown,
    Html,
    Csv,
}

#[derive(Debug, Args)]
pub(crate) struct RoleArguments {
    /// Which artefact
    #[arg(value_enum)]
    pub(crate) artefact: Artefact,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Artefact {
    /// The stack's template
    Cloudformation,
    /// The Terraform module, in one file
    Terraform,
    /// The trust and permission policies, as one JSON object by name
    Policies,
}

#[derive(Debug, Args)]
pub(crate) struct LaunchUrlArguments {
    /// The connection's External ID, a UUID
    #[arg(long, value_name = "UUID", value_parser = uuid)]
    pub(crate) external_id: ExternalId,
    /// The account that the role will trust
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) platform_account: AccountId,
    /// Where the template is hosted, on S3
    #[arg(long, value_name = "URL")]
    pub(crate) template_url: String,
    /// Where the stack is made [default: the partition's home region]
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<Region>,
    /// The stack's name
    #[arg(long, value_name = "NAME", default_value_t)]
    pub(crate) stack_name: StackName,
    /// aws, aws-us-gov or aws-cn [default: the region's]
    #[arg(long, value_name = "PARTITION")]
    pub(crate) partition: Option<Partition>,
}

#[derive(Debug, Args)]
pub(crate) struct DeployArguments {
    /// The connection's External ID, a UUID
    #[arg(long, value_name = "UUID", value_parser = uuid)]
    pub(crate) external_id: ExternalId,
    /// The account that the role will trust
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) platform_account: AccountId,
    /// A profile in the account to connect, which may create stacks and roles
    #[arg(long, value_name = "PROFILE")]
    pub(crate) target_profile: ProfileName,
    /// Where the stack is made [default: the target profile's region]
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<Region>,
    /// The stack's name
    #[arg(long, value_name = "NAME", default_value_t)]
    pub(crate) stack_name: StackName,
}

#[derive(Debug, Args)]
pub(crate) struct PublishTemplateArguments {
    /// A profile in the platform account, which may make buckets
    #[arg(long, value_name = "PROFILE")]
    pub(crate) profile: ProfileName,
    /// Where the bucket is made [default: the profile's region]
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<Region>,
    #[command(flatten)]
    pub(crate) readers: ReadersArguments,
    /// The bucket [default: alethia-templates-ACCOUNT-REGION]; one that is there keeps its protection
    #[arg(long, value_name = "BUCKET")]
    pub(crate) bucket: Option<BucketName>,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct ReadersArguments {
    /// The account that may read it: the one to connect
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) target_account: Option<AccountId>,
    /// Let anybody read it who has its address
    #[arg(long)]
    pub(crate) anyone: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ConnectionsArguments {
    #[command(subcommand)]
    pub(crate) what: ConnectionsCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConnectionsCommand {
    /// List the connections
    List,
    /// Show one connection and its last report
    Show {
        /// Its id, as listed
        id: connect_core::connection::ConnectionId,
    },
    /// Forget one connection here; the role in AWS stays
    Forget {
        /// Its id, as listed
        id: connect_core::connection::ConnectionId,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ReportArguments {
    #[command(subcommand)]
    pub(crate) what: ReportCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    /// Check that a report still says what it said when it was made
    ///
    /// Exit status: 0 its seal holds, 1 its content is not what was sealed, 2 the file is no report.
    Check {
        /// The report, a file that --format json wrote
        file: PathBuf,
    },
}

fn regions(text: &str) -> Result<RegionChoice, RegionError> {
    if text == "all" {
        return Ok(RegionChoice::All);
    }
    let mut named: Vec<Region> = text.split(',').map(str::parse).collect::<Result<_, _>>()?;
    named.sort();
    named.dedup();
    Ok(RegionChoice::Named(named))
}

fn uuid(text: &str) -> Result<ExternalId, ExternalIdError> {
    ExternalId::from_uuid_text(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_contract_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn an_external_id_may_begin_with_a_hyphen() {
        let role = "arn:aws:iam::123456789012:role/X";
        let parsed = Arguments::try_parse_from(["cli", "verify", "--external-id", "-a/b", "--role-arn", role]).unwrap();
        let Command::Verify(arguments) = parsed.command else { panic!("verify") };
        assert_eq!(arguments.external_id.as_str(), "-a/b", "AWS allows it, so it is no option");
    }

    #[test]
    fn regions_are_all_or_a_list() {
        assert_eq!(regions("all").unwrap(), RegionChoice::All, "all");
        let named = regions("us-east-1,eu-central-1,us-east-1").unwrap();
        assert_eq!(
            named,
            RegionChoice::Named(vec!["eu-central-1".parse().unwrap(), "us-east-1".parse().unwrap()]),
            "each once"
        );
        for text in ["", "all,us-east-1", "us-east-1,", "mars"] {
            assert!(regions(text).is_err(), "{text:?} names no regions");
        }
    }
}
