"""Kills under load: nothing is lost, nobody is told twice, and how fast it heals."""

import json
import os
import random
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import redis

from bench.figures import BenchError, Figure
from bench.ground import run, say
from bench.processes import children_of
from bench.sites import Sites, status_of
from bench.starts import Start, fresh_checkout
from portal.services import places
from portal.services.processes import Child, command_of, end

RATE = 60
KILLS = 500
# Between two kills: time enough for what was killed to come back now and then, not always.
PAUSE = (0.4, 2.0)
# After the last kill, until everything has arrived.
HEALED_SECONDS = 60
REPEATED_PER_KILL = 0.3
_START_SECONDS = 180


def measure(_sites: Sites | None = None, *, kills: int = KILLS) -> Iterator[Figure]:
    """Yield what was told, lost and repeated under so many kills."""
    with running(RATE) as chaos:
        yield from chaos.figures(kills)


@contextmanager
def running(rate: float) -> Iterator["Chaos"]:
    """Run a portal of its own, with a mail server, and let things happen in it."""
    with ExitStack() as stack:
        checkout = stack.enter_context(fresh_checkout({}))
        outside = checkout.folder.parent
        outside.joinpath("sink.txt").touch()
        smtp, web = free_port(), free_port()
        environment = dict(checkout.environment) | {"EMAIL_URL": f"smtp://127.0.0.1:{smtp}"}
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
        killed = self.kill(kills)
        self.children["telling"].send(signal.SIGTERM)
        outside = self.folder.parent
        words = [str(outside / "ledger.txt"), str(outside / "sink.txt"), str(2 * HEALED_SECONDS)]
        said = json.loads(
            run(["-m", "bench.inside.told", *words], self.environment, folder=self.folder)
        )
        say(f"Killed: {dict(killed)}")
        yield Figure("chaos: kills", kills, "")
        yield Figure("chaos: events", said["events"], "")
        yield Figure("chaos: mails", said["mails"], "")
        yield Figure("chaos: events lost", said["lost_lines"], "", limit=0)
        yield Figure("chaos: people told twice", said["double_lines"], "", limit=0)
        yield Figure("chaos: mails lost", said["lost_mails"] + said["waiting"], "", limit=0)
        yield Figure("chaos: mails that nobody made", said["unknown_mails"], "", limit=0)
        repeated = said["repeated"] / kills if kills else said["repeated"]
        yield Figure("chaos: mails repeated per kill", repeated, "", limit=REPEATED_PER_KILL)
        yield Figure("chaos: all arrived after", said["seconds"], "s", limit=HEALED_SECONDS)

    def kill(self, kills: int) -> Counter[str]:
        """Kill parts by chance; return how often each."""
        dice = random.Random(kills)
        killed: Counter[str] = Counter()
        while killed.total() < kills:
            name = dice.choice([*KINDS, FLUSH])
            if name == FLUSH:
                self.flush()
                killed[name] += 1
            elif pids := KINDS[name](self):
                with_signal = signal.SIGTERM if name in POLITE else signal.SIGKILL
                try:
                    os.kill(dice.choice(pids), with_signal)
                except ProcessLookupError:
                    continue
                killed[name] += 1
            time.sleep(dice.uniform(*PAUSE))
            if not self.children["telling"].is_alive:
                raise BenchError(f"Nothing happens:\n{self.children['telling'].last_words(40)}")
        return killed

    def flush(self) -> None:
        """Let Valkey forget everything, the queue too, if it answers."""
        ask = "from django.conf import settings; print(settings.REDIS_URL)"
        url = run(["manage.py", "shell", "-v0", "-c", ask], self.environment, folder=self.folder)
        with suppress(redis.RedisError), redis.Redis.from_url(url.strip()) as client:
            client.flushall()

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


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _until(is_so: Callable[[], bool], child: Child) -> None:
    while not is_so():
        if not child.is_alive or child.age > _START_SECONDS:
            raise BenchError(f"{child.name} does not start:\n{child.last_words(40)}")
        time.sleep(0.1)
