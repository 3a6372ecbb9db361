"""Topics and posts as rows: the same as their models say, by statements that are kept."""

from itertools import pairwise
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from directory.models import Person
from forums.models import Post, Topic
from forums.models.kinds import Kind, Outcome, State
from forums.rows import badge, posts_of, rows_of, shown_posts, topics_of
from forums.views.reading import ORDERS
from portal.paging import Page
from tests.forums.talk import answer, ask
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit, make_room
from workspaces.models import Role, Workspace

FILTERS: list[dict[str, str]] = [
    {}, {"kind": "idea"}, {"show": "unanswered"}, {"show": "unread"}, {"show": "mine"},
    {"show": "mine", "kind": "question"},
]  # fmt: skip


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


@pytest.fixture
def topics(room: Workspace, ncp_a: Person, ncp_b: Person) -> list[Topic]:
    kinds = ["question", "idea", "experience"]
    found = [
        ask(room, ncp_a if number % 2 else ncp_b, f"Topic {number}", kind=kinds[number % 3])
        for number in range(7)
    ]
    found[2].pin(True, by=ncp_a)
    found[4].pin(True, by=ncp_a)
    return found


def fitting(room: Workspace, person: Person, chosen: dict[str, str]) -> set[str]:
    """Return the titles that fit a filter, by the plainest reading of it."""
    shows = {
        "unanswered": lambda topic: topic.outcome == Outcome.OPEN,
        "unread": lambda topic: topic.last_number > topic.read,
        "mine": lambda topic: topic.author_id == person.pk,
    }
    readable = Topic.objects.readable_by(person).in_room(room).with_mark_of(person)
    return {
        topic.title
        for topic in readable
        if chosen.get("kind", topic.kind) == topic.kind
        and shows.get(chosen.get("show", ""), bool)(topic)
    }


@pytest.mark.parametrize("chosen", FILTERS, ids=str)
@pytest.mark.parametrize("sort", ORDERS)
@pytest.mark.usefixtures("topics")
def test_kept_list_shows_every_fitting_topic_once_both_ways(
    room: Workspace, ncp_a: Person, chosen: dict[str, str], sort: str
) -> None:
    reader, pages = as_reader(ncp_a), []

    def page(address: str) -> Page:
        request = RequestFactory().get(address)
        return Page.of(topics_of(room, reader, chosen), request, orders=ORDERS, per_page=2)

    here: Page | None = page(f"/list/?sort={sort}")
    while here:
        pages.append(here)
        here = page(here.next) if here.next else None
    forwards = [row["title"] for each in pages for row in each.rows]

    wanted = fitting(room, reader, chosen)
    assert (sorted(forwards), pages[0].total) == (sorted(wanted), len(wanted))
    order = Topic.objects.filter(title__in=wanted).order_by(*ORDERS[sort].fields)
    assert forwards == list(order.values_list("title", flat=True))
    for before, after in pairwise(pages):
        assert after.previous
        assert page(after.previous).rows == before.rows


def test_topics_of_a_kept_list_are_those_of_its_reader(
    room: Workspace, ncp_a: Person, officer: Person, ncp_b: Person
) -> None:
    ask(room, ncp_b, "For members")
    request = RequestFactory().get("/list/")
    shown = [
        [row["title"] for row in Page.of(rows, request, orders=ORDERS).rows]
        for person in (ncp_a, officer, ncp_b)
        for rows in [topics_of(room, as_reader(person), {})]
    ]
    assert shown == [["For members"], [], ["For members"]]


def test_rows_speak_the_language_of_the_reader(
    room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    topic = ask(room, ncp_b, "Share")
    answer(topic, ncp_a)
    said = {}
    for language in ("fr", "en", "fr"):
        with override(language):
            found = topics_of(room, as_reader(ncp_a), {}).page(("-id",), None, 5, None)  # type: ignore[arg-type]
            (row,) = rows_of(found)
            posts = posts_of(topic, 1, as_reader(ncp_a))
            home = ncp_b.administration
            assert home
            assert (row["by"], posts[0]["home"]) == (str(home), str(home))
            assert row["address"] == topic.get_absolute_url()
            said[language] = row["badge"]["words"]
    assert said["en"] == "Question, open"
    assert said["fr"] != said["en"]


def test_post_of_somebody_who_left_without_a_name_says_what_they_were(
    room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    topic = ask(room, ncp_b)
    ncp_b.anonymise(by=None)
    ncp_b.refresh_from_db()

    (post,) = posts_of(topic, 1, as_reader(ncp_a))
    assert (post["who"], bool(post["who"])) == (ncp_b.name, True)


def test_partner_is_shown_with_the_organisation(
    room: Workspace, ncp_a: Person, partner: Person
) -> None:
    topic = ask(room, ncp_a)
    Post.objects.update(author=partner)
    (post,) = posts_of(topic, 1, as_reader(ncp_a))
    assert post["home"] == str(partner.partner)


@pytest.mark.parametrize(
    ("who", "acts"),
    [
        ("author", [{"edit"}, {"accept", "report"}]),
        ("other", [{"report"}, {"edit"}]),
        ("owner", [{"report", "remove"}, {"accept", "report", "remove"}]),
    ],
)
def test_acts_of_a_post_are_addresses_for_whom_may(
    room: Workspace, ncp_a: Person, who: str, acts: list[set[str]]
) -> None:
    home = ncp_a.administration
    people = {"author": make_person("Ana Asks", administration=home), "owner": ncp_a}
    people["other"] = make_person("Otto Other", administration=home)
    for name in ("author", "other"):
        admit(room, people[name], Role.CONTRIBUTOR)
    topic = ask(room, people["author"])
    answer(topic, people["other"])
    topic = Topic.objects.with_mark_of(people[who]).select_related("workspace").get()

    reader = as_reader(people[who])
    posts = shown_posts(reader, topic, posts_of(topic, 1, reader))
    names = ("edit", "accept", "report", "remove", "history")
    assert [{name for name in names if post[name]} for post in posts] == acts
    assert [post["address"] for post in posts] == [
        post.get_absolute_url() for post in Post.objects.order_by("number")
    ]


@pytest.mark.parametrize(
    ("standing", "look"),
    [
        ({}, "info"),
        ({"outcome": Outcome.OPEN}, "info"),
        ({"outcome": Outcome.ANSWERED}, "ok"),
        ({"outcome": Outcome.EXPIRED}, "late"),
        ({"is_locked": True}, "void"),
        ({"state": State.HELD, "outcome": Outcome.OPEN}, "due"),
        ({"state": State.REMOVED}, "void"),
    ],
)
def test_badge_tells_how_a_topic_stands(standing: dict[str, Any], look: str) -> None:
    usual = {
        "kind": Kind.QUESTION, "state": State.SHOWN, "outcome": "", "deadline": None,
        "is_locked": False,
    }  # fmt: skip
    assert badge(**usual | standing)["look"] == look
