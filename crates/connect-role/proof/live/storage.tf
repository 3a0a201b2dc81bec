# The rows "Secrets Manager", "SQS / SNS", "ECR" and "S3".

resource "aws_secretsmanager_secret" "main" {
  name                    = "alethia/main"
  description             = local.changed ? "Changed" : "Made"
  recovery_window_in_days = 0
  tags                    = local.tags
}

resource "aws_secretsmanager_secret_version" "main" {
  secret_id     = aws_secretsmanager_secret.main.id
  secret_string = local.changed ? "changed" : "made"
}

resource "aws_secretsmanager_secret_version" "staged" {
  secret_id      = aws_secretsmanager_secret.main.id
  secret_string  = "staged"
  version_stages = local.changed ? ["changed"] : ["made"]
  depends_on     = [aws_secretsmanager_secret_version.main]
}

resource "aws_secretsmanager_secret" "replicated" {
  name                    = "alethia-replicated"
  recovery_window_in_days = 0

  replica {
    region = local.changed ? "eu-north-1" : "eu-west-1"
  }
}

resource "aws_secretsmanager_secret_policy" "main" {
  secret_arn          = aws_secretsmanager_secret.main.arn
  block_public_policy = true
  policy              = jsonencode({ Version = "2012-10-17", Statement = [merge(local.own_account, { Action = local.changed ? ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"] : ["secretsmanager:GetSecretValue"], Resource = "*" })] })
}

locals {
  own_account = { Effect = "Allow", Principal = { AWS = "arn:aws:iam::${local.account}:root" } }
}

resource "aws_sqs_queue" "dead" {
  name = "alethia-dead"
  tags = local.tags
}

resource "aws_sqs_queue" "main" {
  name                       = "alethia-main"
  visibility_timeout_seconds = local.changed ? 60 : 30
  tags                       = local.tags
}

resource "aws_sqs_queue_policy" "main" {
  queue_url = aws_sqs_queue.main.id
  policy    = jsonencode({ Version = "2012-10-17", Statement = [merge(local.own_account, { Action = local.changed ? ["sqs:SendMessage", "sqs:ReceiveMessage"] : ["sqs:SendMessage"], Resource = aws_sqs_queue.main.arn })] })
}

resource "aws_sqs_queue_redrive_policy" "main" {
  queue_url      = aws_sqs_queue.main.id
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = local.changed ? 5 : 3 })
}

resource "aws_sqs_queue_redrive_allow_policy" "dead" {
  queue_url            = aws_sqs_queue.dead.id
  redrive_allow_policy = jsonencode({ redrivePermission = local.changed ? "denyAll" : "allowAll" })
}

resource "aws_sns_topic" "main" {
  name         = "alethia-main"
  display_name = local.changed ? "Changed" : "Made"
  tags         = local.tags
}

resource "aws_sns_topic_policy" "main" {
  arn    = aws_sns_topic.main.arn
  policy = jsonencode({ Version = "2012-10-17", Statement = [merge(local.own_account, { Action = local.changed ? ["sns:Publish", "sns:Subscribe"] : ["sns:Publish"], Resource = aws_sns_topic.main.arn })] })
}

resource "aws_sns_topic_subscription" "main" {
  topic_arn            = aws_sns_topic.main.arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.main.arn
  raw_message_delivery = local.changed
}

resource "aws_ecr_repository" "main" {
  name                 = "alethia/app"
  image_tag_mutability = local.changed ? "IMMUTABLE" : "MUTABLE"
  force_delete         = true
  tags                 = local.tags

  image_scanning_configuration {
    scan_on_push = local.changed
  }
}

resource "aws_ecr_lifecycle_policy" "main" {
  repository = aws_ecr_repository.main.name
  policy = jsonencode({ rules = [{
    rulePriority = 1
    selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = local.changed ? 10 : 5 }
    action       = { type = "expire" }
  }] })
}

resource "aws_s3_bucket" "main" {
  bucket = "alethia-proof-444455556666"
  tags   = local.tags
}

resource "aws_s3_bucket_versioning" "main" {
  bucket = aws_s3_bucket.main.id
  versioning_configuration {
    status = local.changed ? "Suspended" : "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "main" {
  bucket = aws_s3_bucket.main.id
  rule {
    bucket_key_enabled = local.changed
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "main" {
  bucket                  = aws_s3_bucket.main.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = local.changed
}

resource "aws_s3_bucket_ownership_controls" "main" {
  bucket = aws_s3_bucket.main.id
  rule {
    object_ownership = local.changed ? "BucketOwnerEnforced" : "BucketOwnerPreferred"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "main" {
  bucket = aws_s3_bucket.main.id
  rule {
    id     = "expire"
    status = "Enabled"
    filter {
      prefix = "logs/"
    }
    expiration {
      days = local.changed ? 60 : 30
    }
  }
}

resource "aws_s3_bucket_policy" "main" {
  bucket     = aws_s3_bucket.main.id
  policy     = jsonencode({ Version = "2012-10-17", Statement = [merge(local.own_account, { Action = local.changed ? ["s3:GetObject", "s3:PutObject"] : ["s3:GetObject"], Resource = "${aws_s3_bucket.main.arn}/*" })] })
  depends_on = [aws_s3_bucket_public_access_block.main]
}
