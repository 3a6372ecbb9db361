"""What the pages of several rooms take in."""

import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from directory.models import Person
from directory.models.person import normalised_email
from portal.audit.models import Event
from portal.home.log_words import OBJECTS, VERBS

DATE = forms.DateInput(attrs={"type": "date"})
# No row of the log lies outside.
DAYS = [MinValueValidator(datetime.date(2000, 1, 1)), MaxValueValidator(datetime.date(2999, 1, 1))]


class LogFilter(forms.Form):
    """Which rows of the audit log are shown."""

    verb = forms.ChoiceField(label=_("What was done"), required=False)
    who = forms.CharField(
        label=_("Who"),
        help_text=_("The e-mail of an account."),
        required=False,
        max_length=254,
    )
    kind = forms.ChoiceField(label=_("Done to"), required=False)
    number = forms.IntegerField(
        label=_("Its number"), required=False, min_value=1, max_value=2**63 - 1
    )
    since = forms.DateField(label=_("From (UTC)"), required=False, widget=DATE, validators=DAYS)
    until = forms.DateField(label=_("To (UTC)"), required=False, widget=DATE, validators=DAYS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = [("", _("Anything"))]
        verbs = sorted(VERBS.items(), key=lambda row: row[0])
        self.fields["verb"].choices = anything + verbs  # type: ignore[attr-defined]
        self.fields["kind"].choices = [*anything, *OBJECTS.items()]  # type: ignore[attr-defined]

    def clean_who(self) -> Person | None:
        """Return the account of an address."""
        email = normalised_email(self.cleaned_data["who"])
        if not email:
            return None
        person = Person.objects.filter(email=email).first()
        if person is None:
            raise forms.ValidationError(_("No account has this address."))
        return person

    def rows(self) -> Any:
        """Return the rows that fit; none when a filter cannot be read."""
        if not self.is_valid():
            return Event.objects.none()
        values = self.cleaned_data
        conditions = {
            "verb": values["verb"],
            "actor_id": values["who"].pk if values["who"] else None,
            "object_type": values["kind"],
            "object_id": values["number"],
            "at__gte": _midnight(values["since"]),
            "at__lt": _midnight(values["until"], days=1),
        }
        return Event.objects.filter(**{name: value for name, value in conditions.items() if value})


def _midnight(day: datetime.date | None, *, days: int = 0) -> datetime.datetime | None:
    if day is None:
        return None
    start = datetime.datetime.combine(day, datetime.time.min, datetime.UTC)
    return start + datetime.timedelta(days=days)
