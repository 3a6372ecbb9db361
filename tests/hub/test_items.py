"""Writing, publishing and withdrawing: who reads an item in each state."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction

from directory.models import Person
from hub.models import KINDS, Banner, Meeting, News
from hub.models.dates import span_in_words
from portal.audit.models import Event
from portal.markings.access import may
from portal.markings.models import Marking
from portal.search.models import Stale
from tests.hub.items import MAKERS, for_members, make_meeting, make_news, published
from tests.people import as_reader


@pytest.mark.parametrize("kind", KINDS)
def test_draft_is_read_by_its_author_and_keepers_only(
    kind: str, editor: Person, publisher: Person, moderator: Person, ncp_a: Person
) -> None:
    item = MAKERS[kind](by=editor)

    readers = {
        p for p in (editor, publisher, moderator, ncp_a) if item.is_readable_by(as_reader(p))
    }

    assert readers == {editor, publisher}
    assert set(item.audience.tokens) == {
        f"person:{editor.pk}", "role:editor", "role:publisher", "role:secretariat",
    }  # fmt: skip


def test_published_item_is_read_by_what_its_label_says(db: None) -> None:
    everybody, members = published(make_news()), published(make_news(**for_members()))

    assert (everybody.audience.tokens, members.audience.tokens) == (["public"], ["members"])


def test_revise_takes_a_published_item_back_to_draft(editor: Person, publisher: Person) -> None:
    item = make_news(by=editor)
    item.publish(by=publisher)

    item.revise(by=editor, title_en="Pilot goes on")

    item.refresh_from_db()
    assert (item.state, item.title_en, item.published_at, item.published_by) == (
        "draft", "Pilot goes on", None, None,
    )  # fmt: skip
    assert "public" not in item.audience.tokens


def test_withdrawn_item_is_read_by_keepers_only(publisher: Person) -> None:
    item = published(make_news())

    item.withdraw(by=publisher)

    assert set(item.audience.tokens) == {"role:editor", "role:publisher", "role:secretariat"}


def test_item_rewritten_meanwhile_is_not_withdrawn(editor: Person, publisher: Person) -> None:
    item = published(make_news(by=editor))
    read_before = News.objects.get(pk=item.pk)
    item.revise(by=editor, title_en="Quite another title")

    done = read_before.withdraw(by=publisher)

    item.refresh_from_db()
    verbs = Event.objects.about(item).values_list("verb", flat=True)
    assert (done, item.state, "hub.withdraw_item" in verbs) == (False, "draft", False)


def test_publish_refuses_words_that_changed_meanwhile(editor: Person, publisher: Person) -> None:
    item = make_news(by=editor)
    read_before = News.objects.get(pk=item.pk)
    item.revise(by=editor, title_en="Quite another title")

    done = read_before.publish(by=publisher)

    item.refresh_from_db()
    assert (done, item.state) == (False, "draft")


def test_publish_twice_leaves_one_audit_row(publisher: Person) -> None:
    item = make_news()
    again = News.objects.get(pk=item.pk)

    assert (item.publish(by=publisher), again.publish(by=publisher)) == (True, False)
    assert Event.objects.about(item).filter(verb="hub.publish_item").count() == 1


def test_verbs_leave_one_audit_row_each(editor: Person, publisher: Person) -> None:
    item = make_news(by=editor)
    item.revise(by=editor, title_en="Pilot ended")
    item.publish(by=publisher)
    item.withdraw(by=publisher)

    rows = Event.objects.about(item).order_by("pk").values_list("verb", "actor_id")

    assert list(rows) == [
        ("hub.add_item", editor.pk),
        ("hub.edit_item", editor.pk),
        ("hub.publish_item", publisher.pk),
        ("hub.withdraw_item", publisher.pk),
    ]


def test_second_person_publishes(editor: Person, secretariat: Person, publisher: Person) -> None:
    item = make_news(by=secretariat)

    allowed = {
        person
        for person in (editor, secretariat, publisher)
        if may(as_reader(person), "hub.publish_item", item)
    }

    assert allowed == {publisher}
    item.revise(by=editor, title_en="Other words")
    assert may(as_reader(secretariat), "hub.publish_item", item)


def test_search_hears_of_news_and_meetings_only(db: None) -> None:
    Stale.objects.all().delete()
    for maker in MAKERS.values():
        maker()

    assert set(Stale.objects.values_list("object_type", flat=True)) == {"hub.news", "hub.meeting"}


def test_search_document_of_drafts_and_withdrawn_items_is_none(publisher: Person) -> None:
    draft, item = make_news(), published(make_news())
    document = item.search_document()
    item.withdraw(by=publisher)

    assert document is not None
    assert document.titles == {"en": "Pilot ends", "fr": "Pilot ends (fr)"}
    assert (draft.search_document(), item.search_document()) == (None, None)
    assert make_meeting().search_document() is None


def test_label_is_public_or_members(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_news(marking=Marking.AMBER)


@pytest.mark.parametrize(
    ("moment", "coming"),
    [
        ("2026-12-03T23:00:00Z", True),
        ("2026-12-04T11:59:00Z", True),
        ("2026-12-04T12:01:00Z", False),
    ],
)
def test_meeting_is_past_when_its_day_ended_everywhere(db: None, moment: str, coming: bool) -> None:
    day = datetime.date(2026, 12, 3)
    meeting = make_meeting(start=day, end=day)

    with time_machine.travel(moment, tick=False):
        rows = Meeting.objects.coming() if coming else Meeting.objects.past()

        assert list(rows) == [meeting]


def test_meeting_clocks_give_the_viewers_time_then_the_hosts(db: None) -> None:
    day = datetime.date(2026, 12, 3)
    meeting = make_meeting(start=day, end=day, start_time=datetime.time(10), zone="Europe/Brussels")

    clocks = [(f"{moment:%H:%M}", city) for moment, city in meeting.clocks("Africa/Dakar")]

    assert clocks == [("09:00", "Dakar"), ("10:00", "Brussels")]
    assert [city for _moment, city in meeting.clocks("Europe/Brussels")] == ["Brussels"]
    assert make_meeting().clocks("Africa/Dakar") == []


def test_zone_that_no_longer_exists_shows_no_hour_of_it(db: None) -> None:
    day, hour = datetime.date(2026, 12, 3), datetime.time(10)
    meeting = make_meeting(start=day, end=day, start_time=hour, zone="Europe/Brussels")
    lost = make_meeting(start=day, end=day, start_time=hour, zone="Mars/Olympus")

    assert [city for _moment, city in meeting.clocks("Mars/Olympus")] == ["Brussels"]
    assert lost.clocks("Europe/Brussels") == []


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        ("2026-04-13", "2026-04-13", "day", "13 Apr 2026"),
        ("2026-01-28", "2026-01-30", "day", "28 – 30 Jan 2026"),
        ("2026-04-30", "2026-05-02", "day", "30 Apr – 2 May 2026"),
        ("2025-12-30", "2026-01-02", "day", "30 Dec 2025 – 2 Jan 2026"),
        ("2026-01-01", "2026-01-31", "month", "Jan 2026"),
        ("2026-01-01", "2026-12-31", "year", "2026"),
    ],
)
def test_span_says_as_much_as_is_known(start: str, end: str, precision: str, words: str) -> None:
    days = [datetime.date.fromisoformat(day) for day in (start, end)]

    assert span_in_words(*days, precision) == words


def test_banner_stands_between_its_moments(administrator: Person) -> None:
    with time_machine.travel("2026-12-01T08:00:00Z", tick=False):
        banner = Banner.announce(
            by=administrator,
            text_en="Maintenance on Sunday.",
            text_fr="Maintenance dimanche.",
            since=datetime.datetime(2026, 12, 5, tzinfo=datetime.UTC),
            until=datetime.datetime(2026, 12, 6, tzinfo=datetime.UTC),
        )
        before = list(Banner.objects.current())
    with time_machine.travel("2026-12-05T08:00:00Z", tick=False):
        during = list(Banner.objects.current())
        assert Banner.take_down(by=administrator)
        after = list(Banner.objects.current())

    assert (before, during, after) == ([], [banner], [])


def test_banner_takes_the_place_of_the_earlier_one(administrator: Person) -> None:
    moments = {
        "since": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC),
        "until": datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC),
    }
    Banner.announce(by=administrator, text_en="First.", text_fr="Un.", **moments)

    second = Banner.announce(by=administrator, text_en="Second.", text_fr="Deux.", **moments)

    assert list(Banner.objects.current()) == [second]
    assert not Banner.objects.exclude(pk=second.pk).current().exists()
