"""A scoped role in the running stand-in: what AWS would allow is allowed, and what it would refuse is refused."""

import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

from .support import ACCOUNT, MANAGED, REGION

STANDIN = pathlib.Path(__file__).parents[1]
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/Ceiling"
OWN = f"arn:aws:iam::{ACCOUNT}:role/provisioner/Scoped"
CREATES = {"StringEquals": {"aws:RequestTag/alethia:managed": "true"}}
OURS = {"StringEquals": {"aws:ResourceTag/alethia:managed": "true"}}


def allow(actions, resources, condition=None):
    return {
        "Effect": "Allow",
        "Action": actions,
        "Resource": resources,
        **({"Condition": condition} if condition else {}),
    }


EC2, IAM = f"arn:aws:ec2:*:{ACCOUNT}:", f"arn:aws:iam::{ACCOUNT}:"
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        allow(["ec2:CreateVpc", "ec2:CreateSubnet"], [EC2 + "vpc/*", EC2 + "subnet/*"], CREATES),
        allow(["ec2:CreateSubnet"], [EC2 + "vpc/*"], OURS),
        allow(["ec2:DeleteVpc"], [EC2 + "vpc/*"], OURS),
        allow(["ec2:CreateTags"], [EC2 + "*/*"], {"StringEquals": {"ec2:CreateAction": ["CreateVpc", "CreateSubnet"]}}),
        allow(["iam:CreateRole"], [IAM + "role/alethia/*"], {"StringEquals": {"iam:PermissionsBoundary": BOUNDARY}}),
        allow(["iam:TagRole", "iam:GetRole", "iam:ListAttachedRolePolicies"], [IAM + "role/alethia/*"]),
        allow(
            ["iam:AttachRolePolicy"], [IAM + "role/alethia/*"], {"ArnLike": {"iam:PolicyARN": IAM + "policy/alethia/*"}}
        ),
        allow(
            ["iam:PassRole"], [IAM + "role/alethia/*"], {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
        ),
        allow(["iam:CreateServiceLinkedRole"], ["*"], {"StringEquals": {"iam:AWSServiceName": ["eks.amazonaws.com"]}}),
        allow(["iam:CreateInstanceProfile", "iam:AddRoleToInstanceProfile"], [IAM + "instance-profile/alethia/*"]),
        allow(["iam:SimulatePrincipalPolicy"], [OWN]),
        allow(["eks:CreateCluster", "ec2:DescribeVpcs", "ec2:DescribeSubnets"], ["*"]),
        {
            "Effect": "Deny",
            "Action": "ec2:DescribeVpcs",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:RequestedRegion": "us-west-2"}},
        },
    ],
}
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}],
}


def client(service, key, secret="test", token=None, region=REGION):
    return botocore.session.Session().create_client(
        service,
        region_name=region,
        endpoint_url=Enforced.endpoint,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=Config(retries={"total_max_attempts": 1}),
    )


class Enforced(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        cls.home = tempfile.TemporaryDirectory()
        env = {
            "PATH": os.environ["PATH"],
            "HOME": cls.home.name,
            "AUTH": "true",
            "BIND_HOST": "127.0.0.1",
            "LOG_LEVEL": "WARNING",
            "GATEWAY_PORT": str(port),
            "STATE_DIR": cls.home.name + "/state",
            "S3_DATA_DIR": cls.home.name + "/s3",
        }
        log = open(cls.home.name + "/log", "w", encoding="utf-8")
        cls.addClassCleanup(log.close)
        command = [sys.executable, "-E", "-B", "-u", str(STANDIN / "launch.py")]
        cls.process = subprocess.Popen(
            command, env=env, cwd=cls.home.name, stdin=subprocess.PIPE, stdout=log, stderr=log
        )
        Enforced.endpoint = f"http://127.0.0.1:{port}"
        cls.wait()
        cls.make_role()

    @classmethod
    def tearDownClass(cls):
        cls.process.stdin.close()
        cls.process.wait(10)
        cls.home.cleanup()

    @classmethod
    def wait(cls):
        for _ in range(600):
            try:
                return urllib.request.urlopen(cls.endpoint + "/_ministack/ready", timeout=5).close()
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the stand-in did not start")

    @classmethod
    def make_role(cls):
        root = client("iam", ACCOUNT)
        root.create_policy(
            PolicyName="Ceiling",
            PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [allow(["s3:GetObject"], ["*"])]}),
        )
        root.create_role(RoleName="Scoped", Path="/provisioner/", AssumeRolePolicyDocument=json.dumps(TRUST))
        root.put_role_policy(RoleName="Scoped", PolicyName="scoped", PolicyDocument=json.dumps(POLICY))
        root.create_user(UserName="runner")
        root.put_user_policy(
            UserName="runner",
            PolicyName="may",
            PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [allow(["sts:AssumeRole"], ["*"])]}),
        )
        key = root.create_access_key(UserName="runner")["AccessKey"]
        assumed = client("sts", key["AccessKeyId"], key["SecretAccessKey"]).assume_role(
            RoleArn=OWN, RoleSessionName="test"
        )
        keys = assumed["Credentials"]
        cls.as_role = staticmethod(
            lambda service, region=REGION: client(
                service, keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], region
            )
        )

    def refused(self, call, *words):
        with self.assertRaises(ClientError) as caught:
            call()
        error = caught.exception.response["Error"]
        self.assertIn(error["Code"], ("UnauthorizedOperation", "AccessDenied", "AccessDeniedException"))
        for word in words:
            self.assertIn(word, error["Message"])

    def test_tags_decide_about_networks(self):
        ec2 = self.as_role("ec2")
        tags = [{"ResourceType": "vpc", "Tags": MANAGED}]
        self.refused(lambda: ec2.create_vpc(CidrBlock="10.0.0.0/16"), "ec2:CreateVpc", ":vpc/*")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=tags)["Vpc"]["VpcId"]
        foreign = client("ec2", ACCOUNT).create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
        self.refused(lambda: ec2.create_tags(Resources=[foreign], Tags=MANAGED), "ec2:CreateTags", foreign)
        self.refused(lambda: ec2.delete_vpc(VpcId=foreign), "ec2:DeleteVpc", foreign)
        subnet = [{"ResourceType": "subnet", "Tags": MANAGED}]
        self.refused(
            lambda: ec2.create_subnet(VpcId=foreign, CidrBlock="10.1.1.0/24", TagSpecifications=subnet), foreign
        )
        made = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24", TagSpecifications=subnet)["Subnet"]["SubnetId"]
        self.assertTrue(made.startswith("subnet-"))
        client("ec2", ACCOUNT).delete_subnet(SubnetId=made)
        ec2.delete_vpc(VpcId=vpc)

    def test_path_and_boundary_decide_about_roles(self):
        iam = self.as_role("iam")
        role = {"RoleName": "app", "AssumeRolePolicyDocument": json.dumps(TRUST), "Tags": MANAGED}
        self.refused(lambda: iam.create_role(**role, PermissionsBoundary=BOUNDARY), "role/app")
        self.refused(lambda: iam.create_role(**role, Path="/alethia/"), "iam:CreateRole")
        iam.create_role(**role, Path="/alethia/", PermissionsBoundary=BOUNDARY)
        self.refused(
            lambda: iam.attach_role_policy(RoleName="app", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess"),
            "role/alethia/app",
        )
        client("iam", ACCOUNT).create_policy(PolicyName="p", Path="/alethia/", PolicyDocument=json.dumps(POLICY))
        iam.attach_role_policy(RoleName="app", PolicyArn=IAM + "policy/alethia/p")
        iam.create_instance_profile(InstanceProfileName="app", Path="/alethia/")
        iam.add_role_to_instance_profile(InstanceProfileName="app", RoleName="app")
        cluster = {"name": "a", "roleArn": IAM + "role/alethia/app", "resourcesVpcConfig": {}}
        self.refused(lambda: self.as_role("eks").create_cluster(**cluster), "iam:PassRole", "role/alethia/app")

    def test_the_simulator_looks_at_resources_context_and_boundary(self):
        iam = self.as_role("iam")
        vpc = f"arn:aws:ec2:{REGION}:{ACCOUNT}:vpc/vpc-1"
        tag = {
            "ContextKeyName": "aws:ResourceTag/alethia:managed",
            "ContextKeyValues": ["true"],
            "ContextKeyType": "string",
        }

        def ask(**more):
            asked = iam.simulate_principal_policy(PolicySourceArn=OWN, ActionNames=["ec2:DeleteVpc"], **more)
            (result,) = asked["EvaluationResults"]
            each = [(one["EvalResourceName"], one["EvalResourceDecision"]) for one in result["ResourceSpecificResults"]]
            return result["EvalDecision"], each

        self.assertEqual(ask(ResourceArns=[vpc]), ("implicitDeny", [(vpc, "implicitDeny")]))
        self.assertEqual(
            ask(ResourceArns=[vpc, "arn:aws:s3:::a"], ContextEntries=[tag]),
            ("implicitDeny", [(vpc, "allowed"), ("arn:aws:s3:::a", "implicitDeny")]),
        )
        other = OWN.replace("Scoped", "Other")
        self.refused(lambda: iam.simulate_principal_policy(PolicySourceArn=other, ActionNames=["ec2:DeleteVpc"]), other)
        root = client("iam", ACCOUNT)
        root.create_role(RoleName="bounded", AssumeRolePolicyDocument=json.dumps(TRUST), PermissionsBoundary=BOUNDARY)
        root.put_role_policy(
            RoleName="bounded",
            PolicyName="all",
            PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [allow(["*"], ["*"])]}),
        )
        found = root.simulate_principal_policy(
            PolicySourceArn=IAM + "role/bounded", ActionNames=["s3:GetObject", "s3:PutObject"]
        )
        said = [
            (each["EvalDecision"], each["PermissionsBoundaryDecisionDetail"]["AllowedByPermissionsBoundary"])
            for each in found["EvaluationResults"]
        ]
        self.assertEqual(said, [("allowed", True), ("implicitDeny", False)])

    def test_what_was_right_before_is_right_still(self):
        self.assertIn("Vpcs", self.as_role("ec2").describe_vpcs())
        self.refused(lambda: self.as_role("ec2", "us-west-2").describe_vpcs(), "explicit deny")
        self.refused(lambda: self.as_role("sqs").create_queue(QueueName="alethia-q"), "sqs:CreateQueue", "alethia-q")
        self.refused(lambda: self.as_role("s3").list_buckets())
        self.assertEqual(self.as_role("sts").get_caller_identity()["Account"], ACCOUNT)


if __name__ == "__main__":
    unittest.main()
