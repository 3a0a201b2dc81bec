//! What AWS would answer: lists in pages, which are put together once and kept, so that answering costs nothing.

use std::collections::HashMap;

use hyper::StatusCode;
use hyper::body::Bytes;
use serde::Deserialize;

use crate::Failure;

const REQUEST: &str = "11111111-2222-3333-4444-555555555555";
const ACCOUNT: &str = "123456789012";

/// An account's lists, by host and action.
#[derive(Default)]
pub(crate) struct Lists(HashMap<(String, String), List>);

/// One list as it stands in the file: the elements of its XML.
#[derive(Deserialize)]
struct Listed {
    host: String,
    action: String,
    items: Vec<String>,
}

struct List {
    items: Vec<String>,
    /// The pages that were asked for, by their size and the place of their first item.
    pages: HashMap<(usize, usize), Bytes>,
}

/// One page to be written.
struct Page<'a> {
    action: &'a str,
    items: &'a [String],
    size: usize,
    next: Option<String>,
}

/// The largest page of a list, and that which is given where no size is asked for.
fn sizes(action: &str) -> (usize, usize) {
    match action {
        "DescribeRouteTables" | "ListHostedZones" => (100, 100),
        "DescribeEgressOnlyInternetGateways" => (255, 255),
        "ListUsers" => (1000, 100),
        "DescribeAddresses" | "DescribeAvailabilityZones" | "DescribeRegions" => (usize::MAX, usize::MAX),
        _ => (1000, 1000),
    }
}

impl Lists {
    /// Reads lists from a file, one on each line.
    pub(crate) fn read(file: &str) -> Result<Self, Failure> {
        let mut lists = HashMap::new();
        for line in std::fs::read_to_string(file)?.lines() {
            let Listed { host, action, items } = serde_json::from_str(line)?;
            let (most, usual) = sizes(&action);
            let mut list = List { items, pages: HashMap::new() };
            for size in [most, usual] {
                let pages = list.items.len().div_ceil(size).max(1);
                for page in 0..pages {
                    list.page(&action, size, page * size);
                }
            }
            lists.insert((host, action), list);
        }
        Ok(Self(lists))
    }

    /// How many pages a list has, each as large as can be.
    pub(crate) fn pages(&self, host: &str, action: &str) -> usize {
        let list = self.0.get(&(host.to_owned(), action.to_owned()));
        list.map_or(0, |list| list.items.len()).div_ceil(sizes(action).0).max(1)
    }

    /// The answer of a host to a call: its action, status and body.
    pub(crate) fn answer(&mut self, host: &str, query: &str, body: &[u8]) -> (String, StatusCode, Bytes) {
        let zones = host.starts_with("route53.");
        let asked = if zones { query.as_bytes() } else { body };
        let asked: HashMap<_, _> = url::form_urlencoded::parse(asked).into_owned().collect();
        let get = |names: [&str; 3]| names.iter().find_map(|name| asked.get(*name));
        let action = if zones { "ListHostedZones" } else { asked.get("Action").map_or("", String::as_str) };
        let answer = match action {
            "AssumeRole" => Some(assumed().into()),
            "GetCallerIdentity" => Some(caller().into()),
            _ => self.0.get_mut(&(host.to_owned(), action.to_owned())).map(|list| {
                let (most, usual) = sizes(action);
                let size = get(["MaxResults", "MaxItems", "maxitems"]).and_then(|size| size.parse().ok());
                let from =
                    get(["NextToken", "Marker", "marker"]).and_then(|token| token.strip_prefix("page-")?.parse().ok());
                list.page(action, size.unwrap_or(usual).clamp(1, most), from.unwrap_or_default())
            }),
        };
        match answer {
            Some(answer) => (action.to_owned(), StatusCode::OK, answer),
            None => (action.to_owned(), StatusCode::BAD_REQUEST, refused(host, action).into()),
        }
    }
}

impl List {
    fn page(&mut self, action: &str, size: usize, from: usize) -> Bytes {
        let Self { items, pages } = self;
        let page = pages.entry((size, from)).or_insert_with(|| {
            let end = from.saturating_add(size).min(items.len());
            let next = (end < items.len()).then(|| format!("page-{end}"));
            Page { action, items: items.get(from..end).unwrap_or_default(), size, next }.xml().into()
        });
        page.clone()
    }
}

impl Page<'_> {
    fn xml(&self) -> String {
        match self.action {
            "ListUsers" => self.users(),
            "ListHostedZones" => self.zones(),
            action => self.ec2(match action {
                "DescribeVpcs" => "vpcSet",
                "DescribeSubnets" => "subnetSet",
                "DescribeSecurityGroups" => "securityGroupInfo",
                "DescribeRouteTables" => "routeTableSet",
                "DescribeInternetGateways" => "internetGatewaySet",
                "DescribeNatGateways" => "natGatewaySet",
                "DescribeEgressOnlyInternetGateways" => "egressOnlyInternetGatewaySet",
                "DescribeVpcEndpoints" => "vpcEndpointSet",
                "DescribeAddresses" => "addressesSet",
                "DescribeAvailabilityZones" => "availabilityZoneInfo",
                _ => "regionInfo",
            }),
        }
    }

    fn ec2(&self, element: &str) -> String {
        let (action, items) = (self.action, self.items.concat());
        let next = self.next.as_ref().map(|next| format!("<nextToken>{next}</nextToken>")).unwrap_or_default();
        format!(
            "<{action}Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>{REQUEST}</requestId>\
             <{element}>{items}</{element}>{next}</{action}Response>"
        )
    }

    fn users(&self) -> String {
        let (items, more) = (self.items.concat(), self.next.is_some());
        let next = self.next.as_ref().map(|next| format!("<Marker>{next}</Marker>")).unwrap_or_default();
        format!(
            "<ListUsersResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><ListUsersResult>\
             <IsTruncated>{more}</IsTruncated>{next}<Users>{items}</Users></ListUsersResult>{}</ListUsersResponse>",
            metadata()
        )
    }

    fn zones(&self) -> String {
        let (items, more, size) = (self.items.concat(), self.next.is_some(), self.size);
        let next = self.next.as_ref().map(|next| format!("<NextMarker>{next}</NextMarker>")).unwrap_or_default();
        format!(
            "<ListHostedZonesResponse xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><HostedZones>{items}\
             </HostedZones><Marker/><IsTruncated>{more}</IsTruncated>{next}<MaxItems>{size}</MaxItems>\
             </ListHostedZonesResponse>"
        )
    }
}

fn metadata() -> String {
    format!("<ResponseMetadata><RequestId>{REQUEST}</RequestId></ResponseMetadata>")
}

fn sts(action: &str, result: &str) -> String {
    format!(
        "<{action}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><{action}Result>{result}</{action}Result>\
         {}</{action}Response>",
        metadata()
    )
}

fn assumed() -> String {
    let keys = "<AccessKeyId>ASIAREPLAYED00000000</AccessKeyId><SecretAccessKey>replayed</SecretAccessKey>\
                <SessionToken>replayed</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>";
    let user = format!(
        "<AssumedRoleId>AROAREPLAYED:bench</AssumedRoleId>\
         <Arn>arn:aws:sts::{ACCOUNT}:assumed-role/Replayed/bench</Arn>"
    );
    sts("AssumeRole", &format!("<Credentials>{keys}</Credentials><AssumedRoleUser>{user}</AssumedRoleUser>"))
}

fn caller() -> String {
    let arn = format!("arn:aws:iam::{ACCOUNT}:user/runner");
    sts("GetCallerIdentity", &format!("<Arn>{arn}</Arn><UserId>AIDAREPLAYED</UserId><Account>{ACCOUNT}</Account>"))
}

fn refused(host: &str, action: &str) -> String {
    let message = format!("{action} of {host} is not replayed");
    format!(
        "<Response><Errors><Error><Code>InvalidAction</Code><Message>{message}</Message></Error></Errors></Response>"
    )
}
