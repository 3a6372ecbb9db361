"""A letter becomes a contact point whom colleagues find, and the trail of it reads well."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from tests.files import samples
from tests.journeys.people import NCP_SENEGAL, SECRETARIAT
from tests.journeys.visit import Visit

pytestmark = pytest.mark.browser

EMAIL = "eleonore.akufo@customs-botswana.example"
NAME = "Éléonore Akufo-Mensah"
PASSWORD = "marche tortue violette"
# Ten letters and digits in two groups.
CODE = re.compile(r"\b[2-9A-Z]{5}-[2-9A-Z]{5}\b")


def invitation_for(mailbox, address: str, seconds: float = 60) -> str:
    """Wait for an invitation to this address and return its code."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for message in reversed(mailbox.messages):
            body = message.get_body(("plain",))
            if message["To"] == address and body and (found := CODE.search(body.get_content())):
                return found[0]
        time.sleep(0.2)
    raise AssertionError(f"No invitation for {address}: {[m['To'] for m in mailbox.messages]}")


def record_letter(officer: Visit) -> None:
    """Record the letter that names a new contact point of Botswana."""
    officer.open("directory:nomination_add", query="administration=BW")
    officer.box("given_name").fill(NAME.split(maxsplit=1)[0])
    officer.box("family_name").fill(NAME.split()[1])
    officer.box("email").fill(EMAIL)
    officer.box("post").fill("Head of Innovation")
    officer.box("language").select_option("fr")
    officer.box("sender").fill("The Commissioner")
    officer.box("dated").fill("2026-11-03")
    officer.box("file").set_input_files(
        {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": samples.pdf()}
    )
    officer.button("Record the letter").click()
    officer.reads_heading(NAME)


def wait_for_the_file(officer: Visit, seconds: float = 60) -> None:
    """Look again until the file is released."""
    deadline = time.monotonic() + seconds
    while not officer.page.locator("main a[download]").count():
        assert time.monotonic() < deadline, officer.where()
        time.sleep(1)
        officer.page.reload()


def set_up_an_app(person: Visit) -> None:
    """Turn the second step on with an app, whose secret stands in the page."""
    person.open("mfa_activate_totp")
    if person.page.locator("main [name=password]").count():
        person.field("Password").fill(PASSWORD)
        person.button("Continue", "sign in").click()
    secret = person.page.locator("#secret").inner_text()
    counter = next(iter(yield_hotp_counters_from_time()))
    person.box("code").fill(format_hotp_value(hotp_value(secret, counter)))
    person.button("Turn the second step on").click()
    person.page.wait_for_url(lambda url: "protection/app" not in url)


def test_a_letter_becomes_a_contact_point(visit, worker, mailbox) -> None:
    officer = visit("en", 1280)
    officer.sign_in(SECRETARIAT)
    record_letter(officer)
    wait_for_the_file(officer)
    officer.link("Check it on the desk").click()
    officer.reads("The Commissioner")
    here = officer.page.url
    officer.page.locator("main button", has_text="Verify and invite").click()
    officer.page.wait_for_url(lambda url: url != here)

    # The person opens the account on a phone, in French.
    person = visit("fr", 390)
    person.open("directory:join")
    person.box("email").fill(f" {EMAIL.upper()} ")
    person.box("code").fill(invitation_for(mailbox, EMAIL).lower().replace("-", " "))
    person.button("Go on").click()
    person.reads_heading(person.words("Choose a password"))
    for name in ("password1", "password2"):
        person.box(name).fill(PASSWORD)
    person.button("Open the account").click()
    person.page.wait_for_url(lambda url: "/join/" not in url)
    set_up_an_app(person)
    person.open("directory:account_welcome")
    person.box("accept").check()
    person.button("Accept and start").click()
    person.page.wait_for_url(lambda url: "welcome" not in url)
    person.open("directory:account_confirm")
    person.button("All correct").click()
    person.reads(person.words("Last confirmed on %(day)s.", day="").strip(" ."))

    # A colleague finds them without an accent, and sees why they may be trusted.
    colleague = visit("fr", 1280)
    colleague.sign_in(NCP_SENEGAL)
    colleague.open("directory:person_list", query="q=eleonore+akufo")
    colleague.page.get_by_role("link", name=NAME).click()
    colleague.reads_heading(NAME)
    colleague.reads(colleague.words("Verified"))

    # The trail reads well, and the log holds.
    officer.open("directory:administration_detail", "BW")
    officer.page.get_by_role("link", name=NAME).first.click()
    officer.link("History", inside="main").click()
    officer.reads(NAME)
    assert "Head of the chain" in worker.manage("audit_verify")
