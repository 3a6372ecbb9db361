"""Seats and kinds of seat, as the Secretariat keeps them."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.models import PendingChange, Seat, SeatRole
from directory.models.person import normalised_email
from portal.revision import RevisionForm


class MailboxForm(forms.Form):
    """The address of the office, which stays when its holder leaves."""

    mailbox = forms.EmailField(label=_("Mailbox of the office"), max_length=254, required=False)
    why = forms.CharField(label=_("How do you know?"), max_length=500, required=False)

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["mailbox"] = seat.mailbox
        self.seat = seat
        if seat.is_guarded:
            self.fields["mailbox"].help_text = _("A second officer decides about a new one.")

    def clean_mailbox(self) -> str:
        """Keep the address in the one form in which addresses are compared."""
        return normalised_email(self.cleaned_data["mailbox"])

    def save(self, *, by: Any) -> str:
        """Change it, or ask for it; return what became of it."""
        mailbox, seat = self.cleaned_data["mailbox"], self.seat
        if mailbox == seat.mailbox:
            return gettext("Nothing was changed.")
        if seat.set_mailbox(mailbox, by=by):
            return gettext("The mailbox is saved.")
        PendingChange.ask("mailbox", on=seat, value=mailbox, by=by, why=self.cleaned_data["why"])
        return gettext("The mailbox waits for a second officer; the old one is shown until then.")


class SeatRoleForm(RevisionForm):
    """A kind of seat; its code and the office it belongs to are chosen once."""

    class Meta:
        model = SeatRole
        fields = [
            "name_en",
            "name_fr",
            "short_en",
            "short_fr",
            "stands_in_for",
            "position",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.signs:
            # Whom it stands in for says who signs: two decide about that.
            self.fields["stands_in_for"].disabled = True

    def clean_stands_in_for(self) -> SeatRole | None:
        """Accept a principal of the same kind of office, not a deputy of a deputy."""
        return principal(self.cleaned_data["stands_in_for"], self.instance, self.instance.office)


class SeatRoleAddForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new kind of seat."""

    class Meta:
        model = SeatRole
        fields = [
            "name_en", "name_fr", "short_en", "short_fr", "code", "office", "stands_in_for",
            "position",
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Accept a principal of the same kind of office."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            principal(values.get("stands_in_for"), self.instance, values.get("office", ""))
        except forms.ValidationError as error:
            self.add_error("stands_in_for", error)
        return values


def principal(chosen: SeatRole | None, role: SeatRole, office: str) -> SeatRole | None:
    """Return the kind of seat that another one is the deputy of, or refuse it in words."""
    if chosen is None:
        return None
    if chosen.pk == role.pk or chosen.stands_in_for_id:
        raise forms.ValidationError(_("Choose a seat that is nobody’s deputy."))
    if chosen.office != office:
        raise forms.ValidationError(_("Choose a seat of the same kind of office."))
    return chosen
