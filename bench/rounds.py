"""Interleaved rounds: every round runs each target once, so that all meet the same machine."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.figures import BenchError
from bench.processes import cpu_seconds
from bench.sites import Site
from portal.services import places

# Short rounds and many: what else the machine does then falls on every target alike.
REQUESTS = 96
WARM_UP = 32


@dataclass
class Target:
    """Addresses of one site, asked for in turn, and what each round measured of them."""

    name: str
    site: Site
    addresses: Sequence[str]
    cookie: str
    cpu_ms: list[float] = field(default_factory=list)
    p95_ms: list[float] = field(default_factory=list)
    bytes: float = 0

    @property
    def cpu(self) -> float:
        """CPU milliseconds per request: web, PostgreSQL and Valkey; the median of the rounds."""
        return median(self.cpu_ms)

    def times(self, base: "Target") -> float:
        """Return the median over the rounds of this target's CPU divided by the base's."""
        return median(mine / other for mine, other in zip(self.cpu_ms, base.cpu_ms, strict=True))

    @property
    def p95(self) -> float:
        """Wall milliseconds that 95 of 100 answers keep to; the median of the rounds."""
        return median(self.p95_ms)

    def waits(self, base: "Target") -> float:
        """Return the same of this target divided by the base's, round by round."""
        return median(mine / other for mine, other in zip(self.p95_ms, base.p95_ms, strict=True))

    def run(self, requests: int = REQUESTS) -> float:
        """Ask; return the CPU milliseconds per request."""
        order = {
            "port": self.site.port,
            "addresses": list(self.addresses),
            "cookie": self.cookie,
            "requests": requests,
        }
        before = cpu_seconds(self.site.processes)
        said = subprocess.run(
            [sys.executable, "-m", "bench.client"],
            input=json.dumps(order),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            cwd=places.ROOT,
        )
        used = cpu_seconds(self.site.processes) - before
        seen = json.loads(said.stdout)
        if seen["statuses"].keys() != {"200"}:
            raise BenchError(f"{self.name}: {self.addresses[0]} answered {seen['statuses']}")
        self.bytes = seen["bytes"]
        self.p95_ms.append(seen["p95_ms"])
        return used / seen["requests"] * 1000


def interleave(targets: Sequence[Target], rounds: int) -> None:
    """Warm every target up, then measure each once per round, every other round backwards."""
    for target in targets:
        target.run(WARM_UP)
        target.p95_ms.clear()
    for number in range(rounds):
        for target in targets[:: -1 if number % 2 else 1]:
            target.cpu_ms.append(target.run())
