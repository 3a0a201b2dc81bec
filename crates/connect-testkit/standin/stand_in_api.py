"""Raw calls to the AWS stand-in: signed by botocore, but without its service models, whose loading takes longer than
all of the seeding."""

import re
import xml.etree.ElementTree as ElementTree
from urllib.parse import urlencode

import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

VERSIONS = {"cloudformation": "2010-05-15", "ec2": "2016-11-15", "elasticloadbalancing": "2015-12-01", "iam": "2010-05-08", "sts": "2011-06-15"}
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}


class Refused(Exception):
    """The stand-in answered with an error."""


class StandIn:
    """The stand-in, seen by the root of one account."""

    def __init__(self, endpoint, account):
        self.endpoint = endpoint
        self.credentials = Credentials(account, "test")
        self.pool = urllib3.PoolManager(maxsize=16, retries=False, timeout=30)

    def send(self, method, path, service, region, body="", headers=None):
        request = AWSRequest(method, self.endpoint + path, data=body.encode(), headers=headers or {})
        SigV4Auth(self.credentials, service, region).add_auth(request)
        answer = self.pool.request(method, self.endpoint + path, body=body.encode(), headers=dict(request.headers))
        text = answer.data.decode()
        if answer.status >= 300:
            raise Refused(f"{method} {path} {service} {region}: {answer.status} {text}\n{body[:300]}")
        return ElementTree.fromstring(re.sub(r'\sxmlns="[^"]*"', "", text, count=1)) if text.strip() else None

    def query(self, service, region, action, **params):
        pairs = {"Action": action, "Version": VERSIONS[service], **params}
        return self.send("POST", "/", service, region, urlencode(pairs), FORM)

    def ec2(self, region, action, **params):
        return self.query("ec2", region, action, **params)

    def iam(self, action, **params):
        return self.query("iam", "us-east-1", action, **params)


def tags(resource_type, pairs):
    """The tag specification of a create call."""
    spec = {"TagSpecification.1.ResourceType": resource_type}
    for number, (key, value) in enumerate(pairs.items(), 1):
        spec[f"TagSpecification.1.Tag.{number}.Key"] = key
        spec[f"TagSpecification.1.Tag.{number}.Value"] = value
    return spec
