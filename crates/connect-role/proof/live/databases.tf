# The rows "RDS", "ElastiCache" and "DynamoDB".

resource "aws_db_subnet_group" "main" {
  name        = "alethia-main"
  description = local.changed ? "Changed" : "Made"
  subnet_ids  = [aws_subnet.public.id, aws_subnet.private.id]
  tags        = local.tags
}

resource "aws_rds_cluster_parameter_group" "main" {
  name   = "alethia-cluster"
  family = "aurora-postgresql15"
  tags   = local.tags

  parameter {
    name  = local.changed ? "log_min_duration_statement" : "log_statement"
    value = local.changed ? "500" : "ddl"
  }
}

resource "aws_db_parameter_group" "main" {
  name   = "alethia-instance"
  family = "aurora-postgresql15"
  tags   = local.tags

  parameter {
    name  = local.changed ? "log_min_duration_statement" : "log_statement"
    value = local.changed ? "500" : "ddl"
  }
}

resource "aws_rds_cluster" "main" {
  cluster_identifier              = "alethia-main"
  engine                          = "aurora-postgresql"
  engine_version                  = "15.10"
  database_name                   = "app"
  master_username                 = "root_user"
  master_password                 = "only-in-a-sandbox"
  db_subnet_group_name            = aws_db_subnet_group.main.name
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.main.name
  vpc_security_group_ids          = [aws_security_group.main.id]
  backup_retention_period         = local.changed ? 3 : 1
  apply_immediately               = true
  skip_final_snapshot             = false
  final_snapshot_identifier       = "alethia-main-final"
  tags                            = local.tags
}

# Apart, for the same reason as elsewhere: a resource ends with its first failure.
resource "aws_rds_cluster" "roles" {
  cluster_identifier   = "alethia-roles"
  engine               = "aurora-postgresql"
  engine_version       = "15.10"
  master_username      = "root_user"
  master_password      = "only-in-a-sandbox"
  db_subnet_group_name = aws_db_subnet_group.main.name
  skip_final_snapshot  = true
  iam_roles            = local.changed ? [aws_iam_role.databases["import"].arn] : []
}

resource "aws_rds_cluster_instance" "main" {
  identifier              = "alethia-main-1"
  cluster_identifier      = aws_rds_cluster.main.id
  engine                  = aws_rds_cluster.main.engine
  instance_class          = local.changed ? "db.r5.xlarge" : "db.r5.large"
  db_parameter_group_name = aws_db_parameter_group.main.name
  db_subnet_group_name    = aws_db_subnet_group.main.name
  ca_cert_identifier      = "rds-ca-ecc384-g1"
  monitoring_interval     = local.changed ? 30 : 60
  monitoring_role_arn     = aws_iam_role.databases["monitoring"].arn
  apply_immediately       = true
  tags                    = local.tags
}

resource "aws_elasticache_subnet_group" "main" {
  name        = "alethia-main"
  description = local.changed ? "Changed" : "Made"
  subnet_ids  = [aws_subnet.public.id, aws_subnet.private.id]
  tags        = local.tags
}

resource "aws_elasticache_parameter_group" "main" {
  name   = "alethia-main"
  family = "redis7"
  tags   = local.tags

  parameter {
    name  = local.changed ? "timeout" : "maxmemory-policy"
    value = local.changed ? "60" : "allkeys-lru"
  }
}

resource "aws_elasticache_replication_group" "main" {
  replication_group_id       = "alethia-main"
  description                = local.changed ? "Changed" : "Made"
  engine                     = "redis"
  engine_version             = "7.0"
  node_type                  = "cache.t3.micro"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  parameter_group_name       = aws_elasticache_parameter_group.main.name
  subnet_group_name          = aws_elasticache_subnet_group.main.name
  security_group_ids         = [aws_security_group.main.id]
  snapshot_retention_limit   = local.changed ? 1 : 0
  final_snapshot_identifier  = "alethia-main-final"
  apply_immediately          = true
  tags                       = local.tags
}

# Each has one change of its own.
resource "aws_elasticache_replication_group" "replicas" {
  for_each                   = { more = local.changed ? 3 : 2, fewer = local.changed ? 2 : 3 }
  replication_group_id       = "alethia-${each.key}"
  description                = "Replicas"
  engine                     = "redis"
  node_type                  = "cache.t3.micro"
  num_cache_clusters         = each.value
  subnet_group_name          = aws_elasticache_subnet_group.main.name
  automatic_failover_enabled = true
  apply_immediately          = true
}

resource "aws_elasticache_replication_group" "shards" {
  replication_group_id       = "alethia-shards"
  description                = "Shards"
  engine                     = "redis"
  node_type                  = "cache.t3.micro"
  num_node_groups            = local.changed ? 2 : 1
  replicas_per_node_group    = 1
  subnet_group_name          = aws_elasticache_subnet_group.main.name
  automatic_failover_enabled = true
  apply_immediately          = true
}

resource "aws_dynamodb_table" "main" {
  name         = "alethia-main"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  tags         = local.tags

  attribute {
    name = "id"
    type = "S"
  }

  ttl {
    attribute_name = local.changed ? "expires" : ""
    enabled        = local.changed
  }

  # What the documentation calls backups.
  point_in_time_recovery {
    enabled = local.changed
  }

  deletion_protection_enabled = false
  table_class                 = local.changed ? "STANDARD_INFREQUENT_ACCESS" : "STANDARD"
}
