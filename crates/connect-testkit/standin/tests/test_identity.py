"""What is authorised for requests about roles and clusters, compared with AWS's documentation of each action."""

import unittest

from .support import ACCOUNT, MANAGED, REGION, Stored, arn, derived, questions, sent

MANAGED_TAG = {"aws:RequestTag/alethia:managed": "true", "aws:TagKeys": ["alethia:managed"]}
ROLE = f"arn:aws:iam::{ACCOUNT}:role/alethia/app"


class Iam(unittest.TestCase):
    def test_a_role_has_its_path_and_the_boundary_that_it_is_given(self):
        boundary = f"arn:aws:iam::{ACCOUNT}:policy/ceiling"
        made = derived(
            "iam",
            "CreateRole",
            RoleName="app",
            Path="/alethia/",
            AssumeRolePolicyDocument="{}",
            PermissionsBoundary=boundary,
            Tags=MANAGED,
        )
        self.assertEqual(
            made,
            [
                ("iam:CreateRole", ROLE, {**MANAGED_TAG, "iam:PermissionsBoundary": boundary}),
                ("iam:TagRole", ROLE, MANAGED_TAG),
            ],
        )

    def test_a_stored_role_has_the_path_and_the_boundary_that_it_has(self):
        with Stored():
            from ministack.services import iam

            iam._roles["app"] = {"Arn": ROLE, "Path": "/alethia/", "PermissionsBoundary": "b", "Tags": MANAGED}
            made = derived(
                "iam", "AttachRolePolicy", RoleName="app", PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess"
            )
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
        asked = questions(
            "iam",
            "SimulatePrincipalPolicy",
            PolicySourceArn=ROLE,
            ActionNames=["iam:PassRole"],
            ResourceArns=[ROLE + "-other"],
        )
        self.assertEqual(asked, [("iam:SimulatePrincipalPolicy", ROLE)])

    def test_an_oidc_provider_is_named_by_its_address(self):
        asked = questions("iam", "CreateOpenIDConnectProvider", Url="https://oidc.eks.eu-central-1.amazonaws.com/id/A")
        self.assertEqual(asked[0][1], f"arn:aws:iam::{ACCOUNT}:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/A")


class Eks(unittest.TestCase):
    def test_a_cluster_passes_its_role_and_may_need_a_role_of_eks_itself(self):
        asked = questions(
            "eks",
            "CreateCluster",
            name="alethia-a",
            roleArn=ROLE,
            resourcesVpcConfig={},
            tags={"alethia:managed": "true"},
        )
        self.assertEqual(
            asked[:4],
            [
                ("eks:CreateCluster", "*"),
                ("eks:TagResource", arn("eks::cluster/alethia-a")),
                ("iam:PassRole", ROLE),
                (
                    "iam:CreateServiceLinkedRole",
                    f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS",
                ),
            ],
        )

    def test_a_node_group_with_a_launch_template_is_tried_out_as_the_caller(self):
        made = derived(
            "eks",
            "CreateNodegroup",
            clusterName="alethia-a",
            nodegroupName="n",
            nodeRole=ROLE,
            subnets=["subnet-1"],
            launchTemplate={"id": "lt-1"},
        )
        runs = {resource: context for action, resource, context in made if action == "ec2:RunInstances"}
        self.assertIn(arn("ec2::subnet/subnet-1"), runs)
        template = arn("ec2::launch-template/lt-1")
        self.assertEqual(
            runs[arn("ec2::instance/*")],
            {"ec2:LaunchTemplate": template, "ec2:IsLaunchTemplateResource": "true", "ec2:Region": REGION},
        )
        self.assertIn(template, runs)

    def test_what_a_service_asks_in_the_callers_name_says_so(self):
        from authorisation.checks import derive
        from authorisation.resources import Resources

        request = sent(
            "eks",
            "CreateNodegroup",
            clusterName="a",
            nodegroupName="n",
            nodeRole=ROLE,
            subnets=["subnet-1"],
            launchTemplate={"id": "lt-1"},
        )
        via = {
            each.action: each.context["aws:ViaAWSService"] for each in derive(request, Resources(REGION, ACCOUNT), "*")
        }
        self.assertEqual(
            (
                via["eks:CreateNodegroup"],
                via["iam:PassRole"],
                via["ec2:RunInstances"],
                via["iam:CreateServiceLinkedRole"],
            ),
            ("false", "false", "true", "true"),
        )

    def test_what_has_an_unguessable_arn_is_looked_up(self):
        with Stored():
            from ministack.services import eks

            kept = arn("eks::nodegroup/alethia-a/n/0123")
            eks._nodegroups["alethia-a/n"] = {"nodegroupArn": kept}
            self.assertEqual(
                questions("eks", "DeleteNodegroup", clusterName="alethia-a", nodegroupName="n"),
                [("eks:DeleteNodegroup", kept)],
            )
        self.assertEqual(
            questions("eks", "DeleteNodegroup", clusterName="alethia-a", nodegroupName="n")[0][1],
            arn("eks::nodegroup/alethia-a/n/*"),
        )

    def test_an_access_entry_has_the_arn_that_aws_gives_it(self):
        full = arn(f"eks::access-entry/alethia-a/role/{ACCOUNT}/app/0123")
        with Stored():
            from ministack.services import eks

            short = arn("eks::access-entry/alethia-a/0123")
            eks._access_entries[f"alethia-a\0{ROLE}"] = {"accessEntryArn": short}
            eks._tags[short] = {"team": "a"}
            self.assertEqual(
                questions("eks", "DeleteAccessEntry", clusterName="alethia-a", principalArn=ROLE),
                [("eks:DeleteAccessEntry", full)],
            )
            made = derived("eks", "TagResource", resourceArn=short, tags={"a": "b"})
        self.assertEqual([(action, resource) for action, resource, _ in made], [("eks:TagResource", full)])
        self.assertEqual(made[0][2]["aws:ResourceTag/team"], "a")


if __name__ == "__main__":
    unittest.main()
