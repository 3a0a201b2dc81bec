"""Makes AWS calls for the test kit: one JSON request a line in, one JSON answer a line out.

Request: {"id", "service", "region", "operation", "params", and either "profile" or "access_key" with
"secret_key" and perhaps "session_token"}. Answer: {"id", "ok"} or {"id", "error": {"code", "message",
"status"}}. Answers come in the order in which the calls finish. Bytes are text; times are ISO 8601.
"""

import concurrent.futures
import json
import sys
import threading

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

CONFIG = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=60, max_pool_connections=16)
clients = {}
making = threading.Lock()
writing = threading.Lock()


def client(request):
    keys = ("profile", "access_key", "secret_key", "session_token", "service", "region")
    cached = tuple(request.get(key) for key in keys)
    with making:
        if cached not in clients:
            session = botocore.session.Session(profile=request.get("profile"))
            clients[cached] = session.create_client(
                request["service"],
                region_name=request["region"],
                aws_access_key_id=request.get("access_key"),
                aws_secret_access_key=request.get("secret_key"),
                aws_session_token=request.get("session_token"),
                config=CONFIG,
            )
        return clients[cached]


def plain(value):
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "read"):
        return plain(value.read())
    return str(value)


def answer(request):
    try:
        operation = client(request)._make_api_call
        result = operation(request["operation"], request.get("params") or {})
        return {"id": request["id"], "ok": result}
    except ClientError as error:
        about = error.response.get("Error", {})
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        failure = {"code": about.get("Code", ""), "message": about.get("Message", ""), "status": status}
        return {"id": request["id"], "error": failure}
    except Exception as error:  # whatever it is: a request without an answer would be waited for
        return {"id": request["id"], "error": {"code": type(error).__name__, "message": str(error), "status": 0}}


def serve(line):
    written = json.dumps(answer(json.loads(line)), default=plain)
    with writing:
        sys.stdout.write(written + "\n")
        sys.stdout.flush()


with concurrent.futures.ThreadPoolExecutor(max_workers=8) as pool:
    for line in sys.stdin:
        pool.submit(serve, line)
