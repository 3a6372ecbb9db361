"""The second factor: codes of an app, recovery codes, passkeys."""

import json
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.base import forms as allauth
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from directory import sessions
from directory.forms.account import plain

CODE_HINT = _(
    "The number changes every 30 seconds. Spaces are fine."
    " If it fails twice, check the clock of your phone."
)


def wrong_code(person: Any) -> forms.ValidationError:
    """Return the error of a wrong code, with the number of tries that the limit still allows."""
    left = tries_left(person)
    message = ngettext(
        "Enter the 6 digits that the app shows now. %(left)d try left.",
        "Enter the 6 digits that the app shows now. %(left)d tries left.",
        left,
    )
    return forms.ValidationError(message % {"left": left}, code="incorrect_code")


def tries_left(person: Any) -> int:
    """Return how many wrong codes the limit of this person still allows."""
    rates = ratelimit.parse_rates(account_settings.RATE_LIMITS["login_failed"])
    rate = next(rate for rate in rates if rate.per == "key")
    key = ratelimit.get_cache_key(
        context.request,
        app="allauth.account",
        action="login_failed",
        rate=rate,
        key=f"mfa-auth-user-{person.pk}",
    )
    return rate.amount - len(cache.get(key, []))


def used_key(person: Any, code: str) -> str:
    """Return where it is noted that a code of this person was taken."""
    return f"totp-used:{person.pk}:{normalize_user_code(code)}"


def take(person: Any, code: str) -> None:
    """Note that a code was taken, for as long as an app's code is good: one period each side."""
    periods = 2 * app_settings.TOTP_TOLERANCE + 1
    cache.set(used_key(person, code), True, app_settings.TOTP_PERIOD * periods)


class _CodeForm(forms.Form):
    """A code of the app or a recovery code. No code of the app is taken twice."""

    error_title = _("That code is not right")
    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["code"], _("6-digit code"), CODE_HINT, inputmode="numeric")

    def clean_code(self) -> str:
        """Check the code, refuse a used one, and count what is left."""
        if cache.get(used_key(self.user, self.cleaned_data["code"])):
            raise wrong_code(self.user)
        try:
            code = str(super().clean_code())  # type: ignore[misc]
        except forms.ValidationError as error:
            if error.code != "incorrect_code":
                raise
            raise wrong_code(self.user) from None
        take(self.user, code)
        return code


class SecondStepForm(_CodeForm, allauth.AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(_CodeForm, allauth.ReauthenticateForm):
    """A code, before something that protects the account is changed."""

    def save(self) -> None:
        """Note the proof, and give the session a new key."""
        super().save()
        sessions.rotate(context.request)


class FirstCodeForm(ActivateTOTPForm):
    """The first code of an app, which proves that it has the secret."""

    error_title = _("That code is not right")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["code"], _("6-digit code"), CODE_HINT, inputmode="numeric")

    def clean_code(self) -> str:
        """Check the code; signing in needs the next one."""
        code = str(super().clean_code())
        take(self.user, code)
        return code


class _Decoder(json.JSONDecoder):
    """JSON of anybody: nested too deeply, or with endless numbers, it is no JSON either."""

    def decode(self, text: str, *args: Any) -> Any:
        """Return what the text says."""
        try:
            return super().decode(text, *args)
        except (ValueError, RecursionError) as fault:
            raise json.JSONDecodeError(str(fault), "", 0) from None


class _CredentialForm(forms.Form):
    """What a browser says of a passkey."""

    credential = forms.JSONField(widget=forms.HiddenInput, decoder=_Decoder)


class PasskeyLoginForm(_CredentialForm, LoginWebAuthnForm):
    """Signing in with a passkey."""


class PasskeyAgainForm(_CredentialForm, ReauthenticateWebAuthnForm):
    """A passkey, before something that protects the account is changed."""


class PasskeyForm(_CredentialForm, AddWebAuthnForm):
    """A new passkey."""

    error_title = _("The passkey was not added")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        name: Any = self.fields["name"]
        plain(name, _("Name"), _("So that you know it again: “Office computer”."))
        name.required = False
        name.max_length = 60
        plain(
            self.fields["passwordless"],
            _("Sign in with this passkey alone"),
            _(
                "It asks for your fingerprint, face or PIN."
                " Untick it for a key that has none of them."
            ),
        )


class PasskeyNameForm(EditWebAuthnForm):
    """The name of a passkey."""

    name = forms.CharField(label=_("Name"), max_length=60)
