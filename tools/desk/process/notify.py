"""Telling the service manager how the desk is: the protocol of `sd_notify`, which is one datagram."""

import os
import socket
from collections.abc import Mapping

READY, ALIVE, STOPPING = "READY=1", "WATCHDOG=1", "STOPPING=1"


def notify(state: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Sends a state to `NOTIFY_SOCKET` (a path, or with a leading @ an abstract name); whether somebody listens."""
    name = environ.get("NOTIFY_SOCKET", "")
    if not name.startswith(("/", "@")):
        return False
    address = "\0" + name[1:] if name.startswith("@") else name
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as link:
            link.setblocking(False)
            link.sendto(state.encode(), address)
    except OSError:
        return False
    return True
