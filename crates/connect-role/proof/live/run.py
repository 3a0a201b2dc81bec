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
    parser.add_argument("--catalogue", type=pathlib.Path, default=ROOT / "crates/connect-role/catalogue", help="the table's types")
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for the logs, which are thrown away otherwise")
    return parser.parse_args()


def table(catalogue):
    """The resource types of the catalogue."""
    found = [re.findall(r'^resource = "(aws_\w+)"', file.read_text(encoding="utf-8"), re.M) for file in sorted(catalogue.glob("*.toml"))]
    return sorted({name for names in found for name in names})


def exceptions():
    listed = json.loads((HERE / "exceptions.json").read_text(encoding="utf-8"))
    return {(each["type"], step): each["why"] for each in listed for step in each["steps"]}


def run(home, options):
    with Sandbox(home, options.template) as sandbox:
        terraform = Terraform(home, sandbox)
        terraform.init()
        done, wrong = [], []
        for name, number, command in [("make", 1, ["apply"]), ("change", 2, ["apply"]), ("destroy", 2, ["destroy", "-refresh=false"])]:
            begun = time.monotonic()
            did, failed = terraform.run(number, *command)
            done += did
            wrong += failed
            print(f"{name:8} {len(did):4} resources, {len(failed)} failures, {time.monotonic() - begun:.0f} s", flush=True)
        return done, wrong, sandbox.decisions(), sandbox.granted


def refusals(decisions):
    """Each refused (action, resource) once, with its condition keys."""
    found = {(each["action"], each["resource"]): each for each in decisions if each["decision"] != "Allow"}
    return [found[key] for key in sorted(found)]


def unused(decisions, granted):
    """Actions that the role is given and that nothing here used."""
    used = {each["action"] for each in decisions}
    given = {action for policy in granted for statement in policy["Statement"] if statement["Effect"] == "Allow" for action in statement["Action"]}
    return sorted(given - used)


def main():
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="role-proof-") as temporary:
        home = options.keep or pathlib.Path(temporary)
        home.mkdir(parents=True, exist_ok=True)
        done, wrong, decisions, granted = run(home, options)
    return report(table(options.catalogue), done, wrong, decisions, granted)


def report(types, done, wrong, decisions, granted):
    excepted, failed = exceptions(), bool(wrong)
    for text in wrong:
        print(f"\nFAILED {text}")
    for each in refusals(decisions):
        failed = True
        print(f"\nREFUSED {each['action']} on {each['resource']} ({each['decision']})\n  {json.dumps(each['context'])}")
    print()
    for step in STEPS:
        did = {kind for what, kind, _ in done if what == step}
        missing = [kind for kind in types if kind not in did and (kind, step) not in excepted]
        stale = sorted(kind for (kind, its) in excepted if its == step and kind in did)
        failed = failed or bool(missing or stale)
        print(f"{step:10} {len(did & set(types)):3} of {len(types)} types" + (f"; not {', '.join(missing)}" if missing else "")
              + (f"; in exceptions.json but done: {', '.join(stale)}" if stale else ""))
    for (kind, step), why in sorted(excepted.items()):
        print(f"  not {step}: {kind}: {why}")
    print(f"{len(decisions)} authorisations, {len({each['action'] for each in decisions})} actions; given and not used here: {', '.join(unused(decisions, granted)) or 'none'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
