"""Sending news to people in the browser: chosen, looked at, confirmed, reported."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory.models import Person
from hub.delivery import report_of
from hub.models import Announcement, News
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.models import Event, Mail, Notification, Preference
from portal.notifications.registry import Frequency
from tests.hub.items import make_news, published
from tests.hub.test_announcements import announced

State = Announcement.State


def path(verb: str, made: Announcement) -> str:
    """Return the address of what is done to an announcement."""
    return reverse(f"hub:announcement_{verb}", args=[made.public_id])


@pytest.fixture
def news(db: None) -> News:
    return published(make_news("Pilot ends"))


def add(client: Client, news: News, **fields: Any) -> Any:
    """Send the form."""
    return client.post(reverse("hub:announcement_add", args=[news.public_id]), fields)


def test_officer_chooses_looks_and_sends(
    client: Client, secretariat: Person, ncp_a: Person, ncp_b: Person, news: News
) -> None:
    client.force_login(secretariat)
    item = client.get(reverse("hub:item_detail", args=["news", news.public_id]))
    assert reverse("hub:announcement_add", args=[news.public_id]) in item.content.decode()

    add(client, news, reach=["seat:contact-point", "region:EUR"])
    made = Announcement.objects.get()
    page = client.get(path("detail", made))

    assert page.context["reach"] == [
        "All Smart Customs National Contact Points",
        "The WCO region Europe",
    ]
    assert "2 people will get this" in page.content.decode()
    assert [look.language for look in page.context["mails"]] == ["en", "fr"]
    assert "Announcement: Pilot ends" in page.context["mails"][0].text
    assert "Pilot ends (fr)" in page.context["mails"][1].text
    assert [code for code, _name, _level in page.context["levels"]] == ["en", "fr"]

    client.post(path("schedule", made))
    made.refresh_from_db()
    assert made.state == State.SCHEDULED
    assert made.send()
    dispatch_waiting()
    assert "2 people were told" in client.get(path("detail", made)).content.decode()


def test_form_sent_twice_prepares_one(client: Client, secretariat: Person, news: News) -> None:
    client.force_login(secretariat)
    form = client.get(reverse("hub:announcement_add", args=[news.public_id])).context["form"]

    answers = [add(client, news, reach="members", once=form["once"].value()) for _press in "12"]

    made = Announcement.objects.get()
    assert [answer["Location"] for answer in answers] == [path("detail", made)] * 2


def test_moment_is_by_the_clock_of_the_sender(
    client: Client, secretariat: Person, news: News
) -> None:
    Person.objects.filter(pk=secretariat.pk).update(zone="Asia/Tokyo")
    client.force_login(secretariat)
    day = timezone.now().date() + datetime.timedelta(days=10)

    add(client, news, reach="members", scheduled_at=f"{day}T09:00")

    made = Announcement.objects.get()
    assert made.scheduled_at == datetime.datetime.combine(day, datetime.time(0), datetime.UTC)
    shown = client.get(path("detail", made)).content.decode()
    assert "09:00" in shown
    assert "Asia/Tokyo" in shown


@pytest.mark.parametrize(
    ("zone", "moment", "words"),
    [
        ("UTC", "2020-01-01T09:00", "This moment is past."),
        ("Europe/Paris", "{soon}", "This moment is past."),
        ("UTC", "2990-01-01T09:00", "within a year"),
        ("Asia/Tokyo", "0001-01-01T00:00", ""),
        ("America/New_York", "9999-12-31T23:59", ""),
        ("UTC", "tomorrow", "valid date"),
        ("UTC", "2027-02-30T09:00", "valid date"),
    ],
)
def test_impossible_moments_come_back_to_the_field(
    zone: str, moment: str, words: str, client: Client, secretariat: Person, news: News
) -> None:
    Person.objects.filter(pk=secretariat.pk).update(zone=zone)
    client.force_login(secretariat)
    # Just now in UTC is an hour or two ago in Paris.
    moment = moment.format(soon=timezone.now().strftime("%Y-%m-%dT%H:%M"))

    page = add(client, news, reach="members", scheduled_at=moment)

    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {"scheduled_at"}
    assert words in str(page.context["form"].errors)
    assert Announcement.objects.count() == 0


def test_hour_that_a_clock_change_skips_is_refused(
    client: Client, secretariat: Person, news: News
) -> None:
    Person.objects.filter(pk=secretariat.pk).update(zone="Europe/Paris")
    client.force_login(secretariat)
    # The last Sunday of the next March, 02:30.
    year = timezone.now().year + (timezone.now().month > 2)
    last = datetime.date(year, 3, 31)
    sunday = last - datetime.timedelta(days=(last.weekday() + 1) % 7)

    page = add(client, news, reach="members", scheduled_at=f"{sunday}T02:30")

    assert page.context["form"].errors == {
        "scheduled_at": ["The clocks change at this hour of this day. Choose another hour."]
    }


def test_zone_that_no_longer_exists_is_utc(client: Client, secretariat: Person, news: News) -> None:
    Person.objects.filter(pk=secretariat.pk).update(zone="Mars/Olympus")
    client.force_login(secretariat)

    page = client.get(reverse("hub:announcement_add", args=[news.public_id]))

    assert "By the clock of UTC" in page.content.decode()


@pytest.mark.parametrize(
    "reach", [[], ["public"], ["person:1"], ["administration:1"], ["role:editor"], ["members\x00"]]
)
def test_reach_is_one_of_the_choices(
    reach: list[str], client: Client, secretariat: Person, news: News
) -> None:
    client.force_login(secretariat)

    page = add(client, news, reach=reach)

    assert page.context["form"].errors.keys() == {"reach"}
    assert Announcement.objects.count() == 0


def test_second_person_finds_and_approves_what_reaches_many(
    client: Client,
    crowd: list[Person],
    secretariat: Person,
    publisher: Person,
) -> None:
    made = announced("members", by=secretariat)
    client.force_login(secretariat)
    assert "Ask a second person" in client.get(path("detail", made)).content.decode()
    client.post(path("schedule", made))
    assert client.post(path("approve", made)).status_code == 403
    assert "Approve it" not in client.get(path("detail", made)).content.decode()
    assert "waits for a second person" not in client.get(reverse("home:front")).content.decode()

    client.force_login(publisher)
    home = client.get(reverse("home:front")).content.decode()
    assert "1 announcement waits for a second person" in home
    assert "Approve it" in client.get(path("detail", made)).content.decode()
    client.post(path("approve", made))

    made.refresh_from_db()
    assert (made.state, made.approved_by) == (State.SCHEDULED, publisher)


def test_test_mail_goes_to_oneself_alone(
    client: Client, secretariat: Person, ncp_a: Person
) -> None:
    made = announced("members", by=secretariat)
    client.force_login(secretariat)

    client.post(path("test", made))
    page = client.post(path("test", made), follow=True)
    assert "A test is on its way to you" in page.content.decode()

    assert {tuple(each.to) for each in mail.outbox} == {(secretariat.email,)}
    assert [each.subject for each in mail.outbox[:2]] == [
        "[Test] Announcement: Pilot ends",
        "[Essai] Annonce\u00a0: Pilot ends (fr)",
    ]
    assert len({each.extra_headers["Message-ID"] for each in mail.outbox}) == 4
    assert Event.objects.filter(verb="hub.announce").count() == Mail.objects.count() == 0


def test_changed_news_says_so(client: Client, secretariat: Person, ncp_a: Person) -> None:
    made = announced("members", by=secretariat)
    News.objects.get().revise(by=secretariat, title_en="Other words")
    client.force_login(secretariat)

    assert "The news changed since" in client.get(path("detail", made)).content.decode()
    page = client.post(path("schedule", made), follow=True)

    assert "prepare it again" in page.content.decode()
    assert Announcement.objects.get().state == State.OUTDATED


def test_draft_news_is_not_offered(client: Client, secretariat: Person) -> None:
    draft = make_news(by=None)
    client.force_login(secretariat)

    assert add(client, draft, reach="members").status_code == 403


def test_cancelled_announcement_stays_cancelled(client: Client, secretariat: Person) -> None:
    made = announced("members", by=secretariat)
    client.force_login(secretariat)

    client.post(path("cancel", made))
    page = client.post(path("schedule", made), follow=True)

    assert "It is cancelled. Nobody is told." in page.content.decode()
    assert Announcement.objects.get().state == State.CANCELLED


def test_report_counts_what_became_of_it(
    ncp_a: Person, ncp_b: Person, officer: Person, regional_officer: Person, partner: Person,
    secretariat: Person,
) -> None:  # fmt: skip
    Preference.objects.create(person=ncp_b, kind="announcement", frequency=Frequency.DAILY)
    made = announced("community", by=secretariat)
    made.schedule(by=secretariat)
    made.send()
    dispatch_waiting()
    assert made.event is not None
    now = timezone.now()
    for person, state in {
        ncp_a: Mail.State.SENT, officer: Mail.State.BOUNCED, partner: Mail.State.DEAD,
        regional_officer: Mail.State.STOPPED,
    }.items():  # fmt: skip
        Mail.objects.filter(person=person).update(state=state, sent_at=now)
    Notification.objects.filter(person__in=[ncp_a, ncp_b]).update(read_at=now)

    report = report_of(made.event)

    assert (report.told, report.read) == (6, 2)
    assert (report.mailed, report.bounced, report.failed, report.stopped) == (1, 1, 1, 1)
    # One mail, and one line of a daily mail.
    assert report.waiting == 2


def test_report_says_when_its_numbers_are_gone(client: Client, secretariat: Person) -> None:
    made = announced("community", by=secretariat)
    made.schedule(by=secretariat)
    made.send()
    dispatch_waiting()
    Mail.objects.all().delete()
    Announcement.objects.update(recipients=40)

    with time_machine.travel(timezone.now() + datetime.timedelta(days=370)):
        client.force_login(secretariat)
        page = client.get(path("detail", made)).content.decode()

    assert "40 people were told" in page
    assert "What became of each mail is kept for a year." in page
    assert "Told in the portal" not in page


def test_few_readers_are_not_counted(ncp_a: Person, secretariat: Person) -> None:
    made = announced("members", by=secretariat)
    made.schedule(by=secretariat)
    made.send()
    dispatch_waiting()
    assert made.event is not None

    assert (report_of(made.event).told, report_of(made.event).read) == (2, None)


def test_list_costs_the_same_for_one_and_three(client: Client, secretariat: Person) -> None:
    client.force_login(secretariat)
    counts = []
    for number in (1, 2):
        for _each in range(number):
            announced("members", by=secretariat)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("hub:announcement_list"))
        counts.append(len(asked))

    assert len(page.context["page"]) == 3
    assert counts[0] == counts[1]
