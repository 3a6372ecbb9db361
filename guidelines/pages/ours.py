"""What an administration has here: its texts, answers, questions, and what is said to run."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from guidelines.kinds import Stage
from guidelines.models import Manuscript, Outcome, Record, Relay, Review
from guidelines.models.apart import RecordsOf
from guidelines.pages.manuscript import WAITS
from portal.markings.access import may

EACH = 5


def texts_of(person: Any) -> QuerySet[Manuscript]:
    """Return the texts on their way that somebody reads, with whether they are asked for a word."""
    asked = Review.objects.waiting().filter(person=person.pk, manuscript=OuterRef("pk"))
    rows = Manuscript.objects.readable_by(person).open().select_related("record")
    return rows.annotate(is_asked=Exists(asked)).order_by("-stage_since", "-pk")


def answers_of(person: Any) -> QuerySet[Outcome]:
    """Return what the own administration says came of practices."""
    rows = Outcome.objects.readable_by(person).filter(
        administration=person.administration, record__in=Record.objects.readable_by(person)
    )
    return rows.select_related("record__version").order_by("-changed_at", "-pk")


def questions_of(person: Any) -> QuerySet[Relay]:
    """Return what somebody asked authors, and what is asked of their administration."""
    return Relay.objects.detailed().readable_by(person).order_by("-moved_at", "-pk")


def running_of(person: Any) -> QuerySet[Record]:
    """Return the own experiences that are said to run, the oldest word first."""
    rows = Record.objects.readable_by(person).published().experiences()
    own = rows.filter(pk__in=RecordsOf(person.administration_id))
    return own.filter(running_at__isnull=False).order_by("running_at", "pk")


def waits_for(row: Any) -> Any:
    """Return whom a row of `texts_of` waits for."""
    if row.is_asked and row.stage == Stage.REVIEW:
        return gettext_lazy("Your review")
    if row.stage == Stage.WRITING and row.returned_at:
        return gettext_lazy("It came back with a reason")
    return WAITS[Stage(row.stage)]


class Ours:
    """The first rows of each list; a list that is not for the reader is None."""

    def __init__(self, person: Any) -> None:
        self.person = person

    def _first(self, permission: str, rows: Any) -> list[Any] | None:
        return list(rows(self.person)[:EACH]) if may(self.person, permission) else None

    @cached_property
    def texts(self) -> list[tuple[Any, Any]] | None:
        """Texts in preparation, and whom each waits for."""
        found = self._first("guidelines.read_manuscript", texts_of)
        return None if found is None else [(row, waits_for(row)) for row in found]

    @cached_property
    def answers(self) -> list[Outcome] | None:
        """Answers about practices."""
        return self._first("guidelines.read_answers", answers_of)

    @cached_property
    def questions(self) -> list[Relay] | None:
        """Questions to authors."""
        return self._first("guidelines.read_relay", questions_of)

    @cached_property
    def running(self) -> list[Record] | None:
        """Experiences that are said to run."""
        return self._first("guidelines.say_running", running_of)
