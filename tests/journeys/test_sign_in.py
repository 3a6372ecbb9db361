"""Ways in: a passkey alone, a password and an app, a code by mail."""

import json
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from portal.home.seed.people import PASSWORD
from tests.journeys.people import (
    DEPUTY_SENEGAL,
    NCP_KENYA,
    NCP_NEW_ZEALAND,
    NCP_SENEGAL,
    OFFICER_SENEGAL,
)
from tests.journeys.visit import BOTH, Visit

pytestmark = pytest.mark.browser


def give_authenticator(visit: Visit) -> Any:
    """Give the window a computer with a fingerprint reader; return the line to it."""
    session = visit.context.new_cdp_session(visit.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


@pytest.mark.parametrize(
    ("language", "width", "email"), [("en", 1280, OFFICER_SENEGAL), ("fr", 390, DEPUTY_SENEGAL)]
)
def test_a_passkey_is_added_and_then_signs_in_alone(language, width, email, visit) -> None:
    officer = visit(language, width)
    authenticator = give_authenticator(officer)
    officer.sign_in(email)

    officer.open("mfa_index")
    officer.link("See and change them").click()
    officer.link("Add a passkey").click()
    officer.field("Password").fill(PASSWORD)
    officer.button("Continue", "sign in").click()
    officer.field("Name").fill(f"Office computer {language}")
    officer.button("Add the passkey").click()
    officer.link("I have kept them: go on").click()
    officer.open("mfa_list_webauthn")
    officer.reads(f"Office computer {language}")

    officer.sign_out()
    officer.open("account_login")
    officer.button("Use a passkey").click()
    officer.page.wait_for_url(lambda url: "login" not in url)

    officer.open("directory:account")
    officer.reads(email)
    authenticator.detach()


@BOTH
def test_an_app_gives_the_second_step(language, width, visit, site) -> None:
    rows = json.loads(site.manage("demo_sign_ins"))
    secret = next(
        note.split()[-1] for _role, email, _password, note in rows if email == NCP_NEW_ZEALAND
    )
    # Each test takes a code that the other leaves.
    counter = list(yield_hotp_counters_from_time())[1 if language == "en" else 2]
    ncp = visit(language, width)

    ncp.sign_in(NCP_NEW_ZEALAND)
    ncp.field("6-digit code").fill(format_hotp_value(hotp_value(secret, counter)))
    ncp.button("Sign in", inside="main").click()

    ncp.arrives_at("home:front")
    ncp.open("directory:account")
    ncp.reads(NCP_NEW_ZEALAND)


@BOTH
def test_a_code_by_mail_signs_in(language, width, visit, mailbox) -> None:
    ncp = visit(language, width)

    ncp.open("account_login")
    ncp.link("No password? Have a code sent to you by e-mail").click()
    ncp.field("E-mail at your administration").fill(NCP_SENEGAL)
    ncp.button("Send the code").click()
    ncp.field("Code from the mail").fill(mailbox.code_for(NCP_SENEGAL))
    ncp.button("Sign in", inside="main").click()

    ncp.arrives_at("home:front")
    ncp.open("directory:account")
    ncp.reads(NCP_SENEGAL)


def test_an_unknown_address_gets_the_same_page_and_no_code(visit, mailbox) -> None:
    nobody = visit()

    nobody.open("account_request_login_code")
    nobody.field("E-mail at your administration").fill("nobody@nowhere.example")
    nobody.button("Send the code").click()

    nobody.reads_heading("Enter the code from the mail")
    assert not [
        m
        for m in mailbox.messages
        if m["To"] == "nobody@nowhere.example" and "code" in m["Subject"]
    ]


def test_back_button_after_signing_out_shows_nothing_of_the_person(visit) -> None:
    """On a shared computer: what the browser kept goes with the session."""
    person = visit("en", 1280)
    person.sign_in(NCP_KENYA)
    person.open("directory:account_card")
    person.sign_out()

    for _press in range(2):
        person.page.go_back()
    person.page.wait_for_url("**/account/login/**")
    assert NCP_KENYA not in person.page.content()
