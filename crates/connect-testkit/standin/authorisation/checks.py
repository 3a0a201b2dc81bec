"""From a request to what AWS authorises: each a call of the evaluator with an action, a resource and condition keys."""

from dataclasses import dataclass

from . import besides, defaults, keys, reference, stores, tags
from .request import Request

# The stand-in's own derivation of the resource is right for these.
FOUND_BY_STAND_IN = ("dynamodb", "sqs")


@dataclass
class Check:
    """One authorisation."""

    action: str
    resource: str
    context: dict


def derive(request, resources, found):
    """All that must be allowed for a request, or None where the reference is not at hand.

    `found` is the resource that the stand-in derived.
    """
    entry = reference.action(request.service, request.operation)
    if entry is None:
        return None
    if asks_nothing(request, entry):
        return via_service("false", [Check(request.action, "*", {"ec2:Region": resources.region})])
    asked = [
        *own(request, resources, found),
        *tag_on_create(request, resources, found),
        *passed_role(request, resources),
        *second(request, resources),
    ]
    in_callers_name = [*linked_role(request, resources), *calls(request, resources), *launch(request, resources)]
    return via_service("false", asked) + via_service("true", in_callers_name)


def asks_nothing(request, entry):
    """A list of everything, as most reads are: need not be read to be authorised, so that it costs next to nothing."""
    return not entry["types"] and set(entry["keys"]) <= {"ec2:Region"} and request.action not in besides.CALLS


def via_service(value, checks):
    return [Check(each.action, each.resource, {"aws:ViaAWSService": value, **each.context}) for each in checks]


def own(request, resources, found):
    """The action itself, once for each resource."""
    named = [
        (kind, arn) for kind, needed in kinds(request) for arn in named_resources(request, resources, kind, needed)
    ]
    if request.service in FOUND_BY_STAND_IN and found.startswith("arn:"):
        named = [(kind, found) for kind, _ in kinds(request)[:1]]
    if not named:
        named = [fallback(request, resources, found)]
    return [check(request, resources, request.service, request.operation, kind, arn) for kind, arn in named]


def kinds(request):
    """The action's resource types, and whether it needs each."""
    listed = reference.action(request.service, request.operation)["types"]
    return [(kind.rstrip("*"), kind.endswith("*")) for kind in listed]


def named_resources(request, resources, kind, needed):
    if is_new(request, kind):
        return [resources.arn("ec2", kind)] if needed or kind in tags.tagged(request) else []
    default = defaults.of(request, kind)
    return resources.of(request, kind, needed) or ([resources.arn(request.service, kind, default)] if default else [])


def is_new(request, kind):
    """EC2's reference tells what an action makes from what it uses by the tags that it looks at."""
    own_keys = reference.keys(request.service, request.operation, kind)
    return request.service == "ec2" and "aws:RequestTag/" in own_keys and "aws:ResourceTag/" not in own_keys


def fallback(request, resources, found):
    """An action on no resource in particular: on all of its first type, or on `*` if it has none."""
    kind = next((kind for kind, _ in kinds(request)), None)
    if kind is None:
        return None, "*"
    return kind, found if found.startswith("arn:") else resources.arn(request.service, kind)


def check(request, resources, service, operation, kind, arn, more=None):
    """An authorisation with every condition key that the reference lists for it and that the request fills in."""
    wanted = reference.keys(service, operation, kind)
    brought = tags.tagged(request)
    brought = brought.get(kind, brought.get(None)) or {}
    context = tags.context(wanted, brought, tags.removed(request), stores.tags(arn) if arn.startswith("arn:") else {})
    context.update(keys.context(wanted, request))
    if "ec2:Region" in wanted:
        context["ec2:Region"] = resources.region
    return Check(f"{service}:{operation}", arn, {**context, **(more or {})})


def tag_on_create(request, resources, found):
    """Tags that come with a create are authorised as if they came in a call of their own."""
    brought = {kind: its for kind, its in tags.tagged(request).items() if its}
    if "TagSpecifications" in request.params and request.service == "ec2":
        more = {"ec2:CreateAction": request.operation}
        return [
            check(request, resources, "ec2", "CreateTags", kind, resources.arn("ec2", kind), more) for kind in brought
        ]
    action, kind = besides.tagging(request.service, request.operation)
    if kind is None or not brought:
        return []
    arns = [found] if request.service in FOUND_BY_STAND_IN else resources.of(request, kind, required=True)
    return [
        check(request, resources, request.service, action, kind, arn)
        for arn in arns or [resources.arn(request.service, kind)]
    ]


def role_arn(resources, name):
    return name if name.startswith("arn:") else resources.iam("role", name)


def passed_role(request, resources):
    parameter, service = besides.PASSED.get(request.action, (None, None))
    name = request.params.get(parameter)
    return [Check("iam:PassRole", role_arn(resources, name), {"iam:PassedToService": service})] if name else []


def linked_role(request, resources):
    service = besides.LINKED.get(request.action)
    if service is None or stores.linked_role_exists(service):
        return []
    return [Check("iam:CreateServiceLinkedRole", resources.linked_role(service), {"iam:AWSServiceName": service})]


def second(request, resources):
    action, parameter = besides.SECOND.get(request.action, (None, None))
    if not request.params.get(parameter):
        return []
    other = Request(request.service, action)
    other.params = request.params
    return own(other, resources, "*")


def calls(request, resources):
    listed = besides.CALLS.get(request.action, [])
    there = [(action, request.params.get(parameter) if parameter else "*") for action, parameter in listed]
    return [Check(action, called_on(resources, action, value), {}) for action, value in there if value]


def called_on(resources, action, value):
    service = action.partition(":")[0]
    return role_arn(resources, value) if service == "iam" else value if service == "elasticloadbalancing" else "*"


def launch(request, resources):
    """The run of instances with which EKS tries out a launch template."""
    template = request.params.get("launchTemplate")
    if request.action not in besides.LAUNCHES or not template:
        return []
    ids = [template["id"]] if template.get("id") else stores.launch_template(template.get("name"))
    template = resources.arn("ec2", "launch-template", *ids)
    subnets = [("subnet", resources.arn("ec2", "subnet", each)) for each in request.params.get("subnets") or []]
    new = [(kind, resources.arn("ec2", kind)) for kind in besides.LAUNCHED]
    return [
        Check("ec2:RunInstances", arn, launch_context(resources, template, kind, arn))
        for kind, arn in [*new, *subnets, ("launch-template", template)]
    ]


def launch_context(resources, template, kind, arn):
    wanted = reference.keys("ec2", "RunInstances", kind)
    context = {
        "ec2:LaunchTemplate": template,
        "ec2:IsLaunchTemplateResource": "false" if kind == "subnet" else "true",
        "ec2:Region": resources.region,
    }
    return {key: value for key, value in context.items() if key in wanted} | tags.context(
        wanted, {}, [], stores.tags(arn)
    )
