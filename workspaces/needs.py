"""What workspaces need of a person: an answer, an attestation, another owner."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import DurationField, ExpressionWrapper, Q, QuerySet, Value
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from portal.compiled import Compiled
from portal.markings.models import reader_of
from portal.needs import Need
from workspaces.models import Admission, Ending, Invitation, Role, Workspace
from workspaces.models.admission import Today

FORTNIGHT = ExpressionWrapper(Value(datetime.timedelta(days=14)), output_field=DurationField())
LIST = reverse_lazy("workspaces:workspace_list")
# A lazy plural is a class of its own: made once, not for every page.
INVITES = ngettext_lazy("%(n)d workspace invites you", "%(n)d workspaces invite you", "n")
ATTEST = ngettext_lazy(
    "Attest the members of %(n)d workspace", "Attest the members of %(n)d workspaces", "n"
)
NEEDS_AN_OWNER = ngettext_lazy(
    "%(n)d workspace needs another owner", "%(n)d workspaces need another owner", "n"
)
ENDS = ngettext_lazy(
    "The other side wants to archive %(n)d workspace",
    "Other sides want to archive %(n)d workspaces",
    "n",
)
# Asked by every page of whoever is signed in.
INVITED = Compiled(
    lambda person: Invitation.objects.standing().filter(person=person).order_by().values("pk"),
    person=-1,
)


def _rooms(person: int, role: Role) -> QuerySet[Workspace]:
    """Return the active rooms in which a person has a role by name or by seat."""
    return Workspace.objects.filter(pk__in=_held(person, role), state="active").order_by()


def _held(person: int, role: Role) -> QuerySet[Admission, int]:
    """Return the keys of the rooms in which a person has a role by name or by seat."""
    ways = Q(person=person) | Q(seat__holdings__person=person, seat__holdings__until=None)
    held = Admission.objects.current().filter(ways, role__gte=role).order_by()
    return held.values_list("workspace", flat=True)


DUE = Compiled(
    lambda person: (
        _rooms(person, Role.OWNER).filter(attest_by__lte=Today() + FORTNIGHT).values("pk")
    ),
    person=-1,
)
SHORT = Compiled(
    lambda person: _rooms(person, Role.MODERATOR).filter(short_since__isnull=False).values("pk"),
    person=-1,
)

# A frozen room, too, may be to be archived.
ENDING = Compiled(
    lambda person, home: (
        Ending.objects.waiting()
        .exclude(side=home)
        .filter(workspace__in=_held(person, Role.OWNER))
        .order_by()
        .values("pk")
    ),
    person=-1,
    home=-2,
)


def _has(person: Any, role: Role) -> bool:
    prefix = role.token(0).rstrip("0")
    return any(token.startswith(prefix) for token in reader_of(person).tokens)


def invitation_needs(person: Any) -> Iterator[Need]:
    """Yield the invitations that wait for an answer."""
    yield Need(
        title=INVITES,
        why=_("Say yes or no"),
        url=LIST,
        action=_("Answer"),
        waiting=[INVITED(person=person.pk)],
    )


def attestation_needs(person: Any) -> Iterator[Need]:
    """Yield the rooms whose members an owner has to attest."""
    if _has(person, Role.OWNER):
        yield Need(
            title=ATTEST,
            why=_("Every six months you say who still belongs there"),
            url=LIST,
            action=_("Look"),
            waiting=[DUE(person=person.pk)],
        )


def owner_needs(person: Any) -> Iterator[Need]:
    """Yield the rooms that fewer than two own."""
    if _has(person, Role.MODERATOR):
        yield Need(
            title=NEEDS_AN_OWNER,
            why=_("An owner left. Two keep every workspace"),
            url=LIST,
            action=_("Look"),
            waiting=[SHORT(person=person.pk)],
        )


def ending_needs(person: Any) -> Iterator[Need]:
    """Yield the bilateral rooms that the other side wants to archive."""
    if person.administration_id and _has(person, Role.OWNER):
        yield Need(
            title=ENDS,
            why=_("Nothing changes until you agree"),
            url=LIST,
            action=_("Answer"),
            waiting=[ENDING(person=person.pk, home=person.administration_id)],
        )
