"""AWS's service authorization reference: what an action is authorised on, and by which condition keys.

reference.json is made by reference.mjs. A type's name ends in `*` where the action cannot do without it; a key ends in
`/` where a tag's key follows.
"""

import functools
import json
import pathlib


@functools.cache
def services():
    text = pathlib.Path(__file__).with_name("reference.json").read_text(encoding="utf-8")
    return json.loads(text)["services"]


def action(service, name):
    """The entry of an action, or None where the table has none: then the stand-in's own derivation stays."""
    return services().get(service, {}).get("actions", {}).get(name)


def arn_format(service, kind):
    return services()[service]["types"][kind]["arn"]


def keys(service, name, kind=None):
    """The condition keys of an action on a resource type.

    The reference lists some keys with the action, some with its resource type there and some with the resource type
    itself. EC2 repeats in the second place all that applies, so the third is no evidence there.
    """
    entry = action(service, name)
    found = set(entry["keys"])
    if kind is not None:
        found.update(entry["types"].get(kind + "*", ()), entry["types"].get(kind, ()))
        if service != "ec2":
            found.update(key for key in services()[service]["types"][kind]["keys"] if "ResourceTag/" in key)
    return found
