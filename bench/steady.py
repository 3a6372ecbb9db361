"""People who use the portal all the time: python -m bench.steady FILE, an order on standard input.

Each line of the file is an answer: when it came, its status, the milliseconds it took. A status of
0 is no answer.
"""

import json
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from pathlib import Path
from typing import Any, TextIO

PEOPLE = 4
# Between an answer and the next question of the same person.
PAUSE_S = 0.2


def use(order: dict[str, Any], number: int, answers: TextIO) -> None:
    """Ask for the addresses in turn, for ever."""
    headers = {"Accept-Encoding": "gzip", "Accept-Language": "en", "Cookie": order["cookie"]}
    connection = HTTPConnection("127.0.0.1", order["port"], timeout=30)
    addresses = order["addresses"]
    for address in cycle([*addresses[number:], *addresses[:number]]):
        began = time.perf_counter()
        try:
            connection.request("GET", address, headers=headers)
            response = connection.getresponse()
            response.read()
            status = response.status
        except (OSError, HTTPException):
            connection.close()
            status = 0
        took = (time.perf_counter() - began) * 1000
        answers.write(f"{time.time():.3f} {status} {took:.2f}\n")
        time.sleep(PAUSE_S)


if __name__ == "__main__":
    given = json.load(sys.stdin)
    with Path(sys.argv[1]).open("a", buffering=1) as file:
        people = [
            threading.Thread(target=use, args=(given, number, file)) for number in range(PEOPLE)
        ]
        for person in people:
            person.start()
        for person in people:
            person.join()
