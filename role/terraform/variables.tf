variable "external_id" {
  description = "The External ID that Alethia shows for this connection. The role can only be assumed by who presents it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$", var.external_id))
    error_message = "The External ID is a UUID, such as 3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90: copy it whole from Alethia."
  }
}

variable "platform_account_id" {
  description = "The AWS account of the Alethia platform, which may assume the role."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.platform_account_id))
    error_message = "An AWS account id has exactly 12 digits and no dashes, such as 210987654321."
  }
}

variable "runner_role_arn" {
  description = "Optional: the ARN of the one role or user of the platform account that may assume the role. Without it, every identity that the platform account allows to can."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^$|^arn:aws(-us-gov|-cn)?:iam::[0-9]{12}:(role|user)/[A-Za-z0-9_+=,.@/-]{1,576}$", var.runner_role_arn))
    error_message = "Empty, or the ARN of an IAM role or user, such as arn:aws:iam::210987654321:role/AlethiaRunner."
  }
}

variable "role_name" {
  description = "The name of the role."
  type        = string
  default     = "AlethiaProvisionerRole"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@-]{1,64}$", var.role_name))
    error_message = "A role name has 1 to 64 letters, digits or _ + = , . @ -."
  }
}

variable "resource_prefix" {
  description = "What the names of the resources that Alethia manages begin with. The role can change no cluster, database, queue, repository, bucket or secret of another name."
  type        = string
  default     = "alethia"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,18}[a-z0-9]$", var.resource_prefix))
    error_message = "A prefix has 2 to 20 lower-case letters, digits or dashes, a letter first and no dash last, such as alethia."
  }
}

variable "customer_managed_keys" {
  description = "Whether Alethia may encrypt what it makes with KMS keys of this account."
  type        = bool
  default     = false
  nullable    = false
}

variable "log_groups" {
  description = "Whether Alethia may make the CloudWatch log groups of its clusters."
  type        = bool
  default     = false
  nullable    = false
}

variable "load_balancer_association" {
  description = "Whether Alethia may put its web ACLs before load balancers."
  type        = bool
  default     = false
  nullable    = false
}
