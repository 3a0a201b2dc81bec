"""The AWS stand-in with the role in it, for as long as a `with` lasts."""

import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.request
from urllib.parse import unquote

ROOT = pathlib.Path(__file__).parents[4]
STANDIN = ROOT / "crates/connect-testkit/standin"
sys.path.insert(0, str(STANDIN))

from stand_in_api import StandIn  # noqa: E402

PLATFORM, CUSTOMER, REGION = "111122223333", "444455556666", "eu-central-1"
EXTERNAL_ID = "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90"
ROLE = "AlethiaProvisionerRole"
START_WITHIN = 60  # seconds


class Sandbox:
    """`endpoint`, `role_arn`, the runner's `key`, what was `there` before, and `decisions()`."""

    def __init__(self, home, template):
        self.home, self.template = home, template
        self.role_arn = f"arn:aws:iam::{CUSTOMER}:role/{ROLE}"
        self.log = home / "decisions.jsonl"

    def __enter__(self):
        port = free_port()
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "TMPDIR": str(self.home),
            "AUTH": "true",
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(port),
            "LOG_LEVEL": "WARNING",
            "STATE_DIR": str(self.home / "state"),
            "S3_DATA_DIR": str(self.home / "s3"),
            # Policies of AWS's own are attached by name; what is in them is not looked at.
            "MINISTACK_AUTOCREATE_AWS_MANAGED": "1",
            "AUTHORISATION_LOG": str(self.log),
        }
        self.output = (self.home / "stand-in.log").open("w")
        command = [sys.executable, "-E", "-B", "-u", STANDIN / "launch.py"]
        self.process = subprocess.Popen(
            command, env=env, cwd=self.home, stdin=subprocess.PIPE, stdout=self.output, stderr=self.output
        )
        self.endpoint = f"http://127.0.0.1:{port}"
        try:
            self.wait()
            self.make()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(10)
        self.output.close()

    def wait(self):
        until = time.monotonic() + START_WITHIN
        while time.monotonic() < until and self.process.poll() is None:
            try:
                return urllib.request.urlopen(self.endpoint + "/_ministack/ready", timeout=5).close()
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"the stand-in did not start: {(self.home / 'stand-in.log').read_text()[-2000:]}")

    def make(self):
        customer, platform = StandIn(self.endpoint, CUSTOMER), StandIn(self.endpoint, PLATFORM)
        make_stack(customer, self.template.read_text(encoding="utf-8"))
        self.granted = granted(customer)
        platform.iam("CreateUser", UserName="runner")
        may = {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": self.role_arn}],
        }
        platform.iam("PutUserPolicy", UserName="runner", PolicyName="may", PolicyDocument=json.dumps(may))
        key = platform.iam("CreateAccessKey", UserName="runner")
        self.key = key.findtext(".//AccessKeyId"), key.findtext(".//SecretAccessKey")
        self.there = make_what_is_there(customer)

    def drift(self):
        """Somebody changes what the role made: the next apply has to put the boundary back."""
        arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
        StandIn(self.endpoint, CUSTOMER).iam(
            "PutRolePermissionsBoundary", RoleName="alethia-drifted", PermissionsBoundary=arn
        )

    def decisions(self):
        text = self.log.read_text(encoding="utf-8") if self.log.exists() else ""
        return [json.loads(line) for line in text.splitlines()]


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def make_stack(customer, template):
    """The role as customers make it, with the features that have resource types of their own."""
    values = {
        "ExternalId": EXTERNAL_ID,
        "PlatformAccountId": PLATFORM,
        "LoadBalancerAssociation": "yes",
        "LogGroups": "yes",
    }
    given = {
        f"Parameters.member.{number}.Parameter{part}": text
        for number, pair in enumerate(values.items(), 1)
        for part, text in zip(("Key", "Value"), pair)
    }
    customer.query(
        "cloudformation",
        REGION,
        "CreateStack",
        StackName="alethia",
        TemplateBody=template,
        **{"Capabilities.member.1": "CAPABILITY_NAMED_IAM"},
        **given,
    )
    until = time.monotonic() + START_WITHIN
    while (status := stack_status(customer)) == "CREATE_IN_PROGRESS" and time.monotonic() < until:
        time.sleep(0.1)
    if status != "CREATE_COMPLETE":
        raise RuntimeError(f"the stack is {status}")


def stack_status(customer):
    return customer.query("cloudformation", REGION, "DescribeStacks", StackName="alethia").findtext(".//StackStatus")


def granted(customer):
    """The documents of the role's policies, as they are stored."""
    attached = customer.iam("ListAttachedRolePolicies", RoleName=ROLE).iter("PolicyArn")
    versions = [customer.iam("GetPolicyVersion", PolicyArn=arn.text, VersionId="v1") for arn in attached]
    return [json.loads(unquote(version.findtext(".//Document"))) for version in versions]


def make_what_is_there(customer):
    """What the role makes none of: a load balancer to protect, and a default security group and a network interface
    that their owner gave the tag."""
    vpc = customer.ec2(REGION, "CreateVpc", CidrBlock="10.99.0.0/16").findtext(".//vpcId")
    subnets = [
        customer.ec2(
            REGION, "CreateSubnet", VpcId=vpc, CidrBlock=f"10.99.{number}.0/24", AvailabilityZone=REGION + zone
        ).findtext(".//subnetId")
        for number, zone in enumerate("ab")
    ]
    made = customer.query(
        "elasticloadbalancing",
        REGION,
        "CreateLoadBalancer",
        Name="alethia-shop",
        **{f"Subnets.member.{number}": subnet for number, subnet in enumerate(subnets, 1)},
    )
    groups = customer.ec2(REGION, "DescribeSecurityGroups", **{"Filter.1.Name": "vpc-id", "Filter.1.Value.1": vpc})
    interface = customer.ec2(REGION, "CreateNetworkInterface", SubnetId=subnets[0]).findtext(".//networkInterfaceId")
    for each in (groups.findtext(".//groupId"), interface):
        customer.ec2(
            REGION, "CreateTags", **{"ResourceId.1": each, "Tag.1.Key": "alethia:managed", "Tag.1.Value": "true"}
        )
    return {"load_balancer": made.findtext(".//LoadBalancerArn"), "owned_vpc": vpc, "interface": interface}
