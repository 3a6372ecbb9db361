"""Rows of a list imported together: what fits, what does not, and what each leaves behind."""

from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from directory.importing import working
from directory.models import (
    Administration,
    ContactImport,
    Invitation,
    Person,
    Seat,
    SeatRole,
)
from portal.audit.models import Event
from portal.search.models import Entry, Stale
from tests.directory.lists import as_csv, line, received, states
from tests.files.conftest import folder  # noqa: F401 a private folder for every test

POINT = "contact-point"
NO_LIST = "no-list"


def test_row_that_does_not_fit_is_left_alone(secretariat: Person, arcadia: Administration) -> None:
    lines = [line("Ann Lee", seat="deputy"), line("Bob Day"), line("Cat Ray", seat=POINT)]
    batch = received(as_csv(lines), secretariat)
    # Longer than the key of a name, which no comparison sees.
    batch.rows.filter(number=2).update(given_name="ß" * 100, family_name="ß" * 100)
    batch.begin(by=secretariat)

    assert working.work() == 2

    batch.refresh_from_db()
    assert (batch.state, batch.counts()) == ("done", {"review": 1, "imported": 2})
    assert states(batch)[0] == (2, "review", [NO_LIST, "taken"])
    assert not Person.objects.filter(email="ann.lee@xa.example").exists()
    assert [seat.role_id for seat in Seat.objects.all()] == [POINT]
    assert Invitation.objects.standing().count() == 2


def test_seat_that_was_given_meanwhile_is_looked_at(
    secretariat: Person, arcadia: Administration, ncp_a: Person
) -> None:
    batch = received(as_csv([line("Ann Lee", seat="deputy"), line("Bob Day")]), secretariat)
    batch.begin(by=secretariat)
    rows = list(batch.rows.select_related("role", "administration", "partner").order_by("number"))
    # Between the comparison and the row.
    Seat.objects.create(role_id="deputy", administration=arcadia).give_to(ncp_a, by=secretariat)

    with transaction.atomic():
        working._import(rows, batch)

    assert [row.state for row in rows] == ["review", "imported"]
    assert not Person.objects.filter(email="ann.lee@xa.example").exists()


def test_person_twice_with_two_seats_has_one_account(
    secretariat: Person, arcadia: Administration
) -> None:
    lines = [line("Ann Lee", seat="deputy"), line("Ann Lee", seat=POINT)]
    batch = received(as_csv(lines), secretariat)
    batch.begin(by=secretariat)

    assert working.work() == 2

    ann = Person.objects.get(email="ann.lee@xa.example")
    assert {seat.role_id for seat in Seat.objects.held_by(ann)} == {"deputy", POINT}
    assert Invitation.objects.get().person == ann


def test_rows_leave_what_single_verbs_leave(secretariat: Person, arcadia: Administration) -> None:
    batch = received(as_csv([line("Ann Lee")]), secretariat)
    batch.begin(by=secretariat)
    working.work()
    listed = Person.objects.get(email="ann.lee@xa.example")

    single = Person.enrol(
        by=secretariat, email="bob.day@xa.example", given_name="Bob", family_name="Day",
        zone=arcadia.zone, administration=arcadia,
    )  # fmt: skip
    Invitation.send_to(single, by=secretariat)

    assert traces_of(listed) == traces_of(single)


def traces_of(person: Person) -> list[Any]:
    """Return what the log, the index and the outbox keep of a new account."""
    log = [
        (event.verb, event.actor_id, event.detail, sorted(event.personal.values))
        if hasattr(event, "personal") else (event.verb, event.actor_id, event.detail)
        for event in Event.objects.about(person).order_by("pk")
    ]  # fmt: skip
    entry = Entry.objects.get(object_type="directory.person", object_id=person.pk)
    waiting = Stale.objects.filter(object_type="directory.person", object_id=person.pk).count()
    addresses = list(person.emailaddress_set.values_list("primary", "verified"))
    return [log, entry.audience_id, entry.marking, waiting, addresses, person.has_usable_password()]


@pytest.mark.parametrize("rows", [10, 50])
def test_rows_without_a_seat_are_imported_together(
    secretariat: Person, arcadia: Administration, rows: int
) -> None:
    batch = received(as_csv([line(f"Ann{n} Lee") for n in range(rows)]), secretariat)
    batch.begin(by=secretariat)

    with CaptureQueriesContext(connection) as asked:
        assert working._some(batch) == (rows, rows)

    assert len(asked) <= 25


def test_rows_with_a_seat_ask_few_statements(secretariat: Person, arcadia: Administration) -> None:
    roles = SeatRole.objects.filter(office="administration", is_retired=False)
    lines = [line(f"Ann{n} Lee", seat=role.code) for n, role in enumerate(roles)]
    batch = received(as_csv(lines), secretariat)
    batch.begin(by=secretariat)

    with CaptureQueriesContext(connection) as asked:
        assert working._some(batch) == (len(lines), len(lines))

    assert len(asked) <= 25 + 26 * len(lines)


def test_two_that_wait_for_each_other_try_again(
    secretariat: Person, arcadia: Administration, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, other = (received(as_csv([line(name)]), secretariat) for name in ("Ann Lee", "Bob Day"))
    for each in (stuck, other):
        each.begin(by=secretariat)
    run = working._run

    def fails(batch: ContactImport, end: float) -> int:
        if batch == stuck:
            raise OperationalError("deadlock detected")
        return run(batch, end)

    monkeypatch.setattr(working, "_run", fails)
    assert working.work() == 1
    monkeypatch.undo()

    assert working.work() == 1
