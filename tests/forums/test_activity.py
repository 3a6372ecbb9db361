"""The activity of a room: what happened, month by month, as far as each member reads it."""

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory.models import Person
from portal.markings.models import Marking
from tests.forums.talk import answer, ask
from tests.people import as_reader
from tests.workspaces.rooms import admit, make_room
from workspaces.models import Happening, RoomExport, Workspace


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b)


@pytest.fixture
def browser(client: Client, ncp_a: Person) -> Client:
    client.force_login(ncp_a)
    return client


def said(client: Client, room: Workspace) -> list[str]:
    """Return the lines of a room's activity, newest first, in plain words."""
    page = client.get(reverse("workspaces:activity", args=[room.public_id])).content.decode()
    found = re.findall(r"</time></span><div>(.*?)</div>", page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", each).split()) for each in found]


def test_activity_says_what_happened(
    browser: Client, room: Workspace, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    topic = ask(room, ncp_b, "Which share?")
    answer(topic, ncp_a).accept(by=as_reader(ncp_b))
    admit(room, officer, by=ncp_a).end(by=ncp_a, why="Moved on")
    topic.put_under("amber-strict", by=as_reader(ncp_b))

    assert said(browser, room)[:5] == [
        "Boris Bordur put a topic under another label: Which share? TLP:AMBER+STRICT",
        "Olga Officer left",
        "Olga Officer joined",
        "Boris Bordur said how a question ended: Which share? TLP:AMBER+STRICT",
        "Boris Bordur accepted an answer: Which share? TLP:AMBER+STRICT",
    ]


def test_activity_holds_nothing_that_a_member_does_not_read(
    browser: Client, room: Workspace, ncp_a: Person, ncp_b: Person, officer: Person
) -> None:
    before = said(browser, room)
    raised = ask(room, ncp_b, "Canary raised")
    ask(room, ncp_b, "Canary red", marking=Marking.RED, readers=[ncp_a])
    raised.put_under("red", by=as_reader(ncp_b))
    ask(room, ncp_a, "Canary removed").remove(by=as_reader(ncp_a), why="Names")

    assert said(browser, room) == before
    assert not Happening.objects.filter(object_id=raised.pk, verb__startswith="forums.").exists()
    browser.force_login(officer)
    assert browser.get(reverse("workspaces:activity", args=[room.public_id])).status_code == 403


def test_home_shows_the_last_five(browser: Client, room: Workspace, ncp_a: Person) -> None:
    for number in range(6):
        ask(room, ncp_a, f"Topic {number}")

    page = browser.get(room.get_absolute_url()).content.decode()

    assert page.count("began a topic") == 5


def test_months_have_headings_and_pages_have_neighbours(
    browser: Client, room: Workspace, ncp_a: Person
) -> None:
    for number in range(51):
        ask(room, ncp_a, f"Topic {number}")
    old = Happening.objects.order_by("pk")[:2].values("pk")
    Happening.objects.filter(pk__in=old).update(at=timezone.now() - datetime.timedelta(days=62))

    first = browser.get(reverse("workspaces:activity", args=[room.public_id])).content.decode()
    following = re.findall(r'href="([^"]+after=[^"]+)"', first)[0].replace("&amp;", "&")

    assert (first.count("<h3>"), len(said(browser, room))) == (1, 50)
    assert browser.get(following).content.decode().count("<h3>") == 2


@pytest.mark.parametrize("name", ["activity", "export_list"])
def test_lists_ask_a_fixed_number_of_queries(
    browser: Client, room: Workspace, ncp_a: Person, officer: Person, name: str
) -> None:
    address = reverse(f"workspaces:{name}", args=[room.public_id])
    counts: list[Any] = []
    for number in (1, 3):
        for n in range(number):
            ask(room, ncp_a, f"Topic {number} {n}")
            admit(room, officer).end(by=None)
            export = RoomExport.ask(room, by=ncp_a, language="en")
            RoomExport.objects.filter(pk=export.pk).update(state="failed")
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 10
