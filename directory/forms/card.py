"""A card: topics, languages with levels, zone. Secretariat and owner keep different parts."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.forms.administration import check_zone
from directory.forms.filters import QuickSelect
from directory.models import PendingChange, SpokenLanguage
from directory.models.pending_change import is_guarded
from portal.refusals import Refused
from portal.revision import RevisionForm
from portal.taxonomy.models import Language, Process, Technology, local

# Languages a card offers room for.
ROOM = 6
# What two decide about while the person holds a seat.
NUMBERS = ("phone", "mobile")


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
        self._say_what_waits()
        self._add_languages()
        self.order_fields([*(self._meta.fields or []), *self.spoken_names()])

    def _say_what_waits(self) -> None:
        """Show a number as it is wanted, and say what others see until a second officer decides."""
        waiting = self._waiting(self.instance)
        hint = _("As you hold a seat, a second officer decides about a new number.")
        if not is_guarded(self.instance):
            hint = ""  # type: ignore[assignment]
        elif self.is_of_another:
            hint = _("The person holds a seat: a second officer decides about a new number.")
        for name in NUMBERS:
            if name in self.fields:
                self.fields[name].help_text = hint
            if name in self.fields and name in waiting:
                self.initial[name] = waiting[name]
                words = _("Waits for a second officer; until then “%(old)s” is shown.")
                empty = _("Waits for a second officer; until then no number is shown.")
                old = getattr(self.instance, name)
                self.fields[name].help_text = words % {"old": old} if old else empty

    is_of_another = False

    def _waiting(self, row: Any) -> dict[str, str]:
        """Return the numbers that wait for a second officer."""
        waiting = PendingChange.objects.waiting().filter(person=row, what__in=NUMBERS)
        return dict(waiting.values_list("what", "value"))

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
        """Return the values as they stand or wait, with the languages."""
        stored = super().stored(row)
        waiting = {name: each for name, each in self._waiting(row).items() if name in stored}
        return stored | waiting | {"spoken": self._spoken(row)}

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

    def save_changes(self, *, by: Any) -> bool:
        """Save what differs; what two decide waits, and `has_put_off` says so."""
        self.has_put_off = False
        try:
            is_saved = super().save_changes(by=by)
            self.has_put_off = any(name in self.fields for name in self._waiting(self.instance))
            return is_saved
        except Refused as refusal:
            self.add_error(None, str(refusal))
            return False

    def revise(self, row: Any, changed: set[str], *, by: Any) -> None:
        """Call the verb with plain fields, whole sets and languages."""
        values = {name: self.cleaned_data[name] for name in changed}
        if is_guarded(row):
            for name in [each for each in NUMBERS if each in values]:
                self._ask(row, name, values.pop(name), by=by)
        if not values:
            return
        sets = {name: values.pop(name) for name in ("technologies", "processes") if name in values}
        row.revise(by=by, related=sets, spoken=values.pop("spoken", None), **values)

    def _ask(self, row: Any, name: str, value: str, *, by: Any) -> None:
        if value == getattr(row, name):
            PendingChange.withdraw_all(name, on=row, by=by)
        else:
            PendingChange.ask(name, on=row, value=value, by=by)
