"""Partners in the directory: invited by two, until a day; what they read, and who sees that."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory import opening, tasks
from directory.models import (
    CardView,
    ContactRequest,
    PartnerOpening,
    PartnerOrganisation,
    Person,
    Seat,
    VacancyOpening,
)
from directory.models.partner_opening import OPENING
from portal.audit.models import Event
from portal.desk.models import WorkItem
from portal.desk.models.work import Conflict
from portal.notifications.models import Event as News
from portal.refusals import Refused
from portal.search.models import Entry
from tests.directory.conftest import page_of
from tests.people import as_reader, invite, make_person, make_role_holder, seat

PEOPLE = "directory:person_list"


@pytest.fixture
def organisation(partner: Person) -> PartnerOrganisation:
    assert partner.partner is not None
    return partner.partner


@pytest.fixture
def contact(organisation: PartnerOrganisation) -> Person:
    """Who speaks for the partner organisation."""
    return seat(
        make_person("Pia Contact", partner=organisation), "partner-contact", partner=organisation
    )


def in_a_week() -> datetime.date:
    return timezone.now().date() + datetime.timedelta(days=7)


def run_out(row: PartnerOpening) -> None:
    """Let the last day be past."""
    PartnerOpening.objects.filter(pk=row.pk).update(ends_at=timezone.now())


def reads_directory(person: Person) -> bool:
    return "guests" in as_reader(person).reader.tokens


def test_partner_is_invited_by_two_and_its_contact_alone_reads(
    client: Client, secretariat: Person, organisation: PartnerOrganisation, contact: Person,
    partner: Person, ncp_b: Person,
) -> None:  # fmt: skip
    second = make_role_holder("publisher")
    second.assign_role("secretariat", by=None)
    client.force_login(secretariat)
    address = reverse("directory:partner_opening", args=[organisation.pk])
    client.post(address, {"why": "They train officers.", "last_day": in_a_week().isoformat()})
    item = WorkItem.objects.about(OPENING, PartnerOpening.objects.get()).get()

    assert not reads_directory(contact)
    with pytest.raises((Refused, Conflict)):
        item.decide("accept", by=as_reader(secretariat))
    item.refresh_from_db()
    item.decide("accept", by=as_reader(second))

    assert (reads_directory(contact), reads_directory(partner)) == (True, False)
    assert ncp_b.name in page_of(contact, PEOPLE)
    card = page_of(contact, "directory:person_detail", ncp_b.public_id)
    assert ncp_b.email in card
    client.force_login(partner)
    assert client.get(reverse(PEOPLE)).status_code == 403
    asked = Event.objects.get(verb="directory.ask_opening")
    given = Event.objects.get(verb="directory.open_directory")
    assert (asked.actor_id, given.actor_id) == (secretariat.pk, second.pk)
    assert given.detail["asked_by_id"] == secretariat.pk
    assert News.objects.get(verb="directory.open_directory").actor == second


def test_guest_reads_what_all_members_see_and_takes_nothing_out(
    client: Client, guest: Person, ncp_b: Person, officer: Person
) -> None:
    ncp_b.revise(
        by=None, phone="+999 members", phone_visibility="members", mobile="+999 region",
        mobile_visibility="region", email_visibility="secretariat",
    )  # fmt: skip
    client.force_login(guest)
    card = client.get(ncp_b.get_absolute_url()).content.decode()

    assert ("+999 members" in card, "+999 region" in card, ncp_b.email in card) == (
        True, False, False,
    )  # fmt: skip
    assert client.get(reverse("directory:person_copy")).status_code == 403
    assert client.get(
        reverse("directory:contact_request_ask", args=[ncp_b.public_id])
    ).status_code == 403  # fmt: skip
    assert not ContactRequest.objects.exists()
    found = Entry.objects.readable_by(as_reader(guest))
    assert found.filter(object_type="directory.person", object_id=ncp_b.pk).exists()


def test_guest_is_not_told_whose_seat_is_vacant(
    guest: Person, secretariat: Person, borduria: Any
) -> None:
    VacancyOpening.open(by=secretariat)

    assert not VacancyOpening.objects.open_to(guest).exists()
    page = page_of(guest, "directory:administration_detail", "XB")
    assert "acant" not in page


def test_administration_sees_that_a_guest_looked(guest: Person, ncp_b: Person) -> None:
    page_of(guest, "directory:person_detail", ncp_b.public_id)

    look = CardView.objects.get()
    assert (look.viewer, look.person, look.partner) == (guest, ncp_b, guest.partner)
    page = page_of(ncp_b, "directory:look_list", "XB")
    assert page.count("Invited Partner") == 2  # may see them now, and did
    assert "They train." in page


def test_page_of_the_organisation_says_until_when_to_who_reads_cards(
    guest: Person, officer: Person, partner: Person
) -> None:
    assert guest.partner is not None
    pages = [
        page_of(reader, "directory:partner_detail", guest.partner.pk)
        for reader in (officer, guest, partner)
    ]

    assert ["They train." in page for page in pages] == [True, True, False]


def test_invitation_ends_at_once(client: Client, secretariat: Person, guest: Person) -> None:
    assert guest.partner is not None
    client.force_login(secretariat)
    address = reverse("directory:partner_close", args=[guest.partner.pk])
    for _press in range(2):
        answer = client.post(address, follow=True)

    assert "Nothing was changed" in answer.content.decode()
    assert not reads_directory(guest)
    assert Event.objects.filter(verb="directory.close_directory").count() == 1
    assert News.objects.filter(verb="directory.close_directory").count() == 1
    client.force_login(guest)
    assert client.get(reverse(PEOPLE)).status_code == 403


def test_last_day_ends_it_before_any_task_runs(guest: Person) -> None:
    row = PartnerOpening.objects.get()
    run_out(row)

    assert not reads_directory(guest)
    assert (opening.close_over(), opening.close_over()) == (1, 0)
    row.refresh_from_db()
    assert (row.state, row.closed_by) == ("closed", None)
    assert Event.objects.get(verb="directory.close_directory").actor_id is None


def test_what_nobody_decided_leaves_the_desk_after_its_last_day(
    secretariat: Person, organisation: PartnerOrganisation
) -> None:
    row = PartnerOpening.ask(organisation, by=secretariat, why="x", last_day=in_a_week())
    run_out(row)
    row.refresh_from_db()

    with pytest.raises(Refused, match="last day is past"):
        row.accept(by=make_role_holder("editor"))
    assert tasks.expire_changes() == 1
    assert WorkItem.objects.about(OPENING, row).get().outcome == "expired"
    again = PartnerOpening.ask(organisation, by=secretariat, why="y", last_day=in_a_week())
    assert again.pk != row.pk


def test_second_question_finds_the_first(
    secretariat: Person, organisation: PartnerOrganisation
) -> None:
    rows = {
        PartnerOpening.ask(organisation, by=secretariat, why=why, last_day=in_a_week()).pk
        for why in ("x", "y")
    }

    assert len(rows) == 1
    row = PartnerOpening.objects.get()
    assert (row.close(by=secretariat), row.close(by=secretariat)) == (True, False)
    assert (row.state, WorkItem.objects.about(OPENING, row).get().outcome) == (
        "withdrawn", "withdrawn",
    )  # fmt: skip


@pytest.mark.parametrize("days", [-1, 370])
def test_day_too_early_or_too_late_is_said_at_the_field(
    client: Client, secretariat: Person, organisation: PartnerOrganisation, days: int
) -> None:
    client.force_login(secretariat)
    address = reverse("directory:partner_opening", args=[organisation.pk])
    day = timezone.now().date() + datetime.timedelta(days=days)

    text = client.post(address, {"why": "Kept words", "last_day": day}).content.decode()

    assert "is too early or too late" in text
    assert "Kept words" in text
    assert not PartnerOpening.objects.exists()


def test_contact_who_leaves_the_seat_reads_no_longer(guest: Person, secretariat: Person) -> None:
    Seat.objects.held_by(guest).get().holdings.get(until=None).end(by=secretariat, why="Left.")

    assert not reads_directory(guest)


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_a_constant_number_of_statements(
    client: Client, secretariat: Person, organisation: PartnerOrganisation, contact: Person,
    ncp_b: Person, count: int,
) -> None:  # fmt: skip
    second = make_role_holder("publisher")
    for _time in range(count):
        invite(organisation, by=secretariat, second=second).close(by=secretariat)
    for number in range(count):
        other = PartnerOrganisation.objects.create(
            acronym=f"XQ{number}", name_en=f"Q{number}", name_fr=f"Q{number}", kind="un"
        )
        invite(other, by=secretariat, second=second)
    client.force_login(secretariat)
    for name, args, limit in (
        ("partner_opening", [organisation.pk], 9),
        ("look_list", ["XB"], 10),
    ):
        address = reverse(f"directory:{name}", args=args)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.content.decode().count('class="entry"') == count
        assert len(queries) <= limit, [query["sql"][:90] for query in queries]
