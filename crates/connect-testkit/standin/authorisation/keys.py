"""Condition keys of services that a request fills in, other than tags."""

from . import stores


def boundary(request):
    """The boundary that a role is given, or else the one it has."""
    given = request.params.get("PermissionsBoundary")
    return given or stores.boundary(request.params.get("RoleName"))


def vpcs(request):
    vpc = request.params.get("VPC")
    return vpc and [f"VPCId={vpc.get('VPCId')},VPCRegion={vpc.get('VPCRegion')}"]


def record_sets(*path):
    def found(request):
        values = request.params.get("ChangeBatch", {}).get("Changes", [])
        for name in path:
            values = [value.get(name) for value in values]
        return list(dict.fromkeys(values))

    return found


def record_names(request):
    """Lower case, without the dot at the end, and `*` written as DNS does."""
    names = record_sets("ResourceRecordSet", "Name")(request)
    return [name.lower().removesuffix(".").replace("*", "\\052") for name in names]


def domains(request):
    return [request.params.get("DomainName"), *request.params.get("SubjectAlternativeNames", [])]


def param(*path):
    def found(request):
        value = request.params
        for name in path:
            value = (value or {}).get(name)
        return str(value).lower() if isinstance(value, bool) else value

    return found


KEYS = {
    "acm:DomainNames": domains,
    "acm:KeyAlgorithm": param("KeyAlgorithm"),
    "acm:ValidationMethod": param("ValidationMethod"),
    "eks:accessEntryType": param("type"),
    "eks:accessScope": param("accessScope", "type"),
    "eks:kubernetesGroups": param("kubernetesGroups"),
    "eks:namespaces": param("accessScope", "namespaces"),
    "eks:policyArn": param("policyArn"),
    "eks:principalArn": param("principalArn"),
    "eks:username": param("username"),
    "elasticache:CacheNodeType": param("CacheNodeType"),
    "elasticache:CacheParameterGroupName": param("CacheParameterGroupName"),
    "elasticache:EngineType": param("Engine"),
    "iam:AWSServiceName": param("AWSServiceName"),
    "iam:PermissionsBoundary": boundary,
    "iam:PolicyARN": param("PolicyArn"),
    "rds:DatabaseEngine": param("Engine"),
    "rds:ManageMasterUserPassword": param("ManageMasterUserPassword"),
    "route53:ChangeResourceRecordSetsActions": record_sets("Action"),
    "route53:ChangeResourceRecordSetsNormalizedRecordNames": record_names,
    "route53:ChangeResourceRecordSetsRecordTypes": record_sets("ResourceRecordSet", "Type"),
    "route53:VPCs": vpcs,
    "secretsmanager:BlockPublicPolicy": param("BlockPublicPolicy"),
    "secretsmanager:ForceDeleteWithoutRecovery": param("ForceDeleteWithoutRecovery"),
    "secretsmanager:Name": param("Name"),
    "secretsmanager:RecoveryWindowInDays": param("RecoveryWindowInDays"),
    "secretsmanager:SecretId": param("SecretId"),
    "sns:Endpoint": param("Endpoint"),
    "sns:Protocol": param("Protocol"),
}


def context(wanted, request):
    found = {key: KEYS[key](request) for key in wanted if key in KEYS}
    return {key: value for key, value in found.items() if value is not None}
