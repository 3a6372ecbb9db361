"""Watches children: starts again what ends, ends everything when told to stop."""

import signal
import time
from collections.abc import Callable
from pathlib import Path

from portal.services.errors import ServiceError
from portal.services.leftovers import remember
from portal.services.processes import Child, end, how_it_ended

# Short enough for a part that is killed again and again to be back within the minute.
_LONGEST_PAUSE = 10.0
_STEADY_AFTER = 10.0


class Supervisor:
    """The children of one portal: servers below, programs above, which end first."""

    def __init__(self, say: Callable[[str], None], record: Path) -> None:
        self.say = say
        self.record = record
        self.is_stopping = False
        self._servers: list[Child] = []
        self._programs: list[Child] = []
        self._failures: dict[str, int] = {}
        self._due: dict[str, float] = {}

    def heed_signals(self) -> None:
        """Stop on Ctrl-C, on SIGTERM and when the terminal closes."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # nohup and background jobs ignore some of them on purpose.
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._on_signal)

    def start_server(self, child: Child) -> None:
        """Start and watch a server, which ends after the programs that use it."""
        self._start(child, self._servers)

    def start_program(self, child: Child) -> None:
        """Start and watch a program."""
        self._start(child, self._programs)

    def run_to_end(self, child: Child) -> None:
        """Run a step that ends by itself and watch the others; fail with its last words."""
        child.start()
        self._programs.append(child)
        try:
            self.wait_for(lambda: not child.is_alive)
        finally:
            self._programs.remove(child)
            child.sweep()
        if child.exit_code and not self.is_stopping:
            raise ServiceError(
                f"{child.name} failed ({how_it_ended(child.exit_code)}). "
                f"The end of {child.log}:\n{child.last_words()}"
            )

    def wait_for(self, is_true: Callable[[], bool], pause: float = 0.03) -> None:
        """Wait until something is true, or until told to stop, while the children are watched."""
        while not self.is_stopping and not is_true():
            self.look_after()
            time.sleep(pause)

    def look_after(self) -> None:
        """Start again every child that ended, later and later when it ends at once."""
        for child in [*self._servers, *self._programs]:
            if child.is_alive or child.name not in self._failures:
                continue
            if child.name not in self._due:
                self._due[child.name] = time.monotonic() + self._note_end(child)
            if time.monotonic() >= self._due[child.name]:
                del self._due[child.name]
                child.start()
                self._remember()

    def stop(self, seconds: float = 7.5) -> None:
        """End every child, the programs before the servers, by force when the seconds are over."""
        self.is_stopping = True
        began = time.monotonic()
        end(self._programs, seconds * 0.6)
        end(self._servers, seconds - (time.monotonic() - began))
        self.record.unlink(missing_ok=True)

    def _start(self, child: Child, among: list[Child]) -> None:
        child.start()
        among.append(child)
        self._failures[child.name] = 0
        self._remember()

    def _note_end(self, child: Child) -> float:
        """Say that a child ended; return the seconds until its next start."""
        lived = child.age
        # Helpers that outlive it would hold its sockets and its work.
        child.sweep()
        self._remember()
        failures = 0 if lived > _STEADY_AFTER else self._failures[child.name] + 1
        self._failures[child.name] = failures
        pause = min(_LONGEST_PAUSE, 2.0 ** (failures - 2)) if failures > 1 else 0.0
        ended = f"{child.name} ended ({how_it_ended(child.exit_code or 0)})"
        if pause:
            self.say(f"{ended} after {lived:.1f} s; starting it again in {pause:.0f} s.")
            self.say(f"The end of {child.log}:\n{child.last_words()}")
        else:
            self.say(f"{ended}; started again.")
        return pause

    def _remember(self) -> None:
        remember([*self._servers, *self._programs], self.record)

    def _on_signal(self, number: int, _frame: object) -> None:
        if self.is_stopping and number == signal.SIGINT:
            # A second Ctrl-C: somebody does not want to wait.
            for child in [*self._programs, *self._servers]:
                child.send(signal.SIGKILL)
        self.is_stopping = True
