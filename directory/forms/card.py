"""A card: topics, languages with levels, zone. Secretariat and owner keep different parts."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.forms.administration import check_zone
from directory.forms.filters import QuickSelect
from directory.models import SpokenLanguage
from portal.revision import RevisionForm
from portal.taxonomy.models import Language, Process, Technology, local

# Languages a card offers room for.
ROOM = 6


class CardForm(RevisionForm):
    """Topics and languages of a card; subclasses name the plain fields."""

    technologies = forms.ModelMultipleChoiceField(
        Technology.objects.none(),
        label=_("Technologies"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    processes = forms.ModelMultipleChoiceField(
        Process.objects.none(),
        label=_("Customs processes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("technologies", Technology), ("processes", Process)):
            kept = Q(is_retired=False) | Q(pk__in=getattr(self.instance, name).values("pk"))
            self.fields[name].queryset = model.objects.filter(kept)  # type: ignore[attr-defined]
        self._add_languages()
        self.order_fields([*(self._meta.fields or []), *self.spoken_names()])

    def _add_languages(self) -> None:
        spoken = list(self._spoken(self.instance).items())
        self.room = max(ROOM, len(spoken) + 1)
        languages = [("", _("None")), *Language.objects.values_list("code", local("name"))]
        for number in range(1, self.room + 1):
            code, level = spoken[number - 1] if number <= len(spoken) else ("", "")
            self.fields[f"language_{number}"] = forms.ChoiceField(
                label=_("Language %(number)s") % {"number": number},
                choices=languages,
                required=False,
                initial=code,
                widget=QuickSelect,
            )
            self.fields[f"level_{number}"] = forms.ChoiceField(
                label=_("Level of language %(number)s") % {"number": number},
                choices=SpokenLanguage.Level,
                required=False,
                initial=level or SpokenLanguage.Level.B2,
            )

    def spoken_names(self) -> list[str]:
        """Return the names of the fields for languages, in pairs."""
        numbers = range(1, self.room + 1)
        return [f"{part}_{number}" for number in numbers for part in ("language", "level")]

    def _spoken(self, row: Any) -> dict[str, str]:
        return dict(row.spoken_languages.values_list("language__code", "level"))

    def stored(self, row: Any) -> dict[str, Any]:
        """Return the values as they stand, with the languages."""
        return super().stored(row) | {"spoken": self._spoken(row)}

    def given(self) -> dict[str, Any]:
        """Return the values as typed, with the languages."""
        return super().given() | {"spoken": self.cleaned_data["spoken"]}

    def label_of(self, name: str) -> Any:
        """Return what the form calls a value."""
        return _("Languages") if name == "spoken" else super().label_of(name)

    def clean_zone(self) -> str:
        """Accept a known time zone."""
        zone = str(self.cleaned_data["zone"])
        check_zone(zone)
        return zone

    def clean(self) -> dict[str, Any]:
        """Gather the languages."""
        values = super().clean() or self.cleaned_data
        pairs = [
            (values.get(f"language_{number}"), values.get(f"level_{number}"))
            for number in range(1, self.room + 1)
        ]
        values["spoken"] = {code: level or SpokenLanguage.Level.B2 for code, level in pairs if code}
        return values

    def revise(self, row: Any, changed: set[str], *, by: Any) -> None:
        """Call the verb with plain fields, whole sets and languages."""
        values = {name: self.cleaned_data[name] for name in changed}
        sets = {name: values.pop(name) for name in ("technologies", "processes") if name in values}
        row.revise(by=by, related=sets, spoken=values.pop("spoken", None), **values)
