"""What the desk needs of a person: answers to what arrived."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from portal.desk.models import Item
from portal.markings.access import may
from portal.needs import Need


def needs(person: Any) -> Iterator[Need]:
    """Yield what nobody has answered yet."""
    if may(person, "desk.handle_item"):
        yield Need(
            title=ngettext_lazy(
                "%(n)d message waits for an answer", "%(n)d messages wait for an answer", "n"
            ),
            url=reverse("desk:inbox"),
            action=_("Open the inbox"),
            why=_("Reports of mistakes and requests for an account"),
            waiting=[Item.objects.readable_by(person).open()],
        )
