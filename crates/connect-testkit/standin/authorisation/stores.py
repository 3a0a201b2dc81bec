"""What the stand-in has stored about resources that exist: their tags, and the ARNs of those named otherwise."""

from importlib import import_module

EC2_KINDS = {
    "acl": "network-acl",
    "ami": "image",
    "dopt": "dhcp-options",
    "eigw": "egress-only-internet-gateway",
    "eipalloc": "elastic-ip",
    "eni": "network-interface",
    "i": "instance",
    "igw": "internet-gateway",
    "lt": "launch-template",
    "nat": "natgateway",
    "pl": "prefix-list",
    "rtb": "route-table",
    "sg": "security-group",
    "sgr": "security-group-rule",
    "subnet": "subnet",
    "vol": "volume",
    "vpc": "vpc",
    "vpce": "vpc-endpoint",
}

# The name that each service gives its own role.
LINKED_ROLES = {
    "eks.amazonaws.com": "AWSServiceRoleForAmazonEKS",
    "eks-fargate.amazonaws.com": "AWSServiceRoleForAmazonEKSForFargate",
    "eks-nodegroup.amazonaws.com": "AWSServiceRoleForAmazonEKSNodegroup",
    "elasticache.amazonaws.com": "AWSServiceRoleForElastiCache",
    "elasticloadbalancing.amazonaws.com": "AWSServiceRoleForElasticLoadBalancing",
    "autoscaling.amazonaws.com": "AWSServiceRoleForAutoScaling",
    "rds.amazonaws.com": "AWSServiceRoleForRDS",
    "spot.amazonaws.com": "AWSServiceRoleForEC2Spot",
}


def store(module, name):
    return getattr(import_module(f"ministack.services.{module}"), name)


# EC2: other ways of naming a resource than its id.


def associated_with(association):
    """The ids of what a route table's or an address's association joins."""
    for table in store("ec2", "_route_tables").values():
        for each in table.get("Associations", []):
            if each.get("RouteTableAssociationId") == association:
                return [table["RouteTableId"], each.get("SubnetId") or ""]
    return [key for key, address in store("ec2", "_addresses").items() if address.get("AssociationId") == association]


def addressed(public_ip):
    return [key for key, address in store("ec2", "_addresses").items() if address.get("PublicIp") == public_ip]


def launch_template(name):
    templates = store("ec2", "_launch_templates").items()
    return [key for key, template in templates if template.get("LaunchTemplateName") == name]


def security_group(name):
    groups = store("ec2", "_security_groups").items()
    return [key for key, group in groups if group.get("GroupName") == name]


EC2_BY = {
    "AssociationId": associated_with,
    "GroupName": security_group,
    "LaunchTemplateName": launch_template,
    "PublicIp": addressed,
}


# The others: ARNs with a path or with random characters in them.


def iam_record(kind, name):
    kept = {"role": "_roles", "instance-profile": "_instance_profiles", "user": "_users", "group": "_groups"}[kind]
    return store("iam", kept).get(name)


def iam_arn(kind, name):
    return (iam_record(kind, name) or {}).get("Arn")


def linked_service(name):
    """The service whose own role this is, or None. A role that is being deleted is named by the task: AWS calls the
    task after the role, the stand-in does not."""
    task = store("iam", "_service_linked_role_deletion_tasks").get(name)
    if task:
        return next((service for service in LINKED_ROLES if names_alike(service, task["RoleName"])), None)
    path = (iam_record("role", name) or {}).get("Path") or ""
    return path.split("/")[2] if path.startswith("/aws-service-role/") else None


def names_alike(service, role):
    """Whether the stand-in calls the service's role so."""
    return role == "AWSServiceRoleFor" + service.partition(".")[0].capitalize()


def linked_role_exists(service):
    path = f"/aws-service-role/{service}/"
    return any(role.get("Path") == path for role in store("iam", "_roles").values())


def secret_arn(name):
    _, secret = import_module("ministack.services.secretsmanager")._resolve(name)
    return secret["ARN"] if secret else None


def eks_arn(kind, cluster, name):
    kept, field = {"nodegroup": ("_nodegroups", "nodegroupArn"), "addon": ("_addons", "addonArn")}[kind]
    return (store("eks", kept).get(f"{cluster}/{name}") or {}).get(field)


def access_entry(arn):
    """The cluster and the principal of the access entry with this ARN, which the stand-in makes shorter than AWS."""
    entries = store("eks", "_access_entries").items()
    return next((key.split("\0") for key, entry in entries if entry.get("accessEntryArn") == arn), None)


def access_entry_id(cluster, principal):
    """What ends both its ARNs."""
    arn = (store("eks", "_access_entries").get(f"{cluster}\0{principal}") or {}).get("accessEntryArn")
    return arn and arn.rpartition("/")[2]


# Tags, each store in its own form.


def plain(tags):
    """{key: value} of what a store keeps."""
    if isinstance(tags, dict):
        return dict(tags)
    return {tag["Key"]: tag["Value"] for tag in tags or []}


def iam_tags(arn):
    kind, _, name = arn.split(":", 5)[5].partition("/")
    if kind in ("role", "user", "instance-profile"):
        record = iam_record(kind, name.rpartition("/")[2])
    else:
        record = store("iam", "_policies" if kind == "policy" else "_oidc_providers").get(arn)
    return (record or {}).get("Tags")


def eks_tags(arn):
    if ":access-entry/" not in arn:
        return store("eks", "_tags").get(arn)
    ending = "/" + arn.rpartition("/")[2]
    return next(
        (tags for key, tags in store("eks", "_tags").items() if ":access-entry/" in key and key.endswith(ending)), None
    )


TAGS = {
    "acm": lambda arn: (store("acm", "_certificates").get(arn) or {}).get("Tags"),
    "ec2": lambda arn: store("ec2", "_tags").get(arn.rpartition("/")[2]),
    "ecr": lambda arn: (store("ecr", "_repositories").get(arn.partition("repository/")[2]) or {}).get("tags"),
    "eks": eks_tags,
    "elasticache": lambda arn: store("elasticache", "_tags").get(arn),
    "iam": iam_tags,
    "rds": lambda arn: store("rds", "_tags").get(arn),
    "wafv2": lambda arn: store("waf", "_waf_tags").get(arn),
}


def tags(arn):
    """The tags of the resource with this ARN; none where there is no such resource."""
    find = TAGS.get(arn.split(":")[2])
    return plain(find(arn) if find else import_module("ministack.services.tagging").resource_tags(arn))


def boundary(role):
    return (store("iam", "_roles").get(role) or {}).get("PermissionsBoundary")
