"""Kills under load: nothing is lost, nobody is told twice, and how fast it heals."""

import json
import os
import random
import signal
import socket
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import Any

import redis

from bench.figures import BenchError, Figure
from bench.ground import run, say
from bench.processes import children_of
from bench.sites import Sites, status_of
from bench.starts import Start, fresh_checkout
from portal.services import places
from portal.services.processes import Child, command_of, end

RATE = 60
# Of a short form: tests run beside others, and what waits has to leave.
SHORT_RATE = 15
# Between two kills; before that, mostly, mail must leave again, however slow the machine is.
PAUSE = (0.2, 2.0)
HEALS_FIRST = 0.7
PATIENCE_SECONDS = 40
# After the last kill, until everything has arrived; what arrives later is late, not lost.
HEALED_SECONDS = 60
LOST_SECONDS = 1800
REPEATED_PER_KILL = 0.3
# Fewer kills say nothing of an average.
MANY_KILLS = 40
_START_SECONDS = 600


def measure(sites: Sites) -> Iterator[Figure]:
    """Yield what was told, lost and repeated under the kills of a run."""
    with running(RATE if sites.kills >= MANY_KILLS else SHORT_RATE) as chaos:
        yield from chaos.figures(sites.kills)


@contextmanager
def running(rate: float, **servers: str) -> Iterator["Chaos"]:
    """Run a portal of its own, with a mail server, and let things happen in it.

    It starts a database and a broker, unless their addresses are given.
    """
    with ExitStack() as stack:
        checkout = stack.enter_context(fresh_checkout({}))
        outside = checkout.folder.parent
        outside.joinpath("sink.txt").touch()
        smtp, web = free_port(), free_port()
        environment = {
            **checkout.environment,
            **servers,
            "EMAIL_URL": f"smtp://127.0.0.1:{smtp}",
            "PORTAL_MODE": "development",
            "PORTAL_DEMO": "on",
        }
        # The packages of this checkout: a clone has the same.
        words = {
            "sink": ("-m", "bench.sink", str(smtp), str(outside / "sink.txt")),
            "portal": ("manage.py", "up", "--port", str(web)),
            "telling": ("-m", "bench.inside.tell", str(outside / "ledger.txt"), str(rate)),
        }
        children = {
            name: Child(
                name,
                (sys.executable, *given),
                log=outside / f"{name}.log",
                environment=environment,
                folder=checkout.folder,
            )
            for name, given in words.items()
        }
        stack.callback(end, list(children.values()), 20)
        children["sink"].start()
        children["portal"].start()
        _until(lambda: status_of(web, "/readyz") == 200, children["portal"])
        children["telling"].start()
        _until((outside / "ledger.txt").exists, children["telling"])
        yield Chaos(checkout.folder, environment, children, web)


@dataclass
class Chaos:
    """A portal under load, whose parts are killed by chance."""

    folder: Path
    environment: dict[str, str]
    children: dict[str, Child]
    port: int

    def figures(self, kills: int) -> Iterator[Figure]:
        """Kill so many times, let it heal, and yield what became of everything."""
        killed, healed = self.kill(kills)
        said = self.told()
        say(f"Killed: {dict(killed)}")
        for why, number in said["late"].items():
            say(f"Late: {number} × {why}")
        yield Figure("chaos: kills", kills, "")
        yield from losses("chaos", said)
        # Who is killed repeats the one mail that was being handed over, single or digest.
        most = sum(senders * killed[name] for name, senders in SENDERS.items())
        yield Figure("chaos: mails repeated", said["repeated"], "", limit=most)
        yield Figure("chaos: digests repeated", said["repeated_digests"], "")
        if kills >= MANY_KILLS:
            average = said["repeated"] / kills
            yield Figure("chaos: mails repeated per kill", average, "", limit=REPEATED_PER_KILL)
        for name, seconds in sorted(healed.items()):
            words = f"chaos: mail leaves again after {name}"
            yield Figure(f"{words}, median of {len(seconds)}", median(seconds), "s")
            yield Figure(f"{words}, worst", max(seconds), "s")
        yield Figure("chaos: waiting after the last kill", said["backlog"], "")
        yield Figure("chaos: all arrived after", said["seconds"], "s", limit=HEALED_SECONDS)

    def told(self) -> dict[str, Any]:
        """Let nothing more happen, wait until all arrived, and return what became of it."""
        self.children["telling"].send(signal.SIGTERM)
        words = [str(self.ledger), str(self.sink), str(LOST_SECONDS)]
        said = run(["-m", "bench.inside.told", *words], self.environment, folder=self.folder)
        return dict(json.loads(said))

    @property
    def outside(self) -> Path:
        """The folder of what is no part of the portal."""
        return self.folder.parent

    @property
    def sink(self) -> Path:
        """The file of the mails that the mail server took."""
        return self.outside / "sink.txt"

    @property
    def ledger(self) -> Path:
        """The file of what happened for certain."""
        return self.outside / "ledger.txt"

    def kill(self, kills: int) -> tuple[Counter[str], dict[str, list[float]]]:
        """Kill parts by chance; return how often each, and the seconds until mail left again."""
        healed: dict[str, list[float]] = defaultdict(list)
        dice = random.Random(kills)
        killed: Counter[str] = Counter()
        deck: list[str] = []
        while killed.total() < kills:
            # Each kind once, in any order, then all again.
            deck = deck or dice.sample([*KINDS, FLUSH], len(KINDS) + 1)
            name, before = deck[-1], killed.total()
            if name == FLUSH:
                self.flush()
                killed[deck.pop()] += 1
            elif pids := KINDS[name](self):
                with_signal = signal.SIGTERM if name in POLITE else signal.SIGKILL
                try:
                    os.kill(dice.choice(pids), with_signal)
                except ProcessLookupError:
                    continue
                killed[deck.pop()] += 1
            else:
                # It is not back yet: its turn comes later.
                dice.shuffle(deck)
            if dice.random() < HEALS_FIRST:
                seconds = self.until_mail_leaves()
                if killed.total() > before:
                    healed[name].append(seconds)
            time.sleep(dice.uniform(*PAUSE))
            if killed.total() % 50 == 0 < killed.total():
                say(f"{killed.total()} kills")
            if not self.children["telling"].is_alive:
                raise BenchError(f"Nothing happens:\n{self.children['telling'].last_words(40)}")
        return killed, healed

    def until_mail_leaves(self) -> float:
        """Wait until the mail server took one more, for a while; return the seconds it took."""
        began, size = time.monotonic(), self.sink.stat().st_size
        end = began + PATIENCE_SECONDS
        while self.sink.stat().st_size == size and time.monotonic() < end:
            time.sleep(0.05)
        return time.monotonic() - began

    def flush(self) -> None:
        """Let Valkey forget everything, the queue too, if it answers."""
        with suppress(redis.RedisError), redis.Redis.from_url(self._valkey) as client:
            client.flushall()

    @cached_property
    def _valkey(self) -> str:
        ask = "from portal.services import places; print(places.redis_url())"
        return run(["-c", ask], self.environment, folder=self.folder).strip()

    def parts(self, name: str) -> list[int]:
        """Return the processes of a part that the supervisor started."""
        try:
            return [pid for part, pid in self._start.parts() if part == name]
        except (OSError, ValueError):
            # It is being written.
            return []

    def under(self, name: str) -> list[int]:
        """Return the processes that a part started itself."""
        return [child for pid in self.parts(name) for child in children_of(pid)]

    def backends(self) -> list[int]:
        """Return the processes of PostgreSQL that serve the portal."""
        role = places.APP_ROLE
        return [pid for pid in self.under("PostgreSQL") if f": {role} " in command_of(pid)]

    @property
    def _start(self) -> Start:
        return Start(self.children["portal"], self.port)


def losses(bench: str, said: dict[str, Any]) -> Iterator[Figure]:
    """Yield how much happened, and that all of it reached whom it was for."""
    yield Figure(f"{bench}: events", said["events"], "")
    yield Figure(f"{bench}: mails", said["mails"], "")
    yield Figure(f"{bench}: of them digests", said["digests"], "")
    yield Figure(f"{bench}: events lost", said["lost_lines"], "", limit=0)
    yield Figure(f"{bench}: people they were for", said["lost_people"], "")
    yield Figure(f"{bench}: events that are gone themselves", said["lost_events"], "")
    yield Figure(f"{bench}: told in two different mails", said["told_twice"], "", limit=0)
    yield Figure(f"{bench}: mails lost", said["lost_mails"] + said["waiting"], "", limit=0)
    yield Figure(f"{bench}: mails that nobody made", said["unknown_mails"], "", limit=0)


type Found = Callable[[Chaos], list[int]]

# A backend that is ended politely loses one connection; a killed one ends them all.
KINDS: dict[str, Found] = {
    "pool child": lambda chaos: chaos.under("worker"),
    "worker": lambda chaos: chaos.parts("worker"),
    "worker, politely": lambda chaos: chaos.parts("worker"),
    "beat": lambda chaos: chaos.parts("beat"),
    "Valkey": lambda chaos: chaos.parts("Valkey"),
    "connection": Chaos.backends,
    "backend": Chaos.backends,
    "postmaster": lambda chaos: chaos.parts("PostgreSQL"),
}
# No process ends: the broker forgets.
FLUSH = "flush"
POLITE = {"worker, politely", "connection"}
# How many that send mail end with it.
SENDERS = {"pool child": 1, "worker": 2}


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _until(is_so: Callable[[], bool], child: Child) -> None:
    while not is_so():
        if not child.is_alive or child.age > _START_SECONDS:
            raise BenchError(f"{child.name} does not start:\n{child.last_words(40)}")
        time.sleep(0.1)
