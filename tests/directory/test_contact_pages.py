"""The pages that ask for contact, and the ledger of an administration."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Administration, CardView, ContactRequest, Export, Person, card_view
from tests.directory.conftest import page_of
from tests.people import as_reader, make_person

HIDDEN = {"email_visibility": "secretariat"}


@pytest.fixture
def hidden(ncp_b: Person) -> Person:
    """Somebody whose address colleagues do not see."""
    ncp_b.revise(by=None, **HIDDEN)
    return ncp_b


def post(person: Person, name: str, identifier: str, **data: str) -> Any:
    """Return the answer to a form."""
    client = Client()
    client.force_login(person)
    return client.post(reverse(name, args=[identifier]), data, follow=True)


def ask(sender: Person, other: Person) -> str:
    """Return the page after asking, without what differs at every time."""
    page = post(
        sender, "directory:contact_request_ask", other.public_id,
        message="About seals", address=sender.email,
    ).content.decode()  # fmt: skip
    request = ContactRequest.objects.filter(sender=sender).latest("pk")
    page = page.replace(request.public_id, "id").replace(other.name, "name")
    return re.sub(r'value="[\w-]{64}"', "", page)


def test_card_offers_to_ask_only_where_no_address_is_shown(
    ncp_a: Person, hidden: Person, officer: Person, secretariat: Person
) -> None:
    offered = {
        reader.given_name: "Ask for contact"
        in page_of(reader, "directory:person_detail", hidden.public_id)
        for reader in (ncp_a, hidden, secretariat)
    }

    assert offered == {"Ada": True, "Boris": False, "Secretariat": False}
    hidden.revise(by=None, email_visibility="members")
    assert "Ask for contact" not in page_of(ncp_a, "directory:person_detail", hidden.public_id)


def test_addresses_are_seen_by_both_once_accepted(ncp_a: Person, hidden: Person) -> None:
    asked = ask(ncp_a, hidden)
    request = ContactRequest.objects.get()
    page = page_of(hidden, "directory:contact_request_detail", request.public_id)
    assert (hidden.email in asked, ncp_a.email in page) == (False, False)

    post(hidden, "directory:contact_request_detail", request.public_id,
         answer="accept", address=hidden.email)  # fmt: skip

    seen = [
        page_of(reader, "directory:contact_request_detail", request.public_id)
        for reader in (ncp_a, hidden)
    ]
    assert [ncp_a.email in page and hidden.email in page for page in seen] == [True, True]


def test_whoever_is_unheard_sees_the_same_pages(
    ncp_a: Person, hidden: Person, borduria: Administration
) -> None:
    other = make_person("Bela Bordur", administration=borduria, **HIDDEN)
    request = ContactRequest.ask(hidden, by=ncp_a, message="x", address=ncp_a.email)
    request.decline(by=hidden, is_last=True)

    unheard, heard = ask(ncp_a, hidden), ask(ncp_a, other)

    assert ContactRequest.objects.filter(is_unheard=True).count() == 1
    assert unheard.replace("Borduria", "") == heard.replace("Borduria", "")
    assert "About seals" not in page_of(hidden, "directory:contact_request_list")


def test_home_of_whoever_is_asked_says_so_until_it_is_answered(
    ncp_a: Person, partner: Person, officer: Person
) -> None:
    asked = ContactRequest.ask(partner, by=ncp_a, message="About seals", address=ncp_a.email)
    words = "1 colleague asks for contact"
    assert [words in page_of(each, "home:front") for each in (partner, ncp_a, officer)] == [
        True, False, False,
    ]  # fmt: skip

    late = asked.asked_at - datetime.timedelta(days=1)
    ContactRequest.objects.filter(pk=asked.pk).update(expires_at=late)
    assert words not in page_of(partner, "home:front")


@pytest.mark.parametrize("kind", ["partner", "administrator"])
def test_whoever_is_asked_answers_without_reading_the_directory(
    kind: str, ncp_a: Person, request: pytest.FixtureRequest
) -> None:
    other = request.getfixturevalue(kind)
    asked = ContactRequest.ask(other, by=ncp_a, message="About seals", address=ncp_a.email)

    assert "About seals" in page_of(other, "directory:contact_request_detail", asked.public_id)
    assert ncp_a.name in page_of(other, "directory:contact_request_list")
    post(other, "directory:contact_request_detail", asked.public_id,
         answer="accept", address=other.email)  # fmt: skip

    asked.refresh_from_db()
    assert (asked.state, asked.recipient_address) == ("accepted", other.email)
    links = page_of(other, "directory:contact_request_list")
    people = f'href="{reverse("directory:person_list")}"'
    assert (people in links) == (kind == "administrator")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"message": "", "address": "ada.arcadi@customs.example"}, "This field is required."),
        ({"message": "x" * 1001, "address": "ada.arcadi@customs.example"}, "at most 1000"),
        ({"message": "Hello", "address": "somebody@else.example"}, "Select a valid choice."),
    ],
)
def test_bad_request_is_refused_at_its_field(
    data: dict[str, str], words: str, ncp_a: Person, hidden: Person
) -> None:
    answer = post(ncp_a, "directory:contact_request_ask", hidden.public_id, **data)

    assert words in answer.content.decode()
    assert ContactRequest.objects.count() == 0


def test_message_is_shown_as_text(ncp_a: Person, hidden: Person) -> None:
    request = ContactRequest.ask(
        hidden, by=ncp_a, message="<script>alert(1)</script>", address=ncp_a.email
    )

    page = page_of(hidden, "directory:contact_request_detail", request.public_id)

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_requests_asks_no_more_for_more_rows(
    rows: int, client: Client, ncp_a: Person, borduria: Administration,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for number in range(rows):
        other = make_person(f"B Busy{number}", administration=borduria, factor=False)
        ContactRequest.ask(other, by=ncp_a, message="x", address=ncp_a.email)
    client.force_login(ncp_a)
    address = reverse("directory:contact_request_list")
    client.get(address)

    with django_assert_num_queries(6):
        client.get(address)


def test_person_page_keeps_who_looked(ncp_a: Person, ncp_b: Person, officer: Person) -> None:
    page_of(ncp_a, "directory:person_detail", ncp_b.public_id)
    page_of(ncp_a, "directory:person_detail", officer.public_id)
    page_of(ncp_b, "directory:administration_detail", "XA")

    assert set(CardView.objects.values_list("viewer", "person")) == {
        (ncp_a.pk, ncp_b.pk), (ncp_b.pk, ncp_a.pk),
    }  # fmt: skip


def test_spent_budget_closes_cards_and_says_so(
    client: Client, ncp_a: Person, ncp_b: Person, regional_officer: Person, monkeypatch: Any
) -> None:
    monkeypatch.setattr(card_view, "BUDGET", 1)
    client.force_login(ncp_a)

    answers = [client.get(person.get_absolute_url()) for person in (ncp_b, regional_officer, ncp_b)]

    assert [answer.status_code for answer in answers] == [200, 429, 200]
    assert "The limit of today is reached" in answers[1].content.decode()
    assert regional_officer.email not in answers[1].content.decode()


def test_ledger_names_organisations_and_nobody(
    ncp_a: Person, ncp_b: Person, officer: Person, secretariat: Person
) -> None:
    CardView.look(as_reader(ncp_b), [ncp_a, officer])
    Export.take([ncp_a], by=as_reader(ncp_b), format="csv", reason="x")
    CardView.look(as_reader(secretariat), [ncp_a])

    pages = [page_of(reader, "directory:look_list", "XA") for reader in (ncp_a, secretariat)]

    for page in pages:
        rows = re.findall(r'<th scope="row">(.+?)</th><td>(\d+)</td><td>(\d+)</td>', page)
        assert rows == [("Borduria", "2", "1"), ("WCO Secretariat", "1", "0")]
        assert "Boris" not in page
    assert "Nobody yet" in page_of(ncp_b, "directory:look_list", "XB")


@pytest.mark.parametrize("rows", [1, 3])
def test_ledger_asks_no_more_for_more_rows(
    rows: int, client: Client, ncp_a: Person, ncp_b: Person, secretariat: Person,
    regional_officer: Person, partner: Person, django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for viewer in (ncp_b, secretariat, partner)[:rows]:
        CardView.look(as_reader(viewer), [ncp_a])
    client.force_login(ncp_a)
    address = reverse("directory:look_list", args=["XA"])
    client.get(address)

    with django_assert_num_queries(9):
        client.get(address)
