"""Announcements as rows: who is told, by whom it is decided, and exactly once."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.models import Person
from hub.models import Announcement, News
from hub.recipients import people_told, preview_of, reach_choices
from hub.tasks import send_due_announcements
from portal.audit.models import Event as Logged
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.models import Event, Mail, MailSetting, Notification, Preference
from portal.notifications.registry import Frequency
from tests.hub.items import for_members, make_news, published

State = Announcement.State
POINTS = "seat:contact-point"


def announced(*reach: str, by: Person, **fields: Any) -> Announcement:
    """Return an announcement of published news, as prepared."""
    news = fields.pop("news", None) or published(make_news("Pilot ends", **fields.pop("item", {})))
    return Announcement.prepare(by=by, news=news, reach=reach, **fields)


def told() -> set[str]:
    """Return the given names of whoever was told."""
    dispatch_waiting()
    return set(Notification.objects.values_list("person__given_name", flat=True))


def test_announcement_reaches_who_holds_a_token_and_may_read(
    ncp_a: Person, ncp_b: Person, officer: Person, partner: Person, secretariat: Person,
    suspended: Person, ncp_without_factor: Person,
) -> None:  # fmt: skip
    made = announced("community", by=secretariat, item=for_members())

    assert made.schedule(by=secretariat)
    assert send_due_announcements() == 1

    assert told() == {"Ada", "Boris", "Olga", "Secretariat"}
    made.refresh_from_db()
    assert (made.state, made.recipients) == (State.SENT, 4)
    assert made.event == Event.objects.get()


@pytest.mark.parametrize(
    ("reach", "expected"),
    [
        ("members", {"Ada", "Boris", "Olga", "Secretariat"}),
        (POINTS, {"Ada", "Boris"}),
        ("region:EUR", {"Boris"}),
        ("community", {"Ada", "Boris", "Olga", "Paul", "Secretariat"}),
        ("secretariat", {"Secretariat"}),
    ],
)
def test_number_shown_is_the_number_told(
    reach: str, expected: set[str], ncp_a: Person, ncp_b: Person, officer: Person,
    partner: Person, secretariat: Person,
) -> None:  # fmt: skip
    made = announced(reach, by=secretariat)
    shown = preview_of(made.reach, made.news).told
    made.schedule(by=secretariat)
    made.send()

    assert told() == expected
    assert shown == made.recipients == len(expected)


def test_choices_are_tokens_that_somebody_can_hold(europe: Any, africa: Any) -> None:
    assert [token for token, _words in reach_choices()] == [
        "members", POINTS, "region:EUR", "region:WCA", "community", "secretariat",
    ]  # fmt: skip


def test_preview_counts_ways_languages_and_stops(
    ncp_a: Person, ncp_b: Person, officer: Person, regional_officer: Person, partner: Person,
    secretariat: Person, auditor: Person,
) -> None:  # fmt: skip
    Preference.objects.bulk_create(
        Preference(person=person, kind="announcement", frequency=frequency)
        for person, frequency in {
            ncp_a: Frequency.DAILY,
            ncp_b: Frequency.WEEKLY,
            officer: Frequency.NEVER,
            partner: Frequency.PORTAL,
            auditor: Frequency.DAILY,
        }.items()
    )
    # What somebody chose for another kind says nothing here.
    Preference.objects.create(person=secretariat, kind="news", frequency=Frequency.NEVER)
    MailSetting.objects.create(person=regional_officer, is_stopped=True)
    MailSetting.objects.create(person=auditor, unreachable_since=timezone.now())
    MailSetting.objects.create(person=ncp_a, quiet_from=20)
    Person.objects.filter(pk=ncp_b.pk).update(language="fr")
    made = announced("community", by=secretariat)

    preview = preview_of(made.reach, made.news)

    assert preview.ways == {"now": 1, "daily": 1, "weekly": 1, "portal": 3}
    assert preview.languages == {"en": 5, "fr": 1}
    assert (preview.chosen, preview.told, preview.untold, preview.unreachable) == (7, 6, 1, 1)
    made.schedule(by=secretariat)
    made.send()
    assert len(told()) == preview.told
    assert Mail.objects.filter(event=made.event).count() == preview.ways["now"]


def test_it_is_sent_once_however_often_it_is_tried(ncp_a: Person, secretariat: Person) -> None:
    made = announced("members", by=secretariat)
    assert made.schedule(by=secretariat)
    stale_copy = Announcement.objects.get(pk=made.pk)

    sent = [made.send(), stale_copy.send(), made.send(), bool(send_due_announcements())]

    assert sent == [True, False, False, False]
    assert Event.objects.count() == 1
    assert not made.schedule(by=secretariat)
    assert not Announcement.objects.get(pk=made.pk).cancel(by=secretariat)


def test_it_waits_for_its_moment(ncp_a: Person, secretariat: Person) -> None:
    moment = timezone.now() + datetime.timedelta(hours=2)
    made = announced("members", by=secretariat, scheduled_at=moment)
    made.schedule(by=secretariat)

    assert send_due_announcements() == 0
    with time_machine.travel(moment + datetime.timedelta(seconds=1)):
        assert send_due_announcements() == 1


def test_draft_and_cancelled_are_not_sent(ncp_a: Person, secretariat: Person) -> None:
    draft = announced("members", by=secretariat)
    cancelled = announced("members", by=secretariat, news=draft.news)
    cancelled.schedule(by=secretariat)
    assert cancelled.cancel(by=secretariat)

    assert not draft.send()
    assert send_due_announcements() == 0
    assert not cancelled.schedule(by=secretariat)
    assert Event.objects.count() == 0


def withdrawn(news: News, by: Person) -> None:
    news.withdraw(by=by)


def rewritten(news: News, by: Person) -> None:
    news.revise(by=by, title_en="Other words")
    assert News.objects.get(pk=news.pk).publish(by=None)


@pytest.mark.parametrize("happens", [withdrawn, rewritten])
def test_changed_news_is_not_sent(
    happens: Callable[[News, Person], None], ncp_a: Person, secretariat: Person
) -> None:
    made = announced("members", by=secretariat)
    later = announced("members", by=secretariat, news=made.news)
    made.schedule(by=secretariat)
    happens(News.objects.get(pk=made.news_id), secretariat)

    assert send_due_announcements() == 0
    assert not later.schedule(by=secretariat)

    assert set(Announcement.objects.values_list("state", flat=True)) == {State.OUTDATED}
    assert Event.objects.filter(verb="hub.announce").count() == 0


def test_many_recipients_need_a_second_person(
    crowd: list[Person], secretariat: Person, publisher: Person
) -> None:
    made = announced("members", by=secretariat)

    assert made.schedule(by=secretariat)
    assert made.state == State.WAITING
    assert send_due_announcements() == 0
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        made.approve(by=secretariat)
    assert Announcement.objects.get(pk=made.pk).approve(by=publisher)

    assert send_due_announcements() == 1
    made.refresh_from_db()
    assert (made.recipients, made.approved_by) == (503, publisher)


def test_many_who_came_meanwhile_need_a_second_person_too(
    ncp_a: Person, secretariat: Person, request: pytest.FixtureRequest
) -> None:
    made = announced("members", by=secretariat)
    made.schedule(by=secretariat)
    request.getfixturevalue("crowd")

    assert send_due_announcements() == 0

    made.refresh_from_db()
    assert (made.state, made.recipients) == (State.WAITING, 502)
    held = Logged.objects.about(made).get(verb="hub.hold_announcement")
    assert (held.actor_id, held.detail["recipients"]) == (None, 502)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": State.SCHEDULED, "recipients": 501}, "many_need_two"),
        ({"state": State.SCHEDULED, "scheduled_at": None}, "scheduled_when"),
        ({"state": State.SENT}, "sent_when"),
        ({"sent_at": "2026-01-01T00:00Z"}, "sent_when"),
        ({"approved_at": "2026-01-01T00:00Z"}, "approval_pair"),
        ({"reach": []}, "reaches_somebody"),
    ],
)
def test_database_refuses_what_cannot_be(
    fields: dict[str, Any], constraint: str, secretariat: Person
) -> None:
    made = announced("members", by=secretariat, scheduled_at=timezone.now())

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Announcement.objects.filter(pk=made.pk).update(**fields)


def test_people_told_are_counted_in_one_statement(
    ncp_a: Person, secretariat: Person, django_assert_num_queries: Any
) -> None:
    news = News.objects.select_related("audience").get(pk=published(make_news()).pk)

    with django_assert_num_queries(1):
        assert people_told(["members"], news).count() == 2
