//! Security groups with their rules, one entry for each peer.

use aws_sdk_ec2::types::{IpPermission, SecurityGroup, UserIdGroupPair};
use connect_core::region::Region;
use connect_core::resource::{Attributes, Kind, Place, Resource};
use serde::Serialize;

use super::host::Ec2;
use super::pages::{ListFailure, Page, every_page};
use super::{EC2_PAGE, ec2_arn, tags};
use crate::classify::{self, Whose};
use crate::session::SessionCore;

#[derive(Serialize)]
struct GroupAttributes<'a> {
    vpc_id: Option<&'a str>,
    description: Option<&'a str>,
    ingress: Vec<Rule<'a>>,
    egress: Vec<Rule<'a>>,
}

/// One peer of a permission.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Rule<'a> {
    /// `tcp`, `udp`, `icmp`, a number, or `all`.
    protocol: &'a str,
    /// For ICMP the type and code, as AWS has it.
    from_port: Option<i32>,
    to_port: Option<i32>,
    /// A CIDR, a prefix list or a group; a group of another account as `account/group`.
    peer: String,
    description: Option<&'a str>,
}

pub(super) async fn list(core: &SessionCore, ec2: &Ec2) -> Result<Vec<Resource>, ListFailure> {
    let call = async |token: Option<String>| {
        let answer = ec2.client.describe_security_groups().max_results(EC2_PAGE).set_next_token(token).send().await;
        let answer =
            answer.map_err(|error| classify::failure("ec2:DescribeSecurityGroups", &error, &Whose::Session))?;
        Ok(Page { next: answer.next_token, items: answer.security_groups.unwrap_or_default() })
    };
    every_page(ec2.host(core), call, |group| resource(core, &ec2.region, &group)).await
}

fn resource(core: &SessionCore, region: &Region, group: &SecurityGroup) -> Option<Resource> {
    let id = group.group_id()?;
    let tags = tags(group.tags());
    let attributes = Attributes::of(&GroupAttributes {
        vpc_id: group.vpc_id(),
        description: group.description(),
        ingress: rules(group.ip_permissions(), group.owner_id()),
        egress: rules(group.ip_permissions_egress(), group.owner_id()),
    });
    Some(Resource {
        kind: Kind::SecurityGroup,
        id: id.to_owned(),
        arn: ec2_arn(core, region, group.owner_id(), &format!("security-group/{id}")),
        region: Place::Region(region.clone()),
        // Every group has a name of its own; few have the tag.
        name: group.group_name().or_else(|| tags.get("Name")).map(str::to_owned),
        parent: group.vpc_id().map(str::to_owned),
        attributes,
        tags,
    })
}

fn rules<'a>(permissions: &'a [IpPermission], owner: Option<&str>) -> Vec<Rule<'a>> {
    permissions.iter().flat_map(|permission| of_permission(permission, owner)).collect()
}

fn of_permission<'a>(permission: &'a IpPermission, owner: Option<&str>) -> Vec<Rule<'a>> {
    let ipv4 = permission
        .ip_ranges()
        .iter()
        .map(|range| (range.cidr_ip().unwrap_or_default().to_owned(), range.description()));
    let ipv6 = permission
        .ipv6_ranges()
        .iter()
        .map(|range| (range.cidr_ipv6().unwrap_or_default().to_owned(), range.description()));
    let lists = permission
        .prefix_list_ids()
        .iter()
        .map(|list| (list.prefix_list_id().unwrap_or_default().to_owned(), list.description()));
    let groups = permission.user_id_group_pairs().iter().map(|pair| (group_peer(pair, owner), pair.description()));
    let protocol = match permission.ip_protocol() {
        None | Some("-1") => "all",
        Some(protocol) => protocol,
    };
    let rule = |(peer, description)| Rule {
        protocol,
        from_port: permission.from_port(),
        to_port: permission.to_port(),
        peer,
        description,
    };
    ipv4.chain(ipv6).chain(lists).chain(groups).map(rule).collect()
}

fn group_peer(pair: &UserIdGroupPair, owner: Option<&str>) -> String {
    let group = pair.group_id().or_else(|| pair.group_name()).unwrap_or_default();
    match pair.user_id().filter(|account| owner.is_some_and(|owner| owner != *account)) {
        Some(account) => format!("{account}/{group}"),
        None => group.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_ec2::types::{IpRange, Ipv6Range, PrefixListId};

    #[test]
    fn every_peer_is_a_rule() {
        let pair = |account: &str| UserIdGroupPair::builder().user_id(account).group_id("sg-2").build();
        let permission = IpPermission::builder()
            .ip_protocol("tcp")
            .from_port(443)
            .to_port(443)
            .ip_ranges(IpRange::builder().cidr_ip("0.0.0.0/0").description("web").build())
            .ipv6_ranges(Ipv6Range::builder().cidr_ipv6("::/0").build())
            .prefix_list_ids(PrefixListId::builder().prefix_list_id("pl-1").build())
            .user_id_group_pairs(pair("111111111111"))
            .user_id_group_pairs(pair("222222222222"))
            .build();
        let permissions = [permission];
        let rules = rules(&permissions, Some("111111111111"));
        let peers: Vec<&str> = rules.iter().map(|rule| rule.peer.as_str()).collect();
        assert_eq!(
            peers,
            ["0.0.0.0/0", "::/0", "pl-1", "sg-2", "222222222222/sg-2"],
            "foreign groups say whose they are"
        );
        assert_eq!((rules[0].from_port, rules[0].description), (Some(443), Some("web")), "ports and description stay");
    }

    #[test]
    fn every_protocol_is_called_so() {
        let permission =
            IpPermission::builder().ip_protocol("-1").ip_ranges(IpRange::builder().cidr_ip("10.0.0.0/8").build());
        let permissions = [permission.build()];
        let rules = rules(&permissions, None);
        assert_eq!((rules[0].protocol, rules[0].from_port), ("all", None), "AWS writes -1, which nobody reads as all");
    }
}
