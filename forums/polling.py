"""A poll as a page shows it to one reader: asked for in one query."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings

from forums.forms.poll import VoteForm
from forums.models import Poll
from forums.models.kinds import Kind
from forums.models.poll_kinds import STEP
from portal.compiled import Compiled
from portal.markings.access import may, refusal


class Line(NamedTuple):
    """One option in the count. `share` is of those who voted, or of the points there are."""

    text: str
    points: int
    firsts: int
    share: int
    place: int
    is_own: bool


@dataclass(kw_only=True)
class Shown:
    """What a page says of a poll; `form` is the reader's vote, where they have one now."""

    poll: Any
    topic: Any
    lines: list[Line] = field(default_factory=list)
    form: VoteForm | None = None
    # Why the reader does not vote, in words.
    refused: str = ""
    may_edit: bool = False
    may_remind: bool = False
    may_end: bool = False

    @property
    def counted(self) -> int:
        """How many votes the count that is shown has."""
        poll = self.poll
        return int(poll.known_votes if poll.is_in_steps else poll.votes)

    @property
    def base(self) -> int:
        """How many were asked: those who voted, and those who did not."""
        return int(self.poll.votes + self.poll.missing)

    @property
    def is_too_small(self) -> bool:
        """Whether the poll is over and too few voted for an anonymous count to be shown."""
        return bool(self.poll.is_anonymous and self.poll.is_over and self.poll.votes < STEP)

    @property
    def step(self) -> int:
        """From how many votes on an anonymous poll shows its count."""
        return STEP

    @property
    def total(self) -> int:
        """How much one option can have: what a bar is measured by."""
        return max(1, self.counted * (len(self.poll.points) if self.poll.is_ranking else 1))

    @property
    def is_named(self) -> bool:
        """Whether the page of who chose what may be opened."""
        return bool(self.lines) and not self.poll.is_anonymous


@cache
def _poll_of(is_demo: bool) -> Compiled:
    """Return the statement for a poll, by the setting that good standing depends on."""
    return Compiled(
        lambda topic, **seen: Poll.objects.filter(topic=topic).seen_by(**seen),
        topic=-11, person=-12, home=-13, room=-14,
    )  # fmt: skip


def poll_of(topic: Any, person: Any, data: Any = None) -> Shown | None:
    """Return the poll of a topic for a reader; nothing, and no query, for any other topic."""
    if topic.kind != Kind.POLL:
        return None
    home = person.administration_id or 0
    kept = _poll_of(settings.DEMO)
    found = kept.found(topic=topic.pk, person=person.pk, home=home, room=topic.workspace_id)
    if not found:
        return None
    poll = found[0]
    shown = Shown(poll=poll, topic=topic)
    shown.may_edit = not poll.votes and may(person, "forums.edit_poll", topic)
    is_keeper = may(person, "forums.remind_voters", topic)
    shown.may_remind = is_keeper and not poll.is_over and poll.missing > 0
    shown.may_end = not poll.is_over and may(person, "forums.end_poll", topic)
    shown.refused = "" if poll.is_over else refusal(person, "forums.vote", topic)
    is_asked = poll.signs or not poll.asks_administrations
    is_done = poll.has_voted and poll.is_anonymous
    if not (poll.is_over or shown.refused or is_done) and is_asked:
        shown.form = VoteForm(data, poll=poll, language=topic.language)
    if poll.shows_results(has_voted=poll.has_voted):
        shown.lines = lines_of(shown)
    return shown


def lines_of(shown: Shown) -> list[Line]:
    """Return the count: as the options were written, or of a ranking the first one first."""
    poll = shown.poll
    known = poll.is_in_steps
    points = poll.known_points if known else poll.points
    firsts = poll.known_firsts if known else poll.firsts
    rank = sorted(zip(points, firsts, strict=True), reverse=True)
    own = poll.own or []
    lines = [
        Line(
            text, points[place], firsts[place], round(100 * points[place] / shown.total),
            rank.index((points[place], firsts[place])) + 1, place in own,
        )
        for place, text in enumerate(poll.labels)
    ]  # fmt: skip
    return sorted(lines, key=lambda line: line.place) if poll.is_ranking else lines
