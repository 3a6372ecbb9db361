"""The second factor of an account: enrolled and read, through allauth's own rows; its QR code."""

from itertools import groupby
from typing import Any

import qrcode
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


def qr_svg(text: str) -> str:
    """Return a QR code as a small SVG: one stroke per run of dark squares, on white always."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_L)
    code.add_data(text)
    code.make()
    squares = code.get_matrix()
    size = len(squares)
    strokes = "".join(_runs(row, number) for number, row in enumerate(squares))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -.5 {size} {size}"'
        f' shape-rendering="crispEdges"><path d="M0 0h{size}" stroke="white"'
        f' stroke-width="{2 * size}"/><path d="{strokes}" stroke="black"/></svg>'
    )


def _runs(row: list[bool], number: int) -> str:
    strokes, start = "", 0
    for is_dark, squares in groupby(row):
        length = len(list(squares))
        strokes += f"M{start} {number}h{length}" if is_dark else ""
        start += length
    return strokes
