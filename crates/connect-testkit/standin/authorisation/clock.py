"""The stand-in's clock, when the proxy says of a request that it is not this machine's."""

import contextvars
import datetime

HEADER = "x-sandbox-clock"
ahead = contextvars.ContextVar("seconds_ahead", default=0)


def install():
    """Once, before the stand-in serves. It looks both functions up with each request."""
    from ministack.core import sigv4

    parsing, judging = sigv4.parse_header_signature, sigv4.request_time_failure

    def parse_header_signature(headers):
        ahead.set(int(headers.get(HEADER) or 0))
        return parsing(headers)

    def request_time_failure(signature, *, now=None):
        now = now or datetime.datetime.now(datetime.timezone.utc)
        return judging(signature, now=now + datetime.timedelta(seconds=ahead.get()))

    sigv4.parse_header_signature = parse_header_signature
    sigv4.request_time_failure = request_time_failure
