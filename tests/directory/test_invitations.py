"""A code by mail opens an account, once, and a wrong one opens nothing."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from directory import inviting
from directory.models import Invitation, Nomination, Person
from tests.directory.letters import accept_by_two
from tests.files.conftest import folder  # noqa: F401 a private folder for every test


def code_of(message: Any) -> str:
    """Return the code that a mail carries."""
    return next(line.strip() for line in message.body.splitlines() if line.strip()[5:6] == "-")


@pytest.fixture
def invited(recorded: Nomination, secretariat: Person) -> Person:
    accept_by_two(secretariat)
    mail.outbox.clear()
    assert inviting.send_due() == 1
    assert inviting.send_due() == 0
    return Person.objects.get(email="nia.new@arcadia.example")


def test_code_opens_the_account_once(invited: Person, client: Client) -> None:
    client.logout()
    code = code_of(mail.outbox[0])
    assert "Smart Customs" in mail.outbox[0].subject
    join = reverse("directory:join")
    typed = {"email": " NIA.new@Arcadia.example", "code": code.lower().replace("-", " ")}
    answer = client.post(join, typed)
    assert answer.headers["Location"] == reverse("directory:join_password")
    new = {"password1": "marche tortue violette", "password2": "marche tortue violette"}
    client.post(answer.headers["Location"], new)

    invited.refresh_from_db()
    assert invited.state == Person.State.VERIFIED
    assert invited.check_password("marche tortue violette")
    assert client.session["_auth_user_id"] == str(invited.pk)
    other = Client()
    assert "do not open an account" in other.post(join, typed).content.decode()


def test_wrong_codes_end_an_invitation(invited: Person) -> None:
    visitor = Client(REMOTE_ADDR="192.0.2.7")
    join, code = reverse("directory:join"), code_of(mail.outbox[0])
    wrong = {"email": invited.email, "code": "22222-22222"}
    answers = {b"do not open" in visitor.post(join, wrong).content for _try in range(10)}
    assert answers == {True}
    right = Client(REMOTE_ADDR="192.0.2.8").post(join, wrong | {"code": code})
    assert "do not open an account" in right.content.decode()
    invited.refresh_from_db()
    assert invited.state == Person.State.UNCONFIRMED


def test_new_code_ends_the_old_one(invited: Person, secretariat: Person, client: Client) -> None:
    first = code_of(mail.outbox[0])
    client.force_login(secretariat)
    client.post(reverse("directory:invitation_send", args=[invited.public_id]))
    inviting.send_due()
    assert Invitation.opened_by(invited.email, first) is None
    assert Invitation.opened_by(invited.email, code_of(mail.outbox[1])) is not None


def test_revoked_and_expired_codes_open_nothing(invited: Person, secretariat: Person) -> None:
    code = code_of(mail.outbox[0])
    invitation = Invitation.objects.get()
    invitation.expires_at = invitation.sent_at
    invitation.save(update_fields=["expires_at"])
    assert Invitation.opened_by(invited.email, code) is None
    assert invitation.revoke(by=secretariat)
    assert not invitation.revoke(by=secretariat)
    assert Invitation.opened_by(invited.email, code) is None


def test_password_page_needs_a_code(client: Client, db: None) -> None:
    answer = client.get(reverse("directory:join_password"))
    assert answer.headers["Location"] == reverse("directory:join")
