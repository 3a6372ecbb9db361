"""A request for an account becomes an officer or a partner's contact, with an invitation."""

from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.addresses import Finding, findings
from directory.forms.person import TAKEN, office_fields
from directory.models import (
    AllowedDomain,
    Invitation,
    PartnerOrganisation,
    PendingChange,
    Person,
    Seat,
    SeatRole,
)
from directory.models.person import normalised_email
from portal.desk.models import Conflict, Letter, WorkItem
from portal.names import person_name, plain_name

INVITED = "invite"
# As much as a change that two decide says of its reason.
LONGEST_WHY = 500
NEW = ("acronym", "name_en", "name_fr", "kind")


class InviteForm(forms.Form):
    """Who asks, where they work, and what they are told."""

    given_name = forms.CharField(label=_("Given name"), max_length=100, validators=[person_name])
    family_name = forms.CharField(label=_("Family name"), max_length=100, validators=[person_name])
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    post = forms.CharField(label=_("Post"), max_length=200, required=False, validators=[plain_name])
    language = forms.ChoiceField(label=_("Language of the portal"))
    acronym = forms.CharField(
        label=_("Acronym"), max_length=20, required=False, validators=[plain_name]
    )
    name_en = forms.CharField(
        label=_("Name in English"), max_length=200, required=False, validators=[plain_name]
    )
    name_fr = forms.CharField(
        label=_("Name in French"), max_length=200, required=False, validators=[plain_name]
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("None")), *PartnerOrganisation.Kind.choices],
        required=False,
    )  # fmt: skip
    url = forms.URLField(label=_("Web site"), required=False, assume_scheme="https")
    answer = forms.CharField(
        label=_("Answer"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with the request. The code goes to the person by mail."),
    )

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        given, _space, family = letter.name.partition(" ")
        super().__init__(*args, **kwargs)
        self.initial = {
            "given_name": given, "family_name": family, "email": letter.email,
            "language": letter.language,
        }  # fmt: skip
        self.letter = letter
        fields: dict[str, Any] = self.fields
        fields.update(
            office_fields(_("Choose one of the two, or add a partner organisation below."))
        )
        fields["language"].choices = Person._meta.get_field("language").choices
        self.order_fields(
            ["given_name", "family_name", "email", "post", "language", "administration", "partner"]
        )

    @property
    def person_fields(self) -> list[Any]:
        """The fields about the person and the office."""
        return [field for field in self if field.name not in (*NEW, "url", "answer")]

    @property
    def partner_fields(self) -> list[Any]:
        """The fields about a partner organisation that is not there yet."""
        return [self[name] for name in (*NEW, "url")]

    def clean_email(self) -> str:
        """Accept an address that has no account, in any spelling."""
        email = normalised_email(self.cleaned_data["email"])
        if Person.objects.filter(email=email).exists():
            raise forms.ValidationError(TAKEN)
        return email

    def clean_acronym(self) -> str:
        """Accept an acronym that no organisation has."""
        acronym: str = self.cleaned_data["acronym"].strip()
        if acronym and PartnerOrganisation.objects.filter(acronym__iexact=acronym).exists():
            raise forms.ValidationError(_("This organisation is there already. Choose it above."))
        return acronym

    def clean(self) -> dict[str, Any]:
        """Ask for one office, and for the whole of a new one."""
        values: dict[str, Any] = super().clean() or {}
        is_new = any(values.get(name) for name in (*NEW, "url"))
        homes = [bool(values.get("administration")), bool(values.get("partner")), is_new]
        if sum(homes) != 1 and "acronym" not in self.errors:
            self.add_error(
                "administration", gettext("Choose one administration or one partner organisation.")
            )
        for name in NEW:
            if is_new and not values.get(name) and name not in self.errors:
                self.add_error(name, gettext("A new organisation needs this."))
        return values

    def findings(self) -> list[Finding]:
        """Return what is odd about the address beside the chosen office."""
        values = self.cleaned_data if self.is_bound and self.is_valid() else {}
        home = values.get("administration") or values.get("partner")
        domains = AllowedDomain.objects.of(home).values_list("domain", flat=True)
        return findings(values.get("email") or self.letter.email, set(domains))

    @transaction.atomic
    def invite(self, *, by: Any) -> Person:
        """Make the account, send the invitation, close the request.

        The seat of a partner's contact has no letter: a second officer gives it.
        """
        WorkItem.hold(self.letter.desk_kind, on=self.letter, claim_of=by)
        values = self.cleaned_data
        if not self.letter.close(by=by, reason=values["answer"], is_mailed=False):
            raise Conflict
        WorkItem.settle(
            self.letter.desk_kind, on=self.letter, by=by, outcome=INVITED, reason=values["answer"]
        )
        home, partner = values["administration"], values["partner"]
        if home is None and partner is None:
            names = (*NEW, "url")
            partner = PartnerOrganisation.add(by=by, **{name: values[name] for name in names})
        person = self._enrol(home, partner, by=by)
        if partner:
            role = SeatRole.table()["partner-contact"]
            seat, _is_new = Seat.objects.get_or_create(role=role, partner=partner)
            if not (seat.is_held or PendingChange.objects.waiting().filter(seat=seat).exists()):
                why = Truncator(values["answer"]).chars(LONGEST_WHY)
                PendingChange.ask("seat", on=person, seat=seat, by=by, why=why)
        Invitation.send_to(person, by=by)
        return person

    def _enrol(self, home: Any, partner: Any, *, by: Any) -> Person:
        names = ("email", "given_name", "family_name", "post", "language")
        try:
            with transaction.atomic():
                return Person.enrol(
                    by=by,
                    administration=home,
                    partner=partner,
                    zone=home.zone if home else "UTC",
                    **{name: self.cleaned_data[name] for name in names},
                )
        except IntegrityError:
            # Somebody made the account at the same moment.
            raise Conflict from None
