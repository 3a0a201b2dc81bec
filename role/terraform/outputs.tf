output "role_arn" {
  description = "Copy this value into Alethia."
  value       = aws_iam_role.provisioner.arn

  # Without its policies the role would be there and able to do nothing.
  depends_on = [
    aws_iam_role_policy_attachment.discovery,
    aws_iam_role_policy_attachment.self_check,
    aws_iam_role_policy_attachment.network,
    aws_iam_role_policy_attachment.clusters,
    aws_iam_role_policy_attachment.databases,
    aws_iam_role_policy_attachment.edge,
    aws_iam_role_policy_attachment.storage,
    aws_iam_role_policy_attachment.identity,
    aws_iam_role_policy_attachment.guard,
  ]
}

output "external_id" {
  description = "The External ID that the role demands."
  value       = var.external_id
}

output "workload_boundary_arn" {
  description = "The permissions boundary that every role made by Alethia has."
  value       = aws_iam_policy.workload_boundary.arn
}

output "template_version" {
  description = "The version of this module."
  value       = "2.1.0"
}
