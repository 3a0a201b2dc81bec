"""MFA devices whose codes are really checked (RFC 6238), for a stand-in that stores devices and takes any code.

A code opens a call once, and only its own user's. What follows from it, `aws:MultiFactorAuthPresent`, is true for the
trust policy of the `AssumeRole` that carries the code, and for the session that `GetSessionToken` gives, as in AWS; the
session of an assumed role carries none. Not done: the key in the caller's own identity policies during an `AssumeRole`.
"""

import base64
import contextvars
import hmac
import re
import secrets
import struct
import time
from urllib.parse import parse_qs

STEP = 30
# Clocks are a little apart: the code before and the one after do, too.
NEAR = (-1, 0, 1)
KEY = "aws:multifactorauthpresent"

proved = contextvars.ContextVar("mfa_proved", default=False)


def totp(seed, step):
    digest = hmac.new(base64.b32decode(seed), struct.pack(">Q", step), "sha1").digest()
    offset = digest[-1] & 0xF
    return f"{(struct.unpack_from('>I', digest, offset)[0] & 0x7FFFFFFF) % 1_000_000:06}"


def install():
    """Once, before the stand-in serves."""
    from ministack.core import iam_evaluator
    from ministack.services import iam, sts

    creating, handling, registering = iam._create_virtual_mfa_device, sts.handle_request, sts.register_session
    describing = iam_evaluator._principal_keys

    def create_virtual_mfa_device(params):
        """With a seed that is one: the stand-in's own is hexadecimal."""
        before = set(iam._mfa_devices)
        answer = creating(params)
        for serial in set(iam._mfa_devices) - before:
            iam._mfa_devices[serial]["Base32StringSeed"] = base64.b32encode(secrets.token_bytes(40)).decode()
            device = iam._virtual_mfa_xml(serial, include_user=False)
            result = f"<CreateVirtualMFADeviceResult><VirtualMFADevice>{device}</VirtualMFADevice></CreateVirtualMFADeviceResult>"
            return iam._xml(200, "CreateVirtualMFADeviceResponse", result, ns="iam")
        return answer

    async def handle_request(method, path, headers, body, query):
        params = read(body, query)
        if params.get("Action") not in ("AssumeRole", "GetSessionToken") or not {"SerialNumber", "TokenCode"} & set(params):
            return await handling(method, path, headers, body, query)
        refused = refusal(params, sts._caller_identity(headers, query), iam._mfa_devices)
        if refused:
            status, code, message = refused
            return sts._error(status, code, message, ns="sts")
        token = proved.set(True)
        try:
            return await handling(method, path, headers, body, query)
        finally:
            proved.reset(token)

    def register_session(access_key, session):
        if proved.get() and session.get("PrincipalType") != "AssumedRole":
            session["MultiFactor"] = True
        registering(access_key, session)

    def principal_keys(credential):
        keys = describing(credential)
        session = sts._sessions.get(credential.access_key_id) or {}
        return {**keys, KEY: "true"} if proved.get() or session.get("MultiFactor") else keys

    iam._create_virtual_mfa_device = iam._IAM_HANDLERS["CreateVirtualMFADevice"] = create_virtual_mfa_device
    sts.handle_request, sts.register_session = handle_request, register_session
    sts._principal_keys = iam_evaluator._principal_keys = principal_keys


def read(body, query):
    form = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True) if body else {}
    pairs = {**query, **form}
    return {name: value[0] if isinstance(value, list) else value for name, value in pairs.items()}


def refusal(params, caller, devices, now=None):
    """Status, code and message where AWS refuses; else None, and the code is used up."""
    serial, code = params.get("SerialNumber"), params.get("TokenCode")
    if code is not None and not re.fullmatch(r"[0-9]{6}", code):
        return 400, "ValidationError", (
            f"1 validation error detected: Value '{code}' at 'tokenCode' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [\\d]*"
        )
    if serial is None or code is None:
        return denied(", must provide both MFA serial number and one time pass code.")
    device = devices.get_scoped(caller["accountId"], None, serial) if isinstance(caller, dict) else None
    if device is None or caller["isTemporary"] or device["User"] != caller["principalName"]:
        words = "unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user."
        return denied(f", {words}")
    at = int((now or time.time()) // STEP)
    step = next((at + near for near in NEAR if hmac.compare_digest(totp(device["Base32StringSeed"], at + near), code)), None)
    if step is None or step <= device.get("LastStep", 0):
        return denied(" with invalid MFA one time pass code. ")
    device["LastStep"] = step
    return None


def denied(words):
    return 403, "AccessDenied", f"MultiFactorAuthentication failed{words}"
