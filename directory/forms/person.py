"""What the Secretariat keeps of a person: the card, the account, seats and roles."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.forms.administration import check_zone
from directory.forms.card import CardForm
from directory.forms.filters import QuickSelect
from directory.models import (
    Administration,
    Holding,
    PartnerOrganisation,
    PendingChange,
    Person,
    Region,
    Seat,
    SeatRole,
)
from directory.models.person import normalised_email
from directory.roles import ROLES
from portal.markings.models import reader_of
from portal.taxonomy.models import local

OR_NEITHER = _("Leave both empty for a person of the WCO Secretariat.")


def office_fields(hint: Any) -> dict[str, forms.Field]:
    """Return the two fields for where somebody works."""
    return {
        "administration": forms.ModelChoiceField(
            Administration.objects.order_by(local("sort_key")),
            label=_("Administration"),
            required=False,
            empty_label=_("None"),
            widget=QuickSelect,
        ),
        "partner": forms.ModelChoiceField(
            PartnerOrganisation.objects.order_by("acronym"),
            label=_("Partner organisation"),
            required=False,
            empty_label=_("None"),
            widget=QuickSelect,
            help_text=hint,
        ),
    }


class PersonAddForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new account. It waits unconfirmed until somebody verifies it; nothing is sent."""

    zone = forms.CharField(
        label=_("Time zone"),
        max_length=60,
        required=False,
        help_text=_("Such as Africa/Dakar. Left empty: the zone of the administration."),
    )

    class Meta:
        model = Person
        fields = [
            "email", "given_name", "family_name", "post", "post_fr", "administration", "partner",
            "language", "zone",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(office_fields(OR_NEITHER))
        self.order_fields(self._meta.fields)

    def clean_email(self) -> str:
        """Accept an address that has no account, in any spelling."""
        email = normalised_email(self.cleaned_data["email"])
        if Person.objects.filter(email=email).exists():
            raise forms.ValidationError(TAKEN)
        return email

    def clean_zone(self) -> str:
        """Accept a known time zone, or nothing."""
        zone = str(self.cleaned_data["zone"])
        if zone:
            check_zone(zone)
        return zone

    def enrol(self, *, by: Any) -> Person:
        """Create the account."""
        values = dict(self.cleaned_data)
        home = values["administration"]
        values["zone"] = values["zone"] or (home.zone if home else "UTC")
        return Person.enrol(by=by, **values)


TAKEN = _("This address has an account already. Find the person in the list of people.")


class PersonForm(CardForm):
    """The card. The address of the account is its owner's to change, and who sees what."""

    is_of_another = True

    class Meta:
        model = Person
        fields = [
            "given_name", "family_name", "post", "post_fr", "administration", "partner", "phone",
            "mobile", "zone", "technologies", "processes",
        ]  # fmt: skip
        help_texts = {"zone": _("Such as Africa/Dakar or Europe/Brussels.")}

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(office_fields(OR_NEITHER))
        if "secretariat" not in reader_of(reader).tokens:
            # Keeping accounts is no right to read numbers.
            del self.fields["phone"], self.fields["mobile"]
        self.order_fields([*(self._meta.fields or []), *self.spoken_names()])

    def clean(self) -> dict[str, Any]:
        """Keep a holder in the administration of the seat."""
        values = super().clean()
        home = values.get("administration")
        seats = Seat.objects.filter(administration__isnull=False, holdings__person=self.instance)
        held = seats.filter(holdings__until__isnull=True).exclude(administration=home)
        if "administration" in values and held.exists():
            self.add_error("administration", _("End the seat in the former administration first."))
        return values


class ReasonForm(forms.Form):
    """Why an account is stopped."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept in the audit log. The person does not see it."),
    )


class SeatEndForm(forms.Form):
    """Why a seat ends."""

    why = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept in the history of the seat. Its office reads it."),
    )


class SeatForm(forms.Form):
    """Which seat a person takes, and why without a letter: a second officer reads it."""

    seat = forms.ChoiceField(label=_("Seat"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Why without a letter"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept in the history of the seat. Its office reads it."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.places = self._places()
        holders = self._holders()
        self.fields["seat"].choices = [  # type: ignore[attr-defined]
            (key, _words(role, place, holders.get((role.code, place))))
            for key, (role, place) in self.places.items()
        ]

    def _places(self) -> dict[str, tuple[SeatRole, Any]]:
        """Return the seats open to the person: at home, in the own region, or in any."""
        home, partner = self.person.administration, self.person.partner
        regions = [home.region] if home and home.region else list(Region.objects.all())
        offices: dict[str, list[Any]] = {
            SeatRole.Office.ADMINISTRATION: [home] if home else [],
            SeatRole.Office.REGION: [] if partner else regions,
            SeatRole.Office.PARTNER: [partner] if partner else [],
        }
        return {
            f"{role.code}-{place.code}" if isinstance(place, Region) else role.code: (role, place)
            for role in SeatRole.table().values()
            if not role.is_retired
            for place in offices[role.office]
        }

    def _holders(self) -> dict[tuple[str, Any], str]:
        rows = Holding.objects.current().select_related(
            "person", "seat__administration", "seat__region", "seat__partner"
        )
        mine = Q(seat__region__isnull=False)
        if self.person.administration_id:
            mine |= Q(seat__administration=self.person.administration_id)
        if self.person.partner_id:
            mine |= Q(seat__partner=self.person.partner_id)
        held = rows.filter(mine)
        return {(each.seat.role_id, each.seat.place): each.person.name for each in held}

    def ask(self, *, by: Any) -> PendingChange:
        """Ask for the seat: another officer gives it."""
        role, place = self.places[self.cleaned_data["seat"]]
        seat, _is_new = Seat.objects.get_or_create(role=role, **{role.office: place})
        why = self.cleaned_data["why"]
        return PendingChange.ask("seat", on=self.person, seat=seat, by=by, why=why)


def _words(role: SeatRole, place: Any, holder: str | None) -> str:
    names = {"seat": role.name, "place": place, "holder": holder}
    if holder:
        return (
            _("%(seat)s, %(place)s. %(holder)s holds it now and becomes a former holder.") % names
        )
    return _("%(seat)s, %(place)s. Nobody holds it now.") % names


class RoleForm(forms.Form):
    """Which role a person gets, and why: a second officer reads it."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Why"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Your colleague who confirms it reads this."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        choices = [(role.code, f"{role.title}. {role.description}") for role in ROLES]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]

    def clean_role(self) -> str:
        """Accept a role that the person has not."""
        role: str = self.cleaned_data["role"]
        if self.person.role_assignments.current().filter(role=role).exists():
            raise forms.ValidationError(_("The person has this role already."))
        return role

    def ask(self, person: Person, *, by: Any) -> PendingChange:
        """Ask for the role."""
        data = self.cleaned_data
        return PendingChange.ask("role", on=person, value=data["role"], by=by, why=data["why"])
