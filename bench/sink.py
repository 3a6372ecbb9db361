"""A mail server that keeps the names of the mails it took: python -m bench.sink PORT FILE."""

import os
import sys
import threading
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller


class Sink:
    """Writes the Message-ID of each mail to a file and to the disk before it says 250."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", buffering=1)
        # /dev/null cannot be written to the disk.
        self._is_kept = path.is_file()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take one mail; the name is aiosmtpd's."""
        message = message_from_bytes(envelope.content)
        self._file.write(f"{message['Message-ID'].strip('<>')}\n")
        self._file.flush()
        if self._is_kept:
            os.fsync(self._file.fileno())
        return "250 Kept"


if __name__ == "__main__":
    port, path = sys.argv[1:]
    Controller(Sink(Path(path)), hostname="127.0.0.1", port=int(port)).start()
    threading.Event().wait()
