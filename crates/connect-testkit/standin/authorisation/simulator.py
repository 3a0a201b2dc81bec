"""IAM's policy simulator: every resource that is asked for, context entries, boundaries, service control policies."""

from xml.sax.saxutils import escape

from . import organisation
from .request import Request

DECISIONS = {"Allow": "allowed", "Deny": "explicitDeny", "ImplicitDeny": "implicitDeny"}
STRICTNESS = ["allowed", "implicitDeny", "explicitDeny"]


def install(iam):
    """In the place of the stand-in's own two operations."""
    iam._IAM_HANDLERS["SimulatePrincipalPolicy"] = lambda form: answer(iam, "SimulatePrincipalPolicy", form)
    iam._IAM_HANDLERS["SimulateCustomPolicy"] = lambda form: answer(iam, "SimulateCustomPolicy", form)


def answer(iam, operation, form):
    params = Request("iam", operation, query=form).params
    try:
        policies, limits = of_principal(iam, params) if operation == "SimulatePrincipalPolicy" else given(params)
    except LookupError as missing:
        return iam._error(404, "NoSuchEntity", str(missing), ns="iam")
    resources = params.get("ResourceArns") or ["*"]
    results = "".join(result(params, policies, limits, action, resources) for action in params["ActionNames"])
    inner = f"<EvaluationResults>{results}</EvaluationResults><IsTruncated>false</IsTruncated>"
    return iam._xml(200, f"{operation}Response", f"<{operation}Result>{inner}</{operation}Result>", ns="iam")


def given(params):
    return documents(params.get("PolicyInputList")), limit(params.get("PermissionsBoundaryPolicyInputList"))


def of_principal(iam, params):
    """The policies of a user or role, and what limits it; LookupError where there is none such."""
    from ministack.core import iam_evaluator
    from ministack.core.responses import get_account_id

    arn = params["PolicySourceArn"]
    kind, _, path = arn.split(":", 5)[5].partition("/")
    name = path.rpartition("/")[2]
    stores = {
        "role": (iam._roles, iam_evaluator._gather_role_policies),
        "user": (iam._users, iam_evaluator._gather_user_policies),
    }
    records, gather = stores.get(kind, ({}, None))
    if (records.get(name) or {}).get("Arn") != arn:
        raise LookupError(f"Policy source {arn} does not exist.")
    policies = gather(name, get_account_id()) + documents(params.get("PolicyInputList"))
    stated = limit(params.get("PermissionsBoundaryPolicyInputList"))
    return policies, stated or iam_evaluator._permissions_boundary(records, name, get_account_id())


def documents(texts):
    from ministack.core.iam_evaluator import parse_policy_document

    return [parse_policy_document(text) for text in texts or []]


def limit(texts):
    return [documents(texts)] if texts else []


def result(params, policies, limits, action, resources):
    """One for each action: the strictest decision of all resources, with that of each inside. What the organisation
    says is told of all together.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html
    """
    decided = [decide(params, policies, limits, action, resource) for resource in resources]
    parts = {"EvalActionName": escape(action)}
    if len(resources) == 1:
        parts["EvalResourceName"] = escape(resources[0])
    parts |= {
        "EvalDecision": max((decision for decision, _, _ in decided), key=STRICTNESS.index),
        "MatchedStatements": "",
        "MissingContextValues": "",
    }
    if limits:
        parts |= boundary(all(within for _, within, _ in decided))
    if any(by_scp is not None for _, _, by_scp in decided):
        allowed = not any(by_scp for _, _, by_scp in decided)
        parts["OrganizationsDecisionDetail"] = element("AllowedByOrganizations", str(allowed).lower())
    if resources != ["*"]:
        parts["ResourceSpecificResults"] = "".join(
            of_resource(resource, decision, within if limits else None)
            for resource, (decision, within, _) in zip(resources, decided, strict=True)
        )
    return members(parts)


def of_resource(resource, decision, within):
    parts = {"EvalResourceName": escape(resource), "EvalResourceDecision": decision, "MissingContextValues": ""}
    return members(parts if within is None else parts | boundary(within))


def decide(params, policies, limits, action, resource):
    """The decision, whether the boundary allows it, and whether the organisation denies it."""
    from ministack.core.iam_evaluator import evaluate

    asked = context(params, action, resource)
    within = all(evaluate(asked, layer).decision == "Allow" for layer in limits)
    by_scp = organisation.denied_by_scp(asked, asked.principal_account)
    decision = "explicitDeny" if by_scp else DECISIONS[evaluate(asked, policies, *limits).decision]
    return decision, within, by_scp


def boundary(within):
    return {"PermissionsBoundaryDecisionDetail": element("AllowedByPermissionsBoundary", str(within).lower())}


def members(parts):
    return element("member", "".join(element(name, inner) for name, inner in parts.items()))


def element(name, inner):
    return f"<{name}>{inner}</{name}>"


def context(params, action, resource):
    """The caller is the policy source, unless another is named; the keys are those that the request states."""
    from ministack.core.iam_evaluator import EvalContext
    from ministack.core.responses import get_account_id, get_region

    arn = params.get("CallerArn") or params.get("PolicySourceArn") or f"arn:aws:iam::{get_account_id()}:root"
    kind = {"role": "AssumedRole", "user": "User"}.get(arn.split(":")[5].partition("/")[0], "Root")
    stated = {
        entry["ContextKeyName"].lower(): entry.get("ContextKeyValues") or []
        for entry in params.get("ContextEntries") or []
    }
    values = {key: found[0] if len(found) == 1 else found for key, found in stated.items()}
    return EvalContext(
        principal_arn=arn,
        principal_type=kind,
        principal_account=get_account_id(),
        action=action,
        resource_arn=resource,
        region=values.pop("aws:requestedregion", get_region()),
        service_context={"aws:tagkeys": None, **values},
    )
