"""The home page: something to read for visitors, what needs them for people."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from directory.models import Administration, Person, Seat
from portal.audit.models import record
from portal.taxonomy.models import Language, Technology
from research.models import Work
from tests.forums.talk import ask
from tests.hub.items import for_members, make_meeting, make_news, published
from tests.people import make_person, seat
from tests.workspaces.rooms import admit, make_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(db: None) -> Language:
    """The language English."""
    return Language.objects.get_or_create(
        code="en", defaults={"name_en": "English", "name_fr": "anglais", "endonym": "English"}
    )[0]


def make_work(title: str, language: Language, **fields: Any) -> Work:
    """Return a published record."""
    work = Work.add(
        by=None, authors=["A. Author"], title=title, year=2025, kind="report", language=language,
        abstract="What it says.", **fields,
    )  # fmt: skip
    work.publish(by=None)
    return work


def fill(english: Language, number: int) -> None:
    """Add so many of everything that the home page shows."""
    for each in range(number):
        make_work(f"Work {each}", english)
        published(make_news(f"News {each}"))
        published(make_meeting(f"Meeting {each}"))
        Technology.objects.create(
            slug=f"t{each}", name_en=f"T{each}", name_fr=f"T{each}", group="infrastructure",
            status="focus",
        )  # fmt: skip


def test_visitor_reads_what_is_public_and_nothing_else(client: Client, english: Language) -> None:
    make_work("Open work", english)
    make_work("Closed work", english, marking="green")
    published(make_news("Open news"))
    published(make_news("Closed news", **for_members()))
    make_news("Draft news")
    published(make_meeting("Closed meeting", **for_members()))

    page = client.get(reverse("home:front")).content.decode()

    assert [words in page for words in ("Open work", "Open news")] == [True, True]
    assert [words for words in ("Closed", "Draft") if words in page] == []
    assert "1 study or report" in page


def test_visitor_sees_members_by_region(
    client: Client, arcadia: Administration, borduria: Administration
) -> None:
    page = client.get(reverse("home:front"))

    assert [(bar.region.code, bar.members) for bar in page.context["bars"]] == [
        ("WCA", 1), ("EUR", 1),
    ]  # fmt: skip
    assert "131 Members had nominated a contact point" in page.content.decode()


def test_empty_portal_has_a_home(client: Client, ncp_a: Person) -> None:
    visitor = client.get(reverse("home:front")).status_code
    client.force_login(ncp_a)

    assert (visitor, client.get(reverse("home:front")).status_code) == (200, 200)


@pytest.mark.parametrize("number", [1, 3])
def test_visitors_home_asks_a_fixed_number_of_queries(
    client: Client, english: Language, number: int, django_assert_num_queries: Any
) -> None:
    fill(english, number)

    # Audiences, works and their total, technologies, news, meetings, regions.
    with django_assert_num_queries(7):
        client.get(reverse("home:front"))


@pytest.mark.parametrize("number", [1, 3])
def test_persons_home_asks_a_fixed_number_of_queries(
    client: Client, ncp_a: Person, english: Language, number: int, django_assert_num_queries: Any
) -> None:
    fill(english, number)
    client.force_login(ncp_a)

    # Session, person, tokens, needs, earlier visit, audiences, works, seats, news, meetings.
    with django_assert_num_queries(9):
        client.get(reverse("home:front"))


@pytest.mark.parametrize("number", [1, 3])
def test_secretariats_home_counts_what_waits_in_one_query(
    client: Client, secretariat: Person, editor: Person, number: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for each in range(number):
        make_news(f"News {each}", by=editor)
    client.force_login(secretariat)

    # Session, person, tokens, audiences, needs, earlier visit, works, seats, news, meetings.
    with django_assert_num_queries(10):
        page = client.get(reverse("home:front"))

    titles = [due.title for due in page.context["due"]]
    words = "draft waits" if number == 1 else "drafts wait"
    assert f"{number} {words} for publication" in titles


@pytest.mark.parametrize("number", [1, 3])
def test_home_leads_to_the_rooms_of_a_person_with_what_is_new(
    client: Client, ncp_a: Person, officer: Person, number: int, django_assert_num_queries: Any
) -> None:
    for each in range(number):
        room = make_room(officer, name=f"Room {each}")
        admit(room, ncp_a, by=officer)
        ask(room, officer)
    make_room(officer, name="Other room")
    client.force_login(ncp_a)

    # As without rooms, and: rooms, audiences, what is new.
    with django_assert_num_queries(12):
        page = client.get(reverse("home:front"))

    assert {(room.name, new) for room, new in page.context["rooms"]} == {
        (f"Room {each}", 1) for each in range(number)
    }
    assert "Other room" not in page.content.decode()


def test_home_says_how_many_things_need_a_person(
    client: Client, ncp_a: Person, officer: Person
) -> None:
    Person.objects.filter(pk=ncp_a.pk).update(post="")
    Person.objects.filter(pk=officer.pk).update(post="Head of risk")
    client.force_login(ncp_a)
    one = client.get(reverse("home:front")).content.decode()
    client.force_login(officer)
    none = client.get(reverse("home:front")).content.decode()

    assert "1 thing needs you</h1>" in one
    assert "Complete your card" in one
    assert "Nothing needs you</h1>" in none


def test_missing_second_step_is_the_first_need(client: Client, ncp_without_factor: Person) -> None:
    client.force_login(ncp_without_factor)

    due = client.get(reverse("home:front")).context["due"]

    assert [each.title for each in due] == ["Protect your account with a second step"]
    assert due[0].need.is_late


def test_home_shows_who_holds_the_seats_of_ones_administration(
    client: Client, ncp_a: Person, officer: Person, arcadia: Administration
) -> None:
    deputy = seat(
        make_person("Dora Deputy", administration=arcadia), Seat.Kind.DEPUTY, administration=arcadia
    )
    client.force_login(officer)

    page = client.get(reverse("home:front"))

    assert [holder for _seat, holder in page.context["seats"]] == [ncp_a, deputy]
    assert "Arcadia in the directory" in page.content.decode()


def test_home_shows_what_is_new_since_the_last_visit(
    client: Client, ncp_a: Person, english: Language
) -> None:
    with time_machine.travel("2026-11-01T08:00:00Z"):
        make_work("Old work", english)
    for day in (9, 20):
        with time_machine.travel(f"2026-11-{day:02}T08:00:00Z"):
            record("directory.sign_in", by=ncp_a, on=ncp_a)
    with time_machine.travel("2026-11-12T08:00:00Z"):
        make_work("New work", english)
    client.force_login(ncp_a)

    page = client.get(reverse("home:front"))

    assert page.context["previous"].date() == datetime.date(2026, 11, 9)
    assert [work.title for work in page.context["works"]] == ["New work"]


@pytest.mark.parametrize(
    ("header", "home"),
    [
        ("fr-CA,fr;q=0.9,en;q=0.5", "/fr/"),
        ("en", "/en/"),
        ("de", "/en/"),
        ("", "/en/"),
        ("*;q=nonsense,\x7f,,;;q=", "/en/"),
        ("fr;q=1" + ",x" * 5000, "/fr/"),
        ("../../etc", "/en/"),
    ],
)
def test_root_leads_to_the_browsers_language(client: Client, header: str, home: str) -> None:
    answer = client.get("/", headers={"Accept-Language": header})

    assert (answer.status_code, answer.headers["Location"]) == (302, home)


def test_root_leads_a_person_to_their_language(client: Client, ncp_a: Person) -> None:
    Person.objects.filter(pk=ncp_a.pk).update(language="fr")
    client.force_login(ncp_a)

    assert client.get("/", headers={"Accept-Language": "en"}).headers["Location"] == "/fr/"
