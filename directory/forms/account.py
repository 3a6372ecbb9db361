"""Signing in, and changing what one signs in with: allauth's forms in the portal's words."""

from typing import Any

from allauth.account import app_settings
from allauth.account import forms as allauth
from allauth.account.internal.flows import email_verification_by_code, password_reset_by_code
from allauth.core import context
from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from directory import sessions
from directory.models.person import normalised_email

EMAIL = _("E-mail at your administration")


def plain(field: forms.Field, label: Any, hint: Any = "", **attrs: str) -> None:
    """Name a field of allauth's in the portal's words, without a placeholder."""
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= attrs


def forgotten() -> str:
    """Return the link to a new password."""
    return format_html(
        '<a href="{}">{}</a>', reverse("account_reset_password"), _("I forgot my password")
    )


class LoginForm(allauth.LoginForm):
    """E-mail and password."""

    error_title = _("You are not signed in")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["login"], EMAIL, autocomplete="username", spellcheck="false")
        plain(self.fields["password"], _("Password"))

    def clean_login(self) -> str:
        """Return the address in the form in which accounts keep it."""
        return normalised_email(self.cleaned_data["login"])

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in; the end of the session is the portal's, not the browser's."""
        response: HttpResponse = super().login(request, redirect_url)
        if request.user.is_authenticated:
            sessions.begin(request, request.user)
        return response


class _AddressForm(forms.Form):
    """A form that asks for an address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["email"], EMAIL, autocomplete="username", spellcheck="false")

    def clean_email(self) -> str:
        """Return the address in the form in which accounts keep it."""
        self.cleaned_data["email"] = normalised_email(self.cleaned_data["email"])
        return str(super().clean_email())  # type: ignore[misc]


class RequestCodeForm(_AddressForm, allauth.RequestLoginCodeForm):
    """Where to send a sign-in code."""


class ForgottenPasswordForm(_AddressForm, allauth.ResetPasswordForm):
    """Where to send a code for a new password."""


class NewEmailForm(_AddressForm, allauth.AddEmailForm):
    """The address that the account moves to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["email"], _("New e-mail"), autocomplete="email")


class _MailedCodeForm(forms.Form):
    """A form for a code that came by mail. A wrong one says how many tries are left."""

    error_title = _("That code is not right")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("9 digits. Spaces and hyphens are fine. The code is good for 15 minutes.")
        plain(self.fields["code"], _("Code from the mail"), hint, inputmode="numeric")

    def clean_code(self) -> str:
        """Compare the code, and count what is left."""
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except forms.ValidationError as error:
            if error.code != "incorrect_code":
                raise
        left = self.tries() - 1 - int(self.process_state().get("failed_attempts", 0))
        message = ngettext(
            "Type it exactly as it stands in the mail. %(left)d try left.",
            "Type it exactly as it stands in the mail. %(left)d tries left.",
            left,
        )
        raise forms.ValidationError(message % {"left": left}, code="incorrect_code")

    def tries(self) -> int:
        """Return how many wrong codes end the process."""
        return int(app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS)

    def process_state(self) -> dict[str, Any]:
        """Return what the session keeps of the process."""
        raise NotImplementedError


class LoginCodeForm(_MailedCodeForm, allauth.ConfirmLoginCodeForm):
    """The code that signs in."""

    def process_state(self) -> dict[str, Any]:
        """Return the state of the sign-in stage."""
        return dict(context.request._login_stage.state)


class ResetCodeForm(_MailedCodeForm, allauth.ConfirmPasswordResetCodeForm):
    """The code that allows a new password."""

    def process_state(self) -> dict[str, Any]:
        """Return the state of the password process."""
        key = password_reset_by_code.PASSWORD_RESET_VERIFICATION_SESSION_KEY
        return dict(context.request.session.get(key, {}))


class EmailCodeForm(_MailedCodeForm, allauth.ConfirmEmailVerificationCodeForm):
    """The code that confirms an address."""

    def process_state(self) -> dict[str, Any]:
        """Return the state of the confirmation."""
        key = email_verification_by_code.EMAIL_VERIFICATION_CODE_SESSION_KEY
        return dict(context.request.session.get(key, {}))


NEW_PASSWORD_HINT = _("At least 12 characters. Four words that do not belong together are good.")


class NewPasswordForm(allauth.ResetPasswordKeyForm):
    """A new password after a typed code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["password1"], _("New password"), NEW_PASSWORD_HINT)
        plain(self.fields["password2"], _("The new password again"))


class ChangePasswordForm(allauth.ChangePasswordForm):
    """A new password for somebody who knows the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["oldpassword"], _("Present password"), forgotten())
        plain(self.fields["password1"], _("New password"), NEW_PASSWORD_HINT)
        plain(self.fields["password2"], _("The new password again"))


class PasswordAgainForm(allauth.ReauthenticateForm):
    """The password, before something that protects the account is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["password"], _("Password"), forgotten())
