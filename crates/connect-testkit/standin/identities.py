"""The people of the sandbox: users with access keys, the profiles that name them, and the roles to be assumed."""

import base64
import json
import os
import pathlib

PLATFORM = "111122223333"
CUSTOMER = "444455556666"
STRANGER = "777788889999"
EXTERNAL_ID = "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90"
REGION = "eu-central-1"

MAY_ASSUME = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Resource": [
                "arn:aws:iam::*:role/AlethiaProvisionerRole*",
                "arn:aws:iam::*:role/*/AlethiaProvisionerRole*",
            ],
        }
    ],
}
MAY_PUBLISH = {
    "Effect": "Allow",
    "Action": [
        "s3:ListBucket",
        "s3:CreateBucket",
        "s3:GetBucketPublicAccessBlock",
        "s3:PutBucketPublicAccessBlock",
        "s3:GetBucketPolicy",
        "s3:PutBucketPolicy",
        "s3:PutBucketOwnershipControls",
        "s3:GetObject",
        "s3:PutObject",
    ],
    "Resource": ["arn:aws:s3:::alethia-templates-*", "arn:aws:s3:::alethia-templates-*/*"],
}
RUNNER = {**MAY_ASSUME, "Statement": [*MAY_ASSUME["Statement"], MAY_PUBLISH]}
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


def user_with_key(api, name, inline=None, attached=None):
    api.iam("CreateUser", UserName=name)
    if inline:
        api.iam("PutUserPolicy", UserName=name, PolicyName="may", PolicyDocument=json.dumps(inline))
    if attached:
        api.iam("AttachUserPolicy", UserName=name, PolicyArn=attached)
    key = api.iam("CreateAccessKey", UserName=name)
    return key.findtext(".//AccessKeyId"), key.findtext(".//SecretAccessKey")


def make_profiles(directory, platform, customer, stranger):
    """Makes the users and writes `config` and `credentials`; returns the names of the profiles, and the MFA device."""
    mfa_keys, device, mfa_role = make_mfa_runner(platform)
    keys = {
        "sandbox-runner": user_with_key(platform, "alethia-runner", inline=RUNNER),
        "sandbox-customer": user_with_key(customer, "cloud-admin", attached=ADMINISTRATOR),
        "sandbox-stranger": user_with_key(stranger, "stranger", inline=MAY_ASSUME),
        "sandbox-no-assume": user_with_key(platform, "no-assume"),
        "sandbox-bad-keys": ("AKIABADKEYSBADKEYS00", "these-keys-were-never-made-by-anyone-000"),
        "sandbox-mfa-keys": mfa_keys,
    }
    profiles = [*keys, "sandbox-expired-sso", "sandbox-mfa"]
    config = "".join(f"[profile {name}]\nregion = {REGION}\n\n" for name in keys)
    config += (
        f"[profile sandbox-expired-sso]\nsso_session = sandbox\nsso_account_id = {PLATFORM}\n"
        f"sso_role_name = AlethiaRunner\nregion = {REGION}\n\n"
        f"[sso-session sandbox]\nsso_region = {REGION}\nsso_start_url = https://sandbox.invalid/start\n"
        "sso_registration_scopes = sso:account:access\n\n"
        f"[profile sandbox-mfa]\nrole_arn = {mfa_role}\nsource_profile = sandbox-mfa-keys\n"
        f"mfa_serial = {device['serial']}\nregion = {REGION}\n"
    )
    credentials = "".join(
        f"[{name}]\naws_access_key_id = {key}\naws_secret_access_key = {secret}\n\n" for name, (key, secret) in keys.items()
    )
    write_private(directory / "config", config)
    write_private(directory / "credentials", credentials)
    return profiles, device


def make_mfa_runner(platform):
    """A user with an MFA device, and a role that may do what the runner may and wants the device's code."""
    name, role = "alethia-mfa", "AlethiaRunnerWithMfa"
    role_arn = f"arn:aws:iam::{PLATFORM}:role/{role}"
    assume = {"Effect": "Allow", "Action": "sts:AssumeRole"}
    keys = user_with_key(platform, name, inline={"Version": "2012-10-17", "Statement": [{**assume, "Resource": role_arn}]})
    made = platform.iam("CreateVirtualMFADevice", VirtualMFADeviceName=name)
    serial = made.findtext(".//SerialNumber")
    platform.iam("EnableMFADevice", UserName=name, SerialNumber=serial, AuthenticationCode1="000000", AuthenticationCode2="000001")
    trust = {
        **assume,
        "Principal": {"AWS": f"arn:aws:iam::{PLATFORM}:user/{name}"},
        "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    platform.iam("CreateRole", RoleName=role, AssumeRolePolicyDocument=document)
    platform.iam("PutRolePolicy", RoleName=role, PolicyName="may", PolicyDocument=json.dumps(RUNNER))
    seed = base64.b64decode(made.findtext(".//Base32StringSeed")).decode()
    return keys, {"serial": serial, "seed": seed}, role_arn


def write_private(path, text):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def make_roles(customer):
    """Makes the good role and the broken ones in the customer's account."""
    source = (pathlib.Path(__file__).parent / "roles.json").read_text(encoding="utf-8")
    for placeholder, value in (("PLATFORM", PLATFORM), ("STRANGER", STRANGER), ("EXTERNAL_ID", EXTERNAL_ID)):
        source = source.replace(f"__{placeholder}__", value)
    roles = json.loads(source)
    return [make_role(customer, roles, name, variant) for name, variant in roles["variants"].items()]


def shipped(role_name):
    """The managed policies of role/policies by name, filled in for this role."""
    text = (pathlib.Path(__file__).parents[3] / "role" / "policies" / "all.json").read_text(encoding="utf-8")
    documents = json.loads(text.replace("TARGET_ACCOUNT_ID", CUSTOMER).replace("AlethiaProvisionerRole", role_name))
    return {name: json.dumps(document) for name, document in documents.items() if name != "trust-policy"}


def make_role(customer, roles, variant_name, variant):
    name = f"AlethiaProvisionerRole-{variant_name}"
    trust = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{variant['principal']}:root"},
        "Action": "sts:AssumeRole",
    }
    if variant["condition"]:
        trust["Condition"] = variant["condition"]
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = customer.iam("CreateRole", RoleName=name, AssumeRolePolicyDocument=document, Description=variant["summary"])
    for policy in variant.get("policies", []):
        customer.iam("PutRolePolicy", RoleName=name, PolicyName=policy, PolicyDocument=json.dumps(roles[policy]))
    attached = list(variant.get("attach", []))
    for policy, text in shipped(name).items() if variant.get("shipped") else ():
        made = customer.iam("CreatePolicy", PolicyName=policy, PolicyDocument=text)
        # The boundary is for what the role makes, not for the role.
        if not policy.endswith("-WorkloadBoundary"):
            attached.append(made.findtext(".//Arn"))
    for arn in attached:
        customer.iam("AttachRolePolicy", RoleName=name, PolicyArn=arn)
    return {"variant": variant_name, "name": name, "arn": role.findtext(".//Arn"), "summary": variant["summary"]}
