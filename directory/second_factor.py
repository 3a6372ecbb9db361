"""The second factor of an account: enrolled and read, through allauth's own rows."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt
from django.db import transaction


@transaction.atomic
def enrol_totp(person: Any) -> str:
    """Give the account an authenticator app with recovery codes, and return the app's secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def totp_secret(person: Any) -> str:
    """Return the secret of the person's authenticator app, or nothing."""
    authenticator = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    return decrypt(authenticator.data["secret"]) if authenticator else ""
