"""Walking through a queue: in its order, past what others decide, to its end."""

import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from directory.models import Person
from portal.desk.models import WorkItem
from tests.desk.work import _notes, amend, put  # noqa: F401 a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notes")]
NEW = "?sort=new"


@pytest.fixture
def desk(client: Client, moderator: Person) -> Client:
    """A browser in which a moderator has signed in."""
    client.force_login(moderator)
    return client


def walk(client: Client, item: WorkItem, query: str = "", back: str = "") -> tuple[str, str]:
    """Return where the walk leads from an item, by title, and what the next page says."""
    address = reverse("desk:item_next", args=[item.public_id]) + query
    answer = client.get(address + (("&" if query else "?") + back if back else ""), follow=True)
    (where, _status), *_rest = answer.redirect_chain
    titles = {each.get_absolute_url() + query: each.title for each in WorkItem.objects.all()}
    said = [str(each) for each in answer.context["messages"]]
    return titles.get(where, where), " ".join(said)


def days(*titles: str) -> list[WorkItem]:
    """Return items that were put on the desk day after day."""
    items = []
    for number, title in enumerate(titles):
        moment = datetime.datetime(2026, 11, 2 + number, 12, tzinfo=datetime.UTC)
        with time_machine.travel(moment):
            items.append(put(title))
    return items


def test_walk_keeps_the_order_of_its_list(desk: Client) -> None:
    first, second, third = days("first", "second", "third")

    assert [walk(desk, second)[0], walk(desk, second, NEW)[0]] == ["third", "first"]
    assert [walk(desk, second, "", "back=1")[0], walk(desk, second, NEW, "back=1")[0]] == [
        "first", "third",
    ]  # fmt: skip
    list_page = desk.get(reverse("desk:queue") + NEW).content.decode()
    assert all(each.get_absolute_url() + NEW in list_page for each in (first, second, third))


def test_walk_passes_over_what_only_colleagues_decide(
    desk: Client, moderator: Person, secretariat: Person
) -> None:
    here = put("here")
    put("grave").decide("accept", by=moderator)
    put("grave too").decide("accept", by=secretariat)
    amend(by_another=True)
    put("own", by=moderator)
    last = put("last", by=secretariat)

    assert [walk(desk, here)[0], walk(desk, last, "", "back=1")[0]] == ["grave too", "grave too"]


def test_end_of_the_queue_is_said(desk: Client) -> None:
    first, second = days("first", "second")

    assert walk(desk, second) == ("first", "That was the last of the queue. It begins again.")
    assert walk(desk, first, "", "back=1") == (
        reverse("desk:queue"), "This is where the queue begins.",
    )  # fmt: skip
    for item in (first, second):
        sent: dict[str, Any] = {"decision": "accept", "seen": 1, "reason": item.title}
        page = desk.post(reverse("desk:item_decide", args=[item.public_id]), sent, follow=True)
    assert "The queue is done: nothing else in it waits for you." in page.content.decode()


def test_done_items_stand_newest_first(desk: Client, secretariat: Person) -> None:
    items = days("first", "second", "third")
    for number, item in enumerate((items[1], items[0], items[2])):
        item.decide("accept", by=secretariat, reason=item.title)
        at = timezone.now() - datetime.timedelta(hours=number)
        WorkItem.objects.filter(pk=item.pk).update(done_at=at)

    page = desk.get(reverse("desk:queue"), {"show": "done", "sort": "due"}).context["page"]

    assert [item.title for item in page] == ["second", "first", "third"]
    assert walk(desk, items[0], "?show=done")[0] == "third"


def test_done_items_are_found_by_their_index(desk: Client) -> None:
    done = WorkItem.objects.filter(state="done").order_by("-done_at", "-id").values("pk")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")

    assert "desk_done" in done[:25].explain()


def test_title_is_read_and_found_in_the_language_of_each_officer(desk: Client) -> None:
    amend(name=lambda row: "Point de contact" if get_language() == "fr" else "Contact point")
    item = put()
    with override("fr"):
        french = put("another")
        address = reverse("desk:queue")

    titles = {item.title, french.title}
    page = desk.get(address).content.decode()

    assert titles == {"Contact point"}
    assert page.count(">Point de contact<") == 2
    assert "Contact point" not in page
    for words in ("point de", "contact point"):
        assert len(desk.get(reverse("desk:queue"), {"q": words}).context["page"]) == 2
