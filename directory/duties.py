"""What a seat asks of its holder, in four parts; rooms add the open items of each.

A room registers a source in its `apps.py`: `register_duty_items("bilateral", source)`. The source
yields needs (`portal.needs.Need`) for a person, and asks the database nothing itself.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.needs import Due, Need, Source, due_of


@dataclass(frozen=True)
class Duty:
    """One part of what a seat asks."""

    code: str
    title: str | Promise
    words: str | Promise


class Asked(NamedTuple):
    """A duty with what waits in it."""

    duty: Duty
    due: list[Due]


DUTIES = (
    Duty(
        "coordinate",
        _("Coordinate"),
        _(
            "You are the link between the project and your administration. Collect what your units "
            "know, have it cleared at home, and answer for your administration."
        ),
    ),
    Duty(
        "bilateral",
        _("Bilateral channels"),
        _(
            "Colleagues of other administrations look for whoever did the same before. Answer them,"
            " or lead them to who knows."
        ),
    ),
    Duty(
        "feedback",
        _("Feedback"),
        _(
            "Say what works and what does not: experience, obstacles, mistakes in these pages. "
            "The project is made of it."
        ),
    ),
    Duty(
        "awareness",
        _("Awareness"),
        _(
            "Let your administration know of news, meetings and studies, and those above you of "
            "what they must decide."
        ),
    ),
)
CODES = frozenset(duty.code for duty in DUTIES)

_sources: list[tuple[str, Source]] = []


def register_duty_items(code: str, source: Source) -> None:
    """Let a room say what is open in one part."""
    if code not in CODES:
        raise ValueError(f"No duty {code!r}. Known: {', '.join(sorted(CODES))}.")
    _sources.append((code, source))


def asked_of(person: Any) -> list[Asked]:
    """Return every part with what waits in it, in one query."""
    needs: list[tuple[str, Need]] = [
        (code, need) for code, source in _sources for need in source(person)
    ]
    due = due_of(need for _code, need in needs)
    by_code = {id(need): code for code, need in needs}
    return [
        Asked(duty, [each for each in due if by_code[id(each.need)] == duty.code])
        for duty in DUTIES
    ]
