//! Pages. The stand-in answers everything at once; AWS does not. The true answer is cut into slices.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use uuid::Uuid;

use super::call::ApiCall;
use super::refuse::refuse;
use crate::http::Answer;
use crate::xml::{self, List, escaped};

/// How an API asks for pages, and how it says that there is another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `MaxResults`, `NextToken` and `<nextToken>`.
    Ec2,
    /// `MaxItems`, `Marker`, `<IsTruncated>` and `<Marker>`.
    Marker,
    /// `NextToken` and `<NextToken>`; the size is the service's own.
    Token,
}

/// One API that pages: the list in its answer, and how many items a page has at most.
#[derive(Debug, Clone, Copy)]
struct Paged {
    service: &'static str,
    action: &'static str,
    list: &'static str,
    style: Style,
    /// The page size when the caller names none.
    usual: usize,
    /// The largest page that a caller may ask for.
    most: usize,
}

const fn paged(
    service: &'static str,
    action: &'static str,
    list: &'static str,
    style: Style,
    sizes: [usize; 2],
) -> Paged {
    Paged { service, action, list, style, usual: sizes[0], most: sizes[1] }
}

const fn ec2(action: &'static str, list: &'static str, most: usize) -> Paged {
    paged("ec2", action, list, Style::Ec2, [1000, most])
}

const fn iam(action: &'static str, list: &'static str) -> Paged {
    paged("iam", action, list, Style::Marker, [100, 1000])
}

const fn stacks(action: &'static str, list: &'static str) -> Paged {
    paged("cloudformation", action, list, Style::Token, [100, 100])
}

/// Sizes from the API references of EC2, IAM and `CloudFormation`.
const PAGED: &[Paged] = &[
    ec2("DescribeVpcs", "vpcSet", 1000),
    ec2("DescribeSubnets", "subnetSet", 1000),
    ec2("DescribeSecurityGroups", "securityGroupInfo", 1000),
    ec2("DescribeSecurityGroupRules", "securityGroupRuleSet", 1000),
    ec2("DescribeRouteTables", "routeTableSet", 100),
    ec2("DescribeInternetGateways", "internetGatewaySet", 1000),
    ec2("DescribeEgressOnlyInternetGateways", "egressOnlyInternetGatewaySet", 255),
    ec2("DescribeNatGateways", "natGatewaySet", 1000),
    ec2("DescribeNetworkAcls", "networkAclSet", 1000),
    ec2("DescribeNetworkInterfaces", "networkInterfaceSet", 1000),
    ec2("DescribeVpcEndpoints", "vpcEndpointSet", 1000),
    ec2("DescribeVpcPeeringConnections", "vpcPeeringConnectionSet", 1000),
    ec2("DescribeManagedPrefixLists", "prefixListSet", 100),
    ec2("DescribeTags", "tagSet", 1000),
    iam("ListUsers", "Users"),
    iam("ListRoles", "Roles"),
    iam("ListPolicies", "Policies"),
    iam("ListPolicyVersions", "Versions"),
    iam("ListRolePolicies", "PolicyNames"),
    iam("ListUserPolicies", "PolicyNames"),
    iam("ListAttachedRolePolicies", "AttachedPolicies"),
    iam("ListAttachedUserPolicies", "AttachedPolicies"),
    iam("SimulatePrincipalPolicy", "EvaluationResults"),
    iam("SimulateCustomPolicy", "EvaluationResults"),
    stacks("DescribeStacks", "Stacks"),
    stacks("DescribeStackEvents", "StackEvents"),
    stacks("ListStackResources", "StackResourceSummaries"),
    stacks("ListStacks", "StackSummaries"),
    // The stand-in pages this one itself, a hundred at a time; only a smaller cap is for us.
    paged("route53", "ListHostedZones", "HostedZones", Style::Marker, [100, 100]),
];

/// The tokens that were handed out.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    tokens: Mutex<HashMap<String, Place>>,
}

/// Where a token leads: only the same question, asked by the same caller, may use it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    question: String,
    offset: usize,
}

impl Pages {
    /// The page of a full answer that the call asks for. With `repeat`, one that never gets any further.
    pub(crate) fn cut(&self, call: &ApiCall, answer: Answer, cap: Option<usize>, repeat: bool) -> Answer {
        let Some(paged) = PAGED.iter().find(|paged| call.is(paged.service, paged.action)) else { return answer };
        if !answer.status.is_success() || names_ids(call) {
            return answer;
        }
        if paged.service == "route53" {
            return zones(paged, call, answer, cap, repeat);
        }
        let size = match size(paged, call, cap) {
            Ok(size) => size,
            Err(refusal) => return *refusal,
        };
        let offset = match self.offset(paged, call) {
            Ok(offset) => offset,
            Err(refusal) => return *refusal,
        };
        let Some(list) = xml::list(answer.text(), paged.list) else { return answer };
        let until = offset.saturating_add(size).min(list.items.len());
        let next = if repeat { Some(0) } else { (until < list.items.len()).then_some(until) };
        let token = next.map(|offset| self.token(call, offset, repeat));
        let page = sliced(answer.text(), &list, offset.min(until), until, paged.style, token.as_deref());
        answer.with_body(page)
    }

    fn offset(&self, paged: &Paged, call: &ApiCall) -> Result<usize, Box<Answer>> {
        let name = if paged.style == Style::Marker { "Marker" } else { "NextToken" };
        let Some(token) = call.param(name).filter(|token| !token.is_empty()) else { return Ok(0) };
        let tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        match tokens.get(token).filter(|place| place.question == question(call)) {
            Some(place) => Ok(place.offset),
            None if paged.style == Style::Ec2 => {
                Err(refuse(call, 400, "InvalidNextToken", "The specified value for NextToken is not valid.").into())
            }
            None => Err(refuse(call, 400, "ValidationError", &format!("Invalid {name}.")).into()),
        }
    }

    fn token(&self, call: &ApiCall, offset: usize, repeat: bool) -> String {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let place = Place { question: question(call), offset };
        let known = tokens.iter().find(|(_, other)| repeat && **other == place).map(|(token, _)| token.clone());
        let token = known.unwrap_or_else(|| format!("eyJ{}", Uuid::new_v4().simple()));
        tokens.insert(token.clone(), place);
        token
    }
}

/// A question that names what it wants is answered whole.
fn names_ids(call: &ApiCall) -> bool {
    call.service == "ec2" && call.params.iter().any(|(name, _)| name.ends_with("Id.1"))
}

fn question(call: &ApiCall) -> String {
    let own =
        |name: &str| ["MaxResults", "NextToken", "MaxItems", "Marker"].contains(&name) || name.starts_with("X-Amz-");
    let asked: Vec<String> =
        call.params.iter().filter(|(name, _)| !own(name)).map(|(name, value)| format!("{name}={value}")).collect();
    format!("{}/{}/{}?{}", call.access_key, call.region, call.action, asked.join("&"))
}

fn size(paged: &Paged, call: &ApiCall, cap: Option<usize>) -> Result<usize, Box<Answer>> {
    let (name, least) = if paged.style == Style::Ec2 { ("MaxResults", 5) } else { ("MaxItems", 1) };
    let size = match call.param(name) {
        None => paged.usual,
        Some(text) => match text.parse::<usize>() {
            Ok(size) if (least..=paged.most).contains(&size) => size,
            _ => return Err(bad_size(paged, call, name, text, least).into()),
        },
    };
    Ok(cap.map_or(size, |cap| size.min(cap.max(1))))
}

fn bad_size(paged: &Paged, call: &ApiCall, name: &str, text: &str, least: usize) -> Answer {
    let most = paged.most;
    if paged.style == Style::Ec2 {
        let message =
            format!("Value ( {text} ) for parameter {name} is invalid. Expecting a value between {least} and {most}.");
        return refuse(call, 400, "InvalidParameterValue", &message);
    }
    let message = format!(
        "1 validation error detected: Value '{text}' at 'maxItems' failed to satisfy constraint: Member must have value between {least} and {most}"
    );
    refuse(call, 400, "ValidationError", &message)
}

fn sliced(text: &str, list: &List, from: usize, until: usize, style: Style, token: Option<&str>) -> String {
    let items: String = list.items[from..until].iter().map(|item| &text[item.clone()]).collect();
    let (head, closing) = (&text[..list.content.start], &text[list.content.end..list.end]);
    let rest = &text[list.end..];
    let Some(token) = token.map(escaped) else { return format!("{head}{items}{closing}{rest}") };
    match style {
        Style::Ec2 => format!("{head}{items}{closing}<nextToken>{token}</nextToken>{rest}"),
        Style::Token => format!("{head}{items}{closing}<NextToken>{token}</NextToken>{rest}"),
        Style::Marker => {
            let more = format!("<IsTruncated>true</IsTruncated><Marker>{token}</Marker>");
            format!("{head}{items}{closing}{}", rest.replacen("<IsTruncated>false</IsTruncated>", &more, 1))
        }
    }
}

/// Route 53 continues behind the zone whose id is the marker: a shorter page only needs another marker.
fn zones(paged: &Paged, call: &ApiCall, answer: Answer, cap: Option<usize>, repeat: bool) -> Answer {
    let text = answer.text();
    let Some(list) = xml::list(text, paged.list) else { return answer };
    let until = cap.unwrap_or(paged.most).min(list.items.len());
    if until == list.items.len() && !repeat {
        return answer;
    }
    let shown = list.items[..until].last().and_then(|item| xml::text_of(&text[item.clone()], "Id"));
    let marker = shown.map(|id| id.trim_start_matches("/hostedzone/").to_owned()).unwrap_or_default();
    let marker = if repeat { call.param("marker").map_or(marker, str::to_owned) } else { marker };
    let mut page = sliced(text, &list, 0, until, Style::Ec2, None);
    if let Some(old) = xml::list(&page, "NextMarker") {
        page.replace_range(old.content, &escaped(&marker));
    } else {
        page = page.replacen(
            "</ListHostedZonesResponse>",
            &format!("<NextMarker>{}</NextMarker></ListHostedZonesResponse>", escaped(&marker)),
            1,
        );
    }
    let page = page.replacen("<IsTruncated>false</IsTruncated>", "<IsTruncated>true</IsTruncated>", 1);
    answer.with_body(page)
}
