"""Telling systemd that the service is up and alive (sd_notify(3)); nothing where it was not started by it."""

import os
import socket
from contextlib import suppress


def notify(message: str) -> None:
    """Send one message, as "READY=1" or "WATCHDOG=1" are."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address or not hasattr(socket, "AF_UNIX"):
        return
    if address.startswith("@"):
        address = "\0" + address[1:]  # an abstract socket
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.sendto(message.encode(), address)
