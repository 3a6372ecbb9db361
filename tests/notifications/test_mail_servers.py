"""Mail servers that are ill: nobody waits long, others get their mail, and all of it comes."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from directory.models import Person
from portal.notifications import batches, digests, sending
from portal.notifications.models import Mail
from portal.notifications.models.mail import TRIES
from portal.notifications.registry import Frequency
from tests.notifications.conftest import Say, follow
from tests.notifications.stubborn import (
    PATIENCE,
    Stubborn,
    babble,
    drip,
    hang_up,
    later,
    never,
    ramble,
    silent,
    stubborn,
)
from tests.notifications.test_digests import WEDNESDAY, happens, wants
from tests.people import make_person
from tests.research.conftest import Make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_working_hours")]

# A part of a conversation is bounded; what the portal does beside it takes a moment.
MOMENT = 10


@pytest.fixture
def server(settings: Any) -> Iterator[Stubborn]:
    with stubborn(settings) as found:
        yield found


def singles(say: Say, make_work: Make, people: list[Person]) -> Callable[[], int]:
    """Let everybody be told of a work by mail."""
    for person in people:
        follow(person)
    say(make_work())
    return sending.send_due


def mornings(say: Say, make_work: Make, people: list[Person]) -> Callable[[], int]:
    """Let everybody have a digest."""
    for person in people:
        wants(person, Frequency.DAILY)
    happens(say, make_work)
    digests.plan(WEDNESDAY)
    return digests.send_due


type Made = Callable[[Say, Make, list[Person]], Callable[[], int]]

BOTH = pytest.mark.parametrize("made", [singles, mornings])


def timed(send: Callable[[], int]) -> tuple[int, float]:
    began = time.monotonic()
    return send(), time.monotonic() - began


def states() -> set[tuple[str, str, int]]:
    rows = Mail.objects.select_related("person")
    return {(mail.person.email, mail.state, mail.tries) for mail in rows}


def let_time_pass() -> None:
    Mail.objects.update(due_at=timezone.now() - batches.AWAY)


@pytest.mark.parametrize(
    ("made", "behave"),
    [
        *((singles, ill) for ill in (silent, drip, ramble, babble, hang_up, later, never)),
        (mornings, silent),
    ],
)
def test_server_that_does_not_greet_is_away_and_costs_no_try(
    say: Say, make_work: Make, server: Stubborn, ncp_a: Person, ncp_b: Person, made: Made,
    behave: Any,
) -> None:  # fmt: skip
    send = made(say, make_work, [ncp_a, ncp_b])
    server.ill("greeting", behave)

    assert timed(send) == (0, pytest.approx(PATIENCE / 2, abs=PATIENCE / 2 + MOMENT))
    assert states() == {(ncp_a.email, "due", 0), (ncp_b.email, "due", 0)}

    server.well()
    let_time_pass()
    assert send() == 2


@BOTH
@pytest.mark.parametrize(
    ("stage", "behave"),
    [("RCPT", drip), ("DATA", silent), ("DATA", ramble), ("end", silent), ("end", hang_up)],
)
def test_mail_on_which_a_server_hangs_keeps_no_other_waiting(
    say: Say, make_work: Make, server: Stubborn, ncp_a: Person, ncp_b: Person, made: Made,
    stage: str, behave: Any,
) -> None:  # fmt: skip
    send = made(say, make_work, [ncp_a, ncp_b])
    server.ill(stage, behave, ncp_a.email)

    sent, took = timed(send)

    assert (sent, server.taken) == (1, [ncp_b.email])
    assert took < 2 * PATIENCE + MOMENT
    # What was perhaps taken is tried once more, not four times, and not at once.
    is_unsure = stage == "end"
    tries = TRIES - 1 if is_unsure else 1
    assert states() == {(ncp_a.email, "due", tries), (ncp_b.email, "sent", 0)}
    pause = (Mail.objects.get(state="due").due_at - timezone.now()).total_seconds()
    assert (pause > 300) == is_unsure

    server.well()
    let_time_pass()
    assert send() == 1


@BOTH
def test_mail_on_which_a_server_always_hangs_becomes_a_dead_letter(
    say: Say, make_work: Make, server: Stubborn, ncp_a: Person, ncp_b: Person, made: Made
) -> None:
    send = made(say, make_work, [ncp_a, ncp_b])
    server.ill("end", drip, ncp_a.email)

    for _try in range(TRIES + 2):
        send()
        let_time_pass()

    assert states() == {(ncp_a.email, "dead", TRIES), (ncp_b.email, "sent", 0)}
    assert server.taken == [ncp_b.email]


def test_server_that_hangs_on_every_mail_is_away_after_two(
    say: Say, make_work: Make, server: Stubborn
) -> None:
    send = singles(say, make_work, [make_person(f"Pat N{number}") for number in range(6)])
    server.ill("end", silent)

    sent, took = timed(send)

    assert (sent, sorted(tries for _to, _state, tries in states())) == (0, [0, 0, 0, 0, 4, 4])
    assert took < 2 * PATIENCE + MOMENT
