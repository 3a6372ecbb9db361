"""The field for a moment, typed by the wall clock of whoever types it."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MomentField(forms.DateTimeField):
    """A moment by the wall clock of a time zone; an hour that a clock change skips is refused."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    zone: datetime.tzinfo = datetime.UTC
    default_error_messages = {
        "clock_change": _("The clocks change at this hour of this day. Choose another hour."),
    }

    def to_python(self, value: Any) -> datetime.datetime | None:
        """Return the moment."""
        with timezone.override(self.zone):
            try:
                return super().to_python(value)
            except OverflowError as error:
                message = self.error_messages["invalid"]
                raise forms.ValidationError(message, code="invalid") from error
            except forms.ValidationError as error:
                if error.code != "ambiguous_timezone":
                    raise
                message = self.error_messages["clock_change"]
                raise forms.ValidationError(message, code="clock_change") from error

    def prepare_value(self, value: Any) -> Any:
        """Return the moment as the clock shows it."""
        with timezone.override(self.zone):
            return super().prepare_value(value)
