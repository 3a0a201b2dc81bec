"""The parameters of a request, read by botocore's own service models, whatever protocol it came in."""

import functools
import json
import re
from dataclasses import dataclass, field
from urllib.parse import unquote


@dataclass
class Request:
    """A request as the stand-in's dispatcher has it, for one of its services."""

    service: str
    operation: str
    method: str = "POST"
    path: str = "/"
    headers: dict = field(default_factory=dict)
    body: bytes = b""
    query: dict = field(default_factory=dict)

    @property
    def action(self):
        return f"{self.service}:{self.operation}"

    @functools.cached_property
    def params(self):
        """The parameters by the names that the service's API reference gives them."""
        model = operation_model(self.service, self.operation)
        if model is None or model.input_shape is None:
            return {}
        if "x-amz-target" in self.headers:
            return json.loads(self.body or b"{}")
        protocol = model.metadata["protocol"]
        if protocol in ("rest-json", "rest-xml"):
            return from_rest(model, self)
        flat = {name: value[0] if isinstance(value, list) else value for name, value in self.query.items()}
        return from_query(model.input_shape, flat, "", protocol == "ec2") or {}


@functools.cache
def service_model(service):
    # Loading takes half a second; whoever only asks as an account's root never pays for it.
    from botocore.loaders import Loader
    from botocore.model import ServiceModel

    return ServiceModel(Loader().load_service_model(service, "service-2"), service)


def operation_model(service, operation):
    model = service_model(service)
    return model.operation_model(operation) if operation in model.operation_names else None


def wire_name(member, name, ec2):
    """What a member is called in a form: botocore's QuerySerializer and EC2Serializer, read backwards."""
    said = member.serialization.get("name", name)
    if not ec2:
        return said
    return member.serialization.get("queryName", said[0].upper() + said[1:])


def from_query(shape, flat, prefix, ec2):
    """What a form holds below `prefix`, or None."""
    if shape.type_name == "structure":
        pairs = (
            (name, from_query(member, flat, joined(prefix, wire_name(member, name, ec2)), ec2))
            for name, member in shape.members.items()
            if has(flat, joined(prefix, wire_name(member, name, ec2)))
        )
        return {name: value for name, value in pairs if value is not None}
    if shape.type_name == "list":
        return [from_query(shape.member, flat, place, ec2) for place in places(flat, prefix)]
    if shape.type_name == "map":
        entries = places(flat, prefix)
        return {flat.get(f"{place}.key"): from_query(shape.value, flat, f"{place}.value", ec2) for place in entries}
    return flat.get(prefix)


def joined(prefix, name):
    return f"{prefix}.{name}" if prefix else name


def has(flat, prefix):
    return prefix in flat or any(name.startswith(prefix + ".") for name in flat)


def places(flat, prefix):
    """The numbered places of a list below `prefix`, flattened or with a word such as `member` in between."""
    pattern = re.compile(re.escape(prefix) + r"(?:\.[A-Za-z]+)?\.(\d+)(?=\.|$)")
    found = {(int(match[1]), match[0]) for match in map(pattern.match, flat) if match}
    return [place for _, place in sorted(found)]


def from_rest(model, request):
    """What the path, the query and the body hold. Only what EKS and Route 53 use: no headers, no blobs."""
    shape = model.input_shape
    params = body_params(model, request)
    labels = path_labels(model.http["requestUri"], request.path)
    for name, member in shape.members.items():
        where, said = member.serialization.get("location"), member.serialization.get("name", name)
        if where == "uri" and said in labels:
            params[name] = labels[said]
        elif where == "querystring" and said in request.query:
            value = request.query[said]
            params[name] = value if member.type_name == "list" or not isinstance(value, list) else value[0]
    return params


def body_params(model, request):
    if not request.body.strip():
        return {}
    if model.metadata["protocol"] == "rest-json":
        return json.loads(request.body)
    from botocore.parsers import RestXMLParser
    from defusedxml.ElementTree import fromstring

    return RestXMLParser()._parse_shape(model.input_shape, fromstring(request.body))


def path_labels(template, path):
    # The path comes decoded, so a label may hold what separates segments: an ARN does.
    pattern = re.sub(r"\\\{(\w+)\\?\+?\\\}", r"(?P<\1>.+?)", re.escape(template.partition("?")[0].rstrip("/")))
    match = re.fullmatch(pattern + "/?", path)
    return {name: unquote(value) for name, value in match.groupdict().items()} if match else {}
