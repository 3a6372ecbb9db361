"""Verbs beside the dispatcher and the senders: neither ends in the other's locks."""

import datetime
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from directory.models import Person
from portal.markings import holding
from portal.notifications import batches, dispatch, forgetting, sending
from portal.notifications.models import (
    Event,
    Mail,
    MailSetting,
    Notification,
    readers_changed,
    tell,
)
from research.models import Work
from tests.hints import QUEUES, published
from tests.notifications.sink import Sink
from tests.people import make_person, make_role_holder
from tests.search.conftest import own_database, publish_work  # noqa: F401 fixture
from tests.search.test_races import in_another_connection

pytestmark = pytest.mark.usefixtures("own_database")


def suspend(person: Person, by: Person) -> None:
    person.suspend(by=by, reason="Left.")


def revise(person: Person, by: Person) -> None:
    person.revise(by=by, post="Director")


@pytest.mark.parametrize("change", [suspend, revise])
def test_person_is_told_while_a_verb_changes_them(
    change: Callable[[Person, Person], None],
) -> None:
    officer = make_role_holder("secretariat")
    person = make_person("Pat Told", post="Officer")
    event = tell(
        "research.publish_work", kind="library", on=publish_work("Lighthouse"), by=officer,
        people=[person.pk],
    )  # fmt: skip
    changed, told = threading.Event(), threading.Event()

    def verb() -> None:
        with transaction.atomic():
            change(Person.objects.get(pk=person.pk), officer)
            changed.set()
            told.wait(60)

    with ThreadPoolExecutor(2) as pool:
        verbs = in_another_connection(pool, verb)
        assert changed.wait(60)
        telling = in_another_connection(pool, dispatch.fan_out, event=event)
        try:
            assert telling.result(timeout=30)[0] == 1
        finally:
            told.set()
        verbs.result(timeout=60)

    assert list(Notification.objects.values_list("person", flat=True)) == [person.pk]


def told_by_mail(people: int, officer: Person) -> Work:
    """Return a work of which so many people are told by mail, at any hour."""
    work = publish_work("Lighthouse")
    told = [make_person(f"Pat N{number}", factor=False) for number in range(people)]
    MailSetting.objects.bulk_create(
        MailSetting(person=person, quiet_from=0, quiet_until=0) for person in told
    )
    tell(
        "research.publish_work", kind="library", on=work, by=officer,
        people=[person.pk for person in told],
    )  # fmt: skip
    dispatch.dispatch_waiting()
    return work


def until_awaited() -> None:
    """Return once somebody waits for a lock in the database of this test."""
    with connection.cursor() as cursor:
        for _look in range(600):
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)"
                " WHERE NOT granted AND datname = current_database())"
            )
            if cursor.fetchone() == (True,):
                return
            time.sleep(0.05)


def test_readers_do_not_change_while_a_mail_is_on_its_way() -> None:
    work = publish_work("Lighthouse")
    event = tell("research.publish_work", kind="library", on=work, by=None)
    held, done = threading.Event(), threading.Event()

    def send() -> set[int]:
        with transaction.atomic():
            first = set(batches.held_events([event.pk]))
            held.set()
            done.wait(60)
            # Somebody waits: what is not held yet is left for later.
        with transaction.atomic():
            return first | set(batches.held_events([event.pk]))

    def withdraw() -> None:
        work.marking = "green"
        work.set_audience()
        with transaction.atomic():
            readers_changed(work)

    with ThreadPoolExecutor(2) as pool:
        sender = in_another_connection(pool, send)
        assert held.wait(60)
        verb = in_another_connection(pool, withdraw)
        until_awaited()
        assert not verb.done()
        # Others that send do not overtake whoever waits.
        with transaction.atomic():
            assert batches.held_events([event.pk]) == {}
        done.set()
        verb.result(timeout=60)
        sender.result(timeout=60)

    assert set(Event.objects.values_list("marking", flat=True)) == {"green"}


@pytest.mark.parametrize("lock", ["RIGHTS", "READERS"])
def test_what_is_being_changed_is_sent_a_moment_later(sink: Sink, lock: str) -> None:
    officer = make_role_holder("secretariat")
    work = told_by_mail(3, officer)
    one = Mail.objects.order_by("pk")[0]
    held, done = threading.Event(), threading.Event()

    def change() -> None:
        with transaction.atomic():
            if lock == "RIGHTS":
                holding.change_rights(one.person_id)
            else:
                holding.change_readers("research.work", work.pk)
            held.set()
            done.wait(60)

    with ThreadPoolExecutor(1) as pool:
        verb = in_another_connection(pool, change)
        assert held.wait(60)
        began = time.monotonic()
        sent = sending.send_due()
        took = time.monotonic() - began
        done.set()
        verb.result(timeout=60)

    waiting = set(Mail.objects.filter(state="due", tries=0).values_list("pk", flat=True))
    assert sent + len(waiting) == 3
    assert waiting == {one.pk} if lock == "RIGHTS" else len(waiting) == 3
    assert took < 30
    Mail.objects.filter(state="due").update(due_at=timezone.now())
    assert sending.send_due() == len(waiting)


def test_telling_many_takes_no_more_tasks_than_telling_one(sink: Sink) -> None:
    officer = make_role_holder("secretariat")
    with redis.Redis.from_url(settings.REDIS_URL) as broker:
        published(broker)
        broker.delete(*QUEUES)
        told_by_mail(60, officer)
        asked = published(broker)
        broker.delete(*QUEUES)

    ours = Counter(task for task in asked if task.startswith("notifications."))
    assert set(ours) == {"notifications.dispatch", "notifications.send_mails"}
    assert ours.total() <= 4
    assert sending.send_due(seconds=60) == 60


def test_mails_of_two_senders_at_once_leave_once_each(sink: Sink) -> None:
    told_by_mail(60, make_role_holder("secretariat"))

    with ThreadPoolExecutor(2) as pool:
        senders = [
            in_another_connection(pool, sending.send_due, seconds=60) for _sender in range(2)
        ]
        sent = [sender.result(timeout=60) for sender in senders]

    names = [message["Message-ID"].strip("<>") for message in sink.messages]
    assert sorted(names) == sorted(Mail.objects.values_list("message_id", flat=True))
    assert sum(sent) == 60


def test_forgetting_waits_for_nobody() -> None:
    officer, person = make_role_holder("secretariat"), make_person("Pat Told")
    for _event in range(2):
        tell(
            "research.publish_work", kind="library", on=publish_work("Lighthouse"), by=officer,
            people=[person.pk],
        )  # fmt: skip
    dispatch.dispatch_waiting()
    Mail.objects.all().delete()
    later = timezone.now() + datetime.timedelta(days=800)
    everything = forgetting.forget(timezone.now())
    lines, events = Notification.objects.count(), Event.objects.count()
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT FROM notifications_event FOR SHARE")
            cursor.execute("SELECT FROM notifications_notification FOR UPDATE")
            held.set()
            done.wait(60)

    with ThreadPoolExecutor(1) as pool:
        holding = in_another_connection(pool, hold)
        assert held.wait(60)
        begun = time.monotonic()
        beside = forgetting.forget(later)
        took = time.monotonic() - begun
        done.set()
        holding.result()
    after = forgetting.forget(later)

    assert set(everything.values()) == set(beside.values()) == {0}
    assert took < 30
    assert [after["notifications.notification"], after["notifications.event"]] == [lines, events]
