"""Whom a poll asks: members who may write, or the administrations that they work for."""

from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from directory.models import Person, Seat
from portal.markings.sources import holders_of
from workspaces.models.kinds import Role

PERSONS, ADMINISTRATIONS = "persons", "administrations"


def members_of(room: int) -> QuerySet[Person]:
    """Return who has a voice in a room: whoever only reads has none, and is not counted."""
    people: QuerySet[Person] = Person.objects.filter(holders_of({Role.CONTRIBUTOR.token(room)}))
    return people.order_by()


def asked_in(room: int, asks: str) -> QuerySet[Person]:
    """Return who of a room votes: every such member, or the holders of seats that sign."""
    if asks == PERSONS:
        return members_of(room)
    return members_of(room).filter(
        Exists(signing_seats(OuterRef("pk"), OuterRef("administration")))
    )


def signing_seats(person: Any, administration: Any) -> QuerySet[Seat]:
    """Return the seats of an administration by which somebody signs for it, as ADR 14 has it."""
    lets = Seat.objects.filter(
        deputies_sign=True,
        administration=OuterRef("administration"),
        role=OuterRef("role__stands_in_for__code"),
    )
    return Seat.objects.filter(
        Q(role__stands_in_for=None) | Exists(lets),
        holdings__person=person,
        holdings__until__isnull=True,
        administration=administration,
        role__signs=True,
    )


def signs_for_home(person: Any) -> QuerySet[Seat]:
    """Return the seats by which a person votes for their own administration."""
    if person.administration_id is None:
        return Seat.objects.none()
    return signing_seats(person.pk, person.administration_id)


def missing_in(room: int, voters: QuerySet[Any]) -> Case:
    """Return how many of those whom a poll asks did not vote, as a column of polls.

    `voters` are the votes of the poll, two queries further in.
    """
    people = members_of(room)
    silent = people.exclude(Exists(voters.filter(administration=None, person=OuterRef("pk"))))
    homes = people.filter(administration__isnull=False).exclude(
        Exists(voters.filter(administration=OuterRef("administration")))
    )
    return Case(
        When(asks=PERSONS, then=_counted(silent, "pk")),
        default=_counted(homes, "administration"),
        output_field=IntegerField(),
    )


def _counted(people: QuerySet[Person], column: str) -> Coalesce:
    """Return how many of these there are, as a column."""
    whole = people.annotate(whole=Value(1)).values("whole")
    return Coalesce(Subquery(whole.annotate(n=Count(column, distinct=True)).values("n")), 0)
