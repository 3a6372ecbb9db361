"""What is like something: the same region, technology, phase; ordered, with the reasons."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from directory.models import Administration
from guidelines.models import Record
from guidelines.text import terms
from portal.facets import facet_key
from portal.taxonomy.models import Technology

# How much each counts. To share a language alone is no likeness.
WEIGHTS = {
    "technology": 4, "region": 4, "phase": 3, "obstacle": 3, "process": 2, "language": 1,
}  # fmt: skip
WEAK = {"language"}


class Likeness:
    """What records are compared with: codes by facet."""

    def __init__(self, wanted: Mapping[str, Iterable[str]]) -> None:
        self.wanted = {
            facet: [f"{facet}:{code}" for code in wanted.get(facet, ())] for facet in WEIGHTS
        }

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to compare with."""
        return not self._strong

    @property
    def _strong(self) -> list[int]:
        values = [
            value
            for facet, values in self.wanted.items()
            if facet not in WEAK
            for value in values
        ]  # fmt: skip
        return [facet_key(value) for value in values]

    @property
    def score(self) -> Any:
        """How much a row has in common."""
        total: Any = Value(0, IntegerField())
        for facet, values in self.wanted.items():
            if values:
                keys = [facet_key(value) for value in values]
                has = When(facet_keys__overlap=keys, then=Value(WEIGHTS[facet]))
                total += Case(has, default=Value(0), output_field=IntegerField())
        return total

    def ranked(self, rows: QuerySet[Record]) -> QuerySet[Record, Any]:
        """Return the rows that have something in common, with how much."""
        return rows.filter(facet_keys__overlap=self._strong).annotate(score=self.score)

    def best(self, rows: QuerySet[Record], *, each: int) -> QuerySet[Record, Any]:
        """Return the likest rows of each kind: one statement for all kinds."""
        place = Window(
            RowNumber(), partition_by=F("kind"),
            order_by=[F("score").desc(), F("published_at").desc(), F("id").desc()],
        )  # fmt: skip
        ranked = self.ranked(rows).annotate(place=place)
        return ranked.filter(place__lte=each).order_by("kind", "place")

    def reasons(self, facets: Sequence[str]) -> list[str]:
        """Return what a row has in common, as a person says it."""
        own = set(facets)
        shared = {
            facet: [value.partition(":")[2] for value in values if value in own]
            for facet, values in self.wanted.items()
        }
        return [words for facet, codes in shared.items() if codes for words in said(facet, codes)]


def said(facet: str, codes: list[str]) -> Iterator[str]:
    """Yield the reason that a facet gives."""
    if facet == "region":
        yield _("same region")
    elif facet == "language":
        yield _("in a language of yours")
    else:
        names = get_text_list([terms.named(facet, code) for code in codes[:3]], _("and"))
        words = {
            "technology": _("same technology: %(names)s"),
            "phase": _("same phase: %(names)s"),
            "process": _("same process: %(names)s"),
            "obstacle": _("same obstacle: %(names)s"),
        }
        yield words[facet] % {"names": names}


def known_of(person: Any) -> dict[str, list[str]]:
    """Return what the directory knows of somebody's administration: one statement."""
    used = Technology.objects.filter(administration=OuterRef("pk")).values("slug")
    worked_on = Technology.objects.filter(experts=person.pk).values("slug")
    row = (
        Administration.objects.filter(pk=person.administration_id)
        .values("region__code", "official_languages")
        .annotate(used=ArraySubquery(used), worked_on=ArraySubquery(worked_on))
        .first()
    )
    if row is None:
        return {}
    return {
        "region": [row["region__code"]] if row["region__code"] else [],
        "technology": sorted({*row["used"], *row["worked_on"]}),
        "language": row["official_languages"],
    }


def reasoned(lines: list[dict[str, Any]], likeness: Likeness) -> list[dict[str, Any]]:
    """Return lines with why each stands here."""
    return [line | {"reasons": likeness.reasons(line["facets"])} for line in lines]
