"""Runs the AWS stand-in for as long as standard input stays open.

The parent holds the other end of the pipe. When it dies, however that happens, the operating
system closes the pipe and the stand-in ends: no orphan keeps a port.
"""

import os
import sys
import threading


def end_with_parent():
    while os.read(0, 4096):
        pass
    os._exit(0)


threading.Thread(target=end_with_parent, daemon=True).start()
sys.argv = ["ministack"]

from ministack.app import main  # noqa: E402  (the watch above must be running first)

import authorisation  # noqa: E402
import mfa  # noqa: E402

authorisation.install()
mfa.install()
main()
