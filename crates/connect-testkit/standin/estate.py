"""The customer's account: networks in four regions, hosted zones, users."""

from xml.sax.saxutils import escape

from stand_in_api import tags

SCRIPT = "<script>alert(1)</script>"
FORMULA = "=cmd|' /C calc'!A0"

# Region, name of the VPC, its address range, what kind of network it is.
NETWORKS = [
    ("eu-central-1", "prod", "10.10.0.0/16", "tiered"),
    ("eu-central-1", "staging", "10.11.0.0/16", "tiered"),
    ("eu-central-1", "shared-services", "10.12.0.0/16", "main-public"),
    ("eu-west-1", "prod", "10.20.0.0/16", "tiered"),
    ("eu-west-1", f"🚀 launch {SCRIPT}", "10.21.0.0/16", "isolated"),
    ("us-east-1", "prod-us", "10.30.0.0/16", "tiered"),
    ("us-east-1", f"{FORMULA} & \"sons\"", "10.31.0.0/16", "main-public"),
    ("us-east-1", None, "10.32.0.0/16", "isolated"),
    ("ap-southeast-2", "prod-apac", "10.40.0.0/16", "tiered"),
    ("ap-southeast-2", "disaster-recovery", "10.41.0.0/16", "isolated"),
]
ZONES = ["a", "b", "c"]
TIERS = ["public", "private", "isolated"]


def make_network(api, region, name, cidr, kind):
    """One VPC with subnets in three zones; returns its id and the tier of each of its subnets."""
    labels = {"CostCenter": "4711", **({"Name": name} if name else {})}
    vpc = api.ec2(region, "CreateVpc", CidrBlock=cidr, **tags("vpc", labels)).findtext(".//vpcId")
    groups = make_groups(api, region, vpc, name or "unnamed", cidr)
    prefix = cidr.rsplit(".", 2)[0]
    if kind == "tiered":
        tiers = make_tiers(api, region, vpc, prefix, name)
    else:
        tier = "public" if kind == "main-public" else "isolated"
        tiers = {make_subnet(api, region, vpc, f"{prefix}.{number}.0/24", zone, f"{name or 'plain'}-{zone}"): tier
                 for number, zone in enumerate(ZONES)}
    if kind == "main-public":
        route(api, region, main_table(api, region, vpc), GatewayId=internet_gateway(api, region, vpc, name))
    return vpc, tiers, groups


def make_subnet(api, region, vpc, cidr, zone, name):
    made = api.ec2(region, "CreateSubnet", VpcId=vpc, CidrBlock=cidr, AvailabilityZone=region + zone,
                   **tags("subnet", {"Name": name}))
    return made.findtext(".//subnetId")


def make_tiers(api, region, vpc, prefix, name):
    """Public subnets by an internet gateway, private ones by a NAT gateway, isolated ones by the bare main table."""
    subnets = {}
    for row, tier in enumerate(TIERS):
        for column, zone in enumerate(ZONES):
            cidr = f"{prefix}.{row * 16 + column}.0/24"
            subnets[make_subnet(api, region, vpc, cidr, zone, f"{name}-{tier}-{zone}")] = tier
    public = [subnet for subnet, tier in subnets.items() if tier == "public"]
    for subnet in public:
        api.ec2(region, "ModifySubnetAttribute", SubnetId=subnet, **{"MapPublicIpOnLaunch.Value": "true"})
    gateway = internet_gateway(api, region, vpc, name)
    nat = nat_gateway(api, region, public[0], name)
    for tier, target in (("public", {"GatewayId": gateway}), ("private", {"NatGatewayId": nat})):
        table = api.ec2(region, "CreateRouteTable", VpcId=vpc, **tags("route-table", {"Name": f"{name}-{tier}"}))
        table = table.findtext(".//routeTableId")
        route(api, region, table, **target)
        for subnet in (subnet for subnet, its in subnets.items() if its == tier):
            api.ec2(region, "AssociateRouteTable", RouteTableId=table, SubnetId=subnet)
    endpoint(api, region, vpc, "s3", f"{name}-s3", VpcEndpointType="Gateway", **{"RouteTableId.1": table})
    inside = [subnet for subnet, tier in subnets.items() if tier == "private"]
    endpoint(api, region, vpc, "secretsmanager", f"{name}-secrets", VpcEndpointType="Interface",
             **{f"SubnetId.{number}": subnet for number, subnet in enumerate(inside, 1)})
    return subnets


def endpoint(api, region, vpc, service, name, **more):
    api.ec2(region, "CreateVpcEndpoint", VpcId=vpc, ServiceName=f"com.amazonaws.{region}.{service}",
            **tags("vpc-endpoint", {"Name": name}), **more)


def internet_gateway(api, region, vpc, name):
    made = api.ec2(region, "CreateInternetGateway", **tags("internet-gateway", {"Name": f"{name}-igw"}))
    gateway = made.findtext(".//internetGatewayId")
    api.ec2(region, "AttachInternetGateway", InternetGatewayId=gateway, VpcId=vpc)
    return gateway


def nat_gateway(api, region, subnet, name):
    address = api.ec2(region, "AllocateAddress", Domain="vpc", **tags("elastic-ip", {"Name": f"{name}-nat"}))
    made = api.ec2(region, "CreateNatGateway", SubnetId=subnet, AllocationId=address.findtext(".//allocationId"),
                   **tags("natgateway", {"Name": f"{name}-nat"}))
    return made.findtext(".//natGatewayId")


def main_table(api, region, vpc):
    found = api.ec2(region, "DescribeRouteTables", **{
        "Filter.1.Name": "vpc-id", "Filter.1.Value.1": vpc,
        "Filter.2.Name": "association.main", "Filter.2.Value.1": "true"})
    return found.findtext(".//routeTableId")


def route(api, region, table, **target):
    api.ec2(region, "CreateRoute", RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", **target)


def make_groups(api, region, vpc, name, cidr):
    """A load balancer, an application and a database that only let each other in."""
    def group(role, description):
        label = "".join(char for char in name if char.isascii() and (char.isalnum() or char in " -"))
        made = api.ec2(region, "CreateSecurityGroup", GroupName=f"{label}-{role}".strip(), GroupDescription=description,
                       VpcId=vpc, **tags("security-group", {"Name": f"{name}-{role}"}))
        return made.findtext(".//groupId")

    balancer = group("lb", "Load balancer, open to the world")
    app = group("app", "Application, from the load balancer")
    database = group("db", "Database, from the application and the office")
    allow(api, region, balancer, "tcp", 443, 443, **{"IpRanges.1.CidrIp": "0.0.0.0/0", "IpRanges.1.Description": "HTTPS from anywhere",
                                                         "Ipv6Ranges.1.CidrIpv6": "::/0", "Ipv6Ranges.1.Description": "HTTPS from anywhere, IPv6"})
    allow(api, region, balancer, "tcp", 80, 80, **{"IpRanges.1.CidrIp": "0.0.0.0/0", "IpRanges.1.Description": "Redirected to HTTPS"})
    allow(api, region, app, "tcp", 8080, 8090, **{"Groups.1.GroupId": balancer, "Groups.1.Description": "Only from the load balancer"})
    allow(api, region, app, "icmp", 8, -1, **{"IpRanges.1.CidrIp": cidr, "IpRanges.1.Description": "Ping from the VPC"})
    allow(api, region, database, "tcp", 5432, 5432, **{"Groups.1.GroupId": app, "IpRanges.1.CidrIp": "203.0.113.0/24",
                                                           "IpRanges.1.Description": "Office network"})
    return [balancer, app, database]


def allow(api, region, group, protocol, low, high, **peers):
    rule = "IpPermissions.1"
    params = {f"{rule}.IpProtocol": protocol, f"{rule}.FromPort": low, f"{rule}.ToPort": high}
    params.update({f"{rule}.{name}": value for name, value in peers.items()})
    api.ec2(region, "AuthorizeSecurityGroupIngress", GroupId=group, **params)


def zone_list():
    """Name, comment, and whether it is private, of each hosted zone."""
    products = ["shop", "billing", "search", "media", "login", "mail", "metrics", "maps", "tickets", "assets", "docs", "jobs"]
    stages = ["dev", "test", "qa", "staging", "demo", "load", "edge", "eu", "us", "apac"]
    zones = [(f"{product}.{stage}.example.com", "", False) for product in products for stage in stages]
    zones += [
        ("example.com", "The apex, with one comment", False),
        ("example.com", "The same name inside the VPC", True),
        ("internal.example.net", "Private only", True),
        ("xn--mnchen-3ya.example", "münchen.example", False),
        ("xn--80ak6aa92e.example", f"Punycode {SCRIPT} {FORMULA}", False),
        ("2.0.192.in-addr.arpa", "Reverse lookup", False),
        ("_acme-challenge.example.org", "", False),
    ]
    return zones


def make_zone(api, number, name, comment, vpc):
    network = f"<VPC><VPCRegion>eu-central-1</VPCRegion><VPCId>{vpc}</VPCId></VPC>" if vpc else ""
    private = "true" if vpc else "false"
    body = (
        '<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/">'
        f"<Name>{name}</Name>{network}<CallerReference>seed-{number}</CallerReference>"
        f"<HostedZoneConfig><Comment>{escape(comment)}</Comment><PrivateZone>{private}</PrivateZone></HostedZoneConfig>"
        "</CreateHostedZoneRequest>"
    )
    xml = {"Content-Type": "text/xml"}
    made = api.send("POST", "/2013-04-01/hostedzone", "route53", "us-east-1", body, xml)
    if vpc:
        zone = made.findtext(".//HostedZone/Id").rsplit("/", 1)[-1]
        labels = (
            '<ChangeTagsForResourceRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><AddTags>'
            "<Tag><Key>Team</Key><Value>network</Value></Tag></AddTags></ChangeTagsForResourceRequest>"
        )
        api.send("POST", f"/2013-04-01/tags/hostedzone/{zone}", "route53", "us-east-1", labels, xml)


def make_user(api, name, path):
    labels = {"Tags.member.1.Key": "Team", "Tags.member.1.Value": path.strip("/") or "root"}
    api.iam("CreateUser", UserName=name, Path=path, **labels)


USERS = [
    ("alice", "/"), ("bob", "/"), ("carol.oneil", "/"), ("ci-deployer", "/ci/"), ("ci-reader", "/ci/"),
    ("dora@example.com", "/people/engineering/"), ("erik+oncall", "/people/engineering/"), ("=1+1", "/odd/"),
    ("under_score", "/odd/"), ("comma,comma", "/odd/"), ("-leading-dash", "/odd/"), ("UPPER.lower", "/people/"),
    ("backup", "/service/"), ("x" * 64, "/service/"),
]
