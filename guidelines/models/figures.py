"""Numbers of Member administrations with experiences, counted once a night for all readers.

Only named records are counted. A hidden one tells its technology in the lists; were its
administration counted, too, the number beside those that the lists name would say whether it is one
of them. What nobody handed in is not an administration's word, and what is restricted would make
two readers' numbers differ: their difference would be a number that nobody checked.

All tables are counted in one go and kept, because what stands side by side is checked together.
"""

from collections.abc import Hashable, Iterable
from itertools import combinations
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import Administration
from guidelines.kinds import Progress, Supplier
from guidelines.measures.suppression import shown
from guidelines.models.record import Record
from guidelines.text import terms
from portal.markings.models import Marking
from portal.markings.sources import PUBLIC

FACETS: dict[str, Any] = {
    "technology": _("Technology"),
    "phase": _("Life-cycle phase"),
    "progress": _("How far it is"),
    "region": _("Region"),
    "obstacle": _("Obstacle"),
    "supplier": _("Who built it"),
}
CLOSED: dict[str, Any] = {"progress": Progress, "supplier": Supplier}

type Counted = tuple[int, str, list[str]]
type Counting = dict[tuple[str, str], dict[tuple[Hashable, Hashable], set[int]]]


class Figures(models.Model):
    """The numbers of one edition: what everybody may read, or what Members may read."""

    class Edition(models.TextChoices):
        PUBLIC = "public", _("Public experiences")
        MEMBERS = "members", _("Experiences that all Members read")

    edition = models.CharField(max_length=7, choices=Edition, unique=True)
    counted_at = models.DateTimeField(_("counted"))
    # By facets and by value; null: fewer than three, or withheld.
    everybody = models.PositiveIntegerField(null=True)
    totals = models.JSONField(default=dict)
    cells = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("figures")
        verbose_name_plural = _("figures")

    def __str__(self) -> str:
        return f"figures {self.edition}"

    @classmethod
    def edition_for(cls, tokens: Iterable[str]) -> str:
        """Return which edition a reader gets: two readers of one edition see the same numbers."""
        return cls.Edition.MEMBERS if "members" in tokens else cls.Edition.PUBLIC

    @classmethod
    @transaction.atomic
    def count(cls, edition: str) -> "Figures":
        """Count an edition anew."""
        found = shown(tables_of(counted(edition)))
        row, _is_new = cls.objects.update_or_create(
            edition=edition,
            defaults={
                "counted_at": timezone.now(),
                "everybody": found.everybody,
                "totals": found.totals,
                "cells": {
                    pair_key(*pair): {pair_key(*map(str, cell)): number
                                      for cell, number in cells.items() if number is not None}
                    for pair, cells in found.cells.items()
                },
            },
        )  # fmt: skip
        return row

    def cell(self, rows: str, row: str, columns: str, column: str) -> int | None:
        """Return the number of one cell, whichever facet stands first; None is never told."""
        if (cells := self.cells.get(pair_key(rows, columns))) is not None:
            return cells.get(pair_key(row, column))
        return self.cells.get(pair_key(columns, rows), {}).get(pair_key(column, row))

    def total(self, facet: str, value: str) -> int | None:
        """Return the number of one value of a facet."""
        return self.totals.get(facet, {}).get(value)


def pair_key(first: str, second: str) -> str:
    """Return the name of two facets or two values together: no code holds a bar."""
    return f"{first}|{second}"


def counted(edition: str) -> list[Counted]:
    """Return administration, region and facets of each named experience of an edition."""
    labels = [Marking.CLEAR, *([Marking.GREEN] if edition == Figures.Edition.MEMBERS else [])]
    tokens = [PUBLIC, *(["members"] if edition == Figures.Edition.MEMBERS else [])]
    rows = Record.objects.readable_with(tokens).published().experiences()
    named = rows.filter(
        marking__in=labels, administration__kind=Administration.Kind.MEMBER,
        administration__region__isnull=False,
    )  # fmt: skip
    return list(
        named.order_by("pk").values_list(
            "administration_id", "administration__region__code", "facets"
        )
    )


def tables_of(rows: Iterable[Counted]) -> Counting:
    """Return who stands in each cell of each pair of facets; every value has cells, empty too."""
    found: list[tuple[int, dict[str, set[str]]]] = []
    for administration, region, facets in rows:
        values: dict[str, set[str]] = {facet: set() for facet in FACETS}
        for each in facets:
            facet, _colon, value = each.partition(":")
            if facet in values and facet != "region":
                values[facet].add(value)
        # Where it is now, not where it was when a record was written.
        values["region"] = {region}
        found.append((administration, values))
    offered = {facet: list(values_of(facet)) for facet in FACETS}
    for _administration, values in found:
        for facet, some in values.items():
            offered[facet] += sorted(some - set(offered[facet]))
    tables: Counting = {
        (a, b): {(row, column): set() for row in offered[a] for column in offered[b]}
        for a, b in combinations(FACETS, 2)
        if offered[a] and offered[b]
    }
    for administration, values in found:
        for (a, b), table in tables.items():
            for row in values[a]:
                for column in values[b]:
                    table[row, column].add(administration)
    return tables


def values_of(facet: str) -> dict[str, str]:
    """Return the values of a facet with their words, in order."""
    if facet in CLOSED:
        return {code: str(label) for code, label in CLOSED[facet].choices}
    return {code: name for code, (name, _gone) in terms.names_of(facet).items()}


def count_all() -> int:
    """Count every edition anew."""
    return len([Figures.count(edition) for edition in Figures.Edition.values])
