"""A communication test: whom it calls, for how long; and the code that answers it."""

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from directory.drilling import called
from directory.models import Administration, Holding, Region, SeatRole
from directory.models.drill import Drill
from portal.taxonomy.models import local

MOST_DAYS = 30


class DrillForm(forms.Form):
    """Whom to call; an empty choice is everybody."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("For your list. The people do not see it.")
    )
    seats = forms.MultipleChoiceField(
        label=_("Seats"), required=False, widget=forms.CheckboxSelectMultiple
    )
    regions = forms.MultipleChoiceField(
        label=_("Regions"), required=False, widget=forms.CheckboxSelectMultiple
    )
    administrations = forms.CharField(
        label=_("Administrations"),
        max_length=800,
        required=False,
        help_text=_("Codes with a space between, such as “KE SN”. Empty: all."),
    )
    days = forms.IntegerField(
        label=_("Days to answer"), min_value=1, max_value=MOST_DAYS, initial=7
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["seats"].choices = [(code, role.name) for code, role in SeatRole.table().items()]
        fields["regions"].choices = Region.objects.values_list("code", local("short"))

    def clean_administrations(self) -> list[str]:
        """Accept codes that exist, each once."""
        codes = sorted(set(self.cleaned_data["administrations"].upper().replace(",", " ").split()))
        known = Administration.objects.filter(iso2__in=codes).values_list("iso2", flat=True)
        if unknown := sorted(set(codes) - set(known)):
            raise forms.ValidationError(
                _("No administration has the code %(codes)s."),
                params={"codes": ", ".join(unknown)[:100]},
            )
        return codes

    @property
    def chosen(self) -> dict[str, list[str]]:
        """What the people are chosen by."""
        return {name: self.cleaned_data[name] for name in ("seats", "regions", "administrations")}

    def called(self) -> QuerySet[Holding]:
        """Return the holders who would be called."""
        return called(**self.chosen)


class StartForm(DrillForm):
    """The same, once it was looked at: sent twice, it is one test."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def start(self, *, by: Any) -> Drill:
        """Start the test."""
        values = self.cleaned_data
        return Drill.start(
            self.called(),
            by=by,
            days=values["days"],
            once=values["once"],
            name=values["name"],
            **self.chosen,
        )


class AnswerForm(forms.Form):
    """The code of the mail, as it was typed."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "class": "ltr"}
        ),
        help_text=_("Twelve letters and digits. Hyphens and spaces do not matter."),
    )
