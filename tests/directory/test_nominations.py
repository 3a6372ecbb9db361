"""A letter becomes a contact point: recorded, looked into, verified, invited."""

from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from directory import inviting
from directory.models import (
    Administration,
    AllowedDomain,
    Evidence,
    Invitation,
    Nomination,
    Person,
    Seat,
)
from directory.reviewing import KIND
from portal.audit.models import Event
from portal.desk.models import WorkItem
from portal.desk.registry import Refused
from portal.files.models import StoredFile
from portal.files.tasks import inspect_files
from tests.files import samples
from tests.files.conftest import folder  # noqa: F401 a private folder for every test
from tests.people import as_reader, make_person

ADD = "directory:nomination_add"


def letter(name: str = "letter.pdf", body: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body or samples.pdf(), "application/pdf")


def values(home: Administration, **changes: Any) -> dict[str, Any]:
    """Return a complete form."""
    return {
        "administration": home.pk, "seat": "contact-point", "given_name": "Nia",
        "family_name": "New", "email": "nia.new@arcadia.example", "language": "fr",
        "file": letter(), "sender": "The Director General", "channel": "e-mail",
        "dated": "2026-03-12",
    } | changes  # fmt: skip


@pytest.fixture
def keeper(client: Client, secretariat: Person) -> Client:
    client.force_login(secretariat)
    return client


@pytest.fixture
def recorded(keeper: Client, arcadia: Administration, ncp_a: Person) -> Nomination:
    """A nomination for a seat that somebody else holds, with a released letter."""
    answer = keeper.post(reverse(ADD), values(arcadia))
    assert answer.status_code == 302
    assert inspect_files() == 1
    return Nomination.objects.get()


def test_letter_is_recorded_once_and_waits_on_the_desk(
    keeper: Client, arcadia: Administration, secretariat: Person
) -> None:
    sent = values(arcadia) | {"file_once": "7a2f2a4e-0000-4000-8000-000000000001"}
    body = samples.pdf()
    for _press in range(2):
        answer = keeper.post(reverse(ADD), sent | {"file": letter(body=body)})
        assert answer.status_code == 302

    nomination = Nomination.objects.get()
    assert (nomination.state, nomination.seat.state) == ("evidence", "evidence")
    evidence = Evidence.objects.get()
    assert evidence.sha256 == StoredFile.objects.get().sha256
    item = WorkItem.objects.get()
    assert (item.kind, item.subject, item.state) == (KIND, str(nomination.pk), "open")
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"administration": ""}, "Choose an administration or a partner organisation."),
        ({"seat": "partner-contact"}, "This seat does not belong to such an office."),
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"dated": "2199-01-01"}, "This day is still to come."),
        ({"file": ""}, "Choose a file."),
    ],
)
def test_form_says_at_the_field_what_is_wrong(
    keeper: Client, arcadia: Administration, changes: dict[str, Any], words: str
) -> None:
    page = keeper.post(reverse(ADD), values(arcadia, **changes)).content.decode()
    assert words in page
    assert "Nia" in page  # what was typed stays
    assert not Nomination.objects.exists()


def accept_by_two(first: Person) -> Person:
    """Verify as two officers, and return the second."""
    second = make_person("Cora Colleague")
    second.assign_role("secretariat", by=None)
    assert WorkItem.objects.get().decide("accept", by=first) == "second"
    assert Nomination.objects.get().is_open
    assert WorkItem.objects.get().decide("accept", by=second) == "done"
    return second


def test_verified_letter_seats_the_person_and_ends_the_former_holder(
    recorded: Nomination, secretariat: Person, ncp_a: Person
) -> None:
    second = accept_by_two(secretariat)

    person = Person.objects.get(email="nia.new@arcadia.example")
    seat = Seat.objects.get(role="contact-point", administration=recorded.seat.administration)
    assert seat.holdings.current().get().person == person
    assert seat.holdings.current().get().nomination == recorded
    assert person.state == Person.State.UNCONFIRMED
    assert "seat:contact-point" not in as_reader(ncp_a).reader.tokens
    evidence = Evidence.objects.get()
    assert (evidence.verified_by, evidence.nomination.state) == (second, "verified")
    assert Invitation.objects.standing().get().person == person
    assert Person.objects.readable_by(as_reader(ncp_a)).filter(pk=person.pk).count() == 0


@pytest.mark.parametrize(
    ("email", "state"),
    [
        ("nia@arcadia.example", "done"),
        ("nia@elsewhere.example", "done"),
        ("nia@arcadla.example", "second"),
        ("nia@xn--rcadia-9cd.example", "second"),
    ],
)
def test_address_in_disguise_takes_a_second_officer(
    keeper: Client, arcadia: Administration, secretariat: Person, email: str, state: str
) -> None:
    AllowedDomain.allow(arcadia, "arcadia.example", by=None)
    keeper.post(reverse(ADD), values(arcadia, email=email))
    inspect_files()
    assert WorkItem.objects.get().decide("accept", by=secretariat) == state
    assert Person.objects.filter(email=email).exists() is (state == "done")


def test_letter_that_was_not_released_is_not_called_verified(
    keeper: Client, arcadia: Administration, secretariat: Person
) -> None:
    keeper.post(reverse(ADD), values(arcadia))
    inspect_files()
    nomination = Nomination.objects.get()
    sent = {"sender": "Somebody", "channel": "post", "dated": "2026-03-12"}
    address = reverse("directory:nomination_prove", args=[nomination.public_id])
    infected = letter("eicar.pdf", samples.pdf() + samples.EICAR + b"\n%%EOF\n")
    keeper.post(address, sent | {"file": infected})
    inspect_files()
    keeper.post(address, sent | {"file": letter(body=samples.pdf() + b"\n% other\n")})

    WorkItem.objects.get().decide("accept", by=secretariat)

    letters = Evidence.objects.order_by("pk").values_list("sender", "verified_by")
    assert list(letters) == [
        ("The Director General", secretariat.pk), ("Somebody", None), ("Somebody", None),
    ]  # fmt: skip


def test_letter_for_a_decided_nomination_is_refused_and_nothing_typed_is_lost(
    keeper: Client, recorded: Nomination, secretariat: Person
) -> None:
    item = WorkItem.objects.get()
    item.decide("refuse", by=secretariat, reason="Another person was named.")
    address = reverse("directory:nomination_prove", args=[recorded.public_id])
    sent = {"file": letter(), "sender": "The Minister", "channel": "post", "dated": "2026-03-12"}

    answer = keeper.post(address, sent)

    text = answer.content.decode()
    assert "This nomination is decided. Record the letter as a new one." in text
    assert "The Minister" in text
    assert Evidence.objects.count() == 1
    assert not WorkItem.objects.standing().exists()
    # Whoever read the row before it was decided finds out under the lock.
    with pytest.raises(Refused, match="is decided"):
        recorded.prove(by=secretariat)


def test_form_sent_again_after_the_decision_opens_no_dead_item(
    keeper: Client, arcadia: Administration, secretariat: Person
) -> None:
    body = samples.pdf()
    keeper.post(reverse(ADD), values(arcadia))
    nomination = Nomination.objects.get()
    address = reverse("directory:nomination_prove", args=[nomination.public_id])
    sent = {
        "sender": "The Minister", "channel": "post", "dated": "2026-03-12",
        "file_once": "7a2f2a4e-0000-4000-8000-000000000002",
    }  # fmt: skip
    keeper.post(address, sent | {"file": letter(body=body)})
    WorkItem.objects.get().decide("refuse", by=secretariat, reason="Not this one.")
    keeper.post(address, sent | {"file": letter(body=body)})
    assert not WorkItem.objects.standing().exists()


def test_letter_that_is_still_being_checked_verifies_nobody(
    keeper: Client, arcadia: Administration, secretariat: Person
) -> None:
    keeper.post(reverse(ADD), values(arcadia))
    with pytest.raises(Refused, match="still being checked"):
        WorkItem.objects.get().decide("accept", by=secretariat)
    assert Nomination.objects.get().is_open
    assert not Person.objects.filter(email__startswith="nia").exists()


def test_refused_letter_verifies_nobody(
    keeper: Client, arcadia: Administration, secretariat: Person
) -> None:
    keeper.post(
        reverse(ADD),
        values(arcadia, file=letter("eicar.pdf", samples.pdf() + samples.EICAR + b"\n%%EOF\n")),
    )
    inspect_files()
    assert StoredFile.objects.get().is_refused
    with pytest.raises(Refused):
        WorkItem.objects.get().decide("accept", by=secretariat)


def test_address_of_somebody_of_another_office_is_looked_at(
    keeper: Client, arcadia: Administration, secretariat: Person, ncp_b: Person
) -> None:
    keeper.post(reverse(ADD), values(arcadia, email=ncp_b.email.upper()))
    inspect_files()
    with pytest.raises(Refused, match="of another office"):
        WorkItem.objects.get().decide("accept", by=secretariat)


def test_officer_who_is_named_keeps_the_account(
    keeper: Client, arcadia: Administration, secretariat: Person, officer: Person
) -> None:
    keeper.post(reverse(ADD), values(arcadia, email=officer.email))
    inspect_files()
    WorkItem.objects.get().decide("accept", by=secretariat)
    seat = Seat.objects.get(role="contact-point")
    assert seat.holdings.current().get().person == officer
    assert not Invitation.objects.exists()


def test_return_asks_for_a_better_letter(
    recorded: Nomination, keeper: Client, secretariat: Person
) -> None:
    item = WorkItem.objects.get()
    item.decide("return", by=secretariat, reason="The letter names no post.")
    recorded.refresh_from_db()
    assert (recorded.state, recorded.reason) == ("nominated", "The letter names no post.")

    address = reverse("directory:nomination_prove", args=[recorded.public_id])
    better = {name: values(recorded.seat.administration)[name]
              for name in ("file", "sender", "channel", "dated")}  # fmt: skip
    assert keeper.post(address, better).status_code == 302
    item.refresh_from_db()
    recorded.refresh_from_db()
    assert (item.state, recorded.state, recorded.evidence.count()) == ("open", "evidence", 2)


def test_page_says_what_is_odd(recorded: Nomination, keeper: Client) -> None:
    AllowedDomain.allow(recorded.seat.administration, "arcadla.example", by=None)
    page = keeper.get(recorded.get_absolute_url()).content.decode()
    assert "looks like one on the list" in page


def test_withdrawn_nomination_leaves_the_desk(recorded: Nomination, keeper: Client) -> None:
    address = reverse("directory:nomination_withdraw", args=[recorded.public_id])
    assert [keeper.post(address).status_code for _press in range(2)] == [302, 403]
    assert WorkItem.objects.get().outcome == "withdrawn"
    assert Event.objects.filter(verb="directory.settle_nomination").count() == 1


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
