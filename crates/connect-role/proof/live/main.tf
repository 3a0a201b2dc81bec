# Every resource type that the documentation names or implies, made, changed in place and destroyed through the role.
# `round` 1 makes them, 2 changes them; run.py says how.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.46, < 7"
    }
  }
}

variable "round" {
  type        = number
  description = "1 makes the resources, 2 changes them."
}

variable "role_arn" {
  type        = string
  description = "The role that everything is done by."
}

variable "external_id" {
  type        = string
  description = "What the role's trust policy asks for."
}

variable "owned_vpc" {
  type        = string
  description = "A VPC that was there before, whose default security group its owner tagged."
}

variable "interface" {
  type        = string
  description = "A network interface that was there before and carries the tag."
}

variable "load_balancer" {
  type        = string
  description = "A load balancer that was there before, to protect by a web ACL."
}

provider "aws" {
  region                  = "eu-central-1"
  s3_use_path_style       = true
  skip_metadata_api_check = true
  skip_region_validation  = true
  max_retries             = 3

  assume_role {
    role_arn     = var.role_arn
    external_id  = var.external_id
    session_name = "proof"
  }

  default_tags {
    tags = { "alethia:managed" = "true" }
  }
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

locals {
  changed  = var.round > 1
  tags     = merge({ step = local.changed ? "changed" : "made" }, { for key in local.changed ? [] : ["gone"] : key => "soon" })
  account  = data.aws_caller_identity.current.account_id
  boundary = "arn:${data.aws_partition.current.partition}:iam::${local.account}:policy/AlethiaProvisionerRole-WorkloadBoundary"
}
