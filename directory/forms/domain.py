"""Mail domains of an office, typed in any script."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.models import AllowedDomain
from directory.models.allowed_domain import is_domain


class DomainForm(forms.Form):
    """A domain, and how the officer knows that the office uses it."""

    domain = forms.CharField(
        label=_("Domain"),
        max_length=253,
        help_text=_("The part after the @, such as douane.example. Other scripts are welcome."),
        widget=forms.TextInput(attrs={"class": "ltr", "autocapitalize": "none"}),
    )
    note = forms.CharField(label=_("How do you know?"), max_length=200)

    def clean_domain(self) -> str:
        """Keep the domain as mail servers know it: small letters, other scripts as punycode."""
        typed = self.cleaned_data["domain"].strip().removeprefix("@").rstrip(".").casefold()
        try:
            domain = typed.encode("idna").decode("ascii")
            # What does not read back is not what was typed.
            domain.encode("ascii").decode("idna")
        except UnicodeError:
            raise forms.ValidationError(is_domain.message) from None
        is_domain(domain)
        return domain

    def allow(self, home: Any, *, by: Any) -> bool:
        """Add it to the office; False where it is there already."""
        data = self.cleaned_data
        return AllowedDomain.allow(home, data["domain"], by=by, note=data["note"])
