# The row "EC2".

resource "aws_vpc" "main" {
  cidr_block           = "10.60.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = local.changed
  tags                 = merge(local.tags, { Name = "alethia-proof" })
}

resource "aws_subnet" "public" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.60.0.0/24"
  availability_zone       = "eu-central-1a"
  map_public_ip_on_launch = local.changed
  tags                    = local.tags
}

resource "aws_subnet" "private" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.60.1.0/24"
  availability_zone = "eu-central-1b"
  tags              = local.tags

  # What aws_ec2_tag.subnet adds is not this resource's.
  lifecycle {
    ignore_changes = [tags["kubernetes.io/cluster/alethia-proof"], tags_all["kubernetes.io/cluster/alethia-proof"]]
  }
}

resource "aws_ec2_tag" "subnet" {
  resource_id = aws_subnet.private.id
  key         = "kubernetes.io/cluster/alethia-proof"
  value       = local.changed ? "owned" : "shared"
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
  tags   = local.tags
}

resource "aws_eip" "nat" {
  domain     = "vpc"
  tags       = local.tags
  depends_on = [aws_internet_gateway.main]
}

resource "aws_eip" "spare" {
  count      = 3
  domain     = "vpc"
  depends_on = [aws_internet_gateway.main]
}

# Held by a network interface that was there before and carries the tag.
resource "aws_eip" "held" {
  domain            = "vpc"
  network_interface = local.changed ? null : var.interface
}

resource "aws_nat_gateway" "main" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
  tags          = local.tags
}

# Each has one change of its own: the provider gives up on a resource after its first failure.
resource "aws_nat_gateway" "addresses" {
  allocation_id            = aws_eip.spare[0].id
  subnet_id                = aws_subnet.public.id
  secondary_allocation_ids = [aws_eip.spare[local.changed ? 2 : 1].id]
}

resource "aws_nat_gateway" "inside" {
  connectivity_type              = "private"
  subnet_id                      = aws_subnet.private.id
  secondary_private_ip_addresses = [local.changed ? "10.60.1.21" : "10.60.1.20"]
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  tags   = local.tags
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id
  tags   = local.tags

  dynamic "route" {
    for_each = local.changed ? ["10.90.0.0/16"] : ["10.91.0.0/16"]
    content {
      cidr_block     = route.value
      nat_gateway_id = aws_nat_gateway.main.id
    }
  }
}

resource "aws_route" "default" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = local.changed ? null : aws_internet_gateway.main.id
  nat_gateway_id         = local.changed ? aws_nat_gateway.main.id : null
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = local.changed ? aws_route_table.private.id : aws_route_table.public.id
}

# The provider adopts the group and tags it, and the role tags nothing that does not carry its tag: so this is for
# a group that its owner has given the tag.
resource "aws_default_security_group" "main" {
  vpc_id = var.owned_vpc
  tags   = local.tags

  dynamic "egress" {
    for_each = local.changed ? [1] : []
    content {
      protocol    = "tcp"
      from_port   = 443
      to_port     = 443
      cidr_blocks = ["10.60.0.0/16"]
    }
  }
}

# Rules in the group's own blocks.
resource "aws_security_group" "inline" {
  name        = "alethia-inline"
  description = "Rules of its own"
  vpc_id      = aws_vpc.main.id
  tags        = local.tags

  ingress {
    protocol    = "tcp"
    from_port   = local.changed ? 8443 : 443
    to_port     = local.changed ? 8443 : 443
    cidr_blocks = ["10.60.0.0/16"]
    description = "HTTPS"
  }

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = [local.changed ? "10.60.0.0/16" : "0.0.0.0/0"]
  }
}

# Rules by resources.
resource "aws_security_group" "main" {
  name                   = "alethia-main"
  description            = "Rules by resources"
  vpc_id                 = aws_vpc.main.id
  revoke_rules_on_delete = true
  tags                   = local.tags
}

resource "aws_security_group_rule" "classic" {
  security_group_id = aws_security_group.main.id
  type              = "ingress"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  cidr_blocks       = ["10.60.0.0/16"]
  description       = local.changed ? "Database, in the VPC" : "Database"
}

resource "aws_security_group_rule" "classic_egress" {
  security_group_id = aws_security_group.main.id
  type              = "egress"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  cidr_blocks       = ["10.60.0.0/16"]
  description       = local.changed ? "Database, in the VPC" : "Database"
}

resource "aws_vpc_security_group_ingress_rule" "main" {
  security_group_id            = aws_security_group.main.id
  referenced_security_group_id = aws_security_group.inline.id
  ip_protocol                  = "tcp"
  from_port                    = 8080
  to_port                      = local.changed ? 8090 : 8080
  tags                         = local.tags
}

resource "aws_vpc_security_group_egress_rule" "main" {
  security_group_id = aws_security_group.main.id
  cidr_ipv4         = local.changed ? "10.60.0.0/16" : "10.61.0.0/16"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  tags              = local.tags
}

resource "aws_launch_template" "nodes" {
  name                   = "alethia-nodes"
  update_default_version = true
  instance_type          = local.changed ? "t3.large" : "t3.medium"
  tags                   = local.tags

  metadata_options {
    http_tokens = "required"
  }

  credit_specification {
    cpu_credits = "standard"
  }
}
