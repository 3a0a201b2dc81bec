"""Fills the sandbox: seed.py ENDPOINT DIR [--identities-only]

Makes users and profiles, the broken roles and the customer's resources; then describes what is there and writes it to
DIR/seeded.json, for a test to compare with.
"""

import concurrent.futures
import json
import pathlib
import sys

import estate
import identities
from identities import CUSTOMER, EXTERNAL_ID, PLATFORM, STRANGER
from stand_in_api import StandIn


def make_estate(customer, pool):
    """Makes everything; returns the tier of each subnet that was made."""
    networks = [pool.submit(estate.make_network, customer, *network) for network in estate.NETWORKS]
    users = [pool.submit(estate.make_user, customer, *user) for user in estate.USERS]
    made = [network.result() for network in networks]
    first_vpc = made[0][0]
    zones = [
        pool.submit(estate.make_zone, customer, number, name, comment, first_vpc if private else None)
        for number, (name, comment, private) in enumerate(estate.zone_list())
    ]
    for task in [*zones, *users]:
        task.result()
    return {(network[0], subnet): tier for network, (_, tiers, _) in zip(estate.NETWORKS, made) for subnet, tier in tiers.items()}


def regions(customer):
    found = customer.ec2("us-east-1", "DescribeRegions")
    enabled = ("opt-in-not-required", "opted-in")
    return [item.findtext("regionName") for item in found.iter("item") if item.findtext("optInStatus") in enabled]


def name_tag(item):
    return next((tag.findtext("value") for tag in item.findall("tagSet/item") if tag.findtext("key") == "Name"), None)


def region_census(customer, region, tiers):
    """Every VPC, subnet and security group of a region, the default ones too."""
    for item in customer.ec2(region, "DescribeVpcs").findall("vpcSet/item"):
        yield {"kind": "vpc", "id": item.findtext("vpcId"), "region": region, "name": name_tag(item), "parent": None,
               "is_default": item.findtext("isDefault") == "true"}
    for item in customer.ec2(region, "DescribeSubnets").findall("subnetSet/item"):
        subnet = item.findtext("subnetId")
        # The stand-in's default VPC has no route to its internet gateway.
        yield {"kind": "subnet", "id": subnet, "region": region, "name": name_tag(item), "parent": item.findtext("vpcId"),
               "tier": tiers.get((region, subnet), "isolated")}
    for item in customer.ec2(region, "DescribeSecurityGroups").findall("securityGroupInfo/item"):
        yield {"kind": "security_group", "id": item.findtext("groupId"), "region": region, "name": item.findtext("groupName"),
               "tag_name": name_tag(item), "parent": item.findtext("vpcId")}


def zone_census(customer):
    marker = ""
    while True:
        page = customer.send("GET", f"/2013-04-01/hostedzone?maxitems=100{marker}", "route53", "us-east-1")
        for zone in page.findall("HostedZones/HostedZone"):
            yield {"kind": "hosted_zone", "id": zone.findtext("Id").rsplit("/", 1)[-1], "region": "global",
                   "name": zone.findtext("Name"), "parent": None, "private": zone.findtext("Config/PrivateZone") == "true"}
        if page.findtext("IsTruncated") != "true":
            return
        marker = "&marker=" + page.findtext("NextMarker")


def user_census(customer):
    for user in customer.iam("ListUsers", MaxItems="1000").iter("member"):
        if user.findtext("UserId"):
            yield {"kind": "iam_user", "id": user.findtext("UserId"), "region": "global", "name": user.findtext("UserName"),
                   "parent": None, "path": user.findtext("Path")}


def census(customer, tiers, pool):
    enabled = regions(customer)
    tasks = [pool.submit(lambda region=region: list(region_census(customer, region, tiers))) for region in enabled]
    tasks += [pool.submit(lambda: list(zone_census(customer))), pool.submit(lambda: list(user_census(customer)))]
    return enabled, [resource for task in tasks for resource in task.result()]


def main(endpoint, directory, identities_only):
    directory = pathlib.Path(directory)
    platform, customer, stranger = (StandIn(endpoint, account) for account in (PLATFORM, CUSTOMER, STRANGER))
    profiles, device = identities.make_profiles(directory, platform, customer, stranger)
    seeded = {"accounts": {"platform": PLATFORM, "customer": CUSTOMER, "stranger": STRANGER}, "profiles": profiles,
              "external_id": EXTERNAL_ID, "mfa": device, "roles": [], "regions": [], "resources": []}
    if not identities_only:
        seeded["roles"] = identities.make_roles(customer)
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            tiers = make_estate(customer, pool)
            seeded["regions"], seeded["resources"] = census(customer, tiers, pool)
    (directory / "seeded.json").write_text(json.dumps(seeded, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], "--identities-only" in sys.argv[3:])
