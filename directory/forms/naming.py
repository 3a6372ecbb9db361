"""Naming a person for a seat: a colleague with an account, or somebody new by name and address."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.forms.filters import QuickSelect
from directory.models import Nomination, Person, Seat
from directory.models.person import normalised_email
from portal.names import person_name, plain_name

NEW = ("given_name", "family_name", "email")


def _is_of_office(seat: Seat) -> Q:
    """Return the condition on persons who may be chosen for a seat of an office."""
    if seat.region_id:
        return Q(administration__region=seat.region_id)
    if seat.partner_id:
        return Q(partner=seat.partner_id)
    return Q(administration=seat.administration_id)


class NamingForm(forms.Form):
    """Who is named; a new person is known by an address alone until they open an account."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Colleague with an account"),
        required=False,
        empty_label=_("Somebody new"),
        widget=QuickSelect,
    )
    given_name = forms.CharField(
        label=_("Given name"), max_length=100, required=False, validators=[person_name]
    )
    family_name = forms.CharField(
        label=_("Family name"), max_length=100, required=False, validators=[person_name]
    )
    email = forms.EmailField(label=_("E-mail at work"), max_length=254, required=False)
    post = forms.CharField(label=_("Post"), max_length=200, required=False, validators=[plain_name])
    language = forms.ChoiceField(label=_("Language of the portal"), choices=settings.LANGUAGES)
    note = forms.CharField(
        label=_("Note for the Secretariat"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, by: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.seat = by, seat
        people: Any = self.fields["person"]
        people.queryset = (
            Person.objects.verified()
            .readable_by(by)
            .filter(_is_of_office(seat))
            .exclude(pk=by.pk)
            .order_by("sort_key", "pk")
        )

    def clean_email(self) -> str:
        """Keep an address in the one form in which accounts are found."""
        return normalised_email(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """Ask for a colleague, or for all that is needed of somebody new."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("person"):
            return values
        for name in NEW:
            if not values.get(name) and name not in self.errors:
                self.add_error(name, gettext("Choose a colleague, or write who it is."))
        if values.get("email") == self.by.email:
            self.add_error("email", gettext("This is your own address."))
        return values

    @property
    def named(self) -> dict[str, Any]:
        """What the nomination says of the person. Whoever has an account is named by it."""
        values = self.cleaned_data
        colleagues: Any = self.fields["person"]
        person: Any = values["person"]
        if person is None:
            person = colleagues.queryset.filter(email=values["email"]).first()
        if person is None:
            return {name: values[name] for name in (*NEW, "post", "language")}
        known = {name: getattr(person, name) for name in (*NEW, "post", "language")}
        return known | {"person": person}

    def put_forward(self, *, origin: str, is_word: bool) -> Nomination:
        """Name the person; where somebody stands named already, that nomination is returned."""
        seat = self.seat
        if seat._state.adding:
            seat, _is_new = Seat.objects.get_or_create(
                role=seat.role, administration=seat.administration
            )
        return Nomination.put_forward(
            seat, origin=origin, by=self.by, is_word=is_word, note=self.cleaned_data["note"],
            **self.named,
        )  # fmt: skip
