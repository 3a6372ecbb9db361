"""Following as pages show it: what a person follows of a page, and how much mail that brings."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from portal.compiled import ask
from portal.markings.models import reader_of
from portal.notifications.estimate import in_words, mails_a_week
from portal.notifications.models.follow import Follow
from portal.notifications.models.volume import WEEKS
from portal.notifications.registry import (
    Frequency,
    Kind,
    Level,
    Shown,
    followable_of,
    kinds,
    shown_subjects,
)

# Everything about any number of subjects, in one statement.
_STATES = """
SELECT asked.subject, own.level,
       (SELECT jsonb_object_agg(kind, n)
          FROM (SELECT kind, sum(events) AS n FROM notifications_volume
                 WHERE subject = asked.subject AND audience_id = ANY(%(audiences)s::int[])
                 GROUP BY kind) AS counted),
       (SELECT jsonb_object_agg(kind, frequency) FROM notifications_preference
         WHERE person_id = %(person)s),
       (SELECT is_stopped FROM notifications_mailsetting WHERE person_id = %(person)s)
  FROM unnest(%(subjects)s::text[]) AS asked (subject)
  LEFT JOIN notifications_follow AS own
    ON own.subject = asked.subject AND own.person_id = %(person)s
"""


@dataclass(frozen=True, kw_only=True)
class State:
    """How somebody stands to a subject: the level, empty without a follow, and what it brings."""

    subject: str
    level: str = ""
    # Events of the last weeks that the person may read, by kind of news.
    events: Mapping[str, int] = field(default_factory=dict)
    # How often the person hears of kinds, where they chose.
    chosen: Mapping[str, str] = field(default_factory=dict)
    is_stopped: bool = False

    @property
    def level_label(self) -> str:
        """The level in a word."""
        return level_words()[self.level] if self.level else ""

    def mails_a_week(self, level: str) -> float:
        """Return how many mails a follow of this level brings in a week."""
        by_frequency = dict.fromkeys(Frequency.values, 0.0)
        for kind in kinds():
            by_frequency[self._frequency(kind, level)] += self.events.get(kind.code, 0) / WEEKS
        return mails_a_week(by_frequency)

    def _frequency(self, kind: Kind, level: str) -> str:
        """Return how news of a kind reaches who follows so closely: as the dispatcher decides."""
        own = "" if kind.is_required else self.chosen.get(kind.code, "")
        if own in (Frequency.PORTAL, Frequency.NEVER):
            return own
        if level in (Level.TRACKING, Level.MUTED) or (self.is_stopped and not kind.is_required):
            return Frequency.PORTAL
        return Frequency.NOW if level == Level.WATCHING else own or kind.frequency

    @property
    def expected(self) -> str:
        """What to expect at the level of now, in words."""
        return self.expected_at(self.level or Level.NORMAL)

    def expected_at(self, level: str) -> str:
        """Return what to expect of a follow of this level, in words."""
        if level == Level.MUTED:
            return _("nothing")
        if level == Level.TRACKING:
            return _("only in the portal, no mail")
        rate = self.mails_a_week(level)
        if rate:
            return in_words(rate)
        return _("only in the portal, no mail") if sum(self.events.values()) else _("hardly a mail")


def level_words() -> dict[str, str]:
    """Return each level in a word, for a button."""
    return {
        Level.WATCHING: _("watching"),
        Level.NORMAL: _("normal"),
        Level.TRACKING: _("tracking"),
        Level.MUTED: _("muted"),
    }


def states_of(subjects: Iterable[str], person: Any) -> dict[str, State]:
    """Return how a person stands to each subject, in one statement."""
    asked = list(dict.fromkeys(subjects))
    values = {
        "subjects": asked,
        "person": person.pk,
        "audiences": reader_of(person).audience_ids,
    }
    return {
        subject: State(
            subject=subject,
            level=level or "",
            events=json.loads(events or "{}"),
            chosen=json.loads(chosen or "{}"),
            is_stopped=bool(is_stopped),
        )
        for subject, level, events, chosen, is_stopped in ask(_STATES, values)
    }


def heard(states: Sequence[State]) -> State | None:
    """Return the follow that decides what is heard of a thing, as the dispatcher does.

    `states` are its subjects, the most telling first. What is muted anywhere is muted.
    """
    followed = [state for state in states if state.level]
    muted = [state for state in followed if state.level == Level.MUTED]
    return next(iter([*muted, *followed]), None)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of what somebody follows. Without `shown`, it is gone, or not theirs to read."""

    follow: Follow
    shown: Shown | None
    state: State


@dataclass(frozen=True, kw_only=True)
class Group:
    """The follows of one kind."""

    code: str
    label: str
    rows: list[Row]


def followed(follows: Iterable[Follow], person: Any) -> list[Group]:
    """Return follows by kind, each as this person may read it now: a query per kind."""
    rows = list(follows)
    subjects = [row.subject for row in rows]
    shown = shown_subjects(subjects, person)
    states = states_of(subjects, person)
    groups: dict[str, Group] = {}
    for row in rows:
        known = followable_of(row.subject)
        code = known.code if known else ""
        label = str(known.label) if known else _("No longer there")
        group = groups.setdefault(code, Group(code=code, label=label, rows=[]))
        group.rows.append(Row(follow=row, shown=shown.get(row.subject), state=states[row.subject]))
    return list(groups.values())
