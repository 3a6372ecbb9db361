"""The inbox: one's own lines, what each says, marking, and what vanishes."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.models import Person
from hub.models import Item, News
from portal.desk.models import Letter
from portal.markings.models import Marking
from portal.needs import standing_of
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.models import Event, Follow, Notification, notification, tell
from portal.notifications.views import inbox
from research.models import Work
from tests.hub.items import make_news
from tests.notifications.conftest import follow
from tests.people import as_reader

pytestmark = pytest.mark.django_db

INBOX = "/en/notifications/"


def told(words: str, publisher: Person, **fields: Any) -> News:
    """Return news that was just told to its followers."""
    item = make_news(words, **fields)
    assert item.publish(by=publisher)
    dispatch_waiting()
    return item


def sentences(client: Client, query: str = "") -> list[str]:
    """Return what the inbox says, from the top."""
    return [row.sentence for row in client.get(f"{INBOX}{query}").context["rows"]]


@pytest.fixture
def reader(client: Client, officer: Person) -> Person:
    """An officer who follows the news and is signed in."""
    follow(officer, "news:all")
    client.force_login(officer)
    return officer


def test_line_says_what_why_and_when_and_leads_there(
    client: Client, reader: Person, publisher: Person
) -> None:
    item = told("Pilot ends", publisher)
    line = Notification.objects.get()

    page = client.get(INBOX).content.decode()
    opened = client.get(reverse("notifications:notification_open", args=[line.pk]))

    assert "News: Pilot ends" in page
    assert f'href="{INBOX}{line.pk}/"' in page
    assert f"{line.event.at:%Y-%m-%dT%H:%M}" in page
    assert opened.headers["Location"] == item.get_absolute_url()


def test_looking_marks_nothing_and_opening_marks_one(
    client: Client, reader: Person, publisher: Person
) -> None:
    told("First", publisher)
    told("Second", publisher)
    client.get(INBOX)
    address = reverse(
        "notifications:notification_open", args=[Notification.objects.latest("pk").pk]
    )
    client.head(address)
    assert Notification.objects.unread().count() == 2

    client.get(address)
    client.get(address)

    assert [each.event.object_id for each in Notification.objects.unread()] == [
        News.objects.get(title_en="First").pk
    ]


def test_inbox_in_french(client: Client, reader: Person, publisher: Person) -> None:
    told("Pilot ends", publisher)

    page = client.get("/fr/notifications/")

    assert [row.pk for row in page.context["rows"]] == [Notification.objects.get().pk]
    assert "Pilot ends (fr)" in page.content.decode()


@pytest.mark.parametrize(
    ("data", "unread"),
    [
        ({"read": "0"}, {"0", "1", "2"}),
        ({"read": "first"}, {"1", "2"}),
        ({"chosen": "read", "line": ["first", "third"]}, {"1"}),
        ({"chosen": "read"}, {"0", "1", "2"}),
        ({"everything": "on"}, set()),
        ({"chosen": "read", "line": ["-1", "x", "9" * 30, "²"]}, {"0", "1", "2"}),
        ({"read": "9" * 30}, {"0", "1", "2"}),
        ({"chosen": "burn", "line": ["first"]}, {"0", "1", "2"}),
        ({}, {"0", "1", "2"}),
    ],
)
def test_buttons_mark_what_they_say(
    client: Client, reader: Person, publisher: Person, data: dict[str, Any], unread: set[str]
) -> None:
    for words in "012":
        told(words, publisher)
    keys = list(Notification.objects.order_by("pk").values_list("pk", flat=True))
    named = {"first": str(keys[0]), "third": str(keys[2])}
    posted = {
        name: [named.get(each, each) for each in value] if isinstance(value, list)
        else named.get(value, value)
        for name, value in data.items()
    }  # fmt: skip

    answers = [client.post(f"{INBOX}mark/", posted) for _press in range(2)]

    left = Notification.objects.unread().values_list("event__object_id", flat=True)
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {
        (302, INBOX)
    }
    assert set(News.objects.filter(pk__in=left).values_list("title_en", flat=True)) == unread


def test_marking_unread_brings_it_back_and_the_page_stays(
    client: Client, reader: Person, publisher: Person
) -> None:
    told("Pilot ends", publisher)
    key = Notification.objects.get().pk
    client.post(f"{INBOX}mark/", {"read": key})

    answer = client.post(f"{INBOX}mark/", {"unread": key, "query": "kind=news&sort=old"})
    elsewhere = client.post(f"{INBOX}mark/", {"query": "//evil.example/"})

    assert answer.headers["Location"] == f"{INBOX}?kind=news&sort=old"
    assert elsewhere.headers["Location"].startswith(f"{INBOX}?")
    assert Notification.objects.unread().count() == 1


def test_lines_of_others_are_as_if_they_were_not(
    client: Client, reader: Person, publisher: Person, ncp_b: Person
) -> None:
    told("Pilot ends", publisher)
    key = Notification.objects.get().pk
    client.force_login(ncp_b)

    answers = [client.get(f"{INBOX}{pk}/") for pk in (key, key + 1000, "9" * 30)]
    for data in ({"read": key}, {"chosen": "read", "line": [key]}, {"everything": "on"}):
        client.post(f"{INBOX}mark/", data)

    assert {(answer.status_code, answer.content) for answer in answers} == {
        (404, answers[0].content)
    }
    assert sentences(client) == []
    assert Notification.objects.unread().count() == 1


def test_what_may_no_longer_be_read_vanishes_everywhere(
    client: Client, reader: Person, publisher: Person, editor: Person
) -> None:
    item = told("Pilot ends", publisher)
    told("Pilot starts", publisher)
    line = Notification.objects.order_by("pk").first()
    assert standing_of(as_reader(reader)).unread == 2

    item.withdraw(by=publisher)

    assert sentences(client) == ["News: Pilot starts"]
    assert standing_of(as_reader(reader)).unread == 1
    assert client.get(f"{INBOX}{line.pk}/").status_code == 404


def test_line_about_a_withdrawn_record_says_so(
    client: Client, reader: Person, publisher: Person, make_work: Any
) -> None:
    work = make_work("A study", publish=False)
    follow(reader, f"work:{work.public_id}")
    work.publish(by=publisher)
    dispatch_waiting()
    before = sentences(client)

    work.withdraw(by=publisher, reason="Wrong figures.")
    dispatch_waiting()

    assert before == ["New in the library: “A study”"]
    assert sentences(client) == [
        "“A study” was withdrawn",
        "“A study” was added to the library and has been withdrawn since",
    ]


def test_line_about_what_was_deleted_is_not_shown(
    client: Client, reader: Person, publisher: Person
) -> None:
    told("Pilot ends", publisher)
    News.objects.all().delete()

    assert sentences(client) == []


def test_label_stands_beside_what_is_restricted(
    client: Client, moderator: Person, ncp_a: Person
) -> None:
    Letter.write(Letter.Kind.MISTAKE, by=ncp_a, text="Wrong.")
    dispatch_waiting()
    client.force_login(moderator)

    page = client.get(INBOX).content.decode()

    assert "New on the desk: Reports of mistakes" in page
    assert '<span class="tlp tlp-amber">TLP:AMBER</span>' in page
    assert "Sent to everybody it is for" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["c", "b", "a"]),
        ("?sort=old", ["a", "b", "c"]),
        ("?show=unread", ["c", "a"]),
        ("?kind=news", ["c", "b", "a"]),
        ("?kind=library", []),
        ("?kind=%00&show=nonsense&after=forged", ["c", "b", "a"]),
    ],
)
def test_filters(
    client: Client, reader: Person, publisher: Person, query: str, shown: list[str]
) -> None:
    for words in "abc":
        told(words, publisher)
    Notification.objects.filter(event__object_id=News.objects.get(title_en="b").pk).mark_read()

    assert sentences(client, query) == [f"News: {words}" for words in shown]


def test_pages_hold_25_lines(client: Client, reader: Person, publisher: Person) -> None:
    told("0", publisher)
    event = Event.objects.get()
    for _number in range(25):
        event.pk = None
        event.save()
        Notification.objects.create(event=event, person=reader, frequency="portal")

    first = client.get(INBOX)
    second = client.get(first.context["page"].next)

    assert [len(page.context["rows"]) for page in (first, second)] == [25, 1]


def test_same_moment_is_written_by_the_clock_of_each_reader(
    client: Client, officer: Person, ncp_b: Person, publisher: Person
) -> None:
    for person, zone in ((officer, "Asia/Tokyo"), (ncp_b, "America/New_York")):
        follow(person, "news:all")
        Person.objects.filter(pk=person.pk).update(zone=zone)
    told("Pilot ends", publisher)
    Event.objects.update(at="2026-03-04T20:05:00Z")
    pages = []
    for person in (officer, ncp_b):
        client.force_login(person)
        pages.append(client.get(INBOX).content.decode())

    assert "5 Mar 2026, 05:05" in pages[0]
    assert "4 Mar 2026, 15:05" in pages[1]


def test_lines_are_counted_up_to_a_cap_that_fits_the_filter(
    client: Client, reader: Person, publisher: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in "abc":
        told(words, publisher)
    Notification.objects.filter(event__object_id=News.objects.get(title_en="b").pk).mark_read()
    totals = [
        client.get(f"{INBOX}{query}").context["page"].total_text
        for query in ("", "?show=unread", "?kind=library", "?show=unread&kind=news")
    ]

    monkeypatch.setattr(notification, "MOST_COUNTED", 2)
    monkeypatch.setattr(inbox, "MOST_COUNTED", 2)

    assert totals == ["3", "2", "0", "2"]
    assert client.get(INBOX).context["page"].total_text == "2+"


def test_button_for_all_marks_what_the_filter_shows_and_says_so(
    client: Client, reader: Person, publisher: Person
) -> None:
    for words in ("a", "b"):
        told(words, publisher)
    Event.objects.filter(object_id=News.objects.get(title_en="a").pk).update(kind="library")

    page = client.get(f"{INBOX}?kind=news").content.decode()
    wide = client.get(INBOX).content.decode()
    client.post(f"{INBOX}mark/", {"everything": "on", "query": "kind=news"})

    assert "Mark this 1 as read" in page
    assert "Mark all as read" in wide
    assert list(Notification.objects.unread().values_list("event__kind", flat=True)) == ["library"]
    assert "Mark this" not in client.get(f"{INBOX}?kind=news").content.decode()


@pytest.mark.parametrize("sort", ["new", "old"])
def test_first_unread_is_a_jump_to_its_page(
    client: Client, reader: Person, publisher: Person, sort: str
) -> None:
    told("0", publisher)
    event = Event.objects.get()
    for _number in range(60):
        event.pk = None
        event.save()
        Notification.objects.create(event=event, person=reader, frequency="portal")
    keys = list(Notification.objects.order_by("made_at", "pk").values_list("pk", flat=True))
    Notification.objects.exclude(pk__in=[keys[30], keys[50]]).mark_read()

    page = client.get(f"{INBOX}?sort={sort}").content.decode()
    jump = page.split("jump=on")[0].rpartition('href="')[2].replace("&amp;", "&") + "jump=on"
    answer = client.get(f"{INBOX}{jump}")
    landed = client.get(answer["Location"])

    assert answer["Location"].endswith(f"#n{keys[30]}")
    assert landed.context["rows"][0].pk == keys[30]
    assert landed.context["page"].sort == sort
    assert landed.context["page"].previous
    Notification.objects.all().mark_read()
    assert client.get(f"{INBOX}{jump}")["Location"] == f"{INBOX}?sort={sort}"
    assert "jump" not in client.get(INBOX).content.decode()


def test_empty_inbox_says_what_to_follow(client: Client, ncp_a: Person) -> None:
    client.force_login(ncp_a)

    page = client.get(INBOX).content.decode()

    assert "Nothing has been sent to you yet" in page
    assert reverse("taxonomy:technology_list") in page


@pytest.mark.parametrize("number", [1, 3])
def test_inbox_asks_a_fixed_number_of_queries(
    client: Client, moderator: Person, publisher: Person, ncp_a: Person, make_work: Any,
    number: int,
) -> None:  # fmt: skip
    follow(moderator, "news:all")
    for place in range(number):
        told(f"News {place}", publisher)
        Letter.write(Letter.Kind.MISTAKE, by=ncp_a, text="Wrong.")
        work = make_work(f"Work {place}", marking=Marking.AMBER)
        work.grant(moderator, by=publisher)
        tell("research.publish_work", kind="library", on=work, by=ncp_a, people=[moderator.pk])
    dispatch_waiting()
    client.force_login(moderator)

    with CaptureQueriesContext(connection) as asked:
        page = client.get(INBOX)

    assert len(page.context["rows"]) == 4 * number
    # Session, person, tokens, audiences, rows with their total, news, letters, works, who granted
    # one, unread and needs.
    assert len(asked) == 10, [each["sql"][:90] for each in asked]


def test_head_counts_up_to_99(client: Client, reader: Person, publisher: Person) -> None:
    told("0", publisher)
    event = Event.objects.get()
    assert standing_of(as_reader(reader)).head.unread_text == "1"
    for _number in range(120):
        event.pk = None
        event.save()
        Notification.objects.create(event=event, person=reader, frequency="portal")

    page = client.get(reverse("home:about")).content.decode()

    assert standing_of(as_reader(reader)).head.unread_text == "99+"
    assert f'href="{INBOX}"' in page
    assert "</span> 99+</a>" in page


def test_follow_of_another_subject_tells_nothing(reader: Person, publisher: Person) -> None:
    Follow.objects.all().update(subject="meetings:all")
    told("Pilot ends", publisher)

    assert not Notification.objects.exists()
    assert News.objects.get().state == Item.State.PUBLISHED
    assert not Work.objects.exists()
