"""Proves the role: every type of the table is created, changed in place and destroyed by the real provider through it.

    python run.py [--template FILE] [--catalogue DIR] [--keep DIR]

Prints how many types were, and fails when one was not and exceptions.json does not say why, or when the role was
refused anything.
"""

import argparse
import json
import pathlib
import re
import sys
import tempfile
import time

from sandbox import ROOT, Sandbox
from terraform import HERE, Terraform

STEPS = ["created", "updated", "destroyed"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    template = ROOT / "role/cloudformation/alethia-provisioner-role.yaml"
    parser.add_argument("--template", type=pathlib.Path, default=template, help="what makes the role")
    parser.add_argument(
        "--catalogue", type=pathlib.Path, default=ROOT / "crates/connect-role/catalogue", help="the table's types"
    )
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for the logs, which are thrown away otherwise")
    return parser.parse_args()


def table(catalogue):
    """The resource types of the catalogue."""
    found = [
        re.findall(r'^resource = "(aws_\w+)"', file.read_text(encoding="utf-8"), re.M)
        for file in sorted(catalogue.glob("*.toml"))
    ]
    return sorted({name for names in found for name in names})


def exceptions():
    """exceptions.json without its explanations."""
    listed = json.loads((HERE / "exceptions.json").read_text(encoding="utf-8"))
    never = {(kind, step) for kind, step in listed["never"].items() if kind}
    return (
        never,
        [each for each in listed["attempted"] if isinstance(each, dict)],
        {action: why for action, why in listed["unused"].items() if action},
    )


def run(home, options):
    with Sandbox(home, options.template) as sandbox:
        terraform = Terraform(home, sandbox)
        terraform.init()
        done, wrong = [], []
        for name, number, command in [
            ("make", 1, ["apply"]),
            ("change", 2, ["apply"]),
            ("destroy", 2, ["destroy", "-refresh=false"]),
        ]:
            if name == "change":
                if wrong:
                    continue
                sandbox.drift()
            begun = time.monotonic()
            did, failed = terraform.run(number, *command)
            done += did
            wrong += failed
            print(
                f"{name:8} {len(did):4} resources, {len(failed)} failures, {time.monotonic() - begun:.0f} s", flush=True
            )
        return done, wrong, sandbox.decisions(), sandbox.granted


def refusals(decisions):
    """Each refused (action, resource) once, with its condition keys."""
    found = {(each["action"], each["resource"]): each for each in decisions if each["decision"] != "Allow"}
    return [found[key] for key in sorted(found)]


def unused(decisions, granted):
    """Actions that the role is given and that nothing here used."""
    used = {each["action"] for each in decisions}
    given = {
        action
        for policy in granted
        for statement in policy["Statement"]
        if statement["Effect"] == "Allow"
        for action in statement["Action"]
    }
    return given - used


def main():
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="role-proof-") as temporary:
        home = options.keep or pathlib.Path(temporary)
        home.mkdir(parents=True, exist_ok=True)
        done, wrong, decisions, granted = run(home, options)
    faults = judged(table(options.catalogue), done, wrong, decisions, unused(decisions, granted))
    for fault in faults:
        print(f"\nFAILED {fault}")
    actions = {each["action"] for each in decisions}
    print(f"\n{len(decisions)} authorisations of {len(actions)} actions; {len(faults)} faults")
    return 1 if faults else 0


def judged(types, done, wrong, decisions, idle):
    """Prints the counts; returns what is wrong, one text each. A refusal or a failure has others in its wake, which
    would only hide it."""
    never, attempted, explained = exceptions()
    counts = [count(step, types, done, never, attempted) for step in STEPS]
    faults = [text for text in wrong if not any(fits(each, text) for each in attempted)]
    faults += [
        f"refused: {each['action']} on {each['resource']}, {each['decision']}\n  {json.dumps(each['context'])}"
        for each in refusals(decisions)
    ]
    return faults or [fault for found in counts for fault in found] + stale(attempted, wrong, decisions) + idleness(
        idle, explained
    )


def count(step, types, done, never, attempted):
    """Prints how many types had the step; returns what is missing or was not to be expected."""
    did = {kind for what, kind, _ in done if what == step}
    tried = {each["type"] for each in attempted if each["step"] == step}
    left = {kind for kind, its in never if its == step}
    print(
        f"{step:10}{len(did & set(types)):4} of {len(types)} types"
        + named(" tried only", tried - did)
        + named(" not possible", left)
    )
    return [f"not {step}: {kind}" for kind in types if kind not in did | tried | left] + [
        f"exceptions.json is stale: {kind} was {step}" for kind in left & did
    ]


def stale(attempted, wrong, decisions):
    allowed = {each["action"] for each in decisions if each["decision"] == "Allow"}
    unmet = [each for each in attempted if each["action"] not in allowed or not any(fits(each, text) for text in wrong)]
    return [
        f"exceptions.json is stale: {each['action']} was not allowed, or did not fail with {each['says']!r}"
        for each in unmet
    ]


def idleness(idle, explained):
    return [f"given to the role and never used: {action}" for action in sorted(idle - explained.keys())] + [
        f"exceptions.json is stale: {action} was used, or is not given" for action in sorted(explained.keys() - idle)
    ]


def fits(attempt, text):
    """Whether this failure is the expected one: the provider's words name the operation."""
    return attempt["says"] in text and attempt["action"].partition(":")[2] in text


def named(words, kinds):
    return f";{words}: {', '.join(sorted(kinds))}" if kinds else ""


if __name__ == "__main__":
    sys.exit(main())
