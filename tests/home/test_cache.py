"""Limits while Valkey is down: counted in the database, without making anybody wait."""

import datetime
import socket
import time
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import time_machine
from django.conf import settings as site
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse

from directory.models import Person
from portal.home import cache as breaking
from portal.home.cache import PAUSE_S, Breaker, breaker
from portal.home.tasks import drop_expired_counts
from portal.limits import within
from tests.directory.signin import ask_for_code, mailed_code, page, sign_in, who

pytestmark = pytest.mark.django_db


def pointed_at(address: str) -> dict[str, Any]:
    """Return the caches of the site with Valkey at another address."""
    wanted = deepcopy(site.CACHES)
    wanted["default"]["LOCATION"] = address
    return wanted


@pytest.fixture(autouse=True)
def _whole_breaker() -> Iterator[None]:
    breaker.worked()
    yield
    breaker.worked()


@pytest.fixture
def down(settings: Any) -> None:
    """Nothing listens where Valkey should be."""
    settings.CACHES = pointed_at("redis://127.0.0.1:1/0")


@pytest.fixture
def black_hole(settings: Any) -> Iterator[socket.socket]:
    """Something accepts connections where Valkey should be, and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CACHES = pointed_at(f"redis://127.0.0.1:{server.getsockname()[1]}/0")
        yield server


def test_counts_of_attempts_are_forgotten_when_they_lapse(down: None) -> None:
    cache.set("lapsed", 3, 0.001)
    cache.set("counting", 4, 60)
    time.sleep(1.1)

    assert (drop_expired_counts(), drop_expired_counts()) == (1, 0)
    assert cache.get("counting") == 4


def test_cache_works_while_valkey_is_down(down: None) -> None:
    assert cache.add("a", 1, 60)
    assert not cache.add("a", 2, 60)
    cache.set("b", [1.5, "x"], 60)
    cache.set_many({"c": 3, "d": 4}, 60)
    assert cache.incr("c") == 4
    assert cache.get_many(["a", "b", "c", "d"]) == {"a": 1, "b": [1.5, "x"], "c": 4, "d": 4}
    assert cache.touch("d", 90)
    assert cache.delete("d")
    cache.delete_many(["b"])
    assert ("b" in cache, cache.get("d", "gone")) == (False, "gone")
    assert caches["database"].get("a") == 1
    cache.clear()
    assert cache.get("a") is None


def test_nobody_waits_twice_for_a_silent_valkey(
    black_hole: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The pause outlasts the test on the busiest machine.
    monkeypatch.setattr(breaking, "PAUSE_S", 600)
    begin = time.perf_counter()
    for number in range(20):
        cache.set(f"key-{number}", number, 60)

    assert time.perf_counter() - begin < 20
    assert asked(black_hole) == 1


def asked(server: socket.socket) -> int:
    """Return how often somebody connected."""
    server.setblocking(False)
    for count in range(100):
        try:
            server.accept()[0].close()
        except BlockingIOError:
            return count
    return 100


def test_sign_in_works_while_valkey_is_down(down: None, client: Client, officer: Person) -> None:
    sign_in(client, officer.email)
    assert who(client) == str(officer.pk)

    by_code = Client()
    ask_for_code(by_code, officer.email)
    by_code.post(reverse("account_confirm_login_code"), {"code": mailed_code()})
    assert who(by_code) == str(officer.pk)


def test_limits_hold_while_valkey_is_down(down: None, client: Client, officer: Person) -> None:
    said = [page(sign_in(client, officer.email, "wrong horse")) for _ in range(6)]

    assert ["Too many tries" in text for text in said] == [False] * 5 + [True]
    sign_in(client, officer.email)
    assert who(client) == ""


def test_valkey_is_used_again_when_it_is_back(settings: Any) -> None:
    working = settings.CACHES
    settings.CACHES = pointed_at("redis://127.0.0.1:1/0")
    cache.set("where", "database", 60)
    settings.CACHES = working

    assert cache.get("where") == "database"
    breaker.worked()
    cache.set("where", "valkey", 60)

    assert (cache.get("where"), caches["database"].get("where")) == ("valkey", "database")


def test_one_caller_tries_again_after_the_pause() -> None:
    now = [1.0]
    tested = Breaker(lambda: now[0])
    tested.failed()
    assert tested.is_open()

    now[0] += PAUSE_S + 1

    assert [tested.is_open(), tested.is_open()] == [False, True]
    tested.worked()
    assert not tested.is_open()


def test_limit_of_an_hour_holds_for_an_hour_without_valkey(down: None) -> None:
    now = datetime.datetime(2026, 11, 2, 12, 0, 1, tzinfo=datetime.UTC)
    with time_machine.travel(now, tick=False) as clock:
        first = [within("test", "somebody", most=2, seconds=3600) for _try in range(3)]
        # Longer than a cache keeps a number of which it is told nothing.
        clock.shift(datetime.timedelta(minutes=20))
        later = within("test", "somebody", most=2, seconds=3600)
        others = within("test", "somebody-else", most=2, seconds=3600)
        clock.shift(datetime.timedelta(hours=1))
        again = [within("test", "somebody", most=2, seconds=3600) for _try in range(3)]

    assert (first, later, others, again) == ([True, True, False], False, True, [True, True, False])
