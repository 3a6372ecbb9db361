"""Bookmarks: put, noted, listed for their person alone, and reminded of in the morning."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.models import Administration, Person
from forums.forms.bookmark import days_from
from forums.looking_after import remind_bookmarks
from forums.models import Bookmark, Post
from portal.audit.models import Event as Logged
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.models import Event, Notification
from tests.forums.talk import answer, ask
from tests.people import make_person
from tests.workspaces.rooms import admit, make_room
from workspaces.models import Workspace

SET, LIST = "forums:bookmark_set", "forums:bookmark_list"
# A Monday.
MONDAY = datetime.datetime(2030, 1, 7, tzinfo=datetime.UTC)


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


@pytest.fixture
def post(room: Workspace, ncp_b: Person) -> Post:
    return answer(ask(room, ncp_b), ncp_b)


@pytest.fixture
def signed_in(client: Client, ncp_a: Person) -> Client:
    client.force_login(ncp_a)
    return client


def mark(post: Post, person: Person, **fields: Any) -> Bookmark:
    Bookmark.put(post, by=person)
    bookmark = Bookmark.objects.get(post=post, person=person)
    if fields:
        bookmark.revise(by=person, **{"note": "", "remind_on": None} | fields)
    return bookmark


def shown(client: Client, **filters: str) -> str:
    page = client.get(reverse(LIST), filters)
    assert page.status_code == 200
    return page.content.decode()


def test_bookmark_is_put_and_dropped_with_one_button(
    signed_in: Client, post: Post, ncp_a: Person
) -> None:
    topic = post.topic.get_absolute_url()
    button = f'name="add" value="{post.public_id}"'
    assert button in signed_in.get(topic).content.decode()

    # Pressed twice, it stays put.
    for _press in range(2):
        sent = signed_in.post(reverse(SET), {"add": post.public_id})
        assert sent.headers["Location"] == post.get_absolute_url()

    assert Bookmark.objects.get().person == ncp_a
    page = signed_in.get(topic).content.decode()
    assert (button in page, f'name="drop" value="{post.public_id}"' in page) == (False, True)
    assert signed_in.post(reverse(SET), {"drop": post.public_id, "list": "1"}).headers[
        "Location"
    ] == reverse(LIST)  # fmt: skip
    assert not Bookmark.objects.exists()
    verbs = Logged.objects.filter(verb__endswith="_bookmark").order_by("pk")
    assert [row.verb for row in verbs] == ["forums.add_bookmark", "forums.drop_bookmark"]


def test_bookmark_of_what_nobody_may_read_is_refused(
    client: Client, post: Post, officer: Person
) -> None:
    client.force_login(officer)

    for sent in ({"add": post.public_id}, {"add": "nothing"}, {"drop": "\x00"}, {}):
        assert client.post(reverse(SET), sent).status_code == 404
    edit = reverse("forums:bookmark_edit", args=[post.public_id])
    assert client.get(edit).status_code == 404


def test_note_and_day_are_the_persons_own(
    signed_in: Client, post: Post, ncp_a: Person, ncp_b: Person
) -> None:
    mark(post, ncp_a)
    address = reverse("forums:bookmark_edit", args=[post.public_id])
    assert signed_in.get(address).status_code == 200

    sent = signed_in.post(address, {"note": "Ask the lab", "remind": "week", "day": ""})

    assert sent.headers["Location"] == reverse(LIST)
    bookmark = Bookmark.objects.get()
    assert bookmark.remind_on == timezone.localdate() + datetime.timedelta(days=7)
    assert "Ask the lab" in shown(signed_in)
    signed_in.force_login(ncp_b)
    assert signed_in.get(address).status_code == 404
    assert ("Ask the lab" in shown(signed_in), "No bookmarks" in shown(signed_in)) == (False, True)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"remind": "day", "day": ""}, "Choose a day."),
        ({"remind": "day", "day": "2001-01-01"}, "Choose tomorrow or a later day"),
        ({"remind": "day", "day": "9999-01-01"}, "Choose tomorrow or a later day"),
        ({"remind": "day", "day": "soon"}, "Enter a valid date"),
        ({"remind": "now"}, "valid choice"),
        ({"remind": "never", "note": "x" * 301}, "300"),
        ({"remind": "never", "note": "\x00"}, "Null characters"),
    ],
)
def test_reminder_that_does_not_fit_is_said(
    signed_in: Client, post: Post, ncp_a: Person, sent: dict[str, str], says: str
) -> None:
    mark(post, ncp_a)

    page = signed_in.post(reverse("forums:bookmark_edit", args=[post.public_id]), sent)

    assert (page.status_code, says in page.content.decode()) == (200, True)


def test_days_by_a_word_know_the_weekend() -> None:
    thursday = datetime.date(2030, 1, 10)

    assert days_from(thursday, [0, 1, 2, 3, 6]) == {
        "tomorrow": datetime.date(2030, 1, 11), "working": datetime.date(2030, 1, 13),
        "week": datetime.date(2030, 1, 17),
    }  # fmt: skip


def test_list_is_narrowed(signed_in: Client, room: Workspace, ncp_a: Person, ncp_b: Person) -> None:
    other = make_room(ncp_a, ncp_b, name="Other room")
    plain, noted, waiting = (
        ask(place, ncp_b, title).posts.get()
        for place, title in ((room, "Plain"), (room, "Noted"), (other, "Waiting"))
    )
    mark(plain, ncp_a)
    mark(noted, ncp_a, note="Read")
    mark(waiting, ncp_a, remind_on=datetime.date(2099, 1, 1))

    def titles(**filters: str) -> list[str]:
        page = shown(signed_in, **filters)
        return [title for title in ("Plain", "Noted", "Waiting") if f">{title}</bdi>" in page]

    assert titles() == ["Plain", "Noted", "Waiting"]
    assert titles(show="noted") == ["Noted"]
    assert titles(show="waiting") == ["Waiting"]
    assert titles(show="reminded") == []
    assert titles(room=other.public_id) == ["Waiting"]
    assert titles(room="nowhere", show="\x00", sort="old") == ["Plain", "Noted", "Waiting"]
    assert "The filters leave none." in shown(signed_in, show="reminded")


def test_bookmark_vanishes_with_the_right_to_read(
    signed_in: Client, room: Workspace, ncp_a: Person, post: Post, arcadia: Administration,
) -> None:  # fmt: skip
    colleague = make_person("Carl Colleague", administration=arcadia)
    admission = admit(room, colleague)
    mark(post, colleague, remind_on=timezone.localdate() - datetime.timedelta(days=1))
    signed_in.force_login(colleague)
    assert post.topic.title in shown(signed_in)

    admission.end(by=ncp_a, why="Moved on")

    assert post.topic.title not in shown(signed_in)
    with time_machine.travel(timezone.now().replace(hour=10), tick=False):
        remind_bookmarks()
        dispatch_waiting()
    assert not Notification.objects.filter(person=colleague, event__kind="reminder").exists()


def test_removed_post_is_a_stone_in_the_list_and_no_reminder(
    signed_in: Client, post: Post, ncp_a: Person
) -> None:
    mark(post, ncp_a, remind_on=timezone.localdate())
    post.remove(by=ncp_a, reason="Names of traders")

    page = shown(signed_in)

    assert ("was removed by a moderator" in page, "Seven per cent." in page) == (True, False)
    with time_machine.travel(timezone.now().replace(hour=10), tick=False):
        assert remind_bookmarks() == 0
    assert not Event.objects.filter(verb="forums.remind_bookmark").exists()


def test_reminder_comes_once_in_the_morning_of_the_person(
    post: Post, ncp_a: Person, ncp_b: Person
) -> None:
    Person.objects.filter(pk=ncp_a.pk).update(zone="Asia/Tokyo")
    Person.objects.filter(pk=ncp_b.pk).update(zone="America/Lima")
    for person in (ncp_a, ncp_b):
        mark(post, person, remind_on=MONDAY.date())
    reminded = {}
    for hour in range(-6, 30):
        moment = MONDAY + datetime.timedelta(hours=hour)
        before = set(Bookmark.objects.exclude(reminded_at=None).values_list("person", flat=True))
        with time_machine.travel(moment, tick=False):
            remind_bookmarks()
            remind_bookmarks()
        after = set(Bookmark.objects.exclude(reminded_at=None).values_list("person", flat=True))
        reminded |= dict.fromkeys(after - before, hour)

    # Eight o'clock is 23:00 UTC of Sunday in Tokyo, 13:00 UTC in Lima.
    assert reminded == {ncp_a.pk: -1, ncp_b.pk: 13}
    events = Event.objects.filter(verb="forums.remind_bookmark")
    assert [event.people for event in events.order_by("pk")] == [[ncp_a.pk], [ncp_b.pk]]
    with time_machine.travel(moment, tick=False):
        dispatch_waiting()
        dispatch_waiting()
    lines = Notification.objects.filter(event__kind="reminder")
    assert {(line.person_id, line.frequency) for line in lines} == {
        (ncp_a.pk, "now"), (ncp_b.pk, "now"),
    }  # fmt: skip
    assert lines.count() == 2


def test_another_day_reminds_again(post: Post, ncp_a: Person) -> None:
    bookmark = mark(post, ncp_a, remind_on=MONDAY.date())
    with time_machine.travel(MONDAY.replace(hour=9), tick=False):
        assert remind_bookmarks() == 1
    bookmark.refresh_from_db()

    bookmark.revise(by=ncp_a, note="Again", remind_on=MONDAY.date())
    with time_machine.travel(MONDAY.replace(hour=10), tick=False):
        assert remind_bookmarks() == 0
    bookmark.revise(by=ncp_a, note="Again", remind_on=MONDAY.date() + datetime.timedelta(days=1))
    with time_machine.travel(MONDAY + datetime.timedelta(days=1, hours=9), tick=False):
        assert remind_bookmarks() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_a_fixed_number_of_queries(
    signed_in: Client, room: Workspace, ncp_a: Person, ncp_b: Person, number: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for n in range(number):
        mark(ask(make_room(ncp_a, ncp_b, name=f"Room {n}"), ncp_b).posts.get(), ncp_a, note="x")
    shown(signed_in)

    with django_assert_num_queries(7):
        shown(signed_in)
