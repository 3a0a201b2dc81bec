"""Terraform with the real AWS provider, by the role, against the stand-in."""

import json
import os
import pathlib
import shutil
import subprocess
import threading

from sandbox import EXTERNAL_ID, REGION

HERE = pathlib.Path(__file__).parent
PHASE_WITHIN = 1800  # seconds
DONE = {"create": "created", "update": "updated", "delete": "destroyed"}


class Terraform:
    """Runs in a folder of its own, so that no state stays in the project."""

    def __init__(self, home, sandbox):
        self.home = home / "terraform"
        self.home.mkdir()
        for file in HERE.glob("*.tf"):
            shutil.copy(file, self.home)
        key, secret = sandbox.key
        inherited = {
            name: os.environ[name]
            for name in ("PATH", "HOME", "TMPDIR", "HTTPS_PROXY", "SSL_CERT_FILE")
            if name in os.environ
        }
        self.env = {
            **inherited,
            "AWS_ENDPOINT_URL": sandbox.endpoint,
            "AWS_ACCESS_KEY_ID": key,
            "AWS_SECRET_ACCESS_KEY": secret,
            "AWS_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "CHECKPOINT_DISABLE": "1",
            "TF_IN_AUTOMATION": "1",
        }
        self.variables = {"role_arn": sandbox.role_arn, "external_id": EXTERNAL_ID, **sandbox.there}

    def init(self):
        """Fetches the provider, or takes it from a folder that has it."""
        if shutil.which("terraform") is None:
            where = "https://developer.hashicorp.com/terraform/install"
            raise SystemExit(f"There is no terraform on the PATH, so nothing is proved: {where}")
        arguments = [
            "init",
            "-backend=false",
            "-input=false",
            "-no-color",
            *(f"-plugin-dir={folder}" for folder in mirror()),
        ]
        ran = subprocess.run(["terraform", *arguments], cwd=self.home, env=self.env, capture_output=True, text=True)
        if ran.returncode != 0:
            advice = "ALETHIA_TF_PLUGIN_DIR can name a folder with the provider"
            raise SystemExit(f"terraform init failed, so nothing is proved; {advice}.\n{ran.stdout}{ran.stderr}")

    def run(self, round_number, *arguments):
        """Applies or destroys; returns what was done, [(what, type)], and what went wrong."""
        variables = [f"-var={name}={value}" for name, value in {**self.variables, "round": round_number}.items()]
        command = ["terraform", *arguments, "-auto-approve", "-input=false", "-json", "-parallelism=20", *variables]
        with (self.home.parent / "terraform.jsonl").open("a") as kept:
            ran = subprocess.Popen(
                command, cwd=self.home, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
            watchdog = threading.Timer(PHASE_WITHIN, ran.terminate)
            watchdog.start()
            done, wrong = [], []
            for line in ran.stdout:
                kept.write(line)
                take(json.loads(line) if line.startswith("{") else {"@level": "error", "@message": line}, done, wrong)
        watchdog.cancel()
        if ran.wait() != 0 and not wrong:
            wrong.append(f"terraform {arguments[0]} ended with {ran.returncode}")
        return done, wrong


def mirror():
    """A folder with the provider: ALETHIA_TF_PLUGIN_DIR, or a mirror below /opt. Terraform finds others itself."""
    named = os.environ.get("ALETHIA_TF_PLUGIN_DIR")
    found = sorted(pathlib.Path("/opt").glob("*/registry.terraform.io/hashicorp/aws"))
    return [named] if named else [found[0].parents[2]] if found else []


def take(event, done, wrong):
    hook = event.get("hook", {})
    if event.get("type") == "apply_complete" and hook.get("action") in DONE:
        done.append((DONE[hook["action"]], hook["resource"]["resource_type"], hook["resource"]["addr"]))
    elif event.get("@level") == "error":
        diagnostic = event.get("diagnostic", {})
        place = diagnostic.get("range", {}).get("filename")
        wrong.append(
            "\n  ".join(filter(None, [diagnostic.get("address") or place, event["@message"], diagnostic.get("detail")]))
        )
