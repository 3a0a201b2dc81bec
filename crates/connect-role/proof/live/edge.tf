# The rows "Route 53", "ACM" and "WAF".

resource "aws_route53_zone" "public" {
  name    = "proof.example.com"
  comment = local.changed ? "Changed" : "Made"
  tags    = local.tags
}

resource "aws_route53_zone" "forced" {
  name          = "forced.example.com"
  force_destroy = true
}

resource "aws_vpc" "other" {
  cidr_block = "10.61.0.0/16"
}

resource "aws_route53_zone" "private" {
  name    = "proof.internal"
  comment = "Private"
  tags    = local.tags

  dynamic "vpc" {
    for_each = local.changed ? [aws_vpc.other.id] : [aws_vpc.main.id]
    content {
      vpc_id = vpc.value
    }
  }
}

resource "aws_route53_record" "main" {
  zone_id = aws_route53_zone.public.zone_id
  name    = "app.proof.example.com"
  type    = "A"
  ttl     = local.changed ? 60 : 300
  records = ["192.0.2.1"]
}

resource "aws_acm_certificate" "main" {
  domain_name       = "app.proof.example.com"
  validation_method = "DNS"
  tags              = local.tags

  options {
    certificate_transparency_logging_preference = local.changed ? "DISABLED" : "ENABLED"
  }
}

resource "aws_route53_record" "validation" {
  zone_id         = aws_route53_zone.public.zone_id
  name            = tolist(aws_acm_certificate.main.domain_validation_options)[0].resource_record_name
  type            = tolist(aws_acm_certificate.main.domain_validation_options)[0].resource_record_type
  records         = [tolist(aws_acm_certificate.main.domain_validation_options)[0].resource_record_value]
  ttl             = 60
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "main" {
  certificate_arn         = aws_acm_certificate.main.arn
  validation_record_fqdns = [aws_route53_record.validation.fqdn]
}

resource "aws_wafv2_ip_set" "main" {
  name               = "alethia-main"
  scope              = "REGIONAL"
  ip_address_version = "IPV4"
  addresses          = [local.changed ? "198.51.100.0/24" : "192.0.2.0/24"]
  tags               = local.tags
}

resource "aws_wafv2_regex_pattern_set" "main" {
  name  = "alethia-main"
  scope = "REGIONAL"
  tags  = local.tags

  regular_expression {
    regex_string = local.changed ? "^changed" : "^made"
  }
}

resource "aws_wafv2_rule_group" "main" {
  name     = "alethia-main"
  scope    = "REGIONAL"
  capacity = 50
  tags     = local.tags

  rule {
    name     = "paths"
    priority = local.changed ? 2 : 1

    action {
      block {}
    }

    statement {
      regex_pattern_set_reference_statement {
        arn = aws_wafv2_regex_pattern_set.main.arn
        field_to_match {
          uri_path {}
        }
        text_transformation {
          priority = 0
          type     = "NONE"
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = false
      metric_name                = "paths"
      sampled_requests_enabled   = false
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = false
    metric_name                = "group"
    sampled_requests_enabled   = false
  }
}

resource "aws_wafv2_web_acl" "main" {
  name        = "alethia-main"
  scope       = "REGIONAL"
  description = local.changed ? "Changed" : "Made"
  tags        = local.tags

  default_action {
    allow {}
  }

  rule {
    name     = "addresses"
    priority = 1

    action {
      block {}
    }

    statement {
      ip_set_reference_statement {
        arn = aws_wafv2_ip_set.main.arn
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = false
      metric_name                = "addresses"
      sampled_requests_enabled   = false
    }
  }

  rule {
    name     = "group"
    priority = 2

    override_action {
      none {}
    }

    statement {
      rule_group_reference_statement {
        arn = aws_wafv2_rule_group.main.arn
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = false
      metric_name                = "group"
      sampled_requests_enabled   = false
    }
  }

  rule {
    name     = "vendor"
    priority = 3

    override_action {
      none {}
    }

    statement {
      managed_rule_group_statement {
        vendor_name = "AWS"
        name        = "AWSManagedRulesCommonRuleSet"
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = false
      metric_name                = "vendor"
      sampled_requests_enabled   = false
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = false
    metric_name                = "main"
    sampled_requests_enabled   = false
  }
}

resource "aws_wafv2_web_acl_association" "main" {
  resource_arn = var.load_balancer
  web_acl_arn  = aws_wafv2_web_acl.main.arn
}
