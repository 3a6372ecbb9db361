"""What the directory needs of a person: the yearly confirmation, an answer to a handover."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.needs import Need


def confirmation_needs(person: Any) -> Iterator[Need]:
    """Yield the confirmation, from a month before its day; it costs no question."""
    if not person.is_asked:
        return
    if person.is_lapsed:
        why: Any = _("Your card is hidden until you do")
    elif person.is_late:
        why = _now("Your card is hidden from %(day)s on") % {"day": date_format(person.hidden_from)}
    else:
        why = _now("By %(day)s") % {"day": date_format(person.confirm_by)}
    yield Need(
        title=_("Confirm that your card is right"),
        why=why,
        url=reverse("directory:account_confirm"),
        action=_("Look and confirm"),
        is_late=person.is_late,
    )
