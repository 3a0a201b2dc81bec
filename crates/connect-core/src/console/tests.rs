//! Addresses that are built, and those that are taken.
#![allow(clippy::unwrap_used)]

use super::*;

const TEMPLATE: &str = "https://alethia.s3.eu-central-1.amazonaws.com/template.yaml";

fn link(region: &str) -> String {
    let parameters = [
        ("ExternalId".to_owned(), "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90".to_owned()),
        ("Odd".to_owned(), "a&b=c #?/ü".to_owned()),
    ];
    let template = TemplateUrl::parse(TEMPLATE, false).unwrap();
    quick_create(
        &Console::Aws,
        &QuickCreate {
            region: &region.parse().unwrap(),
            template: &template,
            stack: &StackName::default(),
            parameters: &parameters,
        },
    )
}

#[test]
fn the_quick_create_link_is_the_documented_one() {
    let link = link("eu-central-1");
    assert_eq!(
        link,
        "https://eu-central-1.console.aws.amazon.com/cloudformation/home?region=eu-central-1#/stacks/quickcreate\
         ?templateURL=https%3A%2F%2Falethia.s3.eu-central-1.amazonaws.com%2Ftemplate.yaml&stackName=alethia-provisioner-role\
         &param_ExternalId=3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90&param_Odd=a%26b%3Dc%20%23%3F%2F%C3%BC",
        "host, path, fragment and encoding"
    );
}

#[test]
fn the_partition_decides_the_console() {
    for (region, domain) in [("us-gov-west-1", "console.amazonaws-us-gov.com"), ("cn-north-1", "console.amazonaws.cn")]
    {
        let url = Url::parse(&link(region)).unwrap();
        assert_eq!(url.host_str(), Some(format!("{region}.{domain}").as_str()), "{region}");
    }
}

#[test]
fn only_s3_and_the_sandbox_host_templates() {
    for (address, sandbox, good) in [
        (TEMPLATE, false, true),
        ("https://s3.amazonaws.com/bucket/key", false, true),
        ("https://bucket.s3-eu-west-1.amazonaws.com/key", false, true),
        ("https://b.s3.cn-north-1.amazonaws.com.cn/k", false, true),
        ("http://bucket.s3.amazonaws.com/key", false, false),
        ("https://evil.example/s3.amazonaws.com", false, false),
        ("https://s3.amazonaws.com.evil.example/k", false, false),
        ("https://x@bucket.s3.amazonaws.com/k", false, false),
        ("http://127.0.0.1:4566/template.yaml", true, true),
        ("http://127.0.0.1:4566/template.yaml", false, false),
        ("http://127.0.0.1.evil.example/t", true, false),
        ("file:///etc/passwd", true, false),
        ("template.yaml", true, false),
    ] {
        assert_eq!(TemplateUrl::parse(address, sandbox).is_ok(), good, "{address} with sandbox {sandbox}");
    }
    let long = format!("{TEMPLATE}?{}", "x".repeat(1024));
    assert!(matches!(TemplateUrl::parse(&long, false), Err(AddressError::TooLong(_))), "CloudFormation's limit");
}

#[test]
fn the_sandbox_console_is_on_loopback() {
    assert!(Console::sandbox("http://127.0.0.1:9000").is_ok(), "loopback");
    for address in ["https://example.com", "http://10.0.0.1", "javascript:alert(1)", "http://127.0.0.1@evil.example"] {
        assert!(Console::sandbox(address).is_err(), "{address} is not this machine");
    }
}

#[test]
fn stack_names_follow_the_rule() {
    for (name, good) in [("alethia", true), ("A-1", true), ("1a", false), ("a_b", false), ("", false), ("ä", false)] {
        assert_eq!(name.parse::<StackName>().is_ok(), good, "{name:?}");
    }
    assert!("a".repeat(129).parse::<StackName>().is_err(), "129 characters are one too many");
}

#[test]
fn resources_open_in_their_own_region_and_partition() {
    let place = "us-gov-east-1".parse().unwrap();
    let url = Console::Aws.resource(Partition::AwsUsGov, Kind::Vpc, &place, "vpc-1", None);
    assert_eq!(
        url,
        "https://us-gov-east-1.console.amazonaws-us-gov.com/vpcconsole/home?region=us-gov-east-1#VpcDetails:VpcId=vpc-1",
        "VPC"
    );
    let user = Console::Aws.resource(Partition::Aws, Kind::IamUser, &Place::Global, "AIDA1", Some("böb"));
    assert!(user.ends_with("/users/details/b%C3%B6b"), "a user's page goes by name: {user}");
}

#[test]
fn parts_of_networks_open_in_their_own_region() {
    let region: Region = "eu-west-1".parse().unwrap();
    for (kind, id, page) in [
        (NetworkKind::RouteTable, "rtb-1", "vpcconsole/home?region=eu-west-1#RouteTableDetails:RouteTableId=rtb-1"),
        (NetworkKind::NatGateway, "nat-1", "vpcconsole/home?region=eu-west-1#NatGatewayDetails:natGatewayId=nat-1"),
        (NetworkKind::VpcEndpoint, "a&b#c", "vpcconsole/home?region=eu-west-1#EndpointDetails:vpcEndpointId=a%26b%23c"),
        (NetworkKind::AvailabilityZone, "eu-west-1a", "ec2/home?region=eu-west-1#Settings:tab=zones"),
    ] {
        let expected = format!("https://eu-west-1.console.aws.amazon.com/{page}");
        assert_eq!(Console::Aws.network_part(kind, &region, id), expected, "{kind:?}");
    }
    let sandbox = Console::sandbox("http://127.0.0.1:9000").unwrap();
    for kind in NetworkKind::ALL {
        let page = sandbox.network_part(kind, &region, "x");
        assert!(sandbox.owns(&page), "the sandbox stands in for {kind:?}: {page}");
    }
}

#[test]
fn only_the_console_is_opened() {
    let sandbox = Console::sandbox("http://127.0.0.1:9000").unwrap();
    let role = "AlethiaProvisionerRole".parse().unwrap();
    for partition in Partition::ALL {
        assert!(Console::Aws.owns(&Console::Aws.role(partition, &role)), "what is built here in {partition}");
    }
    assert!(sandbox.owns(&sandbox.role(Partition::Aws, &role)), "the sandbox's own page");
    assert!(sandbox.owns("https://console.aws.amazon.com/iam/home"), "and AWS's");
    for address in [
        "http://us-east-1.console.aws.amazon.com/iam/home",
        "https://console.aws.amazon.com.evil.example/",
        "https://evilconsole.aws.amazon.com/",
        "https://console.aws.amazon.com@evil.example/",
        "https://me:secret@console.aws.amazon.com/",
        "https://console.aws.amazon.com:8443/",
        "https://evil.example/#console.aws.amazon.com",
        "file:///etc/passwd",
        "javascript:alert(1)//console.aws.amazon.com",
        "http://127.0.0.1:9001/",
        "iam/home",
    ] {
        assert!(!Console::Aws.owns(address) && !sandbox.owns(address), "{address} is not the console's");
    }
    assert!(!Console::Aws.owns("http://127.0.0.1:9000/"), "loopback only in the sandbox");
}

#[test]
fn pages_of_a_partition_are_in_its_console() {
    let console = Console::Aws;
    let role: RoleName = "Deploy+x".parse().unwrap();
    for (partition, host) in [
        (Partition::Aws, "https://us-east-1.console.aws.amazon.com/"),
        (Partition::AwsUsGov, "https://us-gov-west-1.console.amazonaws-us-gov.com/"),
        (Partition::AwsCn, "https://cn-north-1.console.amazonaws.cn/"),
    ] {
        for (page, path) in [
            (console.roles(partition), "iam/home#/roles"),
            (console.role_permissions(partition, &role), "iam/home#/roles/details/Deploy%2Bx?section=permissions"),
            (console.account_settings(partition), "iam/home#/account_settings"),
            (console.stacks(partition), "cloudformation/home?region="),
            (console.service_control_policies(partition), "organizations/v2/home/policies/service-control-policy"),
            (console.resource_control_policies(partition), "organizations/v2/home/policies/resource-control-policy"),
        ] {
            assert!(page.starts_with(&format!("{host}{path}")), "{partition}: {page}");
        }
    }
}

#[test]
fn a_template_file_is_uploaded_on_the_partitions_own_console() {
    for (region, page) in [
        ("eu-west-1", "https://eu-west-1.console.aws.amazon.com/cloudformation/home?region=eu-west-1#/stacks/create"),
        ("cn-north-1", "https://cn-north-1.console.amazonaws.cn/cloudformation/home?region=cn-north-1#/stacks/create"),
    ] {
        assert_eq!(Console::Aws.create_stack(&region.parse().unwrap()), page, "{region}");
    }
    let sandbox = Console::sandbox("http://127.0.0.1:9000").unwrap().create_stack(&"eu-west-1".parse().unwrap());
    assert_eq!(
        sandbox, "http://127.0.0.1:9000/cloudformation/home?region=eu-west-1#/stacks/create",
        "the sandbox's page has the same path"
    );
}
