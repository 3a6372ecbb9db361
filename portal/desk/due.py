"""When an item is due, in words."""

import datetime
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.desk.workdays import Calendar, today

# A day of the coming week is called by its name.
WEEK = 6


class Due(NamedTuple):
    """The words, and how urgent they are."""

    words: str
    tone: str


def due_of(item: Any, calendar: Calendar) -> Due:
    """Return what the clock of an item says today."""
    if item.paused_on:
        return Due(_("the clock stands"), "info")
    if not item.is_waiting:
        return Due("", "")
    now = today()
    days = calendar.between(now, item.due_on)
    if item.due_on < now:
        return Due(_late(-days), "late")
    if item.due_on == now:
        return Due(_("due today"), "due")
    words = ngettext(
        "due %(day)s (%(n)d working day)", "due %(day)s (%(n)d working days)", days
    ) % {"day": _name(item.due_on, now), "n": days}
    return Due(words, "due" if days <= 1 else "info")


def _late(days: int) -> str:
    if not days:
        return _("late")
    return ngettext("%(n)d working day late", "%(n)d working days late", days) % {"n": days}


def _name(day: datetime.date, now: datetime.date) -> str:
    return date_format(day, "l" if (day - now).days <= WEEK else "SHORT_DATE_FORMAT")
