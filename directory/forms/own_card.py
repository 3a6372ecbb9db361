"""What people say about themselves: their card, and the first visit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.forms.card import CardForm
from directory.models import Administration, Person
from portal.taxonomy.models import Process, Technology

TOPICS = ("technologies", "processes")


def zone_choices(current: str) -> list[tuple[str, str]]:
    """Return the time zones of the Members, UTC, and the one in use."""
    used = Administration.objects.order_by().values_list("zone", flat=True).distinct()
    return [(zone, zone.replace("_", " ")) for zone in sorted({*used, "UTC", current})]


class PreviewForm(forms.Form):
    """Whose eyes the person looks at their card with."""

    seen_by = forms.ChoiceField(
        label=_("See your card as"), choices=Person.Visibility, required=False
    )

    def level(self) -> str:
        """Return the chosen readers; what cannot be read means all contact points."""
        chosen = self.cleaned_data.get("seen_by") if self.is_valid() else ""
        return chosen or Person.Visibility.MEMBERS


def home_zone(person: Person) -> str:
    """Return the person's zone; of somebody who never chose one, the administration's."""
    if person.zone == "UTC" and person.administration:
        return person.administration.zone
    return person.zone


class OwnCardForm(CardForm):
    """The whole card, but for what the Secretariat keeps: name and administration."""

    zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Deadlines and meetings are shown in this zone.")
    )

    class Meta:
        model = Person
        fields = [
            "post", "post_fr", "phone", "mobile", "email_visibility", "phone_visibility",
            "mobile_visibility", "language", "zone", "hours_from", "hours_until", "technologies",
            "processes",
        ]  # fmt: skip
        widgets = {
            name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            for name in ("hours_from", "hours_until")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zone_choices(self.instance.zone)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse office hours that end before they begin."""
        values = super().clean()
        opens, closes = values.get("hours_from"), values.get("hours_until")
        if opens and closes and opens >= closes:
            self.add_error("hours_until", _("Office hours end after they begin, on one day."))
        return values

    @property
    def spoken_pairs(self) -> list[tuple[Any, Any]]:
        """The fields for languages: which one, and how well."""
        names = self.spoken_names()
        return [(self[names[n]], self[names[n + 1]]) for n in range(0, len(names), 2)]


class FirstVisitForm(forms.ModelForm):  # type: ignore[type-arg]
    """The card in short, and the terms."""

    zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Deadlines and meetings are shown in this zone.")
    )
    technologies = forms.ModelMultipleChoiceField(
        Technology.objects.current(),
        label=_("Technologies you work on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    processes = forms.ModelMultipleChoiceField(
        Process.objects.current(),
        label=_("Customs processes you work on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    accept = forms.BooleanField(
        label=_("I have read these terms and I accept them"),
        error_messages={"required": _("Accept the terms to go on, or sign out.")},
    )

    class Meta:
        model = Person
        fields = (
            "language",
            "zone",
            "technologies",
            "processes",
            "email_visibility",
            "phone_visibility",
            "mobile_visibility",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["zone"] = home_zone(self.instance)
        self.fields["zone"].choices = zone_choices(self.initial["zone"])  # type: ignore[attr-defined]

    @property
    def related(self) -> dict[str, Any]:
        """The sets of topics, for the verb."""
        return {name: self.cleaned_data[name] for name in TOPICS}

    @property
    def values(self) -> dict[str, Any]:
        """The plain fields of the card, for the verb."""
        names = [name for name in self._meta.fields or () if name not in TOPICS]
        return {name: self.cleaned_data[name] for name in names}
