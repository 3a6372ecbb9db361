"""The broker is away while people use the portal: nobody waits for it, nothing is lost."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

import redis

from bench.chaos import HEALED_SECONDS, Chaos, losses, running
from bench.figures import BenchError, Figure
from bench.ground import run, say
from bench.sites import Sites
from portal.services import places
from portal.services.accounts import servers_account, servers_home
from portal.services.processes import end
from portal.services.programs import valkey_program
from portal.services.throwaway import wait_until_ready
from portal.services.valkey import Valkey

# Far more than a busy hour has. What waits for five minutes must leave within one.
RATE = 4
# How long people use the portal before, and at most: the figures are compared with it.
BEFORE_SECONDS = 60.0
# Of the milliseconds with a broker: what else the machine does comes and goes.
P95 = 1.5
# A request that waited for the broker would take its timeout of a second.
SLOWEST_MS = 1_000


class Broker:
    """A Valkey that keeps nothing when it ends."""

    def __init__(self, folder: Path) -> None:
        account = servers_account()
        self._valkey = Valkey(
            data=folder / "valkey",
            sockets=folder / "sockets",
            program=valkey_program(servers_home(account), account),
            account=account,
            throwaway=True,
        )
        self._valkey.prepare()
        self._child = self._valkey.child(folder / "valkey.log")
        self.url = places.ServiceUrls(folder / "sockets").redis_url

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._child.start()
        wait_until_ready(self._child, self._valkey.is_ready)

    def stop(self) -> None:
        """End it, with all that it held."""
        end([self._child], seconds=10)

    def flush(self) -> None:
        """Let it forget everything, the queue too."""
        with redis.Redis.from_url(self.url) as client:
            client.flushall()


@dataclass(frozen=True)
class Seen:
    """One answer to a person, or one verb that told people: when, and how long it took."""

    at: float
    is_error: bool
    milliseconds: float


@dataclass(frozen=True)
class Times:
    """When the broker was away, by the clock on the wall."""

    down: float
    back: float

    def parted(self, seen: list[Seen]) -> tuple[list[float], list[float]]:
        """Return the milliseconds before the broker went, and while it was away."""
        before = [each.milliseconds for each in seen if each.at < self.down]
        away = [each.milliseconds for each in seen if self.down <= each.at < self.back]
        if min(len(before), len(away)) < 2:
            raise BenchError("Too little happened to compare.")
        return before, away


def measure(sites: Sites) -> Iterator[Figure]:
    """Yield what people saw meanwhile, and what became of what happened meanwhile."""
    with own_broker() as broker, running(RATE, REDIS_URL=broker.url) as chaos:
        answers = chaos.outside / "answers.txt"
        with _people(chaos, answers):
            times = _outage(broker, sites.outage)
            first = _first_mail(chaos.sink) - times.back
            said = chaos.told()
        yield Figure("outage: broker away", times.back - times.down, "s")
        seen = [_answer(line) for line in _whole_lines(answers)]
        yield Figure("outage: answers", len(seen), "")
        errors = sum(each.is_error for each in seen)
        yield Figure("outage: errors among them", errors, "", limit=0)
        yield from _compared("answer", times.parted(seen))
        verbs = [_verb(line) for line in _whole_lines(chaos.ledger) if "now" in line]
        yield from _compared("verb that tells", times.parted(verbs))
        yield from losses("outage", said)
        yield Figure("outage: mails repeated", said["repeated"], "", limit=0)
        yield Figure("outage: first mail after", first, "s")
        late = said["at"] - times.back
        yield Figure("outage: all arrived after", late, "s", limit=HEALED_SECONDS)


def _outage(broker: Broker, seconds: float) -> Times:
    """Let the broker forget, then be away for so long."""
    before = min(BEFORE_SECONDS, seconds)
    time.sleep(before / 2)
    broker.flush()
    time.sleep(before / 2)
    down = time.time()
    broker.stop()
    say(f"The broker is away for {seconds:.0f} s")
    time.sleep(max(0, down + seconds - time.time()))
    back = time.time()
    broker.start()
    return Times(down, back)


def _first_mail(sink: Path) -> float:
    """Wait for a mail to leave; return when it did, or when nobody waits any longer."""
    size, end = sink.stat().st_size, time.time() + HEALED_SECONDS
    while sink.stat().st_size == size and time.time() < end:
        time.sleep(0.1)
    return time.time()


def _compared(name: str, parts: tuple[list[float], list[float]]) -> Iterator[Figure]:
    before, away = (quantiles(part, n=20)[-1] for part in parts)
    yield Figure(f"outage: {name}, p95 before", before, "ms")
    yield Figure(f"outage: {name}, p95 meanwhile", away, "ms", away / before, "before", P95)
    yield Figure(f"outage: {name}, slowest before", max(parts[0]), "ms")
    yield Figure(f"outage: {name}, slowest meanwhile", max(parts[1]), "ms", limit=SLOWEST_MS)


@contextmanager
def own_broker() -> Iterator[Broker]:
    with tempfile.TemporaryDirectory(prefix="portal-bench-", dir=places.temporary_root()) as name:
        # The account of the server must be able to pass through.
        Path(name).chmod(0o711)
        broker = Broker(Path(name))
        try:
            broker.start()
            yield broker
        finally:
            broker.stop()


@contextmanager
def _people(chaos: Chaos, answers: Path) -> Iterator[None]:
    """Let people use the portal until the end."""
    said: dict[str, Any] = json.loads(
        run(["-m", "bench.inside.outage"], chaos.environment, folder=chaos.folder)
    )
    addresses = [address for page in said["pages"].values() for address in page["addresses"]]
    order = {"port": chaos.port, "addresses": addresses, "cookie": said["cookie"]}
    words = [sys.executable, "-m", "bench.steady", str(answers)]
    with subprocess.Popen(words, cwd=places.ROOT, stdin=subprocess.PIPE, text=True) as people:
        try:
            assert people.stdin
            people.stdin.write(json.dumps(order))
            people.stdin.close()
            yield
        finally:
            people.terminate()


def _whole_lines(file: Path) -> list[list[str]]:
    """Return the words of each line; the last one may be cut off where its writer was ended."""
    return [line.split() for line in file.read_text().rpartition("\n")[0].splitlines()]


def _answer(words: list[str]) -> Seen:
    at, status, milliseconds = words
    return Seen(float(at), status != "200", float(milliseconds))


def _verb(words: list[str]) -> Seen:
    _event, _person, _how, at, milliseconds = words
    return Seen(float(at), False, float(milliseconds))
