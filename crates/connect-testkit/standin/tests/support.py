"""What the tests share: requests as a client sends them, and the stand-in's stores with something in them."""

import functools
import pathlib
import sys
from urllib.parse import parse_qs, urlsplit

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

from authorisation import checks  # noqa: E402
from authorisation.request import Request  # noqa: E402
from authorisation.resources import Resources  # noqa: E402

ACCOUNT, REGION = "444455556666", "eu-central-1"
MANAGED = [{"Key": "alethia:managed", "Value": "true"}]


@functools.cache
def client(service):
    import botocore.session

    return botocore.session.Session().create_client(
        service, region_name=REGION, aws_access_key_id="a", aws_secret_access_key="b"
    )


def sent(service, operation, **params):
    """The request that botocore would send, in the form in which the stand-in's dispatcher gets it."""
    made = client(service)
    model = made.meta.service_model.operation_model(operation)
    endpoint = "https://aws.invalid"
    wire = made._convert_to_request_dict(params, model, endpoint)
    body = wire["body"]
    if isinstance(body, dict):
        query = {name: [str(value)] for name, value in body.items()}
        body = b""
    else:
        query = parse_qs(urlsplit(wire["url"]).query, keep_blank_values=True)
    headers = {name.lower(): value for name, value in wire["headers"].items()}
    path = urlsplit(wire["url_path"]).path
    return Request(
        service, operation, wire["method"], path, headers, body if isinstance(body, bytes) else body.encode(), query
    )


def derived(service, operation, found="*", **params):
    """The checks of a request: [(action, resource, context)]. What all have is left out of the context."""
    made = checks.derive(sent(service, operation, **params), Resources(REGION, ACCOUNT), found)
    return [
        (each.action, each.resource, {key: value for key, value in each.context.items() if key != "aws:ViaAWSService"})
        for each in made
    ]


def questions(service, operation, found="*", **params):
    return [(action, resource) for action, resource, _ in derived(service, operation, found, **params)]


def arn(rest):
    """arn("ec2::vpc/*"): the account, and the region unless the service has none, are filled in."""
    service, rest = rest.split("::", 1)
    region = "" if service == "iam" else REGION
    return f"arn:aws:{service}:{region}:{ACCOUNT}:{rest}"


class Stored:
    """The stand-in's stores as seen by the customer's account in one region."""

    def __enter__(self):
        from ministack.core import responses

        responses._request_account_id.set(ACCOUNT)
        responses._request_region.set(REGION)
        return self

    def __exit__(self, *_):
        from ministack.services import ec2, eks, iam

        for module in (ec2, eks, iam):
            module.reset()
