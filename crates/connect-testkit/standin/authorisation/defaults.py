"""What a create stands for when it names no parameter group, option group or subnet group: the service's defaults,
which AWS authorises like any other."""

from . import stores


def major(params):
    return (params.get("EngineVersion") or "").partition(".")[0]


def parameter_group(params):
    return f"default.{params.get('Engine', '')}{major(params)}"


def option_group(params):
    return f"default:{params.get('Engine', '')}-{major(params)}"


def subnet_group(params):
    """Of the instance's cluster, if it is in one."""
    cluster = stores.store("rds", "_clusters").get(params.get("DBClusterIdentifier")) or {}
    return cluster.get("DBSubnetGroup") or "default"


def cache_subnet_group(params):
    return "default"


# service:operation -> the default of each type.
DEFAULTS = {
    "elasticache:CreateReplicationGroup": {"parametergroup": parameter_group, "subnetgroup": cache_subnet_group},
    "rds:CreateDBCluster": {"cluster-pg": parameter_group, "og": option_group, "subgrp": subnet_group},
    "rds:CreateDBInstance": {"og": option_group, "pg": parameter_group, "subgrp": subnet_group},
}


def of(request, kind):
    default = DEFAULTS.get(request.action, {}).get(kind)
    return default and default(request.params)
