"""Dates that are known to the day, to the month or to the year."""

import datetime

from django.db import models
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    """How much of a date is known."""

    DAY = "day", _("The day")
    MONTH = "month", _("The month")
    YEAR = "year", _("The year")


FORMATS = {
    Precision.DAY: "DATE_FORMAT",
    Precision.MONTH: "YEAR_MONTH_FORMAT",
    Precision.YEAR: "Y",
}


def in_words(date: datetime.date, precision: str) -> str:
    """Return a date as far as it is known: 13 Apr 2026, Jan 2026 or 2026."""
    return date_format(date, FORMATS[Precision(precision)])


def span_in_words(start: datetime.date, end: datetime.date, precision: str) -> str:
    """Return the days of a meeting as briefly as they can be said: 28 – 30 Jan 2026."""
    if precision != Precision.DAY or start == end:
        return in_words(start, precision)
    whole = get_format("DATE_FORMAT")
    if start.year != end.year:
        first = whole
    else:
        first = "j" if start.month == end.month else whole.removesuffix(" Y")
    # The dash reads alike in every language of the portal.
    return f"{date_format(start, first)} – {in_words(end, precision)}"
