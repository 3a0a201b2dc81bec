//! `publish-template`: the template, put where `CloudFormation` can load it.

use connect_app::publish::{PublishError, PublishRequest, Publishing};
use connect_aws::AwsCloud;
use connect_core::publication::{Publication, Readers};

use super::{aws_options, tell_endpoints};
use crate::arguments::PublishTemplateArguments;
use crate::exit::{Code, Failure};
use crate::output::{Output, message};
use crate::prompt;

pub(crate) async fn run(arguments: PublishTemplateArguments) -> Result<Code, Failure> {
    let options = aws_options();
    let cloud = AwsCloud::new(options.clone());
    // Before the first call: bad input sends nothing.
    cloud.check(Some(&arguments.profile)).await?;
    tell_endpoints(&options, &[Some(&arguments.profile)]).await?;
    let cloud = prompt::asking(cloud, None);
    let request = PublishRequest {
        profile: arguments.profile,
        platform_account: None,
        region: arguments.region,
        bucket: arguments.bucket,
        readers: arguments.readers.target_account.map_or(Readers::Anybody, Readers::Account),
    };
    let publishing = Publishing::prepare(&cloud, request).await?;
    message(&planned(publishing.publication()));
    let address = publishing.run().await?;
    Output::open(None)?.write(&format!("{}\n", address.as_str()))?;
    Ok(Code::Done)
}

/// What will be done, before it is.
fn planned(publication: &Publication) -> String {
    let Publication { account, region, bucket, readers, .. } = publication;
    let needs = match readers {
        Readers::Account(reader) => format!(
            ". CloudFormation reads it as whoever creates the stack: they need s3:GetObject in their own policies in account {reader} too"
        ),
        Readers::Anybody => ". It holds no secret: the External ID is not in it".to_owned(),
    };
    format!(
        "Publishing the template as account {account}, in the bucket {bucket} in {region}, readable by {readers}{needs}"
    )
}

impl From<PublishError> for Failure {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::SignIn(error) => Self::SignIn(error),
            other => Self::App(other.into()),
        }
    }
}
