output "role_arn" {
  description = "Copy this value into Alethia."
  value       = aws_iam_role.provisioner.arn

  # Without its policies the role would be there and able to do nothing.
  depends_on = [
    aws_iam_role_policy_attachment.discovery,
    aws_iam_role_policy_attachment.self_check,
  ]
}

output "external_id" {
  description = "The External ID that the role demands."
  value       = var.external_id
}

output "template_version" {
  description = "The version of this module."
  value       = "1.0.0"
}
