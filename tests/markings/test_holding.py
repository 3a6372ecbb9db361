"""Who takes a right away waits for what is being sent; who gives one does not."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from directory.models import Administration, FactorReset, Holding, Person, Seat
from directory.views.account import held
from portal.markings.holding import RIGHTS, hold_rights
from tests.people import make_person
from tests.search.conftest import own_database  # noqa: F401 fixture
from tests.workspaces.rooms import admit, make_room
from workspaces.models import Role


@pytest.fixture
def db(own_database: None) -> None:  # noqa: F811
    """What a test makes is committed: the verbs that made it hold no rights any more."""


_WAITS = """
SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
   AND classid = %s AND objid = %s)
"""


class Sender(threading.Thread):
    """Holds the rights of a person until somebody waits for them, like a mail on its way."""

    def __init__(self, person: int) -> None:
        super().__init__(daemon=True)
        self.person = person
        self.holds, self.done = threading.Event(), threading.Event()
        self.was_awaited = False

    def run(self) -> None:
        try:
            with transaction.atomic():
                hold_rights([self.person])
                self.holds.set()
                end = time.monotonic() + 60
                while not self.done.wait(0.02) and time.monotonic() < end and not self.was_awaited:
                    with connection.cursor() as cursor:
                        cursor.execute(_WAITS, [RIGHTS, self.person])
                        self.was_awaited = cursor.fetchone()[0]
        finally:
            connection.close()


@contextmanager
def sending_to(person: Person) -> Iterator[Sender]:
    sender = Sender(person.pk)
    sender.start()
    assert sender.holds.wait(60)
    try:
        yield sender
    finally:
        sender.done.set()
        sender.join(60)


def _holding(person: Person) -> Holding:
    return Holding.objects.current().get(person=person)


def _confirm_reset(person: Person) -> bool:
    first, second = make_person("First Officer"), make_person("Second Officer")
    return FactorReset.ask(by=first, person=person, reason="Called.").confirm(by=second)


def _remove_own_factor(person: Person) -> bool:
    """Return whether a view of allauth, as the portal mounts it, took the factor away."""

    def remove(request: object) -> HttpResponse:
        return HttpResponse(Authenticator.objects.filter(user=person).delete()[0])

    request = RequestFactory().post("/")
    request.user = person
    return held(remove)(request).content == b"1"


TAKE: dict[str, Callable[[Person, Administration], object]] = {
    "suspend": lambda person, other: person.suspend(by=None, reason="Left."),
    "retire": lambda person, other: person.retire(by=None),
    "move": lambda person, other: person.revise(by=None, administration=other) is None,
    "join a partner": lambda person, other: person.revise(by=None, partner=None) is None,
    "end a role": lambda person, other: person.end_role("editor", by=None),
    "end a seat": lambda person, other: _holding(person).end(by=None),
    "replace in a seat": lambda person, other: _holding(person).seat.give_to(
        make_person("Nina New"), by=None
    ),
    "reset a factor": lambda person, other: _confirm_reset(person),
    # Whoever has no second factor holds less with a seat or a role than without.
    "give a role": lambda person, other: person.assign_role("moderator", by=None),
    "give a seat": lambda person, other: Seat.objects.create(
        role_id=Seat.Kind.DEPUTY, administration=other
    ).give_to(person, by=None),
    "end an admission to a room": lambda person, other: admit(make_room(), person).end(by=None),
    "lower a role in a room": lambda person, other: admit(
        make_room(), person, Role.MODERATOR
    ).change(by=None, role=Role.READER),
    "remove an own factor": lambda person, other: _remove_own_factor(person),
}
KEEP: dict[str, Callable[[Person, Administration], object]] = {
    "edit": lambda person, other: person.revise(by=None, post="Head") is None,
}


@pytest.mark.parametrize("verb", TAKE)
def test_verb_that_takes_a_right_waits_and_then_goes_on(
    verb: str, ncp_a: Person, borduria: Administration
) -> None:
    ncp_a.assign_role("editor", by=None)

    with sending_to(ncp_a) as sender:
        done = TAKE[verb](ncp_a, borduria)

    assert (bool(done), sender.was_awaited) == (True, True)


@pytest.mark.parametrize("verb", KEEP)
def test_verb_that_takes_nothing_waits_for_nobody(
    verb: str, ncp_a: Person, borduria: Administration
) -> None:
    with sending_to(ncp_a) as sender:
        done = KEEP[verb](ncp_a, borduria)

    assert (bool(done), sender.was_awaited) == (True, False)


def test_page_that_asks_before_a_factor_goes_waits_for_nobody(ncp_a: Person) -> None:
    request = RequestFactory().get("/")
    request.user = ncp_a

    with sending_to(ncp_a) as sender:
        held(lambda request: HttpResponse("Remove it?"))(request)

    assert not sender.was_awaited
