"""What is authorised for requests to the other services, compared with AWS's documentation of each action."""

import unittest

from .support import ACCOUNT, MANAGED, REGION, arn, derived, questions


class Others(unittest.TestCase):
    def test_an_aurora_cluster_stands_on_default_groups_and_its_tags_are_on_the_cluster_alone(self):
        asked = questions(
            "rds",
            "CreateDBCluster",
            DBClusterIdentifier="alethia-a",
            Engine="aurora-postgresql",
            EngineVersion="15.4",
            DBSubnetGroupName="alethia-s",
            Tags=MANAGED,
        )
        resources = {resource.split(":", 5)[5] for action, resource in asked if action == "rds:CreateDBCluster"}
        self.assertEqual(
            resources,
            {
                "cluster:alethia-a",
                "cluster-pg:default.aurora-postgresql15",
                "og:default:aurora-postgresql-15",
                "subgrp:alethia-s",
            },
        )
        self.assertEqual(
            [resource for action, resource in asked if action == "rds:AddTagsToResource"],
            [arn("rds::cluster:alethia-a")],
        )
        self.assertIn("iam:CreateServiceLinkedRole", [action for action, _ in asked])

    def test_later_tagging_is_the_action_itself(self):
        cluster = arn("rds::cluster:alethia-a")
        self.assertEqual(
            questions("rds", "AddTagsToResource", ResourceName=cluster, Tags=MANAGED),
            [("rds:AddTagsToResource", cluster)],
        )
        self.assertEqual(
            questions("eks", "TagResource", resourceArn=arn("eks::cluster/a"), tags={"a": "b"}),
            [("eks:TagResource", arn("eks::cluster/a"))],
        )

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
        asked = questions(
            "wafv2",
            "CreateWebACL",
            Name="alethia-w",
            Scope="REGIONAL",
            DefaultAction={"Allow": {}},
            VisibilityConfig=look,
            Rules=[
                {"Name": "r", "Priority": 1, "Statement": statement, "VisibilityConfig": look},
                {"Name": "v", "Priority": 2, "Statement": vendor, "VisibilityConfig": look},
            ],
            Tags=MANAGED,
        )
        acl, rules = arn("wafv2::regional/webacl/alethia-w/*"), arn("wafv2::regional/managedruleset/CommonRules/*")
        self.assertEqual(
            asked,
            [*(("wafv2:CreateWebACL", resource) for resource in (acl, rule_set, rules)), ("wafv2:TagResource", acl)],
        )

    def test_an_association_is_authorised_on_the_load_balancer_too(self):
        balancer = f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:loadbalancer/app/a/1"
        asked = questions("wafv2", "AssociateWebACL", WebACLArn=arn("wafv2::regional/webacl/w/1"), ResourceArn=balancer)
        self.assertIn(("wafv2:AssociateWebACL", balancer), asked)
        self.assertIn(("elasticloadbalancing:CreateWebACLAssociation", balancer), asked)

    def test_a_subscription_stands_for_its_topic(self):
        asked = questions("sns", "Unsubscribe", SubscriptionArn=arn("sns::alethia-t") + ":0123")
        self.assertEqual(asked, [("sns:Unsubscribe", arn("sns::alethia-t"))])

    def test_records_say_their_names_types_and_actions(self):
        change = {
            "Action": "UPSERT",
            "ResourceRecordSet": {
                "Name": "*.App.example.com.",
                "Type": "A",
                "TTL": 1,
                "ResourceRecords": [{"Value": "192.0.2.1"}],
            },
        }
        made = derived(
            "route53", "ChangeResourceRecordSets", HostedZoneId="/hostedzone/Z1", ChangeBatch={"Changes": [change]}
        )
        self.assertEqual(
            made,
            [
                (
                    "route53:ChangeResourceRecordSets",
                    "arn:aws:route53:::hostedzone/Z1",
                    {
                        "route53:ChangeResourceRecordSetsActions": ["UPSERT"],
                        "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["\\052.app.example.com"],
                        "route53:ChangeResourceRecordSetsRecordTypes": ["A"],
                    },
                )
            ],
        )

    def test_a_certificate_is_asked_for_on_nothing_and_tagged_as_any(self):
        made = derived("acm", "RequestCertificate", DomainName="a.example", ValidationMethod="DNS", Tags=MANAGED)
        self.assertEqual(
            [(action, resource) for action, resource, _ in made],
            [("acm:RequestCertificate", "*"), ("acm:AddTagsToCertificate", arn("acm::certificate/*"))],
        )
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
