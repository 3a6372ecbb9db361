"""A seat is handed over: named, accepted, verified; withdrawn at any step; deputies; proposals."""

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory import inviting
from directory.models import Administration, Invitation, Nomination, Person, Seat
from directory.reviewing import KIND
from portal.audit.models import Event
from portal.desk.models import WorkItem
from portal.notifications.models import Event as News
from portal.refusals import Refused
from tests.directory.signin import page
from tests.people import as_reader, make_person, seat

pytestmark = pytest.mark.django_db

NAME = "directory:person_name"
NEW = {
    "given_name": "Nia", "family_name": "New", "email": "Nia.New@arcadia.example",
    "language": "fr", "post": "Head of unit", "note": "I move to another post.",
}  # fmt: skip


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def name(by: Person, role: str = "contact-point", **values: Any) -> Any:
    """Return the answer to naming a person, pressed twice as people do."""
    client = browser(by)
    sent = {"language": "en"} | values
    for _press in range(2):
        answer = client.post(reverse(NAME, args=[role]), sent)
    return answer


def press(by: Person, what: str, nomination: Nomination) -> int:
    address = reverse(f"directory:nomination_{what}", args=[nomination.public_id])
    return browser(by).post(address).status_code


def holder_of(home: Administration, role: str = "contact-point") -> Person:
    place = Seat.objects.get(role=role, administration=home)
    return place.holdings.current().get().person


def test_colleague_takes_over(
    ncp_a: Person, officer: Person, secretariat: Person, arcadia: Administration
) -> None:
    assert name(ncp_a, person=officer.pk).status_code == 302
    nomination = Nomination.objects.get()
    assert (nomination.origin, nomination.person, nomination.named_by) == (
        "handover", officer, ncp_a,
    )  # fmt: skip
    # Nothing is on the desk before the yes, and the colleague was told once.
    assert not WorkItem.objects.exists()
    assert News.objects.filter(verb="directory.name_successor", people=[officer.pk]).count() == 1
    assert "1 seat is handed over to you" in page(browser(officer).get(reverse("home:front")))

    assert [press(officer, "accept", nomination) for _press in range(2)] == [302, 403]
    assert holder_of(arcadia) == ncp_a
    item = WorkItem.objects.get()
    item.decide("accept", by=as_reader(secretariat))

    assert holder_of(arcadia) == officer
    assert "seat:contact-point" not in as_reader(ncp_a).reader.tokens
    verbs = ["directory.nominate", "directory.accept_nomination", "directory.settle_nomination",
             "directory.unseat_person", "directory.seat_person"]  # fmt: skip
    trail = Event.objects.filter(verb__in=verbs).order_by("pk").values_list("verb", "actor_id")
    assert list(trail)[-5:] == [
        ("directory.nominate", ncp_a.pk),
        ("directory.accept_nomination", officer.pk),
        ("directory.settle_nomination", secretariat.pk),
        ("directory.unseat_person", secretariat.pk),
        ("directory.seat_person", secretariat.pk),
    ]
    assert not Invitation.objects.exists()


def test_new_person_is_looked_at_then_invited_then_says_yes(
    ncp_a: Person, secretariat: Person, arcadia: Administration
) -> None:
    name(ncp_a, **NEW)
    nomination = Nomination.objects.get()
    item = WorkItem.objects.get()
    with pytest.raises(Refused, match="has not said yes"):
        item.decide("accept", by=as_reader(secretariat))
    item.refresh_from_db()
    item.decide("invite", by=as_reader(secretariat))
    person = Person.objects.get(email="nia.new@arcadia.example")
    assert (person.state, item.state) == ("unconfirmed", "returned")
    assert not person.holdings.exists()

    assert inviting.send_due() == 1
    code = next(line.strip() for line in mail.outbox[-1].body.splitlines() if line[9:10] == "-")
    visitor = Client()
    visitor.post(reverse("directory:join"), {"email": person.email, "code": code})
    new = {"password1": "marche tortue violette", "password2": "marche tortue violette"}
    visitor.post(reverse("directory:join_password"), new)
    Person.objects.get(pk=person.pk).welcome(related={})
    listed = page(visitor.get(reverse("directory:nomination_list")))
    assert nomination.get_absolute_url() in listed
    accept = reverse("directory:nomination_accept", args=[nomination.public_id])
    assert visitor.post(accept).status_code == 302

    item.refresh_from_db()
    assert item.state == "open"
    item.decide("accept", by=as_reader(secretariat))
    assert holder_of(arcadia) == person


@pytest.mark.parametrize("who", ["ncp_a", "officer", "secretariat"])
@pytest.mark.parametrize("accepted", [False, True])
def test_handover_is_withdrawn_at_any_step(
    ncp_a: Person, officer: Person, secretariat: Person, arcadia: Administration, who: str,
    accepted: bool,
) -> None:  # fmt: skip
    name(ncp_a, person=officer.pk)
    nomination = Nomination.objects.get()
    if accepted:
        press(officer, "accept", nomination)
    person = {"ncp_a": ncp_a, "officer": officer, "secretariat": secretariat}[who]
    assert [press(person, "withdraw", nomination) for _press in range(2)] == [302, 403]
    assert press(officer, "accept", nomination) == 403
    assert {item.outcome for item in WorkItem.objects.all()} == (
        {"withdrawn"} if accepted else set()
    )
    assert holder_of(arcadia) == ncp_a


def test_withdrawn_handover_ends_the_code_of_whoever_was_invited(
    ncp_a: Person, secretariat: Person
) -> None:
    name(ncp_a, **NEW)
    WorkItem.objects.get().decide("invite", by=as_reader(secretariat))
    assert press(ncp_a, "withdraw", Nomination.objects.get()) == 302
    assert not Invitation.objects.standing().exists()
    assert WorkItem.objects.get().outcome == "withdrawn"


def test_seat_has_one_successor_at_a_time(
    ncp_a: Person, officer: Person, arcadia: Administration
) -> None:
    other = make_person("Oscar Other", administration=arcadia, factor=False)
    name(ncp_a, person=officer.pk)
    answer = browser(ncp_a).post(
        reverse(NAME, args=["contact-point"]), {"person": other.pk, "language": "en"}, follow=True
    )
    assert "You named somebody already" in page(answer)
    assert Nomination.objects.get().person == officer


@pytest.mark.parametrize("how", ["replaced", "ended", "retired"])
def test_handover_of_a_former_holder_is_withdrawn(
    ncp_a: Person, officer: Person, arcadia: Administration, secretariat: Person, how: str
) -> None:
    name(ncp_a, person=officer.pk)
    press(officer, "accept", Nomination.objects.get())
    other = make_person("Oscar Other", administration=arcadia)
    if how == "replaced":
        seat(other, "contact-point", administration=arcadia)
    elif how == "ended":
        ncp_a.holdings.get().end(by=secretariat)
    else:
        ncp_a.retire(by=secretariat)

    assert Nomination.objects.get().state == "withdrawn"
    assert WorkItem.objects.get(kind=KIND).outcome == "withdrawn"
    place = Seat.objects.get(role="contact-point")
    assert place.state == ("verified" if how == "replaced" else "vacant")
    if how == "replaced":
        # The new holder names a successor of their own, with no trace of the other's.
        assert name(other, person=officer.pk).status_code == 302
        assert Nomination.objects.open().get().named_by == other


def test_code_of_a_successor_ends_with_the_handover(ncp_a: Person, secretariat: Person) -> None:
    name(ncp_a, **NEW)
    WorkItem.objects.get().decide("invite", by=as_reader(secretariat))
    ncp_a.holdings.get().end(by=secretariat)
    assert not Invitation.objects.standing().exists()


def test_word_of_the_holder_takes_the_place_of_a_proposal_of_the_same_person(
    ncp_a: Person, coordinator: Person, secretariat: Person
) -> None:
    for role in ("contact-point", "deputy"):
        name(coordinator, role, **NEW)
        answer = name(ncp_a, role, **NEW)
        shown = browser(ncp_a).get(answer.headers["Location"])
        assert shown.status_code == 200
        standing = Nomination.objects.open().get(seat__role=role)
        assert standing.named_by == ncp_a
    assert set(Nomination.objects.filter(named_by=coordinator).values_list("state", flat=True)) == {
        "withdrawn"
    }


def test_person_whom_a_colleague_named_before_leads_to_no_page_of_theirs(
    ncp_a: Person, coordinator: Person
) -> None:
    name(ncp_a, **NEW)
    answer = browser(coordinator).post(
        reverse(NAME, args=["contact-point"]), NEW | {"given_name": "N"}, follow=True
    )
    assert answer.status_code == 200
    assert "This person is named already" in page(answer)
    assert Nomination.objects.get().named_by == ncp_a


def test_deputy_is_named_by_the_contact_point_and_verified(
    ncp_a: Person, officer: Person, secretariat: Person, arcadia: Administration
) -> None:
    assert "Nobody is your deputy" in page(browser(ncp_a).get(reverse("directory:role_desk")))
    name(ncp_a, "deputy", person=officer.pk)
    assert "Nobody is your deputy" not in page(browser(ncp_a).get(reverse("directory:role_desk")))
    item = WorkItem.objects.get()
    assert item.kind == KIND
    item.decide("accept", by=as_reader(secretariat))
    assert holder_of(arcadia, "deputy") == officer


def test_new_deputy_is_invited_when_verified(ncp_a: Person, secretariat: Person) -> None:
    name(ncp_a, "deputy", **NEW)
    WorkItem.objects.get().decide("accept", by=as_reader(secretariat))
    assert Invitation.objects.standing().get().person.email == "nia.new@arcadia.example"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Choose a colleague, or write who it is."),
        ({"given_name": "N", "family_name": "N", "email": "x"}, "Enter a valid email address."),
        (NEW | {"email": "ADA.arcadi@customs.example"}, "This is your own address."),
    ],
)
def test_form_says_at_the_field_what_is_missing(
    ncp_a: Person, values: dict[str, Any], words: str
) -> None:
    assert words in page(name(ncp_a, **values))
    assert not Nomination.objects.exists()


def test_address_of_another_office_is_told_to_the_officer_alone(
    ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    answer = name(ncp_a, "deputy", **NEW | {"email": ncp_b.email})
    assert answer.status_code == 302
    with pytest.raises(Refused, match="of another office"):
        WorkItem.objects.get().decide("accept", by=as_reader(secretariat))


@pytest.fixture
def coordinator(arcadia: Administration) -> Person:
    """The national coordinator of A."""
    person = make_person("Carl Coordinator", administration=arcadia)
    return seat(person, Seat.Kind.COORDINATOR, administration=arcadia)


def test_coordinator_proposes_and_a_letter_proves(
    coordinator: Person, ncp_a: Person, officer: Person, secretariat: Person
) -> None:
    name(coordinator, "contact-point", person=officer.pk)
    nomination = Nomination.objects.get()
    assert (nomination.origin, nomination.named_by) == ("proposal", coordinator)
    with pytest.raises(Refused, match="no letter"):
        WorkItem.objects.get().decide("accept", by=as_reader(secretariat))
    assert press(coordinator, "prove", nomination) == 403


def test_coordinator_sees_everybody_of_the_own_administration_with_their_state(
    coordinator: Person, ncp_a: Person, officer: Person, unconfirmed: Person, suspended: Person,
    former: Person, ncp_b: Person,
) -> None:  # fmt: skip
    ncp_a.move_clock(today=ncp_a.confirm_by)
    people = browser(coordinator).get(reverse("directory:own_people"))
    states = {row["name"]: row["state"] for row in people.context["rows"]}
    assert states == {
        "Ada Arcadi": "", "Carl Coordinator": "", "Olga Officer": "",
        "Una Unconfirmed": "Not confirmed yet", "Sam Suspended": "Suspended",
    }  # fmt: skip
    # What only keepers read does not open.
    assert f'<a href="{unconfirmed.get_absolute_url()}"' not in page(people)
    assert f'<a href="{officer.get_absolute_url()}"' in page(people)


def test_lists_ask_the_same_however_long(coordinator: Person, arcadia: Administration) -> None:
    client = browser(coordinator)
    people = reverse("directory:own_people")
    nominations = reverse("directory:nomination_list")
    name(coordinator, "deputy", **NEW)
    for address in (people, nominations):
        client.get(address)
    counts = []
    for number in (1, 3):
        counts.append([_queries(client, address) for address in (people, nominations)])
        make_person(f"Extra Number{number}", administration=arcadia)
        make_person(f"More Number{number}", administration=arcadia)
        for other in ("a", "b"):
            name(coordinator, "deputy", **NEW | {"email": f"{other}{number}@arcadia.example"})
    assert counts[0] == counts[1]


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_desk_of_a_seat_asks_the_same_however_many_seats(
    ncp_a: Person, arcadia: Administration
) -> None:
    client = browser(ncp_a)
    address = reverse("directory:role_desk")
    client.get(address)
    counts = [_queries(client, address)]
    for kind in (Seat.Kind.COORDINATOR, "clikc-coordinator"):
        seat(ncp_a, kind, administration=arcadia)
    client.get(address)
    counts.append(_queries(client, address))
    assert counts[0] == counts[1]
    text = page(client.get(address))
    for words in ("Coordinate", "Bilateral channels", "Feedback", "Awareness"):
        assert words in text


def test_regional_officer_hands_over_to_an_officer_of_the_region(
    regional_officer: Person, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    held = Seat.objects.get(role="regional-officer")
    link = f"{reverse(NAME, args=['regional-officer'])}?seat={held.public_id}"
    assert link in page(browser(regional_officer).get(reverse("directory:role_desk")))

    asked = page(browser(regional_officer).get(link))
    assert (ncp_b.name in asked, ncp_a.name in asked) == (True, False)
    name(regional_officer, "regional-officer", person=ncp_b.pk)
    nomination = Nomination.objects.get()
    assert press(ncp_b, "accept", nomination) == 302
    WorkItem.objects.get().decide("accept", by=as_reader(secretariat))

    assert (held.is_held_by(ncp_b), held.is_held_by(regional_officer)) == (True, False)


def test_contact_of_a_partner_hands_over_to_somebody_new(
    guest: Person, secretariat: Person
) -> None:
    held = Seat.objects.get(role="partner-contact")
    name(guest, "partner-contact", **NEW)
    nomination = Nomination.objects.get()
    item = WorkItem.objects.standing().get()

    item.decide("invite", by=as_reader(secretariat))

    assert (nomination.seat, nomination.origin) == (held, "handover")
    assert Person.objects.get(email="nia.new@arcadia.example").partner == guest.partner


def test_nobody_hands_over_the_seat_of_another_region_or_partner(
    regional_officer: Person, guest: Person, africa: Any
) -> None:
    other = Seat.objects.create(role_id="regional-officer", region=africa)
    for reader, role, query in (
        (regional_officer, "regional-officer", f"?seat={other.public_id}"),
        (guest, "regional-officer", ""),
        (regional_officer, "partner-contact", ""),
    ):
        answer = browser(reader).post(reverse(NAME, args=[role]) + query, NEW)
        assert answer.status_code == 404
    assert not Nomination.objects.exists()
