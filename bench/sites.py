"""What the benches measure: the floor page and the portal at each scale, served alike."""

import json
import socket
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPConnection, HTTPException
from typing import Any

from psycopg import sql

from bench.figures import BenchError
from bench.ground import Ground, run, say
from portal.services import places
from portal.services.processes import Child, end
from portal.services.steps import steps

# Works at each scale, as the seed command counts them.
SCALES = {1: "1k", 10: "10k", 100: "100k"}
# Of the bench `chaos`, and how long the broker is away in `outage`.
KILLS = 500
OUTAGE_SECONDS = 300.0


@dataclass(frozen=True)
class Site:
    """A site served by gunicorn on a port, and the processes that work for it."""

    port: int
    environment: dict[str, str]
    processes: tuple[int, ...]

    def ask(self, module: str, *words: str) -> Any:
        """Return what a module of ours says, as JSON, in a process of this site."""
        return json.loads(run(["-m", module, *words], self.environment))


class Sites:
    """The sites of one run, each made when first asked for and ended with the run."""

    def __init__(
        self,
        stack: ExitStack,
        *,
        scales: Sequence[int],
        rounds: int,
        kills: int = KILLS,
        outage: float = OUTAGE_SECONDS,
    ) -> None:
        self.scales = scales
        self.rounds = rounds
        self.kills = kills
        self.outage = outage
        self._stack = stack
        self._portals: dict[int, Site] = {}

    @cached_property
    def floor(self) -> Site:
        """The floor page, on a database of its own."""
        database = self._ground.copy_database("bench_floor", template="template1")
        environment = self._ground.environment(database)
        environment["DJANGO_SETTINGS_MODULE"] = "bench.floor.settings"
        migrate = ["migrate", "--database", "owner", "--verbosity", "0"]
        run(["-m", "django", *migrate], environment)
        return self._serve(database, environment, "bench.floor.wsgi:application")

    @cached_property
    def floor_page(self) -> Any:
        """What the floor says of its page, once its table is filled."""
        return self.floor.ask("bench.inside.floor")

    def portal(self, scale: int) -> Site:
        """The portal with the load data of a scale, indexed for search where it can be."""
        if scale not in self._portals:
            self._portals[scale] = self._make_portal(scale)
        return self._portals[scale]

    def _make_portal(self, scale: int) -> Site:
        say(f"Making a portal with {SCALES[scale]} works")
        database = self._ground.copy_database(f"bench_{scale}", template=self._seeded)
        environment = self._ground.environment(database)
        run(["manage.py", "seed", "--scale", str(scale)], environment)
        if "reindex" in run(["manage.py", "help", "--commands"], environment).split():
            run(["manage.py", "reindex"], environment)
        else:
            say("There is no manage.py reindex yet, so search finds nothing.")
        self._ground.administer(sql.SQL("VACUUM ANALYZE"), database)
        return self._serve(database, environment)

    def tidy(self, scale: int) -> None:
        """Let PostgreSQL see how much more a portal holds since it was made."""
        self._ground.administer(sql.SQL("VACUUM ANALYZE"), f"bench_{scale}")

    @cached_property
    def _ground(self) -> Ground:
        return Ground(self._stack)

    @cached_property
    def _seeded(self) -> str:
        """The name of a database with the first content, for copies."""
        environment = self._ground.environment(places.DATABASE)
        for step in steps(""):
            if step.name in ("catalogues", "static") and step.is_due():
                run(list(step.command[1:]), environment)
                step.note_done()
        run(["manage.py", "migrate", "--verbosity", "0"], environment)
        run(["manage.py", "seed"], environment)
        return places.DATABASE

    def _serve(self, name: str, environment: dict[str, str], *application: str) -> Site:
        """Start gunicorn with the portal's own settings; return the site once it answers."""
        listener = socket.create_server(("127.0.0.1", 0))
        number = listener.fileno()
        config = ("--config", "python:portal.services.web")
        web = Child(
            name,
            (sys.executable, "-m", "gunicorn", *config, *application),
            log=self._ground.folder / f"{name}.log",
            environment=environment | {"PORTAL_LISTEN_FDS": str(number)},
            folder=places.ROOT,
            pass_fds=[number],
        )
        self._stack.callback(end, [web], 10)
        web.start()
        port = listener.getsockname()[1]
        listener.close()
        wait_for_answer(port, "/healthz", web)
        assert web.pid
        return Site(port, environment, (web.pid, *self._ground.servers))


def wait_for_answer(port: int, address: str, web: Child, seconds: float = 60) -> None:
    """Wait until the address answers 200; fail with the last words of the server."""
    deadline = time.monotonic() + seconds
    while status_of(port, address) != 200:
        if not web.is_alive or time.monotonic() > deadline:
            raise BenchError(f"{web.name} does not answer:\n{web.last_words(40)}")
        time.sleep(0.05)


def status_of(port: int, address: str) -> int:
    """Return the status of an answer, or 0 where there is none."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", address, headers={"Connection": "close"})
        return connection.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()
