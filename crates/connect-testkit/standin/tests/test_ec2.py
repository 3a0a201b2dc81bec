"""What is authorised for requests about networks, compared with AWS's documentation of each action."""

import unittest

from .support import MANAGED, REGION, Stored, arn, derived, questions

MANAGED_TAG = {"aws:RequestTag/alethia:managed": "true", "aws:TagKeys": ["alethia:managed"]}


class Ec2(unittest.TestCase):
    def test_a_create_is_authorised_on_what_it_makes_on_what_it_uses_and_for_its_tags(self):
        with Stored():
            from ministack.services import ec2

            ec2._tags["vpc-1"] = [{"Key": "team", "Value": "a"}]
            made = derived(
                "ec2",
                "CreateSubnet",
                VpcId="vpc-1",
                CidrBlock="10.0.0.0/24",
                TagSpecifications=[{"ResourceType": "subnet", "Tags": MANAGED}],
            )
        region = {"ec2:Region": REGION}
        self.assertEqual(
            made,
            [
                ("ec2:CreateSubnet", arn("ec2::subnet/*"), {**MANAGED_TAG, **region}),
                (
                    "ec2:CreateSubnet",
                    arn("ec2::vpc/vpc-1"),
                    {"aws:ResourceTag/team": "a", "ec2:ResourceTag/team": "a", **region},
                ),
                ("ec2:CreateTags", arn("ec2::subnet/*"), {**MANAGED_TAG, **region, "ec2:CreateAction": "CreateSubnet"}),
            ],
            "the subnet has only the request's tags, the VPC only its own",
        )

    def test_an_untagged_create_brings_no_tags_and_needs_no_right_to_tag(self):
        made = derived("ec2", "CreateVpc", CidrBlock="10.0.0.0/16")
        self.assertEqual(made, [("ec2:CreateVpc", arn("ec2::vpc/*"), {"ec2:Region": REGION})])

    def test_later_tagging_is_authorised_on_each_resource_with_its_own_tags(self):
        with Stored():
            from ministack.services import ec2

            ec2._tags["sg-1"] = MANAGED
            made = derived("ec2", "CreateTags", Resources=["sg-1", "vpc-1"], Tags=[{"Key": "a", "Value": "b"}])
        contexts = {resource: context for _, resource, context in made}
        self.assertEqual(contexts[arn("ec2::security-group/sg-1")]["aws:ResourceTag/alethia:managed"], "true")
        self.assertNotIn("aws:ResourceTag/alethia:managed", contexts[arn("ec2::vpc/vpc-1")], "a foreign VPC")
        self.assertTrue(all("ec2:CreateAction" not in context for context in contexts.values()), "nothing is created")

    def test_tags_are_taken_by_their_keys(self):
        with Stored():
            from ministack.services import ec2

            ec2._tags["vpc-1"] = MANAGED
            made = derived("ec2", "DeleteTags", Resources=["vpc-1"], Tags=[{"Key": "a"}])
        self.assertEqual(
            [(action, resource) for action, resource, _ in made], [("ec2:DeleteTags", arn("ec2::vpc/vpc-1"))]
        )
        self.assertEqual(made[0][2]["aws:TagKeys"], ["a"])
        self.assertEqual(made[0][2]["aws:ResourceTag/alethia:managed"], "true")

    def test_a_rules_peer_is_not_authorised_and_the_rule_only_when_it_is_tagged(self):
        peer = {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 2, "UserIdGroupPairs": [{"GroupId": "sg-2"}]}
        plain = questions("ec2", "AuthorizeSecurityGroupIngress", GroupId="sg-1", IpPermissions=[peer])
        group = ("ec2:AuthorizeSecurityGroupIngress", arn("ec2::security-group/sg-1"))
        self.assertEqual(plain, [group])
        tags = [{"ResourceType": "security-group-rule", "Tags": MANAGED}]
        tagged = questions(
            "ec2", "AuthorizeSecurityGroupIngress", GroupId="sg-1", IpPermissions=[peer], TagSpecifications=tags
        )
        rule = arn("ec2::security-group-rule/*")
        self.assertEqual(tagged, [group, ("ec2:AuthorizeSecurityGroupIngress", rule), ("ec2:CreateTags", rule)])

    def test_rules_are_modified_by_the_right_to_the_group_and_to_each_rule(self):
        rules = [{"SecurityGroupRuleId": "sgr-1", "SecurityGroupRule": {"IpProtocol": "-1"}}]
        asked = questions("ec2", "ModifySecurityGroupRules", GroupId="sg-1", SecurityGroupRules=rules)
        self.assertEqual(
            [resource for _, resource in asked],
            [arn("ec2::security-group/sg-1"), arn("ec2::security-group-rule/sgr-1")],
        )

    def test_an_association_stands_for_what_it_joins(self):
        with Stored():
            from ministack.services import ec2

            ec2._route_tables["rtb-1"] = {
                "RouteTableId": "rtb-1",
                "Associations": [{"RouteTableAssociationId": "rtbassoc-1", "SubnetId": "subnet-1"}],
            }
            asked = questions("ec2", "DisassociateRouteTable", AssociationId="rtbassoc-1")
        self.assertEqual(
            {resource for _, resource in asked}, {arn("ec2::route-table/rtb-1"), arn("ec2::subnet/subnet-1")}
        )

    def test_a_describe_is_on_everything(self):
        self.assertEqual(
            questions("ec2", "DescribeSecurityGroups", GroupIds=["sg-1"]), [("ec2:DescribeSecurityGroups", "*")]
        )


if __name__ == "__main__":
    unittest.main()
