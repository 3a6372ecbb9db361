"""What the portal asks of allauth."""

import logging
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory import machine, sessions
from directory.models import PendingChange, Person
from directory.models.pending_change import is_guarded
from directory.models.person import normalised_email
from directory.qr import qr_svg
from directory.tokens import needs_second_factor
from portal.audit.models import record
from portal.encryption import cipher
from portal.notifications.models import MailSetting
from portal.refusals import Refused

logger = logging.getLogger(__name__)

# What allauth tells the person of by mail, and what the log calls it.
CHANGES = {
    "account/email/email_changed": "directory.change_email",
    "account/email/password_changed": "directory.change_password",
    "account/email/password_reset": "directory.reset_password",
    "mfa/email/recovery_codes_generated": "directory.renew_recovery_codes",
    "mfa/email/totp_activated": "directory.add_app",
    "mfa/email/totp_deactivated": "directory.remove_app",
    "mfa/email/webauthn_added": "directory.add_passkey",
    "mfa/email/webauthn_removed": "directory.remove_passkey",
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the Secretariat; what protects them is logged and told by mail."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("The e-mail or the password is not right."),
        "email_taken": _("Another account uses this address."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right."),
        "incorrect_password": _("This password is not right."),
        "rate_limited": _("Too many tries. Wait some minutes, then try again."),
        "too_many_login_attempts": _("Too many tries. Wait 5 minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: sign-up is closed."""
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign the person in and start the clock of the session."""
        super().login(request, user)
        sessions.begin(request, user)
        record("directory.sign_in", by=user, on=user)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Lead the person to what must be done first, then to where they were going."""
        response = super().post_login(request, user, **kwargs)
        step = first_step(user)
        if step and "Location" in response:
            response["Location"] = f"{reverse(step)}?{urlencode({'next': response['Location']})}"
        machine.remember(response, user)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
        return response

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Check the password again, and give the session a new key."""
        proved = super().reauthenticate(user, password)
        if proved:
            sessions.rotate(self.request)
        return proved

    def is_safe_url(self, url: str) -> bool:
        """Lead on to paths of the portal alone; an address that cannot be read is none."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Return to the account after a change of address."""
        return reverse("directory:account")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return to the account after a change of password."""
        return reverse("directory:account")

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Move the account; of somebody who holds a seat, the new address waits for an officer."""
        person = email_address.user
        is_new = person.email != email_address.email and email_address.can_set_verified()
        if not is_new or not is_guarded(person):
            return bool(super().confirm_email(request, email_address))
        try:
            PendingChange.ask("email", on=person, value=email_address.email, by=person)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return False
        messages.info(
            request,
            gettext("Your new address waits for an officer. Sign in with the old one until then."),
        )
        return True

    def set_password(self, user: Any, password: str) -> None:
        """Change the password and nothing else of the account."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: Any, signup: bool
    ) -> None:
        """Send the code: the same mail at the first sign-in and later."""
        super().send_confirmation_mail(request, emailconfirmation, signup=False)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Log what changed, end the person's other sessions and tell them by mail."""
        record(CHANGES.get(template_prefix, "directory.change_account"), by=user, on=user)
        user.end_sessions(keep=self.request.session.session_key)
        if "to_email" in (context or {}) and MailSetting.of(user).unreachable_since:
            MailSetting.reachable_again(person=user, by=user)
        super().send_notification_mail(
            template_prefix, user, {"user": user, "is_notification": True} | (context or {}), email
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send in the reader's language. A code that cannot be sent is an answer, not an error."""
        address = normalised_email(email)
        person = context.get("user") or Person.objects.filter(email=address).first()
        language = person.language if person else translation.get_language()
        try:
            with translation.override(language):
                super().send_mail(template_prefix, email, {"base_url": settings.BASE_URL} | context)
        except OSError:
            logger.exception("A mail could not be sent: %s.", template_prefix)
            if not context.get("is_notification"):
                page = render(self.request, "account/mail_not_sent.html", status=503)
                raise ImmediateHttpResponse(page) from None

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Mark every mail as sent by a machine, so that nobody's absence notice answers."""
        marked = {"Auto-Submitted": "auto-generated"} | (headers or {})
        return super().render_mail(template_prefix, email, context, marked)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: encrypted at rest, named in plain words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first."),
        "incorrect_code": _("This code is not right."),
        "unverified_email": _("Confirm your new e-mail address first, or drop the change."),
    }

    def encrypt(self, text: str) -> str:
        """Return what is stored for a secret."""
        return cipher("second factor").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret that is stored."""
        return cipher("second factor").decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code for an app, a quarter of the usual size."""
        return qr_svg(url, is_file=True)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """Return a name for a new passkey."""
        count = user.authenticator_set.filter(type=type).count()
        return gettext("Passkey %(number)d") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the name under which a computer keeps the passkey."""
        return super().get_public_key_credential_rp_entity() | {"name": settings.MFA_TOTP_ISSUER}


def first_step(person: Any) -> str:
    """Return the page that a person must pass before the others, or nothing."""
    if person.is_lapsed:
        return "directory:account_confirm"
    if needs_second_factor(person):
        return "directory:account_protect"
    return "" if person.is_welcome else "directory:account_welcome"
