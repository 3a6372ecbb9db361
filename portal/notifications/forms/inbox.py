"""What the inbox shows, and what its buttons do."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.lists import KeptRows
from portal.notifications.models.notification import NotificationQuerySet
from portal.notifications.registry import kinds
from portal.notifications.told import told_to

# What a key of the database can be.
LARGEST = 2**63 - 1
# More than a page holds.
MOST_CHOSEN = 100


def _key(line: str) -> int:
    """Return the number of a line; one that no line can have is none's."""
    return min(int(line), LARGEST)


class InboxFilter(forms.Form):
    """Which lines are shown."""

    show = forms.ChoiceField(
        label=_("Show"), choices=[("", _("All")), ("unread", _("Unread only"))], required=False
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [("", _("Every kind")), *((each.code, each.title) for each in kinds())]
        self.is_valid()

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves lines out."""
        return bool(self.cleaned_data.get("show") or self.cleaned_data.get("kind"))

    def narrow(self, rows: NotificationQuerySet) -> NotificationQuerySet:
        """Return the lines that fit."""
        if self.cleaned_data.get("show"):
            rows = rows.unread()
        if kind := self.cleaned_data.get("kind"):
            rows = rows.filter(event__kind=kind)
        return rows

    def told_to(self, person: Any) -> KeptRows:
        """Return the lines of a person that fit, with how many there are on each."""
        chosen = self.cleaned_data
        return told_to(person, is_unread=bool(chosen.get("show")), kind=chosen.get("kind", ""))


class JumpForm(forms.Form):
    """A link that leads to the page with the oldest unread line; nobody fills it in."""

    jump = forms.BooleanField(required=False)

    @property
    def is_jump(self) -> bool:
        """Whether that page is asked for."""
        return self.is_valid() and bool(self.cleaned_data["jump"])


class MarkForm(forms.Form):
    """One press: a button of a line, a button for the chosen lines, or the one for all."""

    read = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    unread = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    chosen = forms.ChoiceField(required=False, choices=[("read", ""), ("unread", "")])
    everything = forms.BooleanField(required=False)
    line = forms.TypedMultipleChoiceField(required=False, coerce=_key, empty_value=[])
    # The page that it was pressed on.
    query = forms.CharField(required=False, max_length=2000)

    def __init__(self, data: QueryDict, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        field: Any = self.fields["line"]
        field.choices = [
            (line, "") for line in data.getlist("line")[:MOST_CHOSEN] if line.isdecimal()
        ]

    @property
    def back(self) -> str:
        """The query of the page to return to: read and written again, so that it is only that."""
        return QueryDict(self.cleaned_data.get("query") or "").urlencode()

    @property
    def is_reading(self) -> bool:
        """Whether it marks as read; otherwise, as unread."""
        data = self.cleaned_data
        return bool(data["read"] or data["everything"] or data["chosen"] == "read")

    def lines(self, rows: Any) -> Any:
        """Return which of these lines it is about; all are those that the page's filter shows."""
        data = self.cleaned_data
        if data["everything"]:
            return InboxFilter(QueryDict(self.back)).narrow(rows)
        one = data["read"] or data["unread"]
        return rows.filter(pk__in=[one] if one else data["line"] if data["chosen"] else [])
