//! Calls to the stand-in as the root of an account: what the proxy looks up, and what the console does for the customer.

use axum::body::Bytes;
use http_body_util::Full;
use hyper::Request;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST};

use crate::http::{Answer, Client};
use crate::sign::{FORM, Keys, NOTHING, Signed, authorization, authorization_of_get};
use crate::{AwsError, SandboxError, xml};

/// The secret of every account's root in the stand-in; the access key is the account's number.
pub(crate) const ROOT_SECRET: &str = "test";

/// Makes calls of the query protocol as the root of an account.
#[derive(Debug, Clone)]
pub(crate) struct RootClient {
    client: Client,
}

/// Where a call goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Api<'a> {
    pub(crate) service: &'a str,
    pub(crate) version: &'a str,
    pub(crate) region: &'a str,
}

pub(crate) const IAM: Api<'static> = Api { service: "iam", version: "2010-05-08", region: "us-east-1" };

pub(crate) fn cloudformation(region: &str) -> Api<'_> {
    Api { service: "cloudformation", version: "2010-05-15", region }
}

impl RootClient {
    pub(crate) fn new(endpoint: &str) -> Self {
        Self { client: Client::new(endpoint) }
    }

    /// The XML of a successful answer.
    pub(crate) async fn call(
        &self,
        account: &str,
        api: Api<'_>,
        action: &str,
        params: &[(&str, &str)],
    ) -> Result<String, SandboxError> {
        let answer = self.post(account, api, form(action, api.version, params)).await?;
        if answer.status.is_success() { Ok(answer.text().to_owned()) } else { Err(refusal(&answer).into()) }
    }

    /// An object of S3 by its path, as that account reads it. The bucket may be in another region than it is asked for.
    pub(crate) async fn object(&self, account: &str, region: &str, path: &str) -> Result<String, SandboxError> {
        let mut answer = self.get(account, region, path).await?;
        let elsewhere = answer.headers.get("x-amz-bucket-region").and_then(|value| value.to_str().ok());
        if let Some(elsewhere) = elsewhere.filter(|other| *other != region && !answer.status.is_success()) {
            let elsewhere = elsewhere.to_owned();
            answer = self.get(account, &elsewhere, path).await?;
        }
        if answer.status.is_success() { Ok(answer.text().to_owned()) } else { Err(refusal(&answer).into()) }
    }

    async fn get(&self, account: &str, region: &str, path: &str) -> Result<Answer, SandboxError> {
        let (host, keys, date) = self.about(account);
        let signed = Signed { region, service: "s3", host: &host, date: &date };
        let request = Request::get(path)
            .header(HOST, &host)
            .header("x-amz-content-sha256", NOTHING)
            .header("x-amz-date", &date)
            .header(AUTHORIZATION, authorization_of_get(&keys, signed, path))
            .body(Full::default())
            .map_err(|error| SandboxError::Unreachable { endpoint: host.clone(), reason: error.to_string() })?;
        self.client.send(request).await
    }

    /// Host, keys and date of a call now.
    fn about(&self, account: &str) -> (String, Keys, String) {
        let host = self.client.origin().trim_start_matches("http://").to_owned();
        let keys = Keys { access_key: account.to_owned(), secret_key: ROOT_SECRET.to_owned() };
        (host, keys, jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string())
    }

    async fn post(&self, account: &str, api: Api<'_>, body: String) -> Result<Answer, SandboxError> {
        let (host, keys, date) = self.about(account);
        let signed = Signed { region: api.region, service: api.service, host: &host, date: &date };
        let signature = authorization(&keys, signed, &body);
        let request = Request::post("/")
            .header(HOST, &host)
            .header(CONTENT_TYPE, FORM)
            .header("x-amz-date", &date)
            .header(AUTHORIZATION, signature)
            .body(Full::new(Bytes::from(body)))
            .map_err(|error| SandboxError::Unreachable { endpoint: host.clone(), reason: error.to_string() })?;
        self.client.send(request).await
    }
}

fn form(action: &str, version: &str, params: &[(&str, &str)]) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.append_pair("Action", action).append_pair("Version", version).extend_pairs(params);
    form.finish()
}

/// The error that an answer of an XML protocol carries.
pub(crate) fn refusal(answer: &Answer) -> AwsError {
    let text = answer.text();
    AwsError {
        code: xml::text_of(text, "Code").unwrap_or_default(),
        message: xml::text_of(text, "Message").unwrap_or_else(|| text.to_owned()),
        status: answer.status.as_u16(),
    }
}
