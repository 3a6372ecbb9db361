"""The embedded Valkey: the broker of tasks and the cache, on a socket in a private folder."""

import socket
from dataclasses import dataclass
from pathlib import Path

from portal.services import places
from portal.services.accounts import Account, private_folder
from portal.services.processes import Child


@dataclass(frozen=True)
class Valkey:
    """One server with its append-only file in a folder."""

    data: Path
    sockets: Path
    program: Path
    account: Account | None = None
    throwaway: bool = False

    def prepare(self) -> None:
        """Make the folders."""
        private_folder(self.sockets, self.account)
        private_folder(self.data, self.account)

    def child(self, log: Path) -> Child:
        """Return the server as a child to start."""
        options: dict[str, str | Path] = {
            "port": "0",
            "unixsocket": self.socket,
            "unixsocketperm": "700",
            "dir": self.data,
            "appendonly": "no" if self.throwaway else "yes",
            "save": "",
            "daemonize": "no",
            "logfile": "",
        }
        command: list[str | Path] = [
            self.program,
            *(part for key, value in options.items() for part in (f"--{key}", value)),
        ]
        return Child("valkey", command, log=log, account=self.account)

    def is_ready(self) -> bool:
        """Tell whether the server answers; a raw socket, because redis-py backs off for seconds."""
        return self._ask(b"PING\r\n").startswith(b"+PONG")

    @property
    def socket(self) -> Path:
        """The socket that it listens on."""
        return places.redis_socket(self.sockets)

    def _ask(self, command: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(5)
            try:
                connection.connect(str(self.socket))
                connection.sendall(command)
                return connection.recv(64)
            except OSError:
                return b""
