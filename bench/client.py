"""A small load client in a process of its own, so that its CPU counts for nobody.

python -m bench.client reads an order from standard input and writes what it saw, both as JSON.
"""

import json
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import islice
from statistics import median, quantiles
from typing import Any

THREADS = 8


def load(order: dict[str, Any]) -> dict[str, Any]:
    """Ask for the addresses in turn until `requests` answers came; say what was seen.

    Milliseconds are wall time from request to last byte; bytes are those of a body on the wire.
    """
    share = order["requests"] // THREADS
    with ThreadPoolExecutor(THREADS) as pool:
        seen = [
            answer
            for answers in pool.map(lambda number: _ask(order, number, share), range(THREADS))
            for answer in answers
        ]
    times = [milliseconds for _status, milliseconds, _size in seen]
    return {
        "requests": len(seen),
        "statuses": dict(Counter(status for status, _milliseconds, _size in seen)),
        "p50_ms": median(times),
        "p95_ms": quantiles(times, n=20)[-1],
        "bytes": median(size for _status, _milliseconds, size in seen),
    }


def _ask(order: dict[str, Any], number: int, count: int) -> list[tuple[str, float, int]]:
    """Return status, milliseconds and bytes of each answer over one kept connection."""
    addresses = order["addresses"]
    headers = {"Accept-Encoding": "gzip", "Accept-Language": "en", "Cookie": order["cookie"]}
    connection = HTTPConnection("127.0.0.1", order["port"], timeout=60)
    # Each thread starts elsewhere in the list, so that a mix stays mixed.
    turns = islice(_cycle(addresses, number), count)
    seen = []
    for address in turns:
        began = time.perf_counter()
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        body = response.read()
        seen.append((str(response.status), (time.perf_counter() - began) * 1000, len(body)))
    connection.close()
    return seen


def _cycle(addresses: list[str], start: int):
    while True:
        yield addresses[start % len(addresses)]
        start += 1


if __name__ == "__main__":
    json.dump(load(json.load(sys.stdin)), sys.stdout)
