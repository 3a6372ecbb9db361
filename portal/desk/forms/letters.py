"""What visitors and officers write to the Secretariat."""

import uuid
from typing import Any

from django import forms
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from portal.names import plain_name


def local_path(page: str) -> str:
    """Return the address of a page of the portal, or nothing for anything else."""
    is_local = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if is_local and page.isprintable() and len(page) <= 300 else ""


class LetterForm(forms.Form):
    """A text to the Secretariat, and a trap for robots: a field that people do not see."""

    website = forms.CharField(
        required=False,
        label=_("Leave this field empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    once = forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)

    @property
    def is_trapped(self) -> bool:
        """Whether a robot filled in what people do not see."""
        return bool(self.cleaned_data.get("website"))

    @property
    def letter(self) -> dict[str, Any]:
        """What goes to the desk."""
        return {name: value for name, value in self.cleaned_data.items() if name != "website"}


class ReportForm(LetterForm):
    """A mistake on a page."""

    text = forms.CharField(
        label=_("What is wrong, and what would be right?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    email = forms.EmailField(
        label=_("Your e-mail, if you want an answer"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    page = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_known:
            # The Secretariat knows how to reach whoever is signed in.
            del self.fields["email"]

    def clean_page(self) -> str:
        """Keep only an address of this portal."""
        return local_path(self.cleaned_data["page"])


class AccountRequestForm(LetterForm):
    """A request for an account, by somebody who has none."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        validators=[plain_name],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    organisation = forms.CharField(
        label=_("Your administration or organisation"),
        help_text=_("Write its full name."),
        max_length=200,
        validators=[plain_name],
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail at work"),
        help_text=_("The Secretariat answers there."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    text = forms.CharField(
        label=_("What do you work on, and why do you ask for an account?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
