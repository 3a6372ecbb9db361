"""Whom news is sent to, and when, by the clock of whoever sends it."""

import datetime
import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.recipients import reach_choices
from portal.zones import zone_of

FARTHEST = datetime.timedelta(days=366)


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


class AnnouncementForm(forms.Form):
    """Whom published news is sent to, and when."""

    reach = forms.MultipleChoiceField(
        label=_("Who should get it"),
        help_text=_("You see how many they are before anything is sent."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who should get it.")},
    )
    scheduled_at = MomentField(label=_("When"), required=False)
    once = forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reach"].choices = reach_choices()  # type: ignore[attr-defined]
        moment = self.fields["scheduled_at"]
        moment.zone = zone_of(zone)  # type: ignore[attr-defined]
        moment.help_text = _(
            "By the clock of %(zone)s, your time zone. Leave it empty to send it at once."
        ) % {"zone": moment.zone}  # type: ignore[attr-defined]

    def clean_scheduled_at(self) -> datetime.datetime | None:
        """Refuse what is past or too far away."""
        moment: datetime.datetime | None = self.cleaned_data["scheduled_at"]
        now = timezone.now()
        if moment and moment <= now:
            raise forms.ValidationError(_("This moment is past. Choose a later one."))
        if moment and moment > now + FARTHEST:
            raise forms.ValidationError(_("Choose a moment within a year."))
        return moment
