"""A nomination and the letter behind it, as an officer of the Secretariat records them."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.forms.person import office_fields
from directory.models import (
    Evidence,
    Nomination,
    Seat,
    SeatRole,
)
from directory.models.person import normalised_email
from portal.files.forms import UploadField
from portal.files.models import StoredFile
from portal.markings.models import Marking
from portal.names import person_name, plain_name

# What letters are stored for, and who reads them.
PURPOSE = "directory.letter"
READERS = frozenset({"role:secretariat"})


class LetterForm(forms.Form):
    """The letter: the file, who signed it, how it came, its date."""

    file = UploadField(label=_("Letter"), purpose=PURPOSE)
    sender = forms.CharField(
        label=_("Who signed it"),
        max_length=200,
        validators=[plain_name],
        help_text=_("Name and post, such as the Director General."),
    )
    channel = forms.ChoiceField(label=_("How it came"), choices=Evidence.Channel)
    dated = forms.DateField(
        label=_("Date of the letter"), widget=forms.DateInput(attrs={"type": "date"})
    )
    reference = forms.CharField(
        label=_("Reference"), max_length=100, required=False, validators=[plain_name]
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["file"].belongs_to(by)  # type: ignore[attr-defined]

    def clean_dated(self) -> datetime.date:
        """Accept a day that has been."""
        day: datetime.date = self.cleaned_data["dated"]
        if day > timezone.now().date() + datetime.timedelta(days=1):
            raise forms.ValidationError(_("This day is still to come. Look at the letter again."))
        return day

    def refuse_file(self, error: forms.ValidationError) -> None:
        """Say at the field why the file was not stored; the rest stays as it was typed."""
        self.fields["file"].let_go()  # type: ignore[attr-defined]
        self.add_error("file", error)

    def prove(self, nomination: Nomination) -> Nomination:
        """Store the letter and put it behind the nomination, which is returned."""
        values = self.cleaned_data
        file = StoredFile.receive(
            values["file"], by=self.by, purpose=PURPOSE, marking=Marking.AMBER, readers=READERS
        )
        if Evidence.objects.filter(file=file).exists():
            return nomination  # the same form, sent twice
        names = ("sender", "channel", "dated", "reference")
        nomination.prove(
            by=self.by, file=file, sha256=file.sha256, **{name: values[name] for name in names}
        )
        return nomination


class NominationForm(LetterForm):
    """Who is named for which seat, with the letter that says so."""

    seat = forms.ChoiceField(label=_("Seat"))
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    given_name = forms.CharField(label=_("Given name"), max_length=100, validators=[person_name])
    family_name = forms.CharField(label=_("Family name"), max_length=100, validators=[person_name])
    post = forms.CharField(label=_("Post"), max_length=200, required=False, validators=[plain_name])
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language of the portal"))

    field_order = [
        "administration", "partner", "seat", "given_name", "family_name", "email", "post", "phone",
        "language", "file", "sender", "channel", "dated", "reference",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields.update(
            office_fields(_("Choose an administration or a partner organisation, not both."))
        )
        fields["language"].choices = Nomination._meta.get_field("language").choices
        fields["seat"].choices = [
            (role.code, role.name)
            for role in SeatRole.table().values()
            if role.office != SeatRole.Office.REGION and not role.is_retired
        ]
        self.order_fields(self.field_order)

    def clean_email(self) -> str:
        """Keep an address in the one form in which accounts are found."""
        return normalised_email(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """Ask for one office, of the kind that the seat belongs to."""
        values: dict[str, Any] = super().clean() or {}
        homes = [name for name in ("administration", "partner") if values.get(name)]
        if len(homes) != 1:
            self.add_error(
                "administration", gettext("Choose an administration or a partner organisation.")
            )
        elif (code := values.get("seat")) and SeatRole.table()[code].office != homes[0]:
            self.add_error("seat", gettext("This seat does not belong to such an office."))
        return values

    @property
    def home(self) -> Any:
        """The office that the seat belongs to."""
        return self.cleaned_data["administration"] or self.cleaned_data["partner"]

    def put_forward(self) -> Nomination:
        """Record the nomination and its letter."""
        values = self.cleaned_data
        role = SeatRole.table()[values["seat"]]
        seat, _is_new = Seat.objects.get_or_create(role=role, **{role.office: self.home})
        names = ("email", "given_name", "family_name", "post", "phone", "language")
        nomination = Nomination.put_forward(
            seat,
            origin=Nomination.Origin.LETTER,
            by=self.by,
            **{name: values[name] for name in names},
        )
        return self.prove(nomination)
