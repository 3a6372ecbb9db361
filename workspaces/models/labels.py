"""Which label is higher, and what may never carry a lower one than its source."""

from typing import Any

from django.utils.translation import gettext as _

from portal.markings.models import Marking
from portal.refusals import Refused

RANKS = {marking: rank for rank, marking in enumerate(Marking.values)}


def is_lower(one: str, other: str) -> bool:
    """Return whether the first label is milder than the second."""
    return RANKS[one] < RANKS[other]


def highest(*labels: str) -> Marking:
    """Return the strictest of these labels."""
    return Marking(max(labels, key=RANKS.__getitem__))


def assert_not_lower(source: Any, target: Any) -> None:
    """Refuse a quote, copy, move, version, translation or export that is milder than its source."""
    if is_lower(target.marking, source.marking):
        raise Refused(
            _("What is taken from %(source)s cannot carry the lower label %(target)s.")
            % {
                "source": Marking(source.marking).label,
                "target": Marking(target.marking).label,
            }
        )
