"""What a person has not read: counted by the head of every page."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import QuerySet, TextField, Value

from portal.compiled import Compiled, Statement
from portal.markings.models import Audience, reader_of
from portal.needs import MOST_UNREAD
from portal.notifications.models import Notification


def _unread(person: int, tokens: list[str]) -> QuerySet[Any, Any]:
    # The reading rule stands inside, so that no page asks for the audiences only to count.
    held = Value(tokens, output_field=ArrayField(TextField()))
    readable = Audience.objects.filter(tokens__overlap=held)
    rows = Notification.objects.unread().filter(person=person, event__audience__in=readable)
    return rows.order_by().values("pk")[: MOST_UNREAD + 1]


_UNREAD = Compiled(_unread, person=-1, tokens=["nobody"])


def unread(person: Any) -> Statement:
    """Return the statement for the unread lines that a person may read."""
    return _UNREAD(person=person.pk, tokens=sorted(reader_of(person).tokens))
