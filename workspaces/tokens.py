"""The rooms' half of the reading rule, asked in the directory's own statement (ADR 16).

`workspace:<id>` is held by whoever is let in; `contributor:<id>`, `moderator:<id>` and
`owner:<id>` by whoever has that role or a higher one, so that one token answers one question.
`named:<id>-<person>` is held by that person while they are let in: what names its readers (TLP:RED)
is lost with the room.
`invited:<id>` is held by whoever is asked into a room, until they answer or the last day is past.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models import Holding, Person
from directory.tokens import Belonging, names_of, numbers_of
from portal.markings.sources import Reason
from workspaces.models import Admission, Invitation, Role
from workspaces.models.kinds import INVITED, TOKENS, named

NAMED = gettext_lazy("You are named, and a member of the workspace.")
# Rooms and roles come as one number each: a room's key times this, and the role.
ROLES = len(Role)

_current = Admission.objects.current().order_by()
_own = _current.filter(
    Q(bound_to=None) | Q(bound_to=OuterRef("administration_id")), person=OuterRef("pk")
)
_seated = _current.filter(seat__holdings__person=OuterRef("pk"), seat__holdings__until__isnull=True)
_homed = _current.filter(administration=OuterRef("administration_id"))

_invited = Invitation.objects.standing().filter(person=OuterRef("pk")).order_by()


def _column(admissions: QuerySet[Admission]) -> ArraySubquery:
    return ArraySubquery(admissions.values(number=F("workspace_id") * ROLES + F("role")))


def reasons(person: int, values: Sequence[Any]) -> Iterator[Reason]:
    """Yield the tokens of the rooms that somebody is let into, by whichever way."""
    highest: dict[int, int] = {}
    *ways, invited = values
    for room in invited:
        yield Reason(f"{INVITED}:{room}", _("You are invited into this workspace."))
    for numbers in ways:
        for number in numbers:
            room, role = divmod(number, ROLES)
            highest[room] = max(role, highest.get(room, 0))
    for room, role in highest.items():
        for each in Role:
            if each <= role:
                yield Reason(each.token(room), why(person, room, each))
        yield Reason(named(room, person), NAMED)


def _why(person: int, room: int, role: Role) -> str:
    """Return the sentence of a token; asked by the one page that shows it."""
    ways = _ways(person, room).filter(role__gte=role)
    way = ways.select_related("workspace", "seat__role", "administration").first()
    if way is None:
        return _("You are a member of this workspace.")
    known = {
        "role": Role(way.role).label,
        "room": way.workspace.name,
        "day": date_format(way.since),
        "holder": way.seat.title if way.seat else way.administration,
    }
    if way.seat:
        return _("Workspace “%(room)s”: %(role)s since %(day)s, by your seat “%(holder)s”.") % known
    if way.administration:
        return _("Workspace “%(room)s”: %(role)s since %(day)s, as is all of %(holder)s.") % known
    return _("Workspace “%(room)s”: %(role)s since %(day)s.") % known


why = lazy(_why, str)


def _ways(person: int, room: int) -> QuerySet[Admission]:
    """Return the admissions by which somebody is in a room, the highest role first."""
    seats = Holding.objects.current().filter(person=person).values("seat")
    home = Person.objects.filter(pk=person).values("administration")
    ways = Q(person=person) | Q(seat__in=seats) | Q(administration__in=home)
    return Admission.objects.current().filter(ways, workspace=room).order_by("-role", "since")


def holders_of(tokens: set[str]) -> Q:
    """Return the condition on persons that is true for whoever holds a token of a room."""
    wanted = Q()
    for role, kind in TOKENS.items():
        if rooms := numbers_of(tokens, kind):
            wanted |= Q(workspace__in=rooms, role__gte=role)
    found = _let_in(_current.filter(wanted)) if wanted else Q()
    for room, people in _named_in(tokens).items():
        found |= Q(_let_in(_current.filter(workspace=room)), pk__in=people)
    if rooms := numbers_of(tokens, INVITED):
        asked = Invitation.objects.standing().filter(workspace__in=rooms).order_by()
        found |= Q(pk__in=asked.values("person"))
    return found


def _named_in(tokens: set[str]) -> dict[int, set[int]]:
    """Return the persons that tokens name, by their room."""
    people: dict[int, set[int]] = defaultdict(set)
    for name in names_of(tokens, "named"):
        room, _dash, person = name.partition("-")
        people[int(room)].add(int(person))
    return people


def _let_in(admitted: QuerySet[Admission]) -> Q:
    """Return the condition that is true for whoever one of these admissions lets in."""
    seats = admitted.filter(seat__isnull=False).values("seat")
    homes = admitted.filter(administration__isnull=False).values("administration")
    return (
        Q(pk__in=admitted.filter(person__isnull=False, bound_to=None).values("person"))
        | Exists(admitted.filter(person=OuterRef("pk"), bound_to=OuterRef("administration_id")))
        | Q(pk__in=Holding.objects.current().filter(seat__in=seats).values("person"))
        | Q(administration__in=homes)
    )


BELONGING = Belonging(
    columns=(
        _column(_own),
        _column(_seated),
        _column(_homed),
        ArraySubquery(_invited.values("workspace_id")),
    ),
    reasons=reasons,
    holders_of=holders_of,
)
