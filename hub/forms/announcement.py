"""Whom news is sent to, and when, by the clock of whoever sends it."""

import datetime
import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.recipients import reach_choices
from portal.moments import MomentField
from portal.zones import zone_of

FARTHEST = datetime.timedelta(days=366)


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
