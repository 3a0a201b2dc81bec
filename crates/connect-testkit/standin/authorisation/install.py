"""Puts the derivation before the stand-in's evaluator, which goes on to decide by the policies that are stored."""

import contextvars
import json
import os
from dataclasses import dataclass

from . import clock, organisation, simulator
from .checks import Check, derive
from .request import Request
from .resources import Resources

# The request that is being dispatched, until its first question to the evaluator; and what was refused of it.
pending = contextvars.ContextVar("authorisation_pending", default=None)
refused = contextvars.ContextVar("authorisation_refused", default=None)


@dataclass
class Refusal:
    """The check that failed: it need not be of the action that was called."""

    action: str
    resource: str
    words: str
    by_resource_policy: bool


def install():
    """Once, before the stand-in serves."""
    from ministack.core import iam_actions, iam_evaluator
    from ministack.services import iam

    extracting, enforcing, refusing = (
        iam_actions.extract_iam_action,
        iam_evaluator.enforce,
        iam_actions.access_denied_response,
    )

    def extract_iam_action(service, method, path, headers, body, query):
        action = extracting(service, method, path, headers, body, query)
        operation = (action or "").partition(":")[2]
        pending.set(action and (action, Request(service, operation, method, path, headers, body, query)))
        refused.set(None)
        return action

    def enforce(access_key, action, service, region, resource_arn="*", service_context=None):
        known, request = pending.get() or (None, None)
        pending.set(None)
        if iam_evaluator.is_root_access_key(access_key):
            return enforcing(access_key, action, service, region, resource_arn, service_context)
        whole = known == action and request.service == service
        checks = derive(request, Resources(region, account()), resource_arn) if whole else None
        kept = service_context or {}
        if checks is None:
            checks = [Check(action, resource_arn, {})]
        else:
            kept = without_tags(kept)
        return first_failure(enforcing, access_key, region, checks, kept)

    def access_denied_response(service, action, principal_arn, request_id, **more):
        refusal = refused.get()
        if refusal is None or more.get("error_code") or refusal.by_resource_policy:
            return refusing(service, action, principal_arn, request_id, **more)
        message = (
            f"User: {principal_arn} is not authorized to perform: {refusal.action} on resource: {refusal.resource} "
            f"{refusal.words}"
        )
        return refusing(service, refusal.action, principal_arn, request_id, **{**more, "message": message})

    iam_actions.extract_iam_action = extract_iam_action
    iam_actions.access_denied_response = access_denied_response
    iam_evaluator.enforce = enforce
    simulator.install(iam)
    clock.install()


def without_tags(context):
    return {
        key: value for key, value in context.items() if not key.lower().startswith(("aws:requesttag/", "aws:tagkeys"))
    }


def account():
    from ministack.core.responses import get_account_id

    return get_account_id()


def first_failure(enforcing, access_key, region, checks, kept):
    """What refuses, or None. Keys that the stand-in knows besides, such as DynamoDB's attributes, stay."""
    for each in checks:
        service = each.action.partition(":")[0]
        denied = enforcing(access_key, each.action, service, region, each.resource, {**kept, **each.context})
        around = None
        if denied is None:
            around, denied = organisation.denying(access_key, account(), region, each, kept)
        note(each, denied)
        if denied is not None:
            if hasattr(denied, "decision"):
                explicit = denied.decision == "Deny"
                kind = around or organisation.within(access_key, account(), region, each, kept, explicit)
                words = organisation.words(kind, each.action, explicit)
                refused.set(Refusal(each.action, each.resource, words, bool(denied.resource_policy_arn)))
            return denied
    return None


def note(check, denied):
    """A line for each decision, for whoever asks what a role was used for: into the file AUTHORISATION_LOG."""
    path = os.environ.get("AUTHORISATION_LOG")
    if path:
        decision = getattr(denied, "decision", type(denied).__name__) if denied else "Allow"
        line = {"decision": decision, "action": check.action, "resource": check.resource, "context": check.context}
        with open(path, "a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
