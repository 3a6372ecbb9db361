"""The directory's half of the reading rule: which tokens a person holds, and who holds a token."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from directory import roles
from directory.models import Holding, PartnerOpening, Person, RoleAssignment
from directory.models.confirmation import is_lapsed
from directory.models.seat_role import seat_name
from portal.compiled import Compiled, ask
from portal.markings.sources import PUBLIC, Reason, Source

ROLES = {role.code: role for role in roles.ROLES}
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]

_holdings = Holding.objects.current().filter(person=OuterRef("pk"))
_assignments = RoleAssignment.objects.current().filter(person=OuterRef("pk"))
_openings = PartnerOpening.objects.current().of_contact(OuterRef("pk"))
_factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)


def in_good_standing() -> Q:
    """Return the condition for holding more than `public`: verified, confirmed, with a factor."""
    protected = Exists(_factors) | ~(Exists(_holdings) | Exists(_assignments))
    if settings.DEMO:
        # Sample persons sign in without a device; production refuses both.
        protected = protected | Q(is_sample=True)
    return Q(state=Person.State.VERIFIED) & ~is_lapsed() & protected


def needs_second_factor(person: Person) -> bool:
    """Return whether the account holds only `public` until it has a second factor."""
    return (
        person.state == Person.State.VERIFIED
        and not person.is_lapsed
        and not Person.objects.filter(in_good_standing(), pk=person.pk).exists()
    )


@dataclass(frozen=True, kw_only=True)
class Belonging:
    """What a higher room adds to the tokens of a person, asked in the directory's own statement.

    `columns` are expressions on the person; `reasons(pk, values)` makes tokens of their values, in
    that order. `holders_of(tokens)` is the condition on persons that is true for whoever holds one
    of the room's tokens among these, or an empty one. Good standing is asked once, for all.
    """

    columns: tuple[Combinable, ...]
    reasons: Callable[[int, Sequence[Any]], Iterable[Reason]]
    holders_of: Callable[[set[str]], Q]


_belongings: list[Belonging] = []


def register_belonging(belonging: Belonging) -> None:
    """Add what a higher room knows of people to the statement of their facts."""
    _belongings.append(belonging)
    _facts_of.cache_clear()


class Facts(NamedTuple):
    """What the tokens of a person in good standing follow from."""

    administration: int | None
    region: str | None
    # The kind of each seat, a space, and its region if it has one.
    seats: list[str]
    roles: list[str]
    # Of a partner organisation that is invited to the directory.
    is_guest: bool
    # What the columns of higher rooms hold, in the order of their registration.
    belongings: Sequence[Any] = ()

    @classmethod
    def of(cls, row: Sequence[Any]) -> "Facts":
        """Return the facts of a row without its key."""
        administration, region, seats, roles, is_guest, *belongings = row
        return cls(administration, region, seats, roles, is_guest, belongings)

    @property
    def seat_kinds(self) -> set[str]:
        """The kinds of seat that the person holds."""
        return {seat.partition(" ")[0] for seat in self.seats}

    @property
    def seat_regions(self) -> set[str]:
        """The regions that the person has a seat of."""
        return {seat.partition(" ")[2] for seat in self.seats} - {""}


def _facts_where(**who: Any) -> QuerySet[Person, tuple[Any, ...]]:
    """Return the facts of those of these persons whose account is in good standing."""
    return Person.objects.filter(in_good_standing(), **who).values_list(
        "pk",
        "administration_id",
        "administration__region__code",
        ArraySubquery(
            _holdings.values_list(Concat("seat__role", Value(" "), "seat__region__code"))
        ),
        ArraySubquery(_assignments.values("role")),
        Exists(_openings),
        *(column for belonging in _belongings for column in belonging.columns),
    )


@cache
def _facts_of(is_demo: bool) -> Compiled:
    """Return the statement for a person's facts, by the setting that the rule depends on."""
    return Compiled(lambda person: _facts_where(pk=person), person=-1)


def _facts(pk: int) -> Facts | None:
    """Return a person's facts, or None when the account is not in good standing."""
    rows = ask(*_facts_of(settings.DEMO)(person=pk))
    return Facts.of(rows[0][1:]) if rows else None


def reasons_of(person: Any) -> Iterator[Reason]:
    """Yield the tokens of a person with their reasons, in one query."""
    yield Reason(PUBLIC, _("Everybody reads it, signed in or not."))
    if not getattr(person, "pk", None):
        return
    facts = _facts(person.pk)
    if facts is not None:
        yield from _reasons(person.pk, facts)


def tokens_of_many(people: Sequence[int]) -> dict[int, set[str]]:
    """Return the tokens of each of these persons, in one query."""
    facts = {pk: Facts.of(rest) for pk, *rest in _facts_where(pk__in=people)}
    return {
        pk: {PUBLIC, *(reason.token for reason in _reasons(pk, facts[pk]))}
        if pk in facts
        else {PUBLIC}
        for pk in people
    }


def _reasons(pk: int, facts: Facts) -> Iterator[Reason]:
    """Yield what follows from the facts of a person in good standing."""
    held = [ROLES[code] for code in facts.roles if code in ROLES]
    yield Reason("community", _("Your account is verified."))
    yield Reason(f"person:{pk}", _("You are named."))
    if administration := facts.administration:
        yield Reason("members", _("You are an officer of a Member administration."))
        yield Reason(f"administration:{administration}", _("You work for this administration."))
    elif facts.seat_regions:
        yield Reason("members", _("You hold a regional seat."))
    if facts.is_guest:
        yield Reason("guests", _("Your organisation is invited to the directory."))
    regions = {*facts.seat_regions, *([facts.region] if facts.region else [])}
    for code in sorted(regions):
        yield Reason(f"region:{code}", _("You work in this WCO region."))
    for kind in sorted(facts.seat_kinds):
        yield Reason(f"seat:{kind}", _("You hold the seat “%(seat)s”.") % {"seat": seat_name(kind)})
    for role in held:
        yield Reason(role.token, _("You have the role “%(role)s”.") % {"role": role.title})
    if any(role.is_secretariat for role in held):
        if not administration and not facts.seat_regions:
            yield Reason("members", _("The Secretariat reads what all Members read."))
        yield Reason("secretariat", _("You work for the WCO Secretariat."))
    values = iter(facts.belongings)
    for belonging in _belongings:
        yield from belonging.reasons(pk, [next(values) for _column in belonging.columns])


def holders_of(tokens: set[str]) -> Q:
    """Return the condition on persons that is true for whoever holds one of the tokens."""
    if PUBLIC in tokens:
        # An empty condition would vanish when it is joined with others.
        return Q(pk__isnull=False)
    ids = numbers_of(tokens, "person")
    administrations = numbers_of(tokens, "administration")
    regions = names_of(tokens, "region")
    codes = names_of(tokens, "role")
    secretariat = [role.code for role in roles.ROLES if role.is_secretariat]
    if "secretariat" in tokens or "members" in tokens:
        codes |= set(secretariat)
    condition = Q(pk__in=ids) | Q(administration__in=administrations)
    condition |= Q(administration__region__code__in=regions)
    condition |= Q(Exists(_holdings.filter(seat__region__code__in=regions)))
    condition |= Q(Exists(_holdings.filter(seat__role__code__in=names_of(tokens, "seat"))))
    condition |= Q(Exists(_assignments.filter(role__in=codes)))
    if "members" in tokens:
        condition |= Q(administration__isnull=False)
        condition |= Q(Exists(_holdings.filter(seat__region__isnull=False)))
    if "guests" in tokens:
        condition |= Q(Exists(_openings))
    if "community" in tokens:
        condition |= Q(pk__isnull=False)
    for belonging in _belongings:
        condition |= belonging.holders_of(tokens)
    return in_good_standing() & condition


def names_of(tokens: set[str], kind: str) -> set[str]:
    """Return what stands behind the colon of the tokens of one kind."""
    return {token.removeprefix(f"{kind}:") for token in tokens if token.startswith(f"{kind}:")}


def numbers_of(tokens: set[str], kind: str) -> set[int]:
    """Return the keys in the tokens of one kind."""
    return {int(name) for name in names_of(tokens, kind)}


SOURCE = Source(reasons_of=reasons_of, holders_of=holders_of, tokens_of_many=tokens_of_many)
