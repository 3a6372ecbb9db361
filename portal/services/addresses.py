"""Where the web process listens: the wanted port, or the next free one."""

import errno
import socket
from collections.abc import Callable
from dataclasses import dataclass

from portal.services.errors import ServiceError

_TRIES = 100
_NO_SUCH_FAMILY = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT)


@dataclass(frozen=True)
class Listener:
    """Open sockets on one port; children inherit them, so that a restart refuses nobody."""

    sockets: tuple[socket.socket, ...]
    host: str
    port: int

    @property
    def url(self) -> str:
        """The address for a browser; passkeys need a name, so never a number for this machine."""
        host = "localhost" if self.host in ("127.0.0.1", "::1", "0.0.0.0", "::", "") else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    def close(self) -> None:
        """Take no more callers."""
        for each in self.sockets:
            each.close()


def listen(host: str, port: int, say: Callable[[str], None]) -> Listener:
    """Return a listener on the wanted port or the next free one, saying which was taken."""
    for candidate in range(port, min(port + _TRIES, 65536)):
        try:
            sockets = _bind(host, candidate)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise ServiceError(
                    f"Cannot listen on {host}: {error.strerror}. Name an address of this machine "
                    "with --host, such as 127.0.0.1 or 0.0.0.0."
                ) from error
            why = "is taken" if error.errno == errno.EADDRINUSE else "needs more rights"
            say(f"Port {candidate} {why}; trying {candidate + 1}.")
        else:
            return Listener(sockets, host, candidate)
    raise ServiceError(f"No port between {port} and {candidate} is free. Name another with --port.")


def _bind(host: str, port: int) -> tuple[socket.socket, ...]:
    """Open the port; for "localhost" on both families, because browsers try either first."""
    if host != "localhost":
        return (_open(host, port),)
    first = _open("127.0.0.1", port)
    try:
        return (first, _open("::1", port))
    except OSError as error:
        if error.errno in _NO_SUCH_FAMILY:
            return (first,)
        first.close()
        raise


def _open(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind((host, port))
        opened.listen(128)
    except OSError:
        opened.close()
        raise
    return opened
