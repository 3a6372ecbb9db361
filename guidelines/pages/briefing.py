"""What two pages about a technology say: from live data, as one reader may read it."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from guidelines.kinds import Kind, Progress
from guidelines.lists.lines import lines_of
from guidelines.lists.tallies import tallied
from guidelines.models import Record
from guidelines.text import terms
from portal.facets import facet_key
from portal.markings.models import Marking, Reader
from portal.taxonomy.models import Technology
from research.models import Work

EACH = 5
MOST_WORKS = 4
MOST_NAMED = 4
# What comes first: what binds most, what is known to have happened, what came to an end.
FIRST = {
    "strength:must": 6, "strength:should": 3, "grounds:grounded": 3, "progress:adopted": 3,
    "progress:failed": 2, "progress:withdrawn": 2, "confidence:high": 4, "confidence:moderate": 2,
}  # fmt: skip
# What is contested, or whose review is late, comes after all that is neither.
LAST = -100
QUESTIONS = [
    gettext_lazy("Which delay or loss do we want to reduce, and who measures it today?"),
    gettext_lazy("Who owns each piece of data that it would need?"),
    gettext_lazy("How does an officer overrule it, and who sees that?"),
    gettext_lazy("Who pays for running it after the first budget ends?"),
]


def ranked(rows: QuerySet[Record]) -> QuerySet[Record, Any]:
    """Return the first records of each kind, with how many there are of it: one statement."""
    score: Any = Value(0, IntegerField())
    for value, points in FIRST.items():
        has = When(facet_keys__contains=[facet_key(value)], then=Value(points))
        score += Case(has, default=Value(0), output_field=IntegerField())
    contested = When(facet_keys__contains=[facet_key("confidence:contested")], then=Value(LAST))
    late = When(review_by__lt=timezone.localdate(), then=Value(LAST))
    for last in (contested, late):
        score += Case(last, default=Value(0), output_field=IntegerField())
    place = Window(
        RowNumber(), partition_by=F("kind"),
        order_by=[F("score").desc(), F("published_at").desc(), F("id").desc()],
    )  # fmt: skip
    of_kind = Window(Count("id"), partition_by=F("kind"))
    # Of all that is counted, not of what is shown alone.
    label = Case(
        *(When(marking=each, then=Value(number)) for number, each in enumerate(Marking)),
        output_field=IntegerField(),
    )
    found = rows.annotate(score=score, cites=F("links")).annotate(
        place=place, of_kind=of_kind, strictest=Window(Max(label))
    )
    return found.filter(place__lte=EACH).order_by("kind", "place")


class Brief:
    """The briefing on a technology for one reader, in the language of now."""

    def __init__(self, technology: Technology, reader: Reader) -> None:
        self.technology, self.reader = technology, reader
        self.at = timezone.now()

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """The records that it shows."""
        readable = Record.objects.readable_by(self.reader.person).published()
        rows = readable.filed_under([f"technology:{self.technology.slug}"]).rows()
        return lines_of(ranked(rows))  # type: ignore[arg-type]

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Return the records of a kind."""
        return [line for line in self.lines if line["kind"] == kind]

    @property
    def practices(self) -> list[dict[str, Any]]:
        """What to decide first."""
        return self.of(Kind.PRACTICE)

    @property
    def pitfalls(self) -> list[dict[str, Any]]:
        """What to avoid."""
        return self.of(Kind.PITFALL)

    @property
    def experiences(self) -> list[dict[str, Any]]:
        """Who has done it."""
        return self.of(Kind.EXPERIENCE)

    @cached_property
    def tallies(self) -> dict[str, list[tuple[str, int]]]:
        """What experiences name most."""
        return tallied(self.technology, self.reader)

    @property
    def facts(self) -> Iterator[tuple[str, str]]:
        """Where experience stands: names and values."""
        for kind in Kind:
            lines = self.of(kind)
            if lines:
                yield str(kind.label), str(lines[0]["of_kind"])
        progress = [
            _("%(name)s: %(number)s") % {"name": Progress(code).label, "number": number}
            for code, number in self.tallies["progress"]
        ]
        if progress:
            yield _("How far administrations are"), _("; ").join(progress)
        for facet, title in (
            ("benefit", _("Benefits named most")), ("obstacle", _("Obstacles named most")),
        ):  # fmt: skip
            codes = [code for code, _number in self.tallies[facet][:MOST_NAMED]]
            if codes:
                yield title, _("; ").join(terms.named(facet, code) for code in codes)

    @cached_property
    def works(self) -> list[dict[str, Any]]:
        """The research that the shown records cite, then the newest; as far as it is readable."""
        cited = sorted({code for line in self.lines for code in line["cites"]})
        key = facet_key(f"technology:{self.technology.slug}")
        works = Work.objects.readable_by(self.reader.person).published()
        found = works.filter(Q(code__in=cited) | Q(facet_keys__contains=[key])).order_by(
            Case(When(code__in=cited, then=0), default=1), "-year", "-id"
        )
        is_french = get_language() == "fr"
        rows = found.values(
            "id", "public_id", "code", "title", "title_fr", "byline", "year", "marking"
        )
        return [
            {**row, "title": (row["title_fr"] if is_french else "") or row["title"]}
            for row in rows[:MOST_WORKS]
        ]

    @property
    def questions(self) -> list[str]:
        """What heads of administration ask their teams."""
        return [str(each) for each in QUESTIONS]

    @property
    def marking(self) -> str:
        """The strictest label of what it shows or counts."""
        order = list(Marking)
        counted = [order[line["strictest"]] for line in self.lines[:1]]
        labels = [*counted, *(Marking(row["marking"]) for row in self.works)]
        return str(max(labels, key=order.index, default=Marking.CLEAR))

    @property
    def label(self) -> str:
        """The label in words."""
        return str(Marking(self.marking).label)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say yet."""
        return not (self.lines or self.works)

    @property
    def address(self) -> str:
        """Where it stands, for print."""
        path = reverse("guidelines:briefing_detail", args=[self.technology.slug])
        return settings.BASE_URL + path
