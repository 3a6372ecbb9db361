"""Times on pages: by the reader's clock, and in UTC where a page says so."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.models import Person
from forums.models import PostVersion, Wording
from hub.models import Banner
from portal.audit.models import Event
from portal.desk.models import Letter
from portal.writing.models import Draft
from tests.forums.talk import ask
from tests.people import as_reader
from tests.workspaces.rooms import make_room

pytestmark = pytest.mark.django_db
# Past midnight east of Greenwich.
LATE = datetime.datetime(2026, 11, 20, 23, 30, tzinfo=datetime.UTC)
IN_UTC = re.compile(r"\d+ \w+ 2026, \d\d:\d\d UTC")


def live_in(person: Person, zone: str) -> None:
    Person.objects.filter(pk=person.pk).update(zone=zone)


@pytest.fixture
def letter(ncp_a: Person) -> Letter:
    """A letter of A's contact point."""
    item = Letter.write("mistake", by=ncp_a, text="A date is wrong.")
    Letter.objects.filter(pk=item.pk).update(opened_at=LATE)
    return item


def arrived(client: Client, letter: Letter) -> str:
    """Return when a letter arrived, as its page says."""
    text = client.get(letter.get_absolute_url()).content.decode()
    return re.split(r"<dt>Arrived</dt>\s*<dd>", text)[1].split("</dd>")[0]


@pytest.mark.parametrize(
    ("zone", "day", "moment"),
    [
        ("Asia/Tokyo", "21 Nov 2026", "2026-11-21T08:30:00+09:00"),
        ("America/Lima", "20 Nov 2026", "2026-11-20T18:30:00-05:00"),
        ("Nowhere/Land", "20 Nov 2026", "2026-11-20T23:30:00+00:00"),
    ],
)
def test_letter_is_dated_by_the_readers_clock(
    client: Client, ncp_a: Person, letter: Letter, zone: str, day: str, moment: str
) -> None:
    live_in(ncp_a, zone)
    client.force_login(ncp_a)
    shown = arrived(client, letter)

    assert f'datetime="{moment}">{day}' in shown
    assert (zone in shown) == (zone != "Nowhere/Land")


def test_clock_of_one_reader_is_not_the_next_ones(
    client: Client, ncp_a: Person, secretariat: Person, letter: Letter
) -> None:
    live_in(ncp_a, "Asia/Tokyo")
    shown = []
    for person in (ncp_a, secretariat):
        client.force_login(person)
        shown.append(arrived(client, letter))

    assert ["Asia/Tokyo" in each for each in shown] == [True, False]
    assert timezone.get_current_timezone_name() == "UTC"


def test_log_is_in_utc_whoever_reads(client: Client, auditor: Person) -> None:
    live_in(auditor, "Asia/Tokyo")
    client.force_login(auditor)
    event = Event.objects.latest("pk")
    text = client.get(reverse("home:audit_list")).content.decode()

    assert f">{event.at:%Y-%m-%d %H:%M:%S}</time>" in text


def test_notice_is_set_in_utc_whoever_sets_it(client: Client, administrator: Person) -> None:
    live_in(administrator, "Asia/Tokyo")
    client.force_login(administrator)
    values: dict[str, Any] = {
        "text_en": "A", "text_fr": "B", "since": "2026-11-20T23:30", "until": "2100-01-01T00:00",
    }  # fmt: skip
    client.post(reverse("hub:banner_edit"), values)
    shown = client.get(reverse("hub:banner_edit")).content.decode()

    assert Banner.objects.get().since == LATE
    assert "A notice is shown from 20 Nov 2026" in shown


def test_earlier_words_and_drafts_are_in_utc_whoever_reads(
    client: Client, ncp_a: Person, ncp_b: Person
) -> None:
    live_in(ncp_a, "Asia/Tokyo")
    room = make_room(ncp_a, ncp_b)
    topic = ask(room, ncp_a)
    topic.revise(by=as_reader(ncp_a), title="Another")
    post = topic.posts.get()
    post.edit(by=as_reader(ncp_a), source="Other words.", language="en", seen=0)
    client.force_login(ncp_a)
    begin = reverse("forums:topic_add", args=[room.public_id])
    client.post(begin, {"body": "A draft.", "press": "save"})
    for rows, column in ((Wording, "at"), (PostVersion, "at"), (Draft, "saved_at")):
        rows.objects.update(**{column: LATE})

    pages = [
        client.get(url).content.decode()
        for url in (
            reverse("forums:topic_history", args=[topic.public_id]),
            reverse("forums:post_history", args=[post.public_id]),
            begin,
        )
    ]

    assert [{*IN_UTC.findall(page)} for page in pages] == [{"20 Nov 2026, 23:30 UTC"}] * 3
