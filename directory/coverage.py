"""Coverage: how the contact point of each Member stands, by region; names for those who may."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from django.db.models import F, OuterRef, Subquery, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from directory import vacancies
from directory.models import Administration, Holding, Person, Region, Seat, VacancyOpening
from portal.markings.access import may
from portal.sheets import csv_of
from portal.taxonomy.models import local


class Standing(TextChoices):
    """How a contact point stands; each Member is counted under one of them."""

    CONFIRMED = "verified", pgettext_lazy("contact point", "Confirmed")
    DUE = "due", gettext_lazy("Confirmation due")
    OVERDUE = "overdue", gettext_lazy("Confirmation overdue")
    LAPSED = "lapsed", gettext_lazy("Not confirmed")
    INVITED = "invited", gettext_lazy("Invited")
    VACANT = "vacant", gettext_lazy("Vacant")
    UNKNOWN = "unknown", gettext_lazy("No sample data")


# The pattern of each tile; words beside it say the same.
TILES = {
    Standing.CONFIRMED: "ok",
    Standing.DUE: "due",
    Standing.OVERDUE: "late",
    Standing.LAPSED: "late",
    Standing.INVITED: "due",
    Standing.VACANT: "void",
    Standing.UNKNOWN: "none",
}
# In which of them somebody is there who may act.
FILLED = {Standing.CONFIRMED, Standing.DUE, Standing.OVERDUE, Standing.LAPSED}
UNREACHABLE = gettext_lazy("Cannot be reached")


class Member(NamedTuple):
    """One Member and its contact point."""

    iso2: str
    name: str
    region: str
    standing: Standing
    since: Any
    is_unreachable: bool


class Line(NamedTuple):
    """One line of the table: a region, how many Members, and how many of each standing."""

    name: str
    members: int
    numbers: list[int]
    unreachable: int


@dataclass(frozen=True)
class Coverage:
    """What one reader sees: these regions, and the names of gaps or none."""

    regions: Sequence[tuple[str, str]]
    members: Sequence[Member]
    shows_names: bool

    standings: ClassVar = list(Standing)

    @cached_property
    def used(self) -> list[Standing]:
        """The columns of the table: “no sample data” only where that is so."""
        found = {each.standing for each in self.members}
        return [each for each in Standing if each != Standing.UNKNOWN or each in found]

    @cached_property
    def lines(self) -> list[Line]:
        """The table, a line per region."""
        return [
            self._line(name, [each for each in self.members if each.region == code])
            for code, name in self.regions
        ]

    @cached_property
    def total(self) -> Line:
        """The last line of the table."""
        return self._line(str(_("All")), self.members)

    def _line(self, name: str, members: Sequence[Member]) -> Line:
        numbers = Counter(each.standing for each in members)
        unreachable = sum(each.is_unreachable for each in members)
        return Line(name, len(members), [numbers[each] for each in self.used], unreachable)

    @cached_property
    def legend(self) -> list[tuple[str, Any, int]]:
        """The tile, the words and the number of each standing."""
        numbers = zip(self.used, self.total.numbers, strict=True)
        return [(TILES[each], each.label, number) for each, number in numbers]

    @cached_property
    def wanting(self) -> list[Member]:
        """The Members to look after, by name; none where the reader may not know them."""
        fine = {Standing.CONFIRMED, Standing.DUE, Standing.UNKNOWN}
        found = [each for each in self.members if each.standing not in fine or each.is_unreachable]
        return found if self.shows_names else []

    @property
    def by_region(self) -> list[dict[str, Any]]:
        """The regions with their tiles."""
        return [self._region(*each) for each in self.regions]

    def _region(self, code: str, name: str) -> dict[str, Any]:
        here = [each for each in self.members if each.region == code]
        return {
            "code": code,
            "name": name,
            "members": len(here),
            "filled": sum(each.standing in FILLED for each in here),
            "tiles": [self._cells(each) for each in here],
        }

    def _cells(self, member: Member) -> tuple[str, ...]:
        address = f"../administrations/{member.iso2}"
        if not self.shows_names:
            return "none", address, member.iso2, member.name
        state = str(member.standing.label)
        if member.is_unreachable:
            state = f"{state}, {UNREACHABLE}"
        return TILES[member.standing], address, member.iso2, f"{member.name}, {state}"

    def as_csv(self) -> bytes:
        """Return the table as CSV: totals only, nobody's name."""
        titles = [str(each.label) for each in self.used]
        rows: list[list[Any]] = [[_("Region"), _("Members"), *titles, UNREACHABLE]]
        for line in [*self.lines, self.total]:
            rows.append([line.name, line.members, *line.numbers, line.unreachable])
        rows.append([_("Names follow WCO usage and say nothing about borders or status.")])
        return csv_of([str(cell) for cell in row] for row in rows)


def coverage_for(reader: Any) -> Coverage:
    """Return the coverage that a reader sees: every region, or those whose officer they are."""
    shows_all = may(reader, "directory.read_vacancies")
    regions = Region.objects.all()
    if not shows_all:
        mine = Holding.objects.current().filter(person=reader.pk)
        held = mine.filter(seat__role__code=Seat.Kind.REGIONAL_OFFICER)
        regions = regions.filter(pk__in=held.values("seat__region"))
    named = list(regions.values_list("code", local("short")))
    shows_names = shows_all or VacancyOpening.objects.open_to(reader).exists()
    return Coverage(named, _members([code for code, _name in named]), shows_names)


def _members(regions: list[str]) -> list[Member]:
    """Return the Members of these regions by name, in one query."""
    seats = Seat.objects.filter(role__code=Seat.Kind.CONTACT_POINT, administration=OuterRef("pk"))
    held = Holding.objects.current().filter(
        seat__role__code=Seat.Kind.CONTACT_POINT, seat__administration=OuterRef("pk")
    )
    members = Administration.objects.members().filter(region__code__in=regions)
    rows = members.annotate(
        state=Subquery(seats.values("state")[:1]),
        since=Subquery(seats.values("state_since")[:1]),
        lost=Subquery(seats.filled().values("unreachable_since")[:1]),
        account=Subquery(held.values("person__state")[:1]),
        shown=F(local("name")),
    )
    found: Any = rows.order_by(local("sort_key"), "pk")
    found = found.values_list("iso2", "shown", "region__code", "state", "account", "since", "lost")
    return [
        Member(iso2, name, region, standing, since, is_unreachable=lost is not None)
        for iso2, name, region, state, account, since, lost in found
        for standing in [_standing(state, account)]
    ]


def _standing(state: str | None, account: str | None) -> Standing:
    """Return how a contact point stands: filled by a verified account alone, as in the tiles."""
    if account == Person.State.VERIFIED and state in FILLED:
        return Standing(state)
    if account == Person.State.UNCONFIRMED:
        return Standing.INVITED
    # Whoever is suspended holds the seat, and cannot act in it.
    return Standing.VACANT if vacancies.are_named() else Standing.UNKNOWN
