"""What administrations sign about guidance."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.acts import Act
from guidelines.models import Outcome
from guidelines.models.outcome import ACT


def _answer(signing: Any) -> Outcome:
    rows = Outcome.objects.select_related("record__version", "record__region")
    return rows.get(record__public_id=signing.subject, administration=signing.administration_id)


def _signed(signing: Any) -> Outcome:
    """Return the answer that was signed, wherever its record went on."""
    rows = Outcome.objects.select_related("record__version", "record__region")
    moved = rows.filter(signed_of=signing.subject, administration=signing.administration_id)
    return moved.first() or _answer(signing)


OUTCOME = Act(
    code=ACT,
    title=_("What came of a practice"),
    address=lambda signing: reverse("guidelines:outcome_edit", args=[signing.subject]),
    on_signed=lambda signing: _answer(signing).take(signing),
    on_withdrawn=lambda signing: _signed(signing).lose(signing),
    on_dropped=lambda signing: _answer(signing).drop(signing),
    # The room writes what is signed: another text would be counted for nothing.
    is_amendable=False,
)
