"""One child process: started in a group of its own, ended with its group, never left behind."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from portal.services.accounts import Account, spawn_as

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1
_HAS_PROC = Path("/proc/self/cmdline").exists()
_LOG_LIMIT = 5_000_000


class Child:
    """A program of ours: how to start it, how to end it, where it writes."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        folder: Path = Path("/"),
        account: Account | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        pass_fds: Sequence[int] = (),
    ) -> None:
        self.name = name
        self.command = [str(part) for part in command]
        self.log = log
        self.environment = environment
        self.folder = folder
        self.account = account
        self.stop_signal = stop_signal
        self.pass_fds = tuple(pass_fds)
        self.started_at = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the program; it dies with us where the system allows it."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        keep_short(self.log)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env=None if self.environment is None else dict(self.environment),
                start_new_session=True,
                pass_fds=self.pass_fds,
                # Set after the change of account, which would clear it.
                preexec_fn=_dying_with_parent(  # noqa: PLW1509 no threads run here
                    self.stop_signal, os.getpid()
                ),
                **spawn_as(self.account),
            )
        self.started_at = time.monotonic()

    @property
    def pid(self) -> int | None:
        """The running process, or None before the first start."""
        return self._process.pid if self._process else None

    @property
    def exit_code(self) -> int | None:
        """How it ended (negative: by that signal), or None while it runs or before it ran."""
        return self._process.poll() if self._process else None

    @property
    def is_alive(self) -> bool:
        """Whether it runs now."""
        return self._process is not None and self._process.poll() is None

    @property
    def age(self) -> float:
        """Seconds since its last start."""
        return time.monotonic() - self.started_at

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the program, not to its group: it ends its own helpers in order."""
        if self._process is not None and self.is_alive:
            self._process.send_signal(number)

    def sweep(self) -> None:
        """Kill what is left of its group, itself included."""
        if self._process is None:
            return
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
        finally:
            self._process.wait()

    def last_words(self, lines: int = 12) -> str:
        """Return the end of its log."""
        try:
            text = self.log.read_text(errors="replace")
        except OSError:
            return ""
        return "\n".join(f"    {line}" for line in text.splitlines()[-lines:])


def how_it_ended(code: int) -> str:
    """Say an exit code in words."""
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit {code}"


def wait_until_gone(children: Sequence[Child], seconds: float) -> bool:
    """Wait until none of the children runs; tell whether that came true in time."""
    deadline = time.monotonic() + seconds
    while any(child.is_alive for child in children):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def end(children: Sequence[Child], seconds: float) -> None:
    """End children: politely, then at once (SIGQUIT), then by force, all within the seconds."""
    for child in children:
        child.send(child.stop_signal)
    if not wait_until_gone(children, seconds * 0.7):
        for child in children:
            child.send(signal.SIGQUIT)
        wait_until_gone(children, seconds * 0.3)
    for child in children:
        child.sweep()


def command_of(pid: int) -> str:
    """Return the command line of a process, empty when there is none."""
    if _HAS_PROC:
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return ""
        return words.replace(b"\0", b" ").decode(errors="replace").strip()
    ask = ["ps", "-o", "command=", "-p", str(pid)]
    return subprocess.run(ask, capture_output=True, text=True, check=False).stdout.strip()


def keep_short(log: Path) -> None:
    """Set an overgrown log aside, keeping one older one."""
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.replace(log.with_suffix(".old.log"))


def _dying_with_parent(number: signal.Signals, parent: int) -> Callable[[], None] | None:
    libc = _libc
    if libc is None:
        return None

    def ask_kernel() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:
            os._exit(1)

    return ask_kernel
