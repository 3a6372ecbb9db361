"""Dates that are known to the day, to the month or to the year."""

import datetime

from django.db import models
from django.utils import dateformat
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    """How much of a date is known."""

    DAY = "day", _("The day")
    MONTH = "month", _("The month")
    YEAR = "year", _("The year")


FORMATS = {Precision.DAY: "j M Y", Precision.MONTH: "M Y", Precision.YEAR: "Y"}


def in_words(date: datetime.date, precision: str) -> str:
    """Return a date as far as it is known: 13 Apr 2026, Jan 2026 or 2026."""
    return dateformat.format(date, FORMATS.get(Precision(precision), FORMATS[Precision.DAY]))


def span_in_words(start: datetime.date, end: datetime.date, precision: str) -> str:
    """Return the days of a meeting as briefly as they can be said: 28 to 30 Jan 2026."""
    if precision != Precision.DAY or start == end:
        return in_words(start, precision)
    same_month = (start.year, start.month) == (end.year, end.month)
    first = "j" if same_month else "j M" if start.year == end.year else "j M Y"
    # The en dash reads alike in every language of the portal.
    return f"{dateformat.format(start, first)} – {in_words(end, precision)}"
