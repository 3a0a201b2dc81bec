//! What a request asks of AWS, read from its signature, its path and its body.

use axum::body::Bytes;
use hyper::header::AUTHORIZATION;
use hyper::http::request::Parts;

/// How a service words its requests and its errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    Ec2,
    Query,
    Json,
    RestXml,
    S3,
    RestJson,
}

/// One API call.
#[derive(Debug, Clone)]
pub(crate) struct ApiCall {
    pub(crate) service: String,
    pub(crate) region: String,
    pub(crate) access_key: String,
    pub(crate) action: String,
    pub(crate) protocol: Protocol,
    pub(crate) params: Vec<(String, String)>,
    /// `x-amz-date` of the request.
    pub(crate) date: Option<String>,
}

impl ApiCall {
    pub(crate) fn read(parts: &Parts, body: &Bytes) -> Self {
        let query = pairs(parts.uri.query().unwrap_or_default().as_bytes());
        let scope = Scope::read(parts, &query);
        let target = header(parts, "x-amz-target").map(str::to_owned);
        let mut params = query;
        if header(parts, "content-type").is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
            params.extend(pairs(body));
        }
        let (protocol, action) = understand(&scope.service, parts, target.as_deref(), &params);
        Self {
            service: scope.service,
            region: scope.region,
            access_key: scope.access_key,
            action,
            protocol,
            params,
            date: header(parts, "x-amz-date").map(str::to_owned),
        }
    }

    /// The value of a parameter.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn is(&self, service: &str, action: &str) -> bool {
        self.service == service && self.action == action
    }
}

#[derive(Default)]
struct Scope {
    access_key: String,
    region: String,
    service: String,
}

impl Scope {
    /// `AKID/date/region/service/aws4_request`, from the header or from a presigned query.
    fn read(parts: &Parts, query: &[(String, String)]) -> Self {
        let signed = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| {
            let credential = value.split("Credential=").nth(1)?;
            credential.split([',', ' ']).next()
        });
        let presigned = query.iter().find(|(key, _)| key == "X-Amz-Credential").map(|(_, value)| value.as_str());
        let Some(scope) = signed.or(presigned) else { return Self::default() };
        let mut words = scope.split('/');
        let mut next = || words.next().unwrap_or_default().to_owned();
        let access_key = next();
        let _date = next();
        Self { access_key, region: next(), service: next() }
    }
}

fn understand(service: &str, parts: &Parts, target: Option<&str>, params: &[(String, String)]) -> (Protocol, String) {
    if let Some(target) = target {
        return (Protocol::Json, target.rsplit('.').next().unwrap_or_default().to_owned());
    }
    if let Some((_, action)) = params.iter().find(|(key, _)| key == "Action") {
        return (if service == "ec2" { Protocol::Ec2 } else { Protocol::Query }, action.clone());
    }
    match service {
        "route53" => (Protocol::RestXml, route53_action(parts)),
        "s3" => (Protocol::S3, s3_action(parts)),
        _ => (Protocol::RestJson, format!("{} {}", parts.method, parts.uri.path())),
    }
}

fn route53_action(parts: &Parts) -> String {
    let path = parts.uri.path().trim_start_matches("/2013-04-01/");
    let words: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let action = match (parts.method.as_str(), words.as_slice()) {
        ("GET", ["hostedzone"]) => "ListHostedZones",
        ("POST", ["hostedzone"]) => "CreateHostedZone",
        ("GET", ["hostedzonesbyname"]) => "ListHostedZonesByName",
        ("GET", ["hostedzonesbyvpc"]) => "ListHostedZonesByVPC",
        ("GET", ["hostedzonecount"]) => "GetHostedZoneCount",
        ("GET", ["hostedzone", _]) => "GetHostedZone",
        ("POST", ["hostedzone", _]) => "UpdateHostedZoneComment",
        ("DELETE", ["hostedzone", _]) => "DeleteHostedZone",
        ("GET", ["hostedzone", _, "rrset"]) => "ListResourceRecordSets",
        ("POST", ["hostedzone", _, "rrset"]) => "ChangeResourceRecordSets",
        ("GET", ["change", _]) => "GetChange",
        ("GET", ["tags", _, _]) => "ListTagsForResource",
        ("POST", ["tags", _, _]) => "ChangeTagsForResource",
        ("POST", ["tags", _]) => "ListTagsForResources",
        (method, _) => return format!("{method} /{path}"),
    };
    action.to_owned()
}

fn s3_action(parts: &Parts) -> String {
    let object = parts.uri.path().trim_matches('/').contains('/');
    let action = match (parts.method.as_str(), object, parts.uri.query()) {
        ("GET", true, _) => "GetObject",
        ("PUT", true, _) => "PutObject",
        ("DELETE", true, _) => "DeleteObject",
        ("HEAD", true, _) => "HeadObject",
        ("PUT", false, None) => "CreateBucket",
        ("DELETE", false, None) => "DeleteBucket",
        ("HEAD", false, _) => "HeadBucket",
        (method, _, _) => return format!("{method} {}", parts.uri),
    };
    action.to_owned()
}

fn pairs(text: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(text).into_owned().collect()
}

fn header<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    parts.headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use hyper::Request;

    fn call(method: &str, uri: &str, service: &str, headers: &[(&str, &str)], body: &'static str) -> ApiCall {
        let mut request = Request::builder().method(method).uri(uri).header(
            "authorization",
            format!("AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/{service}/aws4_request, SignedHeaders=host, Signature=0"),
        );
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        ApiCall::read(&parts, &Bytes::from_static(body.as_bytes()))
    }

    const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

    #[test]
    fn reads_each_protocol() {
        let ec2 = call("POST", "/", "ec2", &[FORM], "Action=DescribeVpcs&MaxResults=5");
        assert_eq!(
            (ec2.protocol, ec2.action.as_str(), ec2.param("MaxResults")),
            (Protocol::Ec2, "DescribeVpcs", Some("5"))
        );
        assert_eq!((ec2.region.as_str(), ec2.access_key.as_str()), ("eu-west-1", "AKID"), "from the credential scope");
        let sts = call("POST", "/", "sts", &[FORM], "Action=AssumeRole&ExternalId=a%2Bb");
        assert_eq!((sts.protocol, sts.param("ExternalId")), (Protocol::Query, Some("a+b")));
        let dynamo = call("POST", "/", "dynamodb", &[("x-amz-target", "DynamoDB_20120810.ListTables")], "{}");
        assert_eq!((dynamo.protocol, dynamo.action.as_str()), (Protocol::Json, "ListTables"));
        let zones = call("GET", "/2013-04-01/hostedzone?maxitems=2", "route53", &[], "");
        assert_eq!((zones.protocol, zones.action.as_str()), (Protocol::RestXml, "ListHostedZones"));
        let object = call("GET", "/bucket/key", "s3", &[], "");
        assert_eq!((object.protocol, object.action.as_str()), (Protocol::S3, "GetObject"));
    }
}
