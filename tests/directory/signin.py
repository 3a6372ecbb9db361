"""What the tests of signing in share: the forms, the codes in mails and apps."""

import re
from typing import Any

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.people import PASSWORD


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    """Send the sign-in form."""
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def ask_for_code(client: Client, email: str, query: str = "") -> Any:
    """Ask for a code by mail."""
    return client.post(f"{reverse('account_request_login_code')}{query}", {"email": email})


def mailed_code() -> str:
    """Return the code of the last mail."""
    return re.findall(r"\d{3}-\d{3}-\d{3}", mail.outbox[-1].body)[0]


def app_code(secret: str, periods: int = 0) -> str:
    """Return what an authenticator app shows now, or some periods later."""
    _before, now, _after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now + periods))


def who(client: Client) -> str:
    """Return the key of whoever is signed in, or nothing."""
    return str(client.session.get("_auth_user_id", ""))


def page(response: Any) -> str:
    """Return the text of an answer, without what changes every time."""
    text = response.content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
