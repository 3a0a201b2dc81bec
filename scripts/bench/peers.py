"""The same lists by other means: peers.py loop|threads|aws-list-all ACTION... REGION...

- loop: boto3, one region after the other, one list after the other, every page
- threads: boto3 with 32 threads, one session, a client for each region
- aws-list-all: the inventory of that name, with its own 32 threads; it reads the first page of each list

Both scripts of boto3 assume the role first, as the engine does; the inventory uses its profile's keys. Importing the
libraries is not in the time. Prints a line of JSON.
"""

import contextlib
import io
import json
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config

THREADS = 32
ROLE = "arn:aws:iam::123456789012:role/Replayed"


def assumed(session):
    answer = session.client("sts").assume_role(RoleArn=ROLE, RoleSessionName="bench", ExternalId="bench")
    keys = answer["Credentials"]
    return boto3.Session(
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
        region_name=session.region_name,
    )


def every_page(client, operation):
    """How many things a list has."""
    if client.can_paginate(operation):
        pages = client.get_paginator(operation).paginate()
    else:
        pages = [getattr(client, operation)()]
    return sum(len(value) for page in pages for value in page.values() if isinstance(value, list))


def method(action):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", action).lower()


def enabled(session):
    return [region["RegionName"] for region in session.client("ec2").describe_regions()["Regions"]]


def loop(actions):
    session = assumed(boto3.Session())
    found = every_page(session.client("iam"), "list_users")
    found += every_page(session.client("route53"), "list_hosted_zones")
    for region in enabled(session):
        ec2 = session.client("ec2", region_name=region)
        found += sum(every_page(ec2, method(action)) for action in actions)
    return found


def threads(actions):
    session = assumed(boto3.Session())
    config = Config(max_pool_connections=THREADS)
    clients = {region: session.client("ec2", region_name=region, config=config) for region in enabled(session)}
    lists = [(session.client("iam"), "list_users"), (session.client("route53"), "list_hosted_zones")]
    lists += [(clients[region], method(action)) for region in clients for action in actions]
    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(lambda of: every_page(*of), lists))


def inventory(actions, regions):
    from aws_list_all.query import do_query

    with contextlib.redirect_stdout(io.StringIO()) as said:
        do_query(["ec2", "iam", "route53"], regions, [*actions, "ListUsers", "ListHostedZones"], parallel=THREADS)
    failed = [line for line in said.getvalue().splitlines() if line.startswith(("!!!", ">:|"))]
    if failed:
        raise RuntimeError("\n".join(failed))
    return None


def main(kind, words):
    actions = [word for word in words if "-" not in word]
    regions = [word for word in words if "-" in word]
    begun = time.perf_counter()
    if kind == "aws-list-all":
        found = inventory(actions, regions)
    else:
        found = {"loop": loop, "threads": threads}[kind](actions)
    print(json.dumps({"ms": (time.perf_counter() - begun) * 1000, "found": found}))


main(sys.argv[1], sys.argv[2:])
