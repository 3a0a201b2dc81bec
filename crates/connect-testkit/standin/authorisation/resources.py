"""The ARNs of the resources that a request names, by resource type."""

import re

from . import reference, stores

# service, resource type -> the parameters that name it; the first that the request has counts. Several parameters in
# one row fill the ARN from left to right.
NAMED_BY = {
    ("ecr", "repository"): [["repositoryName"], ["repositoryNames"]],
    ("eks", "cluster"): [["clusterName"], ["name"]],
    ("eks", "nodegroup"): [["clusterName", "nodegroupName"]],
    ("eks", "addon"): [["clusterName", "addonName"]],
    ("eks", "access-entry"): [["clusterName", "principalArn"]],
    ("elasticache", "cluster"): [["CacheClusterId"], ["PrimaryClusterId"]],
    ("elasticache", "parametergroup"): [["CacheParameterGroupName"]],
    ("elasticache", "replicationgroup"): [["ReplicationGroupId"]],
    ("elasticache", "securitygroup"): [["CacheSecurityGroupNames"]],
    ("elasticache", "snapshot"): [["SnapshotName"], ["FinalSnapshotIdentifier"]],
    ("elasticache", "subnetgroup"): [["CacheSubnetGroupName"]],
    ("elasticache", "user"): [["UserId"], ["UserIds"]],
    ("elasticache", "usergroup"): [["UserGroupId"], ["UserGroupIds"]],
    ("iam", "group"): [["GroupName"]],
    ("iam", "instance-profile"): [["InstanceProfileName"]],
    ("iam", "oidc-provider"): [["Url"]],
    ("iam", "policy"): [["PolicyName"]],
    ("iam", "role"): [["RoleName"], ["AWSServiceName"], ["DeletionTaskId"]],
    ("iam", "user"): [["UserName"]],
    ("rds", "cluster"): [["DBClusterIdentifier"]],
    ("rds", "cluster-pg"): [["DBClusterParameterGroupName"]],
    ("rds", "cluster-snapshot"): [["DBClusterSnapshotIdentifier"], ["FinalDBSnapshotIdentifier"]],
    ("rds", "db"): [["DBInstanceIdentifier"]],
    ("rds", "global-cluster"): [["GlobalClusterIdentifier"]],
    ("rds", "og"): [["OptionGroupName"]],
    ("rds", "pg"): [["DBParameterGroupName"], ["DBInstanceParameterGroupName"]],
    ("rds", "secgrp"): [["DBSecurityGroups"]],
    ("rds", "snapshot"): [["DBSnapshotIdentifier"]],
    ("rds", "subgrp"): [["DBSubnetGroupName"]],
    ("route53", "change"): [["Id"]],
    ("route53", "healthcheck"): [["HealthCheckId"], ["ResourceId"]],
    ("route53", "hostedzone"): [["HostedZoneId"], ["Id"], ["ResourceId"]],
    ("secretsmanager", "secret"): [["SecretId"], ["Name"]],
    ("sns", "topic"): [["Name"]],
    ("wafv2", "ipset"): [["Scope", "Name", "Id"]],
    ("wafv2", "regexpatternset"): [["Scope", "Name", "Id"]],
    ("wafv2", "rulegroup"): [["Scope", "Name", "Id"]],
    ("wafv2", "webacl"): [["Scope", "Name", "Id"]],
}
WAF_SCOPES = {"REGIONAL": "regional", "CLOUDFRONT": "global"}


class Resources:
    """Where a request is served: fills in region and account."""

    def __init__(self, region, account):
        self.region, self.account = region, account

    def arn(self, service, kind, *names):
        """The ARN of a type, its places filled from left to right; what is not known is `*`."""
        fixed = {"Partition": "aws", "Region": self.region, "Account": self.account}
        left = list(names)

        def fill(place):
            return fixed.get(place[1]) or (left.pop(0) if left else None) or "*"

        return re.sub(r"\$\{(\w+)\}", fill, reference.arn_format(service, kind))

    def of(self, request, kind, required=False):
        """The ARNs of this type that a request names."""
        if request.service == "ec2":
            return self.of_ec2(request, kind)
        if kind == "managedruleset":
            scope = WAF_SCOPES.get(request.params.get("Scope"))
            return [self.arn("wafv2", kind, scope, name) for name in vendor_rules(request.params)]
        if kind == "secret":
            return [self.secret(*names) for names in self.names(request, kind)]
        found = self.by_arn(request, kind)
        # The names in a WAF request are those of what is changed, not of what its rules refer to.
        if found or (request.service == "wafv2" and not required) or not fits(request, kind):
            return found
        return [self.named(request, kind, names) for names in self.names(request, kind)]

    def by_arn(self, request, kind):
        entry = kind == "access-entry" and stores.access_entry(request.params.get("resourceArn"))
        if entry:
            return [self.access_entry(*entry)]
        return [arn for arn in arns(request) if is_a(request.service, kind, arn)]

    def secret(self, name):
        known = stores.secret_arn(name) or (name if name.startswith("arn:") else None)
        return known or self.arn("secretsmanager", "secret", name)

    def names(self, request, kind):
        for parameters in NAMED_BY.get((request.service, kind), []):
            values = [request.params.get(parameter) for parameter in parameters]
            if values[0]:
                return [[each] for each in values[0]] if isinstance(values[0], list) else [values]
        return []

    def named(self, request, kind, names):
        """The ARN of a resource by its names: the stored one if it exists, else the one it will have."""
        service, name = request.service, names[-1]
        if service == "iam":
            return self.iam(kind, name, request.params.get("Path"))
        if service == "eks" and kind in ("nodegroup", "addon"):
            return stores.eks_arn(kind, *names) or self.arn(service, kind, *names)
        if kind == "access-entry":
            return self.access_entry(*names)
        if service == "wafv2":
            return self.arn(service, kind, WAF_SCOPES.get(names[0], ""), *names[1:])
        return self.arn(service, kind, *[each.rpartition("/")[2] if service == "route53" else each for each in names])

    def iam(self, kind, name, path=None):
        if kind == "oidc-provider":
            return self.arn("iam", kind, name.removeprefix("https://"))
        linked = name if name.endswith(".amazonaws.com") else stores.linked_service(name) if kind == "role" else None
        if linked:
            return self.linked_role(linked)
        known = stores.iam_arn(kind, name) if kind != "policy" and not path else None
        return known or self.arn("iam", kind, (path or "/")[1:] + name)

    def linked_role(self, service):
        return self.arn("iam", "role", f"aws-service-role/{service}/{stores.LINKED_ROLES.get(service, '*')}")

    def access_entry(self, cluster, principal):
        account, resource = principal.split(":", 5)[4:]
        kind, name = resource.partition("/")[0], resource.rpartition("/")[2]
        return self.arn("eks", "access-entry", cluster, kind, account, name, stores.access_entry_id(cluster, principal))

    def of_ec2(self, request, kind):
        return [self.arn("ec2", kind, each) for each in ec2_ids(request.params) if ec2_kind(each) == kind]


def fits(request, kind):
    """Route 53 says what a bare id stands for; all others name each type by parameters of its own."""
    said = request.params.get("ResourceType")
    return request.service != "route53" or said in (None, kind)


def ec2_kind(identifier):
    return stores.EC2_KINDS.get(identifier.partition("-")[0])


def ec2_ids(params):
    """The ids at the top of an EC2 request: what stands further in, such as a rule's peer, is not authorised."""
    found = []
    for name, value in params.items():
        if name == "SecurityGroupRules":
            value = [rule.get("SecurityGroupRuleId") for rule in value]
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str):
                found += stores.EC2_BY[name](each) if name in stores.EC2_BY else [each]
    return list(dict.fromkeys(found))


def arns(request):
    """The ARNs at the top of a request, and those anywhere in a WAF request: its rules refer to other resources."""
    if request.service == "wafv2":
        return arns_in(request.params)
    top = {name: value for name, value in request.params.items() if name != "CallerArn" and isinstance(value, str)}
    # A subscription's ARN stands for its topic.
    return [":".join(arn.split(":")[:6]) if request.service == "sns" else arn for arn in arns_in(top)]


def arns_in(value):
    if isinstance(value, (dict, list)):
        return [arn for each in (value.values() if isinstance(value, dict) else value) for arn in arns_in(each)]
    return [value] if isinstance(value, str) and value.startswith("arn:") else []


def vendor_rules(value):
    """The names of the rules of AWS or of a vendor that a WAF request refers to."""
    if isinstance(value, dict) and "VendorName" in value:
        return [value["Name"]]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [name for each in inside for name in vendor_rules(each)]


def is_a(service, kind, arn):
    pattern = re.sub(r"\\\$\\\{(\w+)\\\}", place_pattern, re.escape(reference.arn_format(service, kind)))
    return re.fullmatch(pattern, arn) is not None


def place_pattern(place):
    return r"[^:]*" if place[1] in ("Partition", "Region", "Account") else r"[^:]+"
