"""A letter becomes a contact point: recorded, looked into, verified, invited."""

import datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory import reviewing
from directory.models import (
    Administration,
    AllowedDomain,
    Evidence,
    Invitation,
    Nomination,
    Person,
    Seat,
)
from directory.reviewing import KIND, put_on_desk
from portal.audit.models import Event
from portal.desk.models import WorkItem
from portal.files.models import StoredFile
from portal.files.tasks import inspect_files
from portal.notifications.models import Event as News
from portal.refusals import Refused
from tests.desk.work import ticked
from tests.directory.letters import ADD, accept_by_two, letter, values
from tests.directory.lists import as_csv, line
from tests.files import samples
from tests.files.conftest import folder  # noqa: F401 a private folder for every test
from tests.people import as_reader, make_person


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


@pytest.mark.parametrize("is_list", [True, False])
def test_upload_used_elsewhere_is_asked_for_again_and_nothing_typed_is_lost(
    is_list: bool, keeper: Client, arcadia: Administration, secretariat: Person
) -> None:
    target = reverse("directory:import_add" if is_list else ADD)
    body = as_csv([line("Ann Lee")]) if is_list else samples.pdf()
    sent = values(arcadia) | {"file_once": "7a2f2a4e-0000-4000-8000-000000000002"}
    name = "list.csv" if is_list else "letter.pdf"
    for _press in range(2):
        sent["file"] = letter(name, body)
        answer = keeper.post(target, sent)
        # Another form brought it before, for something else.
        StoredFile.objects.update(purpose="forums.attachment")

    assert answer.status_code == 200
    assert answer.context["form"].errors == {
        "file": ["This upload was used already. Choose the file again."]
    }
    assert "The Director General" in answer.text
    # The next press brings a file of its own.
    assert 'name="file_kept"' not in answer.text
    assert sent["file_once"] not in answer.text


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


def test_address_in_disguise_is_never_decided_in_a_list(
    keeper: Client, arcadia: Administration, secretariat: Person
) -> None:
    AllowedDomain.allow(arcadia, "arcadia.example", by=None)
    keeper.post(reverse(ADD), values(arcadia, email="nia@arcadla.example"))
    inspect_files()
    item = WorkItem.objects.get()
    sent = {"act": "accept", "item": ticked(item)}
    report = keeper.post(reverse("desk:queue_act"), sent).context["report"]
    assert [(each.is_done, str(each.words)) for each in report] == [
        (False, "Something is odd about it. Open it to decide.")
    ]
    assert WorkItem.objects.get().state == "open"


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


def test_badge_says_on_what_the_seat_stands(
    keeper: Client, recorded: Nomination, ncp_a: Person, secretariat: Person, officer: Person
) -> None:
    def badge(person: Person) -> str:
        return keeper.get(person.get_absolute_url()).content.decode()

    assert "Given by the WCO without a letter on" in badge(ncp_a)
    # A letter that names whoever holds the seat is linked to them.
    keeper.post(reverse(ADD), values(recorded.seat.administration, email=ncp_a.email))
    inspect_files()
    own = Nomination.objects.get(email=ncp_a.email)
    WorkItem.objects.about(KIND, own).get().decide("accept", by=secretariat)
    second = make_person("Cora Colleague")
    second.assign_role("secretariat", by=None)
    WorkItem.objects.about(KIND, own).get().decide("accept", by=second)
    assert ncp_a.holdings.get().nomination == own
    assert "Verified by the WCO from a letter on" in badge(ncp_a)


def test_whoever_named_the_person_is_told_how_it_ended(
    keeper: Client, ncp_a: Person, officer: Person, secretariat: Person, arcadia: Administration
) -> None:
    deputy = Seat.objects.get_or_create(role_id="deputy", administration=arcadia)[0]
    ended = {}
    for outcome in ("refuse", "accept"):
        named = Nomination.put_forward(
            deputy, origin="proposal", by=ncp_a, person=officer, email=f"{outcome}@arcadia.example",
            given_name="Olga", family_name="Officer",
        )  # fmt: skip
        put_on_desk(named, by=ncp_a)
        item = WorkItem.objects.about(KIND, named).get()
        item.decide(outcome, by=secretariat, reason="She leaves in May.")
        ended[outcome] = named
    told = News.objects.filter(verb__endswith="_nomination").order_by("pk")
    assert [(event.verb, event.people) for event in told] == [
        ("directory.refuse_nomination", [ncp_a.pk, officer.pk]),
        ("directory.verify_nomination", [ncp_a.pk]),
    ]
    keeper.force_login(ncp_a)
    text = keeper.get(ended["refuse"].get_absolute_url()).content.decode()
    assert "She leaves in May." in text
    badge = keeper.get(officer.get_absolute_url()).content.decode()
    assert "Named by the contact point, and verified by the WCO on" in badge


def test_what_was_returned_or_asked_a_month_ago_is_there_again(
    recorded: Nomination, secretariat: Person, ncp_a: Person, officer: Person, time_machine: Any
) -> None:
    item = WorkItem.objects.get()
    item.decide("return", by=secretariat, reason="The letter names no post.")
    silent = Nomination.put_forward(
        recorded.seat, origin="handover", by=ncp_a, person=officer, email=officer.email,
        given_name="Olga", family_name="Officer",
    )  # fmt: skip
    assert reviewing.keep_queue() == 0
    time_machine.move_to(timezone.now() + datetime.timedelta(days=31))

    assert [reviewing.keep_queue() for _run in range(2)] == [2, 0]

    standing = WorkItem.objects.standing().filter(state="open")
    assert {each.subject for each in standing} == {str(recorded.pk), str(silent.pk)}
    # What was decided meanwhile is no dead item.
    Nomination.objects.get(pk=silent.pk).settle("refused", by=secretariat)
    assert reviewing.keep_queue() == 1


def test_naming_again_updates_the_note(recorded: Nomination, secretariat: Person) -> None:
    again = {"given_name": "Nia", "family_name": "New", "post": "Director", "note": "As you asked."}
    for by, post in ((make_person("Other Officer"), ""), (secretariat, "Director")):
        found = Nomination.put_forward(
            recorded.seat, origin="letter", by=by, email=recorded.email, **again
        )
        found.refresh_from_db()
        assert (found, found.post) == (recorded, post)
