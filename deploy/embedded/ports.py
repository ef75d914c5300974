"""Free ports on loopback for servers that only this machine speaks to."""

import random
import socket

LOOPBACK = "127.0.0.1"
# Below the ephemeral ports of Linux (32768) and macOS (49152): while a server is down, the
# source port of some client could otherwise be its port, and a client that tries again and
# again would end up connected to itself (TCP simultaneous open, RFC 9293 section 3.5).
PORTS = range(18_000, 32_000)


def free_ports(count: int) -> tuple[int, ...]:
    """Return that many different ports on which nothing listens at this moment."""
    found: list[int] = []
    for port in random.sample(PORTS, k=len(PORTS)):
        if len(found) == count:
            break
        if is_free(port):
            found.append(port)
    return tuple(found)


def is_free(port: int) -> bool:
    """Tell whether a server could listen on the port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True
