"""Opening an account: the code of the invitation, then a password of one's own."""

from typing import Any

from allauth.account.forms import SetPasswordForm
from django import forms
from django.utils.translation import gettext_lazy as _

from directory.models.person import normalised_email


class JoinForm(forms.Form):
    """The address and the code, as they were typed."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("The address that the invitation came to."),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "class": "ltr"}
        ),
        help_text=_("Ten letters and digits, from the mail. Hyphens and spaces do not matter."),
    )

    def clean_email(self) -> str:
        """Find the account by any spelling of its address."""
        return normalised_email(self.cleaned_data["email"])


class OwnPasswordForm(SetPasswordForm):  # type: ignore[misc]
    """A first password, typed twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password again")
