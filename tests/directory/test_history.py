"""The history of a seat and of a card: readable, and only by whom it concerns."""

import datetime
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.models import Administration, Holding, Nomination, Person, Seat
from portal.audit.models import broken_links, record, seal
from portal.files.models import StoredFile
from portal.markings.models import Marking
from tests.directory.conftest import page_of
from tests.people import late, make_person, seat

SEAT = "directory:seat_history"
CARD = "directory:person_history"


def point(home: Administration) -> Seat:
    return Seat.objects.get(role="contact-point", administration=home)


def stored(by: Person) -> StoredFile:
    """Return a released letter, as the row says it."""
    file = StoredFile(
        purpose="directory.letter", name="letter.pdf", media_type="application/pdf", size=1,
        sha256="0" * 64, key="1" * 32, state="released", scanner="built-in", uploaded_by=by,
        released_at="2026-03-12T10:00Z", marking=Marking.AMBER, readers=["role:secretariat"],
    )  # fmt: skip
    file.set_audience()
    file.save()
    return file


@pytest.fixture
def handed_over(ncp_a: Person, arcadia: Administration, secretariat: Person) -> Person:
    """Whoever follows A's contact point, by a letter of 3 March."""
    new = make_person("Nia New", administration=arcadia)
    nomination = Nomination.put_forward(
        point(arcadia), origin="letter", by=secretariat, email=new.email, given_name="Nia",
        family_name="New",
    )  # fmt: skip
    nomination.prove(
        by=secretariat, file=stored(secretariat), sha256="0" * 64, sender="The Director",
        channel="post", dated=datetime.date(2026, 3, 3),
    )  # fmt: skip
    assert nomination.verify(by=secretariat, person=new, why="Called back.")
    return new


def test_seat_history_says_in_words_who_followed_whom(
    handed_over: Person, secretariat: Person, officer: Person, arcadia: Administration
) -> None:
    public_id = point(arcadia).public_id
    pages = [page_of(reader, SEAT, public_id) for reader in (secretariat, officer)]

    for page in pages:
        for words in (
            "Nia New became", "From a letter of", "Verified by Secretariat Role",
            "Ada Arcadi became a former holder", "by <bdi>Secretariat Role</bdi>",
        ):  # fmt: skip
            assert words in page
    assert ["Called back." in page for page in pages] == [True, False]


def test_seat_history_names_nobody_to_others(
    handed_over: Person, ncp_b: Person, arcadia: Administration
) -> None:
    page = page_of(ncp_b, SEAT, point(arcadia).public_id)

    assert "Held from" in page
    assert [name for name in ("Ada", "Nia", "Secretariat Role") if name in page] == []


def test_seat_history_does_not_tell_others_of_a_vacancy(
    ncp_a: Person, ncp_b: Person, arcadia: Administration, secretariat: Person
) -> None:
    ncp_a.holdings.current().get().end(by=secretariat)

    assert "vacant" not in page_of(ncp_b, SEAT, point(arcadia).public_id)
    assert "Ada Arcadi left the seat, which became vacant" in page_of(
        secretariat, SEAT, point(arcadia).public_id
    )


def test_seat_history_tells_the_year_of_confirmation(
    ncp_a: Person, officer: Person, arcadia: Administration
) -> None:
    late(ncp_a, 31)
    ncp_a.confirm(by=ncp_a)

    page = page_of(officer, SEAT, point(arcadia).public_id)

    order = [page.rindex(words) for words in (
        "Ada Arcadi confirmed the card", "Ada Arcadi did not confirm",
        "The confirmation by Ada Arcadi became overdue", "Ada Arcadi was asked to confirm",
        "Ada Arcadi became",
    )]  # fmt: skip
    assert order == sorted(order)


def test_card_history_says_what_changed_when_and_by_whom(
    ncp_a: Person, secretariat: Person
) -> None:
    ncp_a.revise(by=secretariat, phone="+999 1", post="Head")
    ncp_a.suspend(by=secretariat, reason="Left without notice.")
    ncp_a.restore(by=secretariat)
    record("directory.sign_in", by=ncp_a, on=ncp_a)

    own, keeper = page_of(ncp_a, CARD, ncp_a.public_id), page_of(secretariat, CARD, ncp_a.public_id)

    for page in (own, keeper):
        for words in ("telephone", "The account was suspended", "A seat was given", ncp_a.email):
            assert words in page
        assert "+999 1" not in page
    assert ["Left without notice." in page for page in (own, keeper)] == [False, True]
    assert ["You signed in" in page for page in (own, keeper)] == [True, False]


@pytest.mark.parametrize("kind", ["officer", "ncp_b", "partner", "editor", "auditor"])
def test_card_history_does_not_exist_for_others(
    ncp_a: Person, client: Client, request: pytest.FixtureRequest, kind: str
) -> None:
    client.force_login(request.getfixturevalue(kind))

    assert client.get(reverse(CARD, args=[ncp_a.public_id])).status_code == 404


def queries(reader: Person, name: str, public_id: str) -> int:
    client = Client()
    client.force_login(reader)
    address = reverse(name, args=[public_id])
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_histories_ask_as_often_for_many_steps_as_for_one(
    ncp_a: Person, secretariat: Person, arcadia: Administration
) -> None:
    public_id = point(arcadia).public_id
    ncp_a.revise(by=secretariat, phone="+999")
    pairs = [(SEAT, public_id), (CARD, ncp_a.public_id)]
    few = [queries(secretariat, name, key) for name, key in pairs]
    for number in range(3):
        other = make_person(f"Other{number} Person", administration=arcadia)
        seat(other, "contact-point", administration=arcadia)
        seat(ncp_a, "contact-point", administration=arcadia)
        ncp_a.revise(by=other, phone=f"+999 {number}")

    assert [queries(secretariat, name, key) for name, key in pairs] == few


def test_history_pages_go_on(ncp_a: Person, secretariat: Person, client: Client) -> None:
    for number in range(30):
        ncp_a.revise(by=secretariat, phone=f"+999 {number}")
    client.force_login(secretariat)
    address = reverse(CARD, args=[ncp_a.public_id])

    first = client.get(address).context["page"]
    second = client.get(first.next).context["page"]

    assert (len(first), second.previous is not None) == (25, True)
    assert {row.pk for row in first}.isdisjoint({row.pk for row in second})


def test_card_and_seat_lead_to_their_histories(ncp_a: Person, secretariat: Person) -> None:
    page = page_of(secretariat, "directory:person_detail", ncp_a.public_id)
    held = Holding.objects.get(person=ncp_a)

    assert reverse(CARD, args=[ncp_a.public_id]) in page
    assert reverse(SEAT, args=[held.seat.public_id]) in page


def test_log_holds_after_a_handover(handed_over: Person, capsys: Any) -> None:
    seal()

    assert broken_links() == []
    call_command("audit_verify")


@pytest.mark.parametrize("name", ["partner", "auditor"])
@pytest.mark.parametrize("address", ["person_detail", "person_history"])
def test_own_card_leads_nobody_to_people_they_may_not_find(
    name: str, address: str, client: Client, request: Any
) -> None:
    person = request.getfixturevalue(name)
    client.force_login(person)

    html = client.get(reverse(f"directory:{address}", args=[person.public_id])).text

    links = set(re.findall(r'href="(/en/directory/(?:people|seats)/[^"]*)"', html))
    assert {client.get(link).status_code for link in links} <= {200}
    assert f'href="{reverse("directory:person_list")}"' not in html
