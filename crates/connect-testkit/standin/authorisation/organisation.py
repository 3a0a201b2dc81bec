"""Which kind of policy denies a request: those of IAM, a session's, and those that an organisation or a VPC endpoint
puts around them. The stand-in has none of the last; they stand in the file ORGANISATION:

    {"scp": {account: [statement, ...]}, "rcp": {account: [...]}, "endpoint": [...]}

AWS attaches a policy of each kind that allows everything, so only what they deny matters.
"""

import json
import os

SCP, RCP, ENDPOINT = "a service control policy", "a resource control policy", "a VPC endpoint policy"
IDENTITY, BOUNDARY, SESSION = "an identity-based policy", "a permissions boundary", "a session policy"

# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
UNDER_RCP = {"cognito", "dynamodb", "ecr", "kms", "logs", "s3", "secretsmanager", "sqs", "sts"}


def kept():
    path = os.environ.get("ORGANISATION")
    if not path or not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def around(principal_account, action, resource, policies):
    """The statements around a request, by their kind."""
    fields = resource.split(":")
    owner = fields[4] if len(fields) > 5 and fields[4] else principal_account
    under_rcp = action.partition(":")[0] in UNDER_RCP
    return {
        SCP: policies.get("scp", {}).get(principal_account, []),
        RCP: policies.get("rcp", {}).get(owner, []) if under_rcp else [],
        ENDPOINT: policies.get("endpoint", []),
    }


def denying(access_key, account, region, check, context):
    """The kind of policy around the request that denies it, with the denial; or None twice."""
    from ministack.core.iam_evaluator import _ALWAYS_ALLOWED_ACTIONS, EvalResult

    policies = kept()
    if not policies or check.action in _ALWAYS_ALLOWED_ACTIONS:
        return None, None
    asked, principal = question(access_key, account, region, check, context)
    statements = around(principal.account, check.action, check.resource, policies)
    kind = next((kind for kind, layer in statements.items() if denies(asked, layer)), None)
    return kind, kind and EvalResult("Deny", principal.arn)


def denies(asked, statements):
    from ministack.core.iam_evaluator import evaluate, parse_policy_document

    return evaluate(asked, [parse_policy_document({"Statement": statements})]).decision == "Deny"


def denied_by_scp(asked, account):
    """For the simulator, which knows of service control policies only; None where there are none."""
    statements = kept().get("scp", {}).get(account)
    return denies(asked, statements) if statements else None


def within(access_key, account, region, check, context, explicit):
    """The kind of the principal's own policies that decided a denial."""
    from ministack.core.iam_evaluator import evaluate

    asked, principal = question(access_key, account, region, check, context)
    # The session's limits come last, after the boundary, where there is one.
    session = [SESSION] if has_session_policy(access_key) else []
    boundary = [BOUNDARY] * (len(principal.limits) - len(session))
    wanted = "Deny" if explicit else "ImplicitDeny"
    layers = zip([IDENTITY, *boundary, *session], [principal.policies, *principal.limits])
    return next((kind for kind, layer in layers if evaluate(asked, layer).decision == wanted), IDENTITY)


def has_session_policy(access_key):
    from ministack.services import sts

    return (sts._sessions.get(access_key) or {}).get("SessionPolicies") is not None


def question(access_key, account, region, check, context):
    from ministack.core.iam_evaluator import EvalContext, resolve_principal

    principal = resolve_principal(access_key, account)
    stated = {key.lower(): value for key, value in {**context, **check.context}.items()}
    stated.setdefault("aws:tagkeys", None)
    asked = EvalContext(
        principal_arn=principal.arn,
        principal_type=principal.type,
        principal_account=principal.account,
        action=check.action,
        resource_arn=check.resource,
        region=region,
        service_context=stated,
        principal_keys=principal.keys,
    )
    return asked, principal


def words(kind, action, explicit):
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"""
    if explicit:
        return f"with an explicit deny in {kind}"
    return f"because no {kind.split(' ', 1)[1]} allows the {action} action"
