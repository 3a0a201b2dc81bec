"""A request is read as it was meant: botocore writes it, and what is read is compared with what was asked for."""

import unittest

from .support import MANAGED, sent

ASKED = [
    ("ec2", "CreateVpc", {"CidrBlock": "10.0.0.0/16", "TagSpecifications": [{"ResourceType": "vpc", "Tags": MANAGED}]}),
    ("ec2", "DeleteTags", {"Resources": ["vpc-1", "sg-1"], "Tags": [{"Key": "a"}]}),
    ("ec2", "CreateLaunchTemplate", {"LaunchTemplateName": "a", "LaunchTemplateData": {"InstanceType": "m5.large"}}),
    ("iam", "CreateRole", {"RoleName": "a", "Path": "/alethia/", "AssumeRolePolicyDocument": "{}", "Tags": MANAGED}),
    (
        "rds",
        "CreateDBCluster",
        {"DBClusterIdentifier": "a", "Engine": "aurora-mysql", "VpcSecurityGroupIds": ["sg-1"], "Tags": MANAGED},
    ),
    (
        "elasticache",
        "CreateCacheSubnetGroup",
        {"CacheSubnetGroupName": "a", "CacheSubnetGroupDescription": "b", "SubnetIds": ["c", "d"]},
    ),
    ("sns", "CreateTopic", {"Name": "a", "Attributes": {"DisplayName": "b", "KmsMasterKeyId": "c"}, "Tags": MANAGED}),
    ("sqs", "CreateQueue", {"QueueName": "a", "tags": {"b": "c"}}),
    (
        "eks",
        "CreateNodegroup",
        {"clusterName": "a", "nodegroupName": "b", "subnets": ["c"], "nodeRole": "d", "clientRequestToken": "e"},
    ),
    (
        "eks",
        "UntagResource",
        {"resourceArn": "arn:aws:eks:eu-central-1:444455556666:nodegroup/a/b/c", "tagKeys": ["d", "e"]},
    ),
    ("route53", "ChangeTagsForResource", {"ResourceType": "hostedzone", "ResourceId": "Z1", "RemoveTagKeys": ["a"]}),
    (
        "wafv2",
        "CreateIPSet",
        {"Name": "a", "Scope": "REGIONAL", "IPAddressVersion": "IPV4", "Addresses": [], "Tags": MANAGED},
    ),
    ("acm", "RequestCertificate", {"DomainName": "a.example", "Tags": MANAGED}),
]


class ReadingRequests(unittest.TestCase):
    def test_every_protocol_is_read_back(self):
        for service, operation, asked in ASKED:
            with self.subTest(f"{service} {operation}"):
                self.assertEqual(sent(service, operation, **asked).params, asked)

    def test_a_label_holds_an_arn_also_when_the_path_comes_decoded(self):
        request = sent("eks", "ListTagsForResource", resourceArn="arn:aws:eks:eu-central-1:444455556666:cluster/a")
        request.path = "/tags/arn:aws:eks:eu-central-1:444455556666:cluster/a"
        self.assertEqual(request.params, {"resourceArn": "arn:aws:eks:eu-central-1:444455556666:cluster/a"})

    def test_old_clients_ask_sqs_by_a_form(self):
        request = sent("sqs", "CreateQueue", QueueName="a")
        request.headers, request.body, request.query = (
            {},
            b"",
            {"QueueName": ["a"], "Attribute.1.Name": ["b"], "Attribute.1.Value": ["c"]},
        )
        self.assertEqual(request.params["QueueName"], "a")


if __name__ == "__main__":
    unittest.main()
