"""Nobody learns from the portal which addresses have accounts: same answers, same time."""

import statistics
import time
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from directory.models import Person
from tests.directory.signin import page

UNKNOWN = "nobody.known@customs.example"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def forms(email: str) -> dict[str, dict[str, str]]:
    """Return every form that takes an address, filled in."""
    return {
        "account_login": {"login": email, "password": "wrong horse battery"},
        "account_request_login_code": {"email": email},
        "account_reset_password": {"email": email},
    }


def walk(email: str, name: str, code: str = "000-000-000") -> list[Any]:
    """Return all that a visitor sees who sends the form, and then wrong codes to the end."""
    client = Client()
    seen: list[Any] = []
    response: Any = client.post(reverse(name), forms(email)[name])
    for _ in range(7):
        seen.append((response.status_code, response.get("Location", ""), sorted(response.headers)))
        if response.status_code == 302:
            response = client.get(response["Location"])
        else:
            seen.append(page(response).replace(email, "ADDRESS"))
            response = client.post(response.request["PATH_INFO"], {"code": code})
    return seen


@pytest.mark.parametrize("name", forms(""))
def test_unknown_address_is_answered_byte_for_byte_like_a_known_one(
    officer: Person, name: str
) -> None:
    known = walk(officer.email, name)
    cache.clear()
    unknown = walk(UNKNOWN, name)

    assert unknown == known


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_stopped_account_is_answered_like_an_unknown_address(suspended: Person, name: str) -> None:
    stopped = walk(suspended.email, name)
    cache.clear()

    assert walk(UNKNOWN, name) == stopped
    assert "code" not in mail.outbox[0].subject


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_known_and_unknown_address_get_one_mail_each(officer: Person, name: str) -> None:
    for email in (officer.email, UNKNOWN):
        Client().post(reverse(name), forms(email)[name])

    assert [message.to for message in mail.outbox] == [[officer.email], [UNKNOWN]]
    assert mail.outbox[1].subject == "No account has this address"


@pytest.mark.parametrize("name", forms(""))
def test_time_of_an_unknown_address_is_that_of_a_known_one(officer: Person, name: str) -> None:
    took: dict[str, list[float]] = {officer.email: [], UNKNOWN: []}
    # Interleaved, and of the processor's time: neighbours that are busy slow neither down.
    for _ in range(20):
        for email, times in took.items():
            cache.clear()
            client = Client()
            begin = time.process_time()
            client.post(reverse(name), forms(email)[name])
            times.append(time.process_time() - begin)
    known, unknown = (statistics.median(times) for times in took.values())

    assert 0.6 < known / unknown < 1.6
