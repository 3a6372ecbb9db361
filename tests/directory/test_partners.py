"""Partners and their contacts; mail domains; requests for an account that become invitations."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.models import (
    Administration,
    AllowedDomain,
    CardView,
    Invitation,
    PartnerOrganisation,
    PendingChange,
    Person,
    Seat,
    card_view,
)
from directory.models.pending_change import SEATS
from portal.desk.models import Letter, WorkItem
from portal.refusals import Refused
from tests.people import as_reader, make_person, seat


@pytest.fixture
def organisation(partner: Person) -> PartnerOrganisation:
    assert partner.partner is not None
    return partner.partner


@pytest.fixture
def asked(db: None) -> Letter:
    """A request for an account by a visitor."""
    return Letter.write(
        Letter.Kind.ACCOUNT, by=None, name="Nadia New", email="nadia@harbour.example",
        organisation="Harbour League", text="We test e-seals.",
    )  # fmt: skip


def complete(**changes: Any) -> dict[str, Any]:
    """Return a complete answer to a request."""
    return {
        "given_name": "Nadia", "family_name": "New", "email": "Nadia@harbour.example",
        "language": "fr", "answer": "Welcome.",
    } | changes  # fmt: skip


def test_partner_meets_partners_by_name_alone(
    client: Client, partner: Person, organisation: PartnerOrganisation, officer: Person
) -> None:
    contact = make_person("Pia Contact", partner=organisation, factor=True)
    seat(contact, "partner-contact", partner=organisation)
    address = organisation.get_absolute_url()

    client.force_login(partner)
    text = client.get(address).content.decode()
    assert "Pia Contact" in text
    assert contact.email not in text
    assert contact.get_absolute_url() not in text

    client.force_login(officer)
    text = client.get(address).content.decode()
    assert contact.email in text
    assert contact.get_absolute_url() in text


def test_address_on_a_partner_page_is_a_look_within_the_budget(
    client: Client, partner: Person, organisation: PartnerOrganisation, officer: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    contact = make_person("Pia Contact", partner=organisation)
    seat(contact, "partner-contact", partner=organisation)
    for reader in (partner, officer, officer):
        client.force_login(reader)
        client.get(organisation.get_absolute_url())
    assert [(look.viewer, look.person) for look in CardView.objects.all()] == [(officer, contact)]

    CardView.objects.all().delete()
    monkeypatch.setattr(card_view, "BUDGET", 0)
    text = client.get(organisation.get_absolute_url()).content.decode()
    assert (contact.email in text, "Pia Contact" in text) == (False, True)
    assert "as one person may" in text
    assert not CardView.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_partner_page_asks_a_constant_number_of_statements(
    client: Client, officer: Person, organisation: PartnerOrganisation, count: int
) -> None:
    for number, kind in enumerate(["partner-contact", "deputy", "cen-contact"][:count]):
        seat(make_person(f"P No{number}", partner=organisation), kind, partner=organisation)
    client.force_login(officer)
    client.get(organisation.get_absolute_url())

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(organisation.get_absolute_url())

    assert answer.content.decode().count('class="entry"') == count
    assert len(queries) <= 9, [query["sql"][:90] for query in queries]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Douane.Example", "douane.example"),
        ("@douane.example.", "douane.example"),
        ("dóuane.example", "xn--duane-0ta.example"),
        ("таможня.example", "xn--80amrfdv0h.example"),
    ],
)
def test_domains_are_kept_as_mail_servers_know_them(
    client: Client, arcadia: Administration, secretariat: Person, typed: str, kept: str
) -> None:
    client.force_login(secretariat)
    address = reverse("directory:administration_domains", args=["XA"])
    for _press in range(2):
        answer = client.post(address, {"domain": typed, "note": "The letterhead."}, follow=True)

    assert "was on the list already" in answer.content.decode()
    assert [row.domain for row in arcadia.domains.all()] == [kept]


@pytest.mark.parametrize("typed", ["douane", "a b.example", "x@y.example", "é" * 200, "-a.example"])
def test_what_is_no_domain_is_refused(
    client: Client, arcadia: Administration, secretariat: Person, typed: str
) -> None:
    client.force_login(secretariat)
    address = reverse("directory:administration_domains", args=["XA"])

    answer = client.post(address, {"domain": typed, "note": "x"})

    assert "Write the part after the @" in answer.content.decode()
    assert not AllowedDomain.objects.exists()


def test_odd_domains_are_marked_and_dropped_with_a_count(
    client: Client, ncp_a: Person, borduria: Administration, secretariat: Person
) -> None:
    arcadia: Any = ncp_a.administration
    AllowedDomain.allow(borduria, "borduria.example", by=None)
    for domain in ("customs.example", "bordur1a.example", "gmail.com", "xn--duane-0ta.example"):
        AllowedDomain.allow(arcadia, domain, by=None, note="x")
    client.force_login(secretariat)
    address = reverse("directory:administration_domains", args=["XA"])

    text = client.get(address).content.decode()
    assert "1 address uses it" in text
    assert "looks like one of another office" in text
    assert "Anybody can open a mailbox" in text
    assert "dóuane.example" in text

    AllowedDomain.objects.filter(domain__startswith="xn--").update(domain="xn--80amrfdv0h.example")
    assert "mixes letters" not in client.get(address).content.decode()
    AllowedDomain.objects.filter(domain__startswith="xn--").update(
        domain="аrcadia.example".encode("idna").decode()
    )
    assert "mixes letters" in client.get(address).content.decode()

    used = arcadia.domains.get(domain="customs.example")
    drop = reverse("directory:domain_drop", args=[used.pk])
    assert "1 account still has an address there" in client.post(drop, follow=True).content.decode()
    assert client.post(drop).status_code == 404


def test_request_becomes_the_contact_of_a_new_partner(
    client: Client, asked: Letter, secretariat: Person
) -> None:
    client.force_login(secretariat)
    item = WorkItem.objects.get(kind="desk.account")
    address = reverse("directory:request_invite", args=[asked.public_id])
    assert address in client.get(item.get_absolute_url()).content.decode()
    new = {"acronym": "HL", "name_en": "Harbour League", "name_fr": "Ligue", "kind": "business"}

    assert "one administration or one partner" in client.post(address, complete()).content.decode()
    half = client.post(address, complete(acronym="HL")).content.decode()
    assert half.count("A new organisation needs this.") >= 3
    answer = client.post(address, complete(**new))
    again = client.post(address, complete(**new), follow=True)

    person = Person.objects.get(email="nadia@harbour.example")
    assert answer["Location"] == person.get_absolute_url()
    assert "answered already" in again.content.decode()
    assert (person.state, str(person.partner.acronym if person.partner else "")) == (
        "unconfirmed", "HL",
    )  # fmt: skip
    assert Invitation.objects.standing().get().person == person
    item.refresh_from_db()
    assert (item.state, item.outcome_title) == ("done", "Invited")


def test_second_officer_seats_the_contact_of_a_new_partner(
    client: Client, asked: Letter, secretariat: Person
) -> None:
    client.force_login(secretariat)
    address = reverse("directory:request_invite", args=[asked.public_id])
    new = {"acronym": "HL", "name_en": "Harbour League", "name_fr": "Ligue", "kind": "business"}
    page = client.post(address, complete(**new, answer="x" * 900), follow=True).content.decode()

    person = Person.objects.get(email="nadia@harbour.example")
    assert "The seat waits for a second officer." in page
    assert not person.holdings.exists()
    item = WorkItem.objects.get(kind=SEATS)
    assert len(PendingChange.objects.get().why) == 500
    with pytest.raises(Refused):
        item.decide("accept", by=as_reader(secretariat))
    colleague = make_person("Cora Colleague")
    colleague.assign_role("secretariat", by=None)
    item.decide("accept", by=as_reader(colleague))

    assert Seat.objects.held_by(person).get().role_id == "partner-contact"


def test_second_contact_of_a_partner_waits_for_no_seat(
    client: Client, asked: Letter, secretariat: Person
) -> None:
    league = PartnerOrganisation.add(
        by=None, acronym="HL", name_en="Harbour League", name_fr="Ligue", kind="business"
    )
    first = make_person("Fay First", partner=league)
    place = Seat.objects.create(role_id="partner-contact", partner=league)
    PendingChange.ask("seat", on=first, seat=place, by=secretariat, why="They asked.")
    client.force_login(secretariat)

    address = reverse("directory:request_invite", args=[asked.public_id])
    assert client.post(address, complete(partner=league.pk)).status_code == 302

    assert Person.objects.get(email="nadia@harbour.example").partner == league
    assert PendingChange.objects.get().person == first


def test_request_becomes_an_officer_once_a_grave_finding_was_looked_at(
    client: Client, asked: Letter, secretariat: Person, arcadia: Administration
) -> None:
    AllowedDomain.allow(arcadia, "harb0ur.example", by=None)
    client.force_login(secretariat)
    address = reverse("directory:request_invite", args=[asked.public_id])
    data = complete(administration=arcadia.pk)

    text = client.post(address, data).content.decode()
    assert "I looked at this" in text
    assert not Person.objects.filter(email="nadia@harbour.example").exists()
    client.post(address, data | {"seen": "look-alike"})

    person = Person.objects.get(email="nadia@harbour.example")
    assert person.administration == arcadia
    assert not person.holdings.exists()


def test_moderator_answers_requests_but_invites_nobody(
    client: Client, asked: Letter, moderator: Person
) -> None:
    client.force_login(moderator)
    item = WorkItem.objects.get(kind="desk.account")
    address = reverse("directory:request_invite", args=[asked.public_id])

    assert address not in client.get(item.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 403


def test_address_with_an_account_is_found_before_anything_is_made(
    client: Client, asked: Letter, secretariat: Person, officer: Person
) -> None:
    client.force_login(secretariat)
    address = reverse("directory:request_invite", args=[asked.public_id])
    data = complete(email=officer.email, acronym="HL", name_en="H", name_fr="H", kind="un")

    assert "has an account already" in client.post(address, data).content.decode()
    assert not PartnerOrganisation.objects.filter(acronym="HL").exists()
