//! The hosted template, fetched as anybody would: without a signature.

use std::fmt;

use aws_sdk_sts::config::http::{HttpRequest, HttpResponse};
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_async::time::SystemTimeSource;
use aws_smithy_runtime::client::orchestrator::operation::Operation;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::orchestrator::OrchestratorError;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::error::ErrorMetadata;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_smithy_types::timeout::TimeoutConfig;
use connect_core::console::TemplateUrl;
use connect_core::failure::CallFailure;

use crate::classify::{self, Whose};

/// What it is called in errors.
const GET: &str = "fetching the hosted template";

/// The template's bytes.
pub(crate) async fn fetch(
    http: SharedHttpClient,
    timeouts: TimeoutConfig,
    template: &TemplateUrl,
) -> Result<Vec<u8>, CallFailure> {
    let path = template.path_and_query();
    let operation = Operation::builder()
        .service_name("s3")
        .operation_name("GetObject")
        .http_client(http)
        .endpoint_url(&template.origin())
        .no_auth()
        .no_retry()
        .sleep_impl(TokioSleep::new())
        .time_source(SystemTimeSource::new())
        .timeout_config(timeouts)
        .serializer(move |(): ()| {
            let mut request = HttpRequest::new(SdkBody::empty());
            request.set_uri(path.clone())?;
            Ok(request)
        })
        .deserializer(body)
        .build();
    let answer: Result<Vec<u8>, SdkError<Refused, HttpResponse>> = operation.invoke(()).await;
    answer.map_err(|error| classify::failure(GET, &error, &Whose::Session))
}

fn body(response: &HttpResponse) -> Result<Vec<u8>, OrchestratorError<Refused>> {
    let status = response.status().as_u16();
    if status == 200 {
        return Ok(response.body().bytes().unwrap_or_default().to_vec());
    }
    let words = format!("HTTP {status}; the template is not there, or not readable for everybody");
    let refused = ErrorMetadata::builder().message(words);
    // S3 says so to whoever may not see whether there is anything.
    let refused = if status == 403 { refused.code("AccessDenied") } else { refused };
    Err(OrchestratorError::operation(Refused(refused.build())))
}

/// An answer that is not the template.
#[derive(Debug)]
struct Refused(ErrorMetadata);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.message().unwrap_or_default())
    }
}

impl std::error::Error for Refused {}

impl ProvideErrorMetadata for Refused {
    fn meta(&self) -> &ErrorMetadata {
        &self.0
    }
}
