"""A form sent after the session ended: kept for its person, offered again, sent once."""

import datetime
import html
import re
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.forms.own_card import OwnCardForm
from directory.models import Person
from portal.home.models import HeldForm
from portal.home.tasks import drop_expired_forms
from tests.directory.signin import page, sign_in
from tests.people import make_person

CARD = "directory:account_card"
TEXT = "Head of <risk> & analysis, équipe n° 5"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def typed(post: str = TEXT) -> dict[str, Any]:
    """Return a whole card form as the officer's page shows it, filled in."""
    officer = Person.objects.get(email="olga.officer@customs.example")
    return {
        "seen": OwnCardForm(instance=officer)["seen"].value(),
        "post": post,
        "email_visibility": "members",
        "phone_visibility": "members",
        "mobile_visibility": "members",
        "language": "en",
        "zone": "UTC",
        "hours_from": "09:00",
        "hours_until": "17:00",
    }


@pytest.fixture
def ended(client: Client, officer: Person) -> Client:
    """A browser in which the officer's session has just ended."""
    sign_in(client, officer.email)
    Session.objects.all().delete()
    return client


def hidden(text: str, action: str) -> dict[str, str]:
    """Return the hidden fields of the form that goes to this address."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', text, re.DOTALL)
    assert form is not None
    pairs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form.group())
    return {html.unescape(name): html.unescape(value) for name, value in pairs}


def test_form_is_held_and_sent_after_sign_in(ended: Client, officer: Person) -> None:
    card = reverse(CARD)
    response = ended.post(card, typed())
    held = HeldForm.objects.get()
    offer = reverse("home:held_form", args=[held.public_id])
    assert response["Location"] == f"{reverse('account_login')}?next={offer}"

    assert sign_in(ended, officer.email, next=offer)["Location"] == offer
    shown = page(ended.get(offer))
    assert "Head of &lt;risk&gt; &amp; analysis, équipe n° 5" in shown
    fields = hidden(shown, card)
    response = ended.post(card, fields)

    officer.refresh_from_db()
    assert response["Location"] == reverse("directory:account")
    assert officer.post.splitlines() == TEXT.splitlines()
    assert HeldForm.objects.count() == 0


def test_lines_of_a_held_text_stay_lines(ended: Client, officer: Person, ncp_b: Person) -> None:
    ask = reverse("directory:person_contact", args=[ncp_b.public_id])
    ended.post(ask, {"message": "One <b>\r\nTwo"})
    offer = reverse("home:held_form", args=[HeldForm.objects.get().public_id])

    sign_in(ended, officer.email, next=offer)
    shown = page(ended.get(offer))

    assert "One &lt;b&gt;<br>Two" in shown
    assert hidden(shown, ask)["message"].splitlines() == ["One <b>", "Two"]


def test_second_press_sends_nothing(ended: Client, officer: Person) -> None:
    ended.post(reverse(CARD), typed())
    held = HeldForm.objects.get()
    sign_in(ended, officer.email)
    fields = typed() | {"held_form": held.public_id}
    ended.post(reverse(CARD), fields)
    officer.revise(by=officer, post="Changed meanwhile")

    response = ended.post(reverse(CARD), fields | {"seen": typed()["seen"]})

    officer.refresh_from_db()
    assert response["Location"] == reverse("home:front")
    assert officer.post == "Changed meanwhile"


@pytest.mark.parametrize("key", ["\x00", "q" * 12, "q" * 10_000])
def test_key_of_no_held_form_sends_nothing(client: Client, officer: Person, key: str) -> None:
    client.force_login(officer)

    response = client.post(reverse(CARD), typed() | {"held_form": key})

    officer.refresh_from_db()
    assert (response["Location"], officer.post == TEXT) == (reverse("home:front"), False)


def test_form_that_is_refused_is_offered_again(
    ended: Client, officer: Person, secretariat: Person
) -> None:
    address = reverse("directory:factor_reset_ask", args=[secretariat.public_id])
    ended.post(address, {"reason": "I know the voice."})
    held = HeldForm.objects.get()
    sign_in(ended, officer.email)
    response = ended.post(address, {"reason": "I know the voice.", "held_form": held.public_id})

    assert response.status_code == 403
    assert HeldForm.objects.unsent().get() == held


def test_nobody_else_sees_a_held_form(ended: Client, ncp_a: Person) -> None:
    ended.post(reverse(CARD), typed())
    held = HeldForm.objects.get()
    offer = reverse("home:held_form", args=[held.public_id])
    ended.force_login(ncp_a)

    answers = [ended.get(offer), ended.get(reverse("home:held_form", args=["q" * 12]))]

    assert [(each.status_code, each["Location"]) for each in answers] == [(302, "/en/")] * 2
    discard = reverse("home:held_form_discard", args=[held.public_id])
    assert ended.post(discard)["Location"] == reverse("home:front")
    assert "risk" not in page(ended.get(reverse("home:held_form_list")))
    assert HeldForm.objects.get() == held


def test_visitor_without_the_cookie_has_nothing_held(client: Client, officer: Person) -> None:
    for value in ("", officer.public_id, f"{officer.public_id}:forged:signature"):
        client.cookies["person"] = value
        response = client.post(reverse(CARD), typed())
        assert response["Location"].startswith(reverse("account_login"))
    assert HeldForm.objects.count() == 0


def test_held_form_is_encrypted(ended: Client) -> None:
    ended.post(reverse(CARD), typed("a canary in the post"))

    assert b"canary" not in bytes(HeldForm.objects.get().sealed)


def test_passwords_tokens_and_files_are_never_held(ended: Client) -> None:
    ended.post(reverse("account_change_password"), {"oldpassword": "a", "password1": "b"})
    ended.post(reverse(CARD), {"post": "x", "credential": "{}"})
    assert HeldForm.objects.count() == 0

    ended.post(reverse(CARD), typed() | {"letter": SimpleUploadedFile("a.txt", b"canary")})
    assert [name for name, _ in HeldForm.objects.get().fields] == list(typed())


def test_too_long_a_text_is_not_held_and_said_so(ended: Client, officer: Person) -> None:
    ended.post(reverse(CARD), typed("é" * 300_000))

    assert HeldForm.objects.count() == 0
    assert "too long to keep" in page(ended.get(reverse("account_login")))


def test_oldest_forms_go_first(officer: Person) -> None:
    for number in range(HeldForm.PER_PERSON + 2):
        HeldForm.hold(person=officer, address="/en/", fields=[("n", str(number))])

    kept = [form.fields[0][1] for form in HeldForm.objects.all()]
    assert kept == [str(n) for n in range(HeldForm.PER_PERSON + 1, 1, -1)]


def test_form_is_kept_for_a_day(ended: Client, officer: Person) -> None:
    ended.post(reverse(CARD), typed())
    held = HeldForm.objects.get()
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=24, minutes=1)):
        sign_in(ended, officer.email)
        offer = reverse("home:held_form", args=[held.public_id])
        assert ended.get(offer)["Location"] == reverse("home:front")
        assert drop_expired_forms() == 1


def test_discarded_form_is_forgotten(ended: Client, officer: Person) -> None:
    ended.post(reverse(CARD), typed())
    held = HeldForm.objects.get()
    sign_in(ended, officer.email)
    ended.post(reverse("home:held_form_discard", args=[held.public_id]))

    assert HeldForm.objects.count() == 0


def test_home_offers_a_held_form(ended: Client, officer: Person) -> None:
    ended.post(reverse(CARD), typed())
    sign_in(ended, officer.email)
    listed = page(ended.get(reverse("home:held_form_list")))

    assert "1 form is kept for you" in listed
    assert reverse(CARD) in listed


def test_form_before_the_first_visit_is_held_too(client: Client, officer: Person) -> None:
    newcomer = make_person("Nia Newcomer", welcomed_at=None, terms_version="")
    newcomer.assign_role("secretariat", by=None)
    client.force_login(newcomer)
    address = reverse("directory:factor_reset_ask", args=[officer.public_id])
    response = client.post(address, {"reason": "I know the voice."})

    held = HeldForm.objects.get()
    offer = reverse("home:held_form", args=[held.public_id])
    assert response["Location"] == f"{reverse('directory:account_welcome')}?next={offer}"
    assert held.fields == [("reason", "I know the voice.")]


def test_form_with_an_old_token_is_offered_again(officer: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)
    card = reverse(CARD)
    here = {"origin": "http://testserver"}

    refused = browser.post(card, typed(), headers=here)
    shown = refused.content.decode()
    assert refused.status_code == 403
    assert "Head of &lt;risk&gt;" in shown
    browser.post(card, hidden(shown, card), headers=here)

    officer.refresh_from_db()
    assert officer.post.splitlines() == TEXT.splitlines()


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_form_of_another_site_is_not_offered(officer: Person, origin: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)
    refused = browser.post(reverse(CARD), typed(), headers={"origin": origin} if origin else {})

    assert refused.status_code == 403
    assert "Head of" not in refused.content.decode()
