"""Changes that two decide, as an officer asks for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.models import PendingChange, Person
from directory.models.person import normalised_email


class AddressForm(forms.Form):
    """The address that an account moves to, and how the officer knows."""

    email = forms.EmailField(label=_("New e-mail"), max_length=254)
    why = forms.CharField(
        label=_("How do you know that it is the person’s?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: called back on the number of the administration."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self) -> str:
        """Accept an address that has no account, in any spelling."""
        email = normalised_email(self.cleaned_data["email"])
        if email == self.person.email:
            raise forms.ValidationError(_("This is the address now."))
        if Person.objects.filter(email=email).exists():
            raise forms.ValidationError(_("Another account uses this address."))
        return email

    def ask(self, *, by: Any) -> PendingChange:
        """Ask for the change."""
        data = self.cleaned_data
        return PendingChange.ask(
            "email", on=self.person, value=data["email"], by=by, why=data["why"]
        )
