"""A seat knows its state: every change is a step with its time, its author and its reason."""

import datetime
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.models import Administration, Nomination, Person, Seat, SeatStep
from directory.models.confirmation import ASKED, EVERY, FLAGGED
from directory.models.seat_step import FOLLOWS
from tests.people import as_reader, make_person, seat

DAY = datetime.timedelta(days=1)


def steps_of(place: Seat) -> list[tuple[str, str]]:
    return list(place.steps.order_by("pk").values_list("before", "after"))


@pytest.fixture
def point(ncp_a: Person) -> Seat:
    """The seat of the contact point of A."""
    return Seat.objects.get(holdings__person=ncp_a)


def test_holder_who_changes_leaves_steps(
    point: Seat, ncp_a: Person, officer: Person, secretariat: Person
) -> None:
    point.give_to(officer, by=secretariat, why="Letter of 3 May")
    point.refresh_from_db()

    assert point.state == Seat.State.VERIFIED
    assert steps_of(point) == [("vacant", "verified"), ("verified", "verified")]
    last = point.steps.latest("pk")
    assert (last.by, last.why, last.holding.person) == (secretariat, "Letter of 3 May", officer)
    ncp_a.refresh_from_db()
    assert (ncp_a.confirmation, ncp_a.confirm_by) == ("", None)


def test_holder_who_leaves_empties_the_seat(
    point: Seat, ncp_a: Person, secretariat: Person
) -> None:
    ncp_a.retire(by=secretariat)
    point.refresh_from_db()
    assert point.state == Seat.State.VACANT
    assert steps_of(point)[-1] == ("verified", "vacant")


def test_somebody_named_for_an_empty_seat_shows_on_it(
    arcadia: Administration, secretariat: Person
) -> None:
    place = Seat.objects.create(role_id="contact-point", administration=arcadia)
    named = [
        Nomination.put_forward(
            place, origin="letter", by=secretariat, email="new@customs.example",
            given_name="Nia", family_name="New",
        )
        for _press in range(2)
    ]  # fmt: skip
    assert named[0] == named[1]
    place.refresh_from_db()
    assert place.state == Seat.State.NOMINATED

    assert named[0].settle("refused", by=secretariat, reason="Wrong office")
    assert not named[0].settle("withdrawn", by=secretariat)
    place.refresh_from_db()
    assert place.state == Seat.State.VACANT
    assert steps_of(place) == [("vacant", "nominated"), ("nominated", "vacant")]


def test_step_that_cannot_follow_is_refused_by_the_database(point: Seat) -> None:
    states = [*Seat.State.values]
    impossible = [(a, b) for a in states for b in states if b not in FOLLOWS[a]]
    for before, after in impossible:
        with pytest.raises(IntegrityError), transaction.atomic():
            SeatStep.objects.create(seat=point, before=before, after=after, at=timezone.now())
    assert ("vacant", "vacant") in impossible
    assert ("ended", "verified") in impossible


def test_year_passes_step_by_step(ncp_a: Person, point: Seat, ncp_b: Person) -> None:
    due = ncp_a.confirm_by
    assert due is not None
    seen = []
    for day in (
        due - ASKED - DAY, due - ASKED, due, due + DAY, due + FLAGGED, due + FLAGGED + DAY,
    ):  # fmt: skip
        moves = [ncp_a.move_clock(today=day) for _tick in range(2)]
        point.refresh_from_db()
        seen.append((moves, point.state, Person.objects.readable_by(ncp_b).contains(ncp_a)))
        ncp_b.reader = as_reader(ncp_b).reader
    assert seen == [
        ([False, False], "verified", True),
        ([True, False], "due", True),
        ([False, False], "due", True),
        ([True, False], "overdue", True),
        ([False, False], "overdue", True),
        ([True, False], "lapsed", False),
    ]


def test_clock_that_jumps_leaves_out_no_step(ncp_a: Person, point: Seat) -> None:
    assert ncp_a.move_clock(today=ncp_a.confirm_by + EVERY)
    steps = steps_of(point)
    assert steps[1:] == [("verified", "due"), ("due", "overdue"), ("overdue", "lapsed")]
    assert all(before[1] == after[0] for before, after in pairwise(steps))


def test_lapsed_holder_reads_nothing_until_they_confirm(
    ncp_a: Person, ncp_b: Person, point: Seat
) -> None:
    ncp_a.move_clock(today=ncp_a.confirm_by + FLAGGED + DAY)
    assert as_reader(ncp_a).reader.tokens == {"public"}
    assert not Person.objects.readable_by(as_reader(ncp_b)).contains(ncp_a)

    assert ncp_a.confirm(by=ncp_a)
    ncp_a.refresh_from_db()
    point.refresh_from_db()
    assert (ncp_a.confirmation, point.state) == ("current", "verified")
    assert ncp_a.confirm_by == timezone.now().date() + EVERY
    assert "members" in as_reader(ncp_a).reader.tokens
    assert Person.objects.readable_by(as_reader(ncp_b)).contains(ncp_a)


def test_whoever_holds_no_seat_confirms_nothing(officer: Person) -> None:
    assert not officer.confirm(by=officer)
    assert not officer.move_clock(today=timezone.now().date() + EVERY * 3)


def test_second_seat_does_not_start_the_year_anew(ncp_a: Person, arcadia: Administration) -> None:
    Person.objects.filter(pk=ncp_a.pk).update(confirm_by=timezone.now().date())
    ncp_a.refresh_from_db()
    ncp_a.move_clock(today=timezone.now().date())
    seat(ncp_a, Seat.Kind.DEPUTY, administration=arcadia)
    deputy = Seat.objects.get(role="deputy")
    assert (ncp_a.confirm_by, deputy.state) == (timezone.now().date(), "due")


def test_held_seats_are_those_with_a_holder(
    point: Seat, arcadia: Administration, secretariat: Person
) -> None:
    person = make_person("Carl Coordinator", administration=arcadia)
    seat(person, Seat.Kind.COORDINATOR, administration=arcadia)
    person.suspend(by=secretariat, reason="Away.")
    person.holdings.current().get().end(by=secretariat)
    held = Seat.objects.filter(holdings__until=None, holdings__isnull=False)
    assert set(Seat.objects.filled()) == set(held) == {point}
