//! What the provisioner role can and cannot do, asked live: the requests are sent, and the role's own policies decide.
//! The policy simulator is asked far more; this shows that the same answers come back from calls.

use serde_json::{Value, json};

use crate::support::{HOME, Playground, as_role, call, code, seeded};

const ROLE: &str = "AlethiaProvisionerRole-Good";
const OWN: &str = "arn:aws:iam::444455556666:policy/AlethiaProvisionerRole-Good";
const MANAGED: (&str, &str) = ("alethia:managed", "true");

/// How AWS's services word a refusal.
const REFUSALS: [&str; 4] = ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError"];

/// Sends each request as the role. The sentence says what is defended.
async fn ask(sandbox: &Playground, cases: &[(&str, &str, &str, Value, bool)]) {
    let role = as_role(sandbox, "Good").await;
    for (says, service, operation, params, allowed) in cases {
        let answer = code(call(sandbox, role.clone(), service, HOME, operation, params.clone()).await);
        let as_wanted = if *allowed { answer == "ok" } else { REFUSALS.contains(&answer.as_str()) };
        let verb = if *allowed { "can" } else { "cannot" };
        assert!(as_wanted, "the role {verb} {says}: {service} {operation} was answered with {answer}");
    }
}

fn tags(kind: &str) -> Value {
    json!([{ "ResourceType": kind, "Tags": tag() }])
}

fn tag() -> Value {
    json!([{ "Key": MANAGED.0, "Value": MANAGED.1 }])
}

async fn first(sandbox: &Playground, operation: &str, list: &str, id: &str) -> String {
    let answer = call(sandbox, "sandbox-customer", "ec2", HOME, operation, json!({})).await.unwrap();
    answer[list][0][id].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn networks_of_others_stay_theirs() {
    let sandbox = seeded().await;
    let foreign = first(&sandbox, "DescribeVpcs", "Vpcs", "VpcId").await;
    let group = first(&sandbox, "DescribeSecurityGroups", "SecurityGroups", "GroupId").await;
    let role = as_role(&sandbox, "Good").await;
    let create = json!({ "CidrBlock": "10.200.0.0/16", "TagSpecifications": tags("vpc") });
    let made = call(&sandbox, role, "ec2", HOME, "CreateVpc", create).await.unwrap();
    let own = made["Vpc"]["VpcId"].as_str().unwrap();
    let subnet = |vpc: &str| json!({ "VpcId": vpc, "CidrBlock": "10.200.0.0/24", "TagSpecifications": tags("subnet") });
    let open = json!([{ "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }]);
    ask(
        &sandbox,
        &[
            ("make a subnet in its own VPC", "ec2", "CreateSubnet", subnet(own), true),
            ("make a subnet in a foreign VPC", "ec2", "CreateSubnet", subnet(&foreign), false),
            ("make a VPC without the tag", "ec2", "CreateVpc", json!({ "CidrBlock": "10.201.0.0/16" }), false),
            (
                "tag a foreign VPC and then own it",
                "ec2",
                "CreateTags",
                json!({ "Resources": [foreign], "Tags": tag() }),
                false,
            ),
            ("delete a foreign VPC", "ec2", "DeleteVpc", json!({ "VpcId": foreign }), false),
            (
                "take the tag from its own VPC",
                "ec2",
                "DeleteTags",
                json!({ "Resources": [own], "Tags": [{ "Key": MANAGED.0 }] }),
                false,
            ),
            (
                "open a foreign security group",
                "ec2",
                "AuthorizeSecurityGroupIngress",
                json!({ "GroupId": group, "IpPermissions": open }),
                false,
            ),
            (
                "start an instance",
                "ec2",
                "RunInstances",
                json!({ "ImageId": "ami-12345678", "MinCount": 1, "MaxCount": 1 }),
                false,
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn the_role_cannot_grow() {
    let sandbox = seeded().await;
    let trust = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": "ec2.amazonaws.com" },
    }] })
    .to_string();
    let create = |name: &str, path: &str, boundary: Option<String>| {
        let mut params = json!({ "RoleName": name, "Path": path, "AssumeRolePolicyDocument": trust });
        if let Some(boundary) = boundary {
            params["PermissionsBoundary"] = boundary.into();
        }
        params
    };
    let boundary = || Some(format!("{OWN}-WorkloadBoundary"));
    let everything =
        json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] });
    let (everything, admin) = (everything.to_string(), "arn:aws:iam::aws:policy/AdministratorAccess");
    let made = "alethia-node";
    let other = sandbox.role("Admin").unwrap().arn.clone();
    ask(
        &sandbox,
        &[
            ("make a role under the boundary", "iam", "CreateRole", create(made, "/alethia/", boundary()), true),
            ("make a role without the boundary", "iam", "CreateRole", create("alethia-free", "/alethia/", None), false),
            ("make a role with another boundary", "iam", "CreateRole", create("alethia-wide", "/alethia/", Some(admin.to_owned())), false),
            ("make a role outside its path", "iam", "CreateRole", create("alethia-out", "/", boundary()), false),
            ("take the boundary away", "iam", "DeleteRolePermissionsBoundary", json!({ "RoleName": made }), false),
            ("make a role an administrator", "iam", "AttachRolePolicy", json!({ "RoleName": made, "PolicyArn": admin }), false),
            ("change who may assume it", "iam", "UpdateAssumeRolePolicy", json!({ "RoleName": ROLE, "PolicyDocument": trust }), false),
            ("give itself a policy", "iam", "PutRolePolicy", json!({ "RoleName": ROLE, "PolicyName": "x", "PolicyDocument": everything }), false),
            ("take its own guard away", "iam", "DetachRolePolicy", json!({ "RoleName": ROLE, "PolicyArn": format!("{OWN}-Guard") }), false),
            ("rewrite its own policy", "iam", "CreatePolicyVersion", json!({ "PolicyArn": format!("{OWN}-Network"), "PolicyDocument": everything, "SetAsDefault": true }), false),
            ("rewrite the boundary", "iam", "CreatePolicyVersion", json!({ "PolicyArn": format!("{OWN}-WorkloadBoundary"), "PolicyDocument": everything, "SetAsDefault": true }), false),
            ("make a user", "iam", "CreateUser", json!({ "UserName": "alethia-user", "Path": "/alethia/" }), false),
            ("make an access key", "iam", "CreateAccessKey", json!({ "UserName": "cloud-admin" }), false),
            ("hop to another role", "sts", "AssumeRole", json!({ "RoleArn": other, "RoleSessionName": "hop" }), false),
        ],
    )
    .await;
}

#[tokio::test]
async fn names_without_the_prefix_are_out_of_reach() {
    let sandbox = seeded().await;
    let bucket = |name: &str| json!({ "Bucket": name, "CreateBucketConfiguration": { "LocationConstraint": HOME } });
    let table = |name: &str| {
        json!({ "TableName": name, "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
            "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }] })
    };
    let group = |name: &str| json!({ "CacheParameterGroupName": name, "CacheParameterGroupFamily": "redis7", "Description": "x" });
    let parameters = |name: &str| json!({ "DBClusterParameterGroupName": name, "DBParameterGroupFamily": "aurora-mysql8.0", "Description": "x" });
    let cluster = |name: &str| json!({ "DBClusterIdentifier": name, "Engine": "aurora-mysql", "MasterUsername": "a", "MasterUserPassword": "long enough" });
    let set = |name: &str| json!({ "Name": name, "Scope": "REGIONAL", "IPAddressVersion": "IPV4", "Addresses": [], "Tags": tag() });
    let secret = |name: &str| json!({ "Name": name, "SecretString": "x", "ClientRequestToken": "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90" });
    let item = json!({ "TableName": "alethia-orders", "Key": { "id": { "S": "1" } } });
    ask(
        &sandbox,
        &[
            ("make a bucket with the prefix", "s3", "CreateBucket", bucket("alethia-files"), true),
            ("make another bucket", "s3", "CreateBucket", bucket("acme-files"), false),
            ("write an object, even into its own bucket", "s3", "PutObject", json!({ "Bucket": "alethia-files", "Key": "x" }), false),
            ("make a table with the prefix", "dynamodb", "CreateTable", table("alethia-orders"), true),
            ("make another table", "dynamodb", "CreateTable", table("orders"), false),
            ("read an item, even of its own table", "dynamodb", "GetItem", item, false),
            ("make a queue with the prefix", "sqs", "CreateQueue", json!({ "QueueName": "alethia-jobs" }), true),
            ("make another queue", "sqs", "CreateQueue", json!({ "QueueName": "jobs" }), false),
            ("make a topic with the prefix", "sns", "CreateTopic", json!({ "Name": "alethia-news" }), true),
            ("make another topic", "sns", "CreateTopic", json!({ "Name": "news" }), false),
            ("make a repository with the prefix", "ecr", "CreateRepository", json!({ "repositoryName": "alethia-api" }), true),
            ("make another repository", "ecr", "CreateRepository", json!({ "repositoryName": "api" }), false),
            ("make a secret with the prefix", "secretsmanager", "CreateSecret", secret("alethia-db"), true),
            ("make another secret", "secretsmanager", "CreateSecret", secret("db"), false),
            ("make cluster parameters with the prefix", "rds", "CreateDBClusterParameterGroup", parameters("alethia-pg"), true),
            ("make a cluster without the prefix", "rds", "CreateDBCluster", cluster("prod"), false),
            ("make cache parameters with the prefix", "elasticache", "CreateCacheParameterGroup", group("alethia-cache"), true),
            ("make other cache parameters", "elasticache", "CreateCacheParameterGroup", group("sessions"), false),
            ("delete a cluster without the prefix", "eks", "DeleteCluster", json!({ "name": "prod" }), false),
            ("request a certificate with the tag", "acm", "RequestCertificate", json!({ "DomainName": "a.example.com", "Tags": tag() }), true),
            ("request a certificate without the tag", "acm", "RequestCertificate", json!({ "DomainName": "b.example.com" }), false),
            ("make an IP set with the prefix", "wafv2", "CreateIPSet", set("alethia-office"), true),
            ("make another IP set", "wafv2", "CreateIPSet", set("office"), false),
            ("make a hosted zone", "route53", "CreateHostedZone", json!({ "Name": "alethia.example.com", "CallerReference": "1" }), true),
            ("make a health check", "route53", "CreateHealthCheck", json!({ "CallerReference": "1", "HealthCheckConfig": { "Type": "TCP", "IPAddress": "192.0.2.1", "Port": 80 } }), false),
        ],
    )
    .await;
}
