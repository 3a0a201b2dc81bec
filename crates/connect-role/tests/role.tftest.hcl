mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws-us-gov" }
  }
  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws-us-gov:iam::123456789012:policy/x" }
  }
}

variables {
  external_id         = "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90"
  platform_account_id = "210987654321"
}

run "the_platform_account_is_trusted_with_the_external_id" {
  assert {
    condition = jsondecode(aws_iam_role.provisioner.assume_role_policy) == {
      Version = "2012-10-17"
      Statement = [{
        Sid       = "AssumeWithExternalId"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws-us-gov:iam::210987654321:root" }
        Action    = "sts:AssumeRole"
        Condition = { StringEquals = { "sts:ExternalId" = "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90" } }
      }]
    }
    error_message = "The trust policy is one statement with the External ID, in the partition of the account."
  }
  assert {
    condition     = aws_iam_role.provisioner.name == "AlethiaProvisionerRole"
    error_message = "The role has its usual name."
  }
  assert {
    condition     = strcontains(aws_iam_policy.self_check.policy, "arn:aws-us-gov:iam::123456789012:role/AlethiaProvisionerRole")
    error_message = "The self-check is limited to the role itself."
  }
  assert {
    condition     = output.external_id == "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90"
    error_message = "The External ID can be compared with the connection's."
  }
}

run "a_named_runner_is_trusted_alone" {
  variables {
    runner_role_arn = "arn:aws-us-gov:iam::210987654321:role/AlethiaRunner"
    role_name       = "Other"
  }
  assert {
    condition     = jsondecode(aws_iam_role.provisioner.assume_role_policy).Statement[0].Principal.AWS == "arn:aws-us-gov:iam::210987654321:role/AlethiaRunner"
    error_message = "Exactly the runner is trusted."
  }
  assert {
    condition     = aws_iam_policy.discovery.name == "Other-Discovery"
    error_message = "The policies carry the role's name."
  }
}

run "a_runner_of_another_account_is_refused" {
  command = plan
  variables {
    runner_role_arn = "arn:aws:iam::333333333333:role/AlethiaRunner"
  }
  expect_failures = [aws_iam_role.provisioner]
}

run "an_external_id_that_is_no_uuid_is_refused" {
  command = plan
  variables {
    external_id = "not-a-uuid"
  }
  expect_failures = [var.external_id]
}

run "a_platform_account_with_dashes_is_refused" {
  command = plan
  variables {
    platform_account_id = "2109-8765-4321"
  }
  expect_failures = [var.platform_account_id]
}

run "a_session_is_no_runner" {
  command = plan
  variables {
    runner_role_arn = "arn:aws:iam::210987654321:root"
  }
  expect_failures = [var.runner_role_arn]
}

run "a_role_name_that_iam_refuses_is_refused" {
  command = plan
  variables {
    role_name = "a b"
  }
  expect_failures = [var.role_name]
}
