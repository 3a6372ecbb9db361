"""What the Secretariat keeps of an administration."""

import zoneinfo
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from directory.models import Administration, VacancyOpening
from portal.revision import RevisionForm
from portal.taxonomy.models import Language, Technology


def check_zone(zone: str) -> None:
    """Refuse what is no time zone, and say how one is written."""
    if zone not in zoneinfo.available_timezones():
        raise forms.ValidationError(
            _("“%(zone)s” is not a time zone. Write it such as Africa/Dakar or Europe/Brussels."),
            params={"zone": zone},
        )


class AdministrationForm(RevisionForm):
    """Names, place, languages, time and technologies in use."""

    official_languages = forms.MultipleChoiceField(
        label=_("Official languages"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Hold Ctrl (or Cmd) to choose several."),
    )
    weekend_first = forms.TypedChoiceField(
        label=_("First day of the weekend"), coerce=int, choices=WEEKDAYS
    )
    weekend_last = forms.TypedChoiceField(
        label=_("Last day of the weekend"), coerce=int, choices=WEEKDAYS
    )
    technologies = forms.ModelMultipleChoiceField(
        Technology.objects.none(),
        label=_("Technologies in use"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what the administration stated itself."),
    )

    class Meta:
        model = Administration
        fields = [
            "name_en", "name_fr", "name_es", "name_status", "administration_name_en",
            "administration_name_fr", "region", "official_languages", "accession_date", "website",
            "zone", "weekend_first", "weekend_last", "technologies",
        ]  # fmt: skip
        widgets = {"accession_date": forms.DateInput(attrs={"type": "date"})}
        help_texts = {"zone": _("Such as Africa/Dakar or Europe/Brussels.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.code, row.name) for row in Language.objects.all()]
        self.fields["official_languages"].choices = choices  # type: ignore[attr-defined]
        kept = Q(is_retired=False) | Q(pk__in=self.instance.technologies.values("pk"))
        self.fields["technologies"].queryset = Technology.objects.filter(kept)  # type: ignore[attr-defined]
        self.fields["region"].required = self.instance.kind == Administration.Kind.MEMBER

    def clean_zone(self) -> str:
        """Accept a known time zone."""
        zone = str(self.cleaned_data["zone"])
        check_zone(zone)
        return zone


class VacancyForm(forms.Form):
    """Who sees vacant seats by name."""

    readers = forms.ChoiceField(
        label=_("Who sees vacant seats by name?"),
        choices=[
            ("secretariat", _("The Secretariat only")),
            ("holders", _("The Secretariat and everybody who holds a seat")),
        ],
        widget=forms.RadioSelect,
    )

    def save(self, *, by: Any) -> bool:
        """Open or close the names; the same choice twice changes nothing."""
        opens = self.cleaned_data["readers"] == "holders"
        return VacancyOpening.open(by=by) if opens else VacancyOpening.close(by=by)
