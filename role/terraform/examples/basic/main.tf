# A complete configuration that calls the module; put in the two values that Alethia shows.

provider "aws" {
  region = "us-east-1"
}

module "alethia" {
  source = "../.."

  external_id         = "3f1c9a52-7b64-4d0e-9a1f-5c2e8b7d6a90"
  platform_account_id = "210987654321"
}

output "role_arn" {
  description = "Copy this value into Alethia."
  value       = module.alethia.role_arn
}
