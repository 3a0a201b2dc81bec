"""What is authorised for a request, compared with AWS's documentation of each action."""

import unittest

from .support import ACCOUNT, MANAGED, REGION, Stored, arn, derived, questions, sent

MANAGED_TAG = {"aws:RequestTag/alethia:managed": "true", "aws:TagKeys": ["alethia:managed"]}
ROLE = f"arn:aws:iam::{ACCOUNT}:role/alethia/app"


class Ec2(unittest.TestCase):
    def test_a_create_is_authorised_on_what_it_makes_on_what_it_uses_and_for_its_tags(self):
        with Stored():
            from ministack.services import ec2
            ec2._tags["vpc-1"] = [{"Key": "team", "Value": "a"}]
            made = derived("ec2", "CreateSubnet", VpcId="vpc-1", CidrBlock="10.0.0.0/24", TagSpecifications=[{"ResourceType": "subnet", "Tags": MANAGED}])
        region = {"ec2:Region": REGION}
        self.assertEqual(made, [
            ("ec2:CreateSubnet", arn("ec2::subnet/*"), {**MANAGED_TAG, **region}),
            ("ec2:CreateSubnet", arn("ec2::vpc/vpc-1"), {"aws:ResourceTag/team": "a", "ec2:ResourceTag/team": "a", **region}),
            ("ec2:CreateTags", arn("ec2::subnet/*"), {**MANAGED_TAG, **region, "ec2:CreateAction": "CreateSubnet"}),
        ], "the subnet has only the request's tags, the VPC only its own")

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
        self.assertEqual([(action, resource) for action, resource, _ in made], [("ec2:DeleteTags", arn("ec2::vpc/vpc-1"))])
        self.assertEqual(made[0][2]["aws:TagKeys"], ["a"])
        self.assertEqual(made[0][2]["aws:ResourceTag/alethia:managed"], "true")

    def test_a_rules_peer_is_not_authorised_and_the_rule_only_when_it_is_tagged(self):
        peer = {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 2, "UserIdGroupPairs": [{"GroupId": "sg-2"}]}
        plain = questions("ec2", "AuthorizeSecurityGroupIngress", GroupId="sg-1", IpPermissions=[peer])
        group = ("ec2:AuthorizeSecurityGroupIngress", arn("ec2::security-group/sg-1"))
        self.assertEqual(plain, [group])
        tags = [{"ResourceType": "security-group-rule", "Tags": MANAGED}]
        tagged = questions("ec2", "AuthorizeSecurityGroupIngress", GroupId="sg-1", IpPermissions=[peer], TagSpecifications=tags)
        rule = arn("ec2::security-group-rule/*")
        self.assertEqual(tagged, [group, ("ec2:AuthorizeSecurityGroupIngress", rule), ("ec2:CreateTags", rule)])

    def test_rules_are_modified_by_the_right_to_the_group_and_to_each_rule(self):
        rules = [{"SecurityGroupRuleId": "sgr-1", "SecurityGroupRule": {"IpProtocol": "-1"}}]
        asked = questions("ec2", "ModifySecurityGroupRules", GroupId="sg-1", SecurityGroupRules=rules)
        self.assertEqual([resource for _, resource in asked], [arn("ec2::security-group/sg-1"), arn("ec2::security-group-rule/sgr-1")])

    def test_an_association_stands_for_what_it_joins(self):
        with Stored():
            from ministack.services import ec2
            ec2._route_tables["rtb-1"] = {"RouteTableId": "rtb-1", "Associations": [{"RouteTableAssociationId": "rtbassoc-1", "SubnetId": "subnet-1"}]}
            asked = questions("ec2", "DisassociateRouteTable", AssociationId="rtbassoc-1")
        self.assertEqual({resource for _, resource in asked}, {arn("ec2::route-table/rtb-1"), arn("ec2::subnet/subnet-1")})

    def test_a_describe_is_on_everything(self):
        self.assertEqual(questions("ec2", "DescribeSecurityGroups", GroupIds=["sg-1"]), [("ec2:DescribeSecurityGroups", "*")])


class Iam(unittest.TestCase):
    def test_a_role_has_its_path_and_the_boundary_that_it_is_given(self):
        boundary = f"arn:aws:iam::{ACCOUNT}:policy/ceiling"
        made = derived("iam", "CreateRole", RoleName="app", Path="/alethia/", AssumeRolePolicyDocument="{}", PermissionsBoundary=boundary, Tags=MANAGED)
        self.assertEqual(made, [
            ("iam:CreateRole", ROLE, {**MANAGED_TAG, "iam:PermissionsBoundary": boundary}),
            ("iam:TagRole", ROLE, MANAGED_TAG),
        ])

    def test_a_stored_role_has_the_path_and_the_boundary_that_it_has(self):
        with Stored():
            from ministack.services import iam
            iam._roles["app"] = {"Arn": ROLE, "Path": "/alethia/", "PermissionsBoundary": "b", "Tags": MANAGED}
            made = derived("iam", "AttachRolePolicy", RoleName="app", PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
        tags = {"aws:ResourceTag/alethia:managed": "true", "iam:ResourceTag/alethia:managed": "true"}
        context = {**tags, "iam:PermissionsBoundary": "b", "iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess"}
        self.assertEqual(made, [("iam:AttachRolePolicy", ROLE, context)])

    def test_a_role_is_passed_to_ec2_by_its_instance_profile(self):
        with Stored():
            from ministack.services import iam
            iam._roles["app"] = {"Arn": ROLE, "Path": "/alethia/"}
            made = derived("iam", "AddRoleToInstanceProfile", InstanceProfileName="app", RoleName="app")
        self.assertEqual(made[-1], ("iam:PassRole", ROLE, {"iam:PassedToService": "ec2.amazonaws.com"}))
        self.assertEqual(made[0][1], f"arn:aws:iam::{ACCOUNT}:instance-profile/app")

    def test_a_services_own_role_has_the_name_that_aws_gives_it(self):
        made = derived("iam", "CreateServiceLinkedRole", AWSServiceName="eks.amazonaws.com")
        own = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS"
        self.assertEqual(made, [("iam:CreateServiceLinkedRole", own, {"iam:AWSServiceName": "eks.amazonaws.com"})])

    def test_a_services_own_role_keeps_that_name_until_it_is_gone(self):
        own = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/elasticache.amazonaws.com/AWSServiceRoleForElastiCache"
        with Stored():
            from ministack.services import iam
            role = "AWSServiceRoleForElasticache"
            iam._roles[role] = {"Arn": "its own", "Path": "/aws-service-role/elasticache.amazonaws.com/"}
            iam._service_linked_role_deletion_tasks["task"] = {"RoleName": role}
            self.assertEqual(questions("iam", "GetRole", RoleName=role), [("iam:GetRole", own)])
            self.assertEqual(questions("iam", "GetServiceLinkedRoleDeletionStatus", DeletionTaskId="task")[0][1], own)

    def test_a_simulation_is_authorised_on_its_subject_only(self):
        asked = questions("iam", "SimulatePrincipalPolicy", PolicySourceArn=ROLE, ActionNames=["iam:PassRole"], ResourceArns=[ROLE + "-other"])
        self.assertEqual(asked, [("iam:SimulatePrincipalPolicy", ROLE)])

    def test_an_oidc_provider_is_named_by_its_address(self):
        asked = questions("iam", "CreateOpenIDConnectProvider", Url="https://oidc.eks.eu-central-1.amazonaws.com/id/A")
        self.assertEqual(asked[0][1], f"arn:aws:iam::{ACCOUNT}:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/A")


class Eks(unittest.TestCase):
    def test_a_cluster_passes_its_role_and_may_need_a_role_of_eks_itself(self):
        asked = questions("eks", "CreateCluster", name="alethia-a", roleArn=ROLE, resourcesVpcConfig={}, tags={"alethia:managed": "true"})
        self.assertEqual(asked[:4], [
            ("eks:CreateCluster", "*"),
            ("eks:TagResource", arn("eks::cluster/alethia-a")),
            ("iam:PassRole", ROLE),
            ("iam:CreateServiceLinkedRole", f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS"),
        ])

    def test_a_node_group_with_a_launch_template_is_tried_out_as_the_caller(self):
        made = derived("eks", "CreateNodegroup", clusterName="alethia-a", nodegroupName="n", nodeRole=ROLE, subnets=["subnet-1"], launchTemplate={"id": "lt-1"})
        runs = {resource: context for action, resource, context in made if action == "ec2:RunInstances"}
        self.assertIn(arn("ec2::subnet/subnet-1"), runs)
        template = arn("ec2::launch-template/lt-1")
        self.assertEqual(runs[arn("ec2::instance/*")], {"ec2:LaunchTemplate": template, "ec2:IsLaunchTemplateResource": "true", "ec2:Region": REGION})
        self.assertIn(template, runs)

    def test_what_a_service_asks_in_the_callers_name_says_so(self):
        from authorisation.checks import derive
        from authorisation.resources import Resources
        request = sent("eks", "CreateNodegroup", clusterName="a", nodegroupName="n", nodeRole=ROLE, subnets=["subnet-1"], launchTemplate={"id": "lt-1"})
        via = {each.action: each.context["aws:ViaAWSService"] for each in derive(request, Resources(REGION, ACCOUNT), "*")}
        self.assertEqual((via["eks:CreateNodegroup"], via["iam:PassRole"], via["ec2:RunInstances"], via["iam:CreateServiceLinkedRole"]), ("false", "false", "true", "true"))

    def test_what_has_an_unguessable_arn_is_looked_up(self):
        with Stored():
            from ministack.services import eks
            kept = arn("eks::nodegroup/alethia-a/n/0123")
            eks._nodegroups["alethia-a/n"] = {"nodegroupArn": kept}
            self.assertEqual(questions("eks", "DeleteNodegroup", clusterName="alethia-a", nodegroupName="n"), [("eks:DeleteNodegroup", kept)])
        self.assertEqual(questions("eks", "DeleteNodegroup", clusterName="alethia-a", nodegroupName="n")[0][1], arn("eks::nodegroup/alethia-a/n/*"))

    def test_an_access_entry_has_the_arn_that_aws_gives_it(self):
        full = arn(f"eks::access-entry/alethia-a/role/{ACCOUNT}/app/0123")
        with Stored():
            from ministack.services import eks
            short = arn("eks::access-entry/alethia-a/0123")
            eks._access_entries[f"alethia-a\0{ROLE}"] = {"accessEntryArn": short}
            eks._tags[short] = {"team": "a"}
            self.assertEqual(questions("eks", "DeleteAccessEntry", clusterName="alethia-a", principalArn=ROLE), [("eks:DeleteAccessEntry", full)])
            made = derived("eks", "TagResource", resourceArn=short, tags={"a": "b"})
        self.assertEqual([(action, resource) for action, resource, _ in made], [("eks:TagResource", full)])
        self.assertEqual(made[0][2]["aws:ResourceTag/team"], "a")


class Others(unittest.TestCase):
    def test_an_aurora_cluster_stands_on_default_groups_and_its_tags_are_on_the_cluster_alone(self):
        asked = questions("rds", "CreateDBCluster", DBClusterIdentifier="alethia-a", Engine="aurora-postgresql", EngineVersion="15.4", DBSubnetGroupName="alethia-s", Tags=MANAGED)
        resources = {resource.split(":", 5)[5] for action, resource in asked if action == "rds:CreateDBCluster"}
        self.assertEqual(resources, {"cluster:alethia-a", "cluster-pg:default.aurora-postgresql15", "og:default:aurora-postgresql-15", "subgrp:alethia-s"})
        self.assertEqual([resource for action, resource in asked if action == "rds:AddTagsToResource"], [arn("rds::cluster:alethia-a")])
        self.assertIn("iam:CreateServiceLinkedRole", [action for action, _ in asked])

    def test_later_tagging_is_the_action_itself(self):
        cluster = arn("rds::cluster:alethia-a")
        self.assertEqual(questions("rds", "AddTagsToResource", ResourceName=cluster, Tags=MANAGED), [("rds:AddTagsToResource", cluster)])
        self.assertEqual(questions("eks", "TagResource", resourceArn=arn("eks::cluster/a"), tags={"a": "b"}), [("eks:TagResource", arn("eks::cluster/a"))])

    def test_a_final_snapshot_counts_only_when_one_is_asked_for(self):
        bare = questions("rds", "DeleteDBCluster", DBClusterIdentifier="a", SkipFinalSnapshot=True)
        self.assertEqual(bare, [("rds:DeleteDBCluster", arn("rds::cluster:a"))])
        kept = questions("rds", "DeleteDBCluster", DBClusterIdentifier="a", FinalDBSnapshotIdentifier="f")
        self.assertIn(("rds:DeleteDBCluster", arn("rds::cluster-snapshot:f")), kept)
        self.assertIn(("rds:CreateDBClusterSnapshot", arn("rds::cluster-snapshot:f")), kept)
        last = questions("elasticache", "DeleteReplicationGroup", ReplicationGroupId="a", FinalSnapshotIdentifier="f")
        self.assertIn(("elasticache:CreateSnapshot", arn("elasticache::snapshot:f")), last)

    def test_a_web_acl_is_authorised_on_what_its_rules_refer_to(self):
        rule_set = arn("wafv2::regional/ipset/alethia-i/1")
        statement = {"IPSetReferenceStatement": {"ARN": rule_set}}
        vendor = {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": "CommonRules"}}
        look = {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": "a"}
        asked = questions("wafv2", "CreateWebACL", Name="alethia-w", Scope="REGIONAL", DefaultAction={"Allow": {}}, VisibilityConfig=look,
                          Rules=[{"Name": "r", "Priority": 1, "Statement": statement, "VisibilityConfig": look},
                                 {"Name": "v", "Priority": 2, "Statement": vendor, "VisibilityConfig": look}], Tags=MANAGED)
        acl, rules = arn("wafv2::regional/webacl/alethia-w/*"), arn("wafv2::regional/managedruleset/CommonRules/*")
        self.assertEqual(asked, [*(("wafv2:CreateWebACL", resource) for resource in (acl, rule_set, rules)), ("wafv2:TagResource", acl)])

    def test_an_association_is_authorised_on_the_load_balancer_too(self):
        balancer = f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:loadbalancer/app/a/1"
        asked = questions("wafv2", "AssociateWebACL", WebACLArn=arn("wafv2::regional/webacl/w/1"), ResourceArn=balancer)
        self.assertIn(("wafv2:AssociateWebACL", balancer), asked)
        self.assertIn(("elasticloadbalancing:CreateWebACLAssociation", balancer), asked)

    def test_a_subscription_stands_for_its_topic(self):
        asked = questions("sns", "Unsubscribe", SubscriptionArn=arn("sns::alethia-t") + ":0123")
        self.assertEqual(asked, [("sns:Unsubscribe", arn("sns::alethia-t"))])

    def test_records_say_their_names_types_and_actions(self):
        change = {"Action": "UPSERT", "ResourceRecordSet": {"Name": "*.App.example.com.", "Type": "A", "TTL": 1, "ResourceRecords": [{"Value": "192.0.2.1"}]}}
        made = derived("route53", "ChangeResourceRecordSets", HostedZoneId="/hostedzone/Z1", ChangeBatch={"Changes": [change]})
        self.assertEqual(made, [("route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z1", {
            "route53:ChangeResourceRecordSetsActions": ["UPSERT"],
            "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["\\052.app.example.com"],
            "route53:ChangeResourceRecordSetsRecordTypes": ["A"],
        })])

    def test_a_certificate_is_asked_for_on_nothing_and_tagged_as_any(self):
        made = derived("acm", "RequestCertificate", DomainName="a.example", ValidationMethod="DNS", Tags=MANAGED)
        self.assertEqual([(action, resource) for action, resource, _ in made], [("acm:RequestCertificate", "*"), ("acm:AddTagsToCertificate", arn("acm::certificate/*"))])
        self.assertEqual(made[0][2]["acm:ValidationMethod"], "DNS")

    def test_the_stand_ins_own_resource_stays_where_it_is_right(self):
        queue = arn("sqs::alethia-q")
        asked = questions("sqs", "CreateQueue", found=queue, QueueName="alethia-q", tags={"a": "b"})
        self.assertEqual(asked, [("sqs:CreateQueue", queue), ("sqs:TagQueue", queue)])

    def test_an_action_that_the_reference_has_not_is_left_to_the_stand_in(self):
        from authorisation import checks
        from authorisation.request import Request
        self.assertIsNone(checks.derive(Request("s3", "CreateBucket"), None, "*"))


if __name__ == "__main__":
    unittest.main()
