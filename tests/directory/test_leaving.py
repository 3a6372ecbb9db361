"""Leaving: asked with proof, taken back within a week, stopped by a hold, carried out once."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory import leaving, traces
from directory.leaving import KIND
from directory.models import DataExport, Leaving, PendingChange, Person
from directory.tasks import carry_out_leavings, make_data_exports
from directory.traces import Trace, register_trace
from hub.models import News
from portal.audit.models import Event
from portal.desk.models import WorkItem
from portal.notifications.models import Event as Told
from portal.refusals import Refused
from tests.files.conftest import folder  # noqa: F401 a private folder for every test
from tests.people import PASSWORD, make_person

PAGE = "directory:leaving"
SURE = {"choice": "anonymise", "is_sure": "on"}
WEEK = datetime.timedelta(days=7, seconds=1)


@pytest.fixture
def leaver(client: Client, officer: Person) -> Client:
    """A browser in which the officer signed in by password and proved it again."""
    client.post(reverse("account_login"), {"login": officer.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def asked(person: Person, *, by: Person | None = None, **changes: Any) -> Leaving:
    given: dict[str, Any] = {"choice": "anonymise", "drops_drafts": False}
    return leaving.ask(person, by=by or person, **given | changes)


def second_officer() -> Person:
    person = make_person("Sara Second")
    person.assign_role("secretariat", by=None)
    return person


def a_week_later() -> int:
    with time_machine.travel(timezone.now() + WEEK):
        return carry_out_leavings()


def test_leaving_needs_a_second_proof(client: Client, officer: Person) -> None:
    client.post(reverse("account_login"), {"login": officer.email, "password": PASSWORD})

    answer = client.post(reverse(PAGE), SURE)

    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not Leaving.objects.exists()
    assert client.get(reverse(PAGE)).status_code == 200


def test_leaving_waits_for_a_week_and_shows_on_the_desk(leaver: Client, officer: Person) -> None:
    for _press in range(2):
        assert leaver.post(reverse(PAGE), SURE).status_code == 302

    asked = Leaving.objects.get()
    assert (asked.person, asked.choice, asked.drops_drafts) == (officer, "anonymise", False)
    assert datetime.timedelta(days=6) < asked.due_at - timezone.now() <= datetime.timedelta(days=7)
    assert WorkItem.objects.get().kind == KIND
    assert officer.name not in WorkItem.objects.get().title
    assert [message.subject for message in mail.outbox] == ["You asked to leave the portal"]
    page = leaver.get(reverse(PAGE)).content.decode()
    assert "Stay in the portal" in page
    assert carry_out_leavings() == 0


def test_page_says_what_stands_in_the_place_of_the_name(
    client: Client, officer: Person, ncp_a: Person, secretariat: Person
) -> None:
    promised = {}
    for person in (officer, ncp_a, secretariat):
        client.force_login(person)
        page = client.get(reverse(PAGE)).content.decode()
        promised[person] = page.split("Anonymous: “")[1].split("”")[0]
        asked(person)
    a_week_later()

    assert [*promised.values()] == [
        "Former officer of Arcadia", "Former National Contact Point of Arcadia",
        "Former officer of the WCO Secretariat",
    ]  # fmt: skip
    for person, title in promised.items():
        person.refresh_from_db()
        assert person.name == title


def test_form_asks_to_be_sure(leaver: Client) -> None:
    page = leaver.post(reverse(PAGE), {"choice": "keep"}).content.decode()

    assert "Tick this box to go on." in page
    assert not Leaving.objects.exists()


def test_leaving_is_taken_back(leaver: Client, officer: Person) -> None:
    leaver.post(reverse(PAGE), SURE)

    for _press in range(2):
        leaver.post(reverse("directory:leaving_not"))

    assert Leaving.objects.get().state == "withdrawn"
    assert WorkItem.objects.get().outcome == "withdrawn"
    assert a_week_later() == 0
    officer.refresh_from_db()
    assert officer.state == Person.State.VERIFIED
    assert Event.objects.filter(verb="directory.take_back_leaving").count() == 1


def test_leaving_is_carried_out_once(officer: Person) -> None:
    asked(officer)

    assert [a_week_later(), a_week_later()] == [1, 0]

    officer.refresh_from_db()
    assert (officer.state, officer.name) == ("former", "Former officer of Arcadia")
    assert WorkItem.objects.get().outcome == "done"
    assert Event.objects.filter(verb="directory.carry_out_leaving").count() == 1


def test_legal_hold_stops_it_with_a_reason(officer: Person, secretariat: Person) -> None:
    asked(officer)
    item = WorkItem.objects.get()
    with pytest.raises(Refused):
        item.decide("hold", by=secretariat)

    item.decide("hold", by=secretariat, reason="A court asked for the letters.")

    assert a_week_later() == 0
    officer.refresh_from_db()
    assert officer.is_active
    browser = Client()
    browser.force_login(officer)
    assert "A court asked for the letters." in browser.get(reverse(PAGE)).content.decode()
    told = Told.objects.get(verb="directory.hold_leaving")
    assert told.people == [officer.pk]


def test_nothing_to_object_changes_nothing(officer: Person, secretariat: Person) -> None:
    asked(officer)

    WorkItem.objects.get().decide("note", by=secretariat)

    assert Leaving.objects.get().state == "waiting"
    assert a_week_later() == 1


def test_nobody_makes_another_leave_alone(officer: Person, secretariat: Person) -> None:
    officer.suspend(by=secretariat, reason="Left without notice.")
    leaving = asked(officer, by=secretariat)

    with pytest.raises(Refused):
        WorkItem.objects.get().decide("note", by=secretariat)
    with pytest.raises(IntegrityError), transaction.atomic():
        leaving.agree(by=secretariat)
    with pytest.raises(IntegrityError), transaction.atomic():
        leaving.finish()
    assert a_week_later() == 0
    WorkItem.objects.get().decide("note", by=second_officer())

    assert a_week_later() == 1
    officer.refresh_from_db()
    assert officer.name == "Former officer of Arcadia"
    assert Event.objects.filter(verb="directory.agree_leaving").count() == 1


@pytest.mark.parametrize(
    ("is_suspended", "way"),
    [(True, "write to the Secretariat before"), (False, "you can sign in and take this back")],
)
def test_person_is_told_by_mail_whatever_their_state(
    is_suspended: bool, way: str, officer: Person, secretariat: Person, client: Client
) -> None:
    if is_suspended:
        officer.suspend(by=secretariat, reason="Left without notice.")
    client.force_login(secretariat)
    address = reverse("directory:person_leave", args=[officer.public_id])
    for _press in range(2):
        client.post(address, SURE)

    [message] = mail.outbox
    assert message.to == [officer.email]
    assert message.subject == "Your account in the portal is to be ended"
    assert way in " ".join(str(message.body).split())
    assert "It waits for a second officer." in client.get(address).content.decode()


def test_secretariat_asks_for_somebody_and_the_person_stays(
    officer: Person, secretariat: Person, client: Client
) -> None:
    client.force_login(secretariat)
    address = reverse("directory:person_leave", args=[officer.public_id])
    client.post(address, SURE | {"drops_drafts": "on"})
    own = Client()
    own.force_login(officer)

    own.post(reverse("directory:leaving_not"))

    assert Leaving.objects.get().state == "withdrawn"
    assert Told.objects.filter(verb="directory.ask_leaving", people=[officer.pk]).count() == 1


def test_kept_name_stays_with_the_times_of_the_seat(
    ncp_a: Person, secretariat: Person, client: Client
) -> None:
    ncp_a.revise(by=ncp_a, phone="+999 123456")
    email = ncp_a.email
    asked(ncp_a, choice="keep")
    a_week_later()

    ncp_a.refresh_from_db()
    assert (ncp_a.name, ncp_a.state, ncp_a.phone) == ("Ada Arcadi", "former", "")
    assert ncp_a.email != email
    assert ncp_a.holdings.get().until is not None
    client.force_login(secretariat)
    seat = ncp_a.holdings.get().seat
    page = client.get(reverse("directory:seat_history", args=[seat.public_id])).content.decode()
    assert "Ada Arcadi" in page
    # The address is free for a new account.
    assert make_person("Ada Arcadi").email == email


def test_stand_in_reads_in_both_languages(ncp_a: Person, secretariat: Person) -> None:
    asked(ncp_a)
    a_week_later()
    browser = Client()
    browser.force_login(secretariat)
    address = reverse("directory:person_detail", args=[ncp_a.public_id])

    pages = [browser.get(address.replace("/en/", f"/{code}/")).content.decode() for code in
             ("en", "fr")]  # fmt: skip

    assert "Former National Contact Point of Arcadia" in pages[0]
    assert "Arcadia (fr)" in pages[1]
    assert ["Arcadi<" in page or "Ada" in page for page in pages] == [False, False]


def draft(by: Person, title: str) -> News:
    return News.add(
        by=by, title_en=title, title_fr=title, date="2026-03-12", summary_en="S", summary_fr="S",
        body_en="B", body_fr="B", marking="clear",
    )  # fmt: skip


@pytest.mark.parametrize(("drops", "left"), [(True, {"Shared", "Published"}), (False, None)])
def test_drafts_go_only_when_asked_and_only_own(
    editor: Person, publisher: Person, *, drops: bool, left: set[str] | None
) -> None:
    shared, published = draft(editor, "Shared"), draft(editor, "Published")
    draft(editor, "Mine")
    shared.revise(by=publisher, title_en="Shared")
    published.publish(by=publisher)
    asked(editor, drops_drafts=drops)
    a_week_later()

    titles = set(News.objects.values_list("title_en", flat=True))
    assert titles == (left or {"Shared", "Published", "Mine"})


def test_account_with_mailbox_alone_is_protected_first(client: Client, db: None) -> None:
    person = make_person("Cora Codeonly", factor=False)
    person.set_unusable_password()
    person.save(update_fields=["password"])
    client.force_login(person)

    page = client.post(reverse(PAGE), SURE).content.decode()

    assert "Protect your account first" in page
    assert not Leaving.objects.exists()


@pytest.fixture
def broken() -> Iterator[list[Person]]:
    """People of whom a room cannot forget anything."""
    people: list[Person] = []

    def drop(person: Person) -> None:
        if person in people:
            raise ValueError

    register_trace(Trace(room="broken", drop=drop, sections=lambda person: drop(person) or ()))
    yield people
    del traces._traces["broken"]


def test_one_that_fails_keeps_nobody_waiting(
    officer: Person, ncp_b: Person, broken: list[Person]
) -> None:
    broken.append(officer)
    fails, works = asked(officer), asked(ncp_b)

    assert [a_week_later(), a_week_later()] == [1, 0]

    for each in (fails, works):
        each.refresh_from_db()
    assert [(each.state, each.tries) for each in (fails, works)] == [("waiting", 2), ("done", 0)]
    officer.refresh_from_db()
    assert officer.name == "Olga Officer"
    broken.clear()
    assert a_week_later() == 1


def test_copy_that_fails_keeps_nobody_waiting(
    officer: Person, ncp_b: Person, broken: list[Person]
) -> None:
    broken.append(officer)
    for person in (officer, ncp_b):
        DataExport.ask(by=person, language="en")

    assert make_data_exports() == 1
    assert DataExport.objects.get(person=officer).state == "waiting"


def test_what_the_portal_takes_back_names_nobody(officer: Person, secretariat: Person) -> None:
    PendingChange.ask("phone", on=officer, value="+999 1", by=secretariat)
    asked(officer)
    a_week_later()

    assert PendingChange.objects.get().state == "expired"
    assert Event.objects.get(verb="directory.expire_change").actor_id is None
