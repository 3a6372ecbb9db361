"""Signing in through the real forms: password, code by mail, second step."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from directory.models import Person
from directory.second_factor import enrol_totp
from portal.audit.models import Event
from tests.directory.signin import app_code, ask_for_code, mailed_code, page, sign_in, who
from tests.people import PASSWORD, as_reader, make_person


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """Start every test with unused limits."""
    cache.clear()


@pytest.fixture
def with_app(db: None) -> tuple[Person, str]:
    """A person with an authenticator app, and its secret."""
    person = make_person("Tina Totp", factor=False)
    return person, enrol_totp(person)


def test_password_signs_in_and_leads_home(client: Client, officer: Person) -> None:
    response = sign_in(client, officer.email)

    assert (response.status_code, response["Location"]) == (302, "/en/")
    assert who(client) == str(officer.pk)
    assert Event.objects.filter(verb="directory.sign_in", actor_id=officer.pk).count() == 1


def test_password_leads_to_the_next_page_of_the_portal_only(
    client: Client, officer: Person
) -> None:
    account = reverse("directory:account")

    assert sign_in(client, officer.email, next=account)["Location"] == account
    for elsewhere in (
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:1",
    ):
        assert sign_in(Client(), officer.email, next=elsewhere)["Location"] == "/en/"


@pytest.mark.parametrize(
    "spelling", ["Olga.Officer@Customs.Example", " olga.officer@customs.example "]
)
def test_address_signs_in_in_any_spelling(client: Client, officer: Person, spelling: str) -> None:
    sign_in(client, spelling)

    assert who(client) == str(officer.pk)


def test_session_gets_a_new_key_at_sign_in(client: Client, officer: Person) -> None:
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = True
    session.save()

    sign_in(client, officer.email)

    assert client.session.session_key != session.session_key
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_wrong_password_is_told_at_the_form(client: Client, officer: Person) -> None:
    response = sign_in(client, officer.email, "wrong horse")

    assert "The e-mail or the password is not right." in page(response)
    assert officer.email in page(response)
    assert "wrong horse" not in page(response)
    assert who(client) == ""


def test_password_of_a_stopped_account_leads_to_the_reason(
    client: Client, suspended: Person
) -> None:
    response = client.post(
        reverse("account_login"), {"login": suspended.email, "password": PASSWORD}, follow=True
    )

    assert "Your account is stopped" in page(response)
    assert who(client) == ""


def test_app_is_asked_after_the_password(client: Client, with_app: tuple[Person, str]) -> None:
    person, secret = with_app
    response = sign_in(client, person.email)

    assert response["Location"] == reverse("mfa_authenticate")
    assert who(client) == ""

    client.post(reverse("mfa_authenticate"), {"code": app_code(secret)})

    assert who(client) == str(person.pk)


def test_wrong_app_code_says_how_many_tries_are_left(
    client: Client, with_app: tuple[Person, str]
) -> None:
    person, _secret = with_app
    sign_in(client, person.email)

    said = [page(client.post(reverse("mfa_authenticate"), {"code": "000000"})) for _ in range(6)]

    left = [
        f"{n} {'try' if n == 1 else 'tries'} left" in text
        for n, text in zip([4, 3, 2, 1, 0], said, strict=False)
    ]
    assert left == [True] * 5
    assert "Too many tries" in said[5]
    assert who(client) == ""


@pytest.mark.parametrize("periods", [-1, 0, 1])
def test_app_code_is_good_once(with_app: tuple[Person, str], periods: int) -> None:
    person, secret = with_app
    code = app_code(secret, periods)
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, person.email)
        client.post(reverse("mfa_authenticate"), {"code": f"{code[:3]} {code[3:]}"})

    assert (who(first), who(second)) == (str(person.pk), "")


def test_app_code_two_periods_off_is_refused(client: Client, with_app: tuple[Person, str]) -> None:
    person, secret = with_app
    sign_in(client, person.email)
    client.post(reverse("mfa_authenticate"), {"code": app_code(secret, 3)})

    assert who(client) == ""


def test_recovery_code_is_good_once(with_app: tuple[Person, str]) -> None:
    person, _secret = with_app
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap()
    code = codes.get_unused_codes()[0]
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, person.email)
        client.post(reverse("mfa_authenticate"), {"code": code})

    assert (who(first), who(second)) == (str(person.pk), "")
    left = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()
    assert len(left) == 9


def test_secret_of_an_app_is_encrypted_at_rest(with_app: tuple[Person, str]) -> None:
    person, secret = with_app
    stored = Authenticator.objects.filter(user=person).values_list("data", flat=True)

    assert secret not in str(list(stored))


def test_code_by_mail_signs_in(client: Client, officer: Person) -> None:
    response = ask_for_code(client, officer.email, f"?next={reverse('directory:account')}")
    answer = client.post(response["Location"], {"code": mailed_code().replace("-", " ")})

    assert who(client) == str(officer.pk)
    assert answer["Location"] == reverse("directory:account")


def test_code_by_mail_still_asks_for_the_app(client: Client, with_app: tuple[Person, str]) -> None:
    person, _secret = with_app
    ask_for_code(client, person.email)
    response = client.post(reverse("account_confirm_login_code"), {"code": mailed_code()})

    assert response["Location"] == reverse("mfa_authenticate")
    assert who(client) == ""


def test_wrong_mailed_code_says_how_many_tries_are_left(client: Client, officer: Person) -> None:
    ask_for_code(client, officer.email)
    code = mailed_code()
    address = reverse("account_confirm_login_code")

    said = [page(client.post(address, {"code": "111-111-111"})) for _ in range(4)]
    last = client.post(address, {"code": "111-111-111"})
    client.post(address, {"code": code})

    assert [f"{4 - n} tr" in text for n, text in enumerate(said)] == [True] * 4
    assert last["Location"] == reverse("account_request_login_code")
    assert who(client) == ""


def is_address_confirmed(person: Person) -> bool:
    return EmailAddress.objects.get(user=person).verified


def test_first_code_confirms_the_address_and_nothing_more(
    client: Client, unconfirmed: Person
) -> None:
    ask_for_code(client, unconfirmed.email)
    client.post(reverse("account_confirm_login_code"), {"code": mailed_code()})

    unconfirmed.refresh_from_db()
    assert who(client) == str(unconfirmed.pk)
    assert is_address_confirmed(unconfirmed)
    assert as_reader(unconfirmed).reader.tokens == {"public"}
    assert "The Secretariat checks your account" in page(client.get(reverse("directory:account")))
    refused = client.get(reverse("directory:person_list"))
    assert refused.status_code == 403
    assert "The Secretariat checks your account" in page(refused)


def test_password_of_a_new_account_asks_for_a_code_first(
    client: Client, unconfirmed: Person
) -> None:
    response = sign_in(client, unconfirmed.email)
    assert response["Location"] == reverse("account_email_verification_sent")
    assert who(client) == ""

    client.post(response["Location"], {"code": mailed_code()})

    assert is_address_confirmed(unconfirmed)
    assert who(client) == str(unconfirmed.pk)


def test_new_password_by_code_ends_every_session(officer: Person) -> None:
    elsewhere, here = Client(), Client()
    sign_in(elsewhere, officer.email)

    here.post(reverse("account_reset_password"), {"email": officer.email})
    here.post(reverse("account_confirm_password_reset_code"), {"code": mailed_code()})
    new = "four unlikely words together"
    here.post(reverse("account_complete_password_reset"), {"password1": new, "password2": new})

    assert elsewhere.get(reverse("directory:account")).status_code == 302
    assert mail.outbox[-1].subject == "Your password was changed"
    sign_in(here, officer.email, new)
    assert who(here) == str(officer.pk)


def test_mails_are_light_marked_and_in_the_readers_language(client: Client, db: None) -> None:
    person = make_person("Paul Francophone", factor=False, language="fr")
    ask_for_code(client, person.email)
    message = mail.outbox[-1]
    html = str(message.alternatives[0].content)

    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.subject != "Your code to sign in"
    assert '<html lang="fr">' in html
    assert ("<img" in html, "http" in html.replace("http://localhost", "")) == (False, False)


@pytest.mark.parametrize("address", ["account/signup/", "account/password/first/"])
def test_closed_pages_say_what_to_do(client: Client, officer: Person, address: str) -> None:
    officer.set_unusable_password()
    officer.save(update_fields=["password"])
    client.force_login(officer)
    response = client.get(f"/en/{address}")

    assert response.status_code == 200
    assert client.post("/en/account/signup/", {"email": "new@customs.example"}).status_code == 200
    assert not Person.objects.filter(email="new@customs.example").exists()


@pytest.mark.parametrize(
    "address",
    [
        "account/confirm-email/abc/",
        "account/password/reset/key/1-abc/",
        "account/2fa/trust/",
        "admin/",
    ],
)
def test_links_by_mail_trust_and_admin_do_not_exist(client: Client, db: None, address: str) -> None:
    assert client.get(f"/en/{address}").status_code == 404


@pytest.fixture
def no_mail_server(settings: Any) -> None:
    """Nothing listens where the mail server should be."""
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": smtp, "OPTIONS": {"host": "127.0.0.1", "port": 1}}}


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_code_that_cannot_be_mailed_is_an_answer(
    no_mail_server: None, client: Client, officer: Person, name: str
) -> None:
    answers = [
        client.post(reverse(name), {"email": email}) for email in (officer.email, "a@b.example")
    ]

    assert [answer.status_code for answer in answers] == [503, 503]
    assert page(answers[0]) == page(answers[1])
    assert "The mail could not be sent" in page(answers[0])


def test_change_that_cannot_be_mailed_is_made(
    no_mail_server: None, client: Client, officer: Person
) -> None:
    sign_in(client, officer.email)
    new = "four unlikely words together"
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    officer.refresh_from_db()
    assert officer.check_password(new)
