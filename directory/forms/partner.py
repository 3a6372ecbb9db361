"""Inviting a partner organisation to the directory: why, and until when."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from directory.models import PartnerOpening, PartnerOrganisation
from directory.models.partner_opening import LONGEST


class OpeningForm(forms.Form):
    """What a second officer decides about, and everybody reads on the organisation's page."""

    why = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Officers of Members read it on the page of the organisation."),
    )
    last_day = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("At most a year from now. You can end it at any time."),
    )

    def clean_last_day(self) -> datetime.date:
        """Accept a day from today to a year from now."""
        day: datetime.date = self.cleaned_data["last_day"]
        today = timezone.now().date()
        if not today <= day <= today + LONGEST:
            raise forms.ValidationError(
                _("%(day)s is too early or too late. Choose a day from %(first)s to %(last)s."),
                params={
                    "day": date_format(day),
                    "first": date_format(today),
                    "last": date_format(today + LONGEST),
                },
            )
        return day

    def ask(self, partner: PartnerOrganisation, *, by: Any) -> PartnerOpening:
        """Ask for it."""
        return PartnerOpening.ask(partner, by=by, **self.cleaned_data)
