"""Verbs beside the dispatcher and the senders: neither ends in the other's locks."""

import datetime
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from directory.models import Person
from portal.notifications import dispatch, forgetting, sending
from portal.notifications.models import Event, Mail, Notification, readers_changed, tell
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
            told.wait(10)

    with ThreadPoolExecutor(2) as pool:
        verbs = in_another_connection(pool, verb)
        assert changed.wait(10)
        telling = in_another_connection(pool, dispatch.fan_out, event=event)
        try:
            assert telling.result(timeout=3)[0] == 1
        finally:
            told.set()
        verbs.result(timeout=10)

    assert list(Notification.objects.values_list("person", flat=True)) == [person.pk]


def test_readers_change_in_the_order_in_which_mails_hold_events() -> None:
    work = publish_work("Lighthouse")
    first, second = (
        tell("research.publish_work", kind="library", on=work, by=None) for _each in range(2)
    )
    # A changed row moves behind the other: without an order it would be taken last.
    Event.objects.filter(pk=first.pk).update(tries=1)
    held = threading.Event()

    def send() -> None:
        with transaction.atomic():
            sending.hold_events([first.pk])
            held.set()
            time.sleep(0.5)
            sending.hold_events([second.pk])

    with ThreadPoolExecutor(1) as pool:
        sender = in_another_connection(pool, send)
        assert held.wait(10)
        work.marking = "green"
        work.set_audience()
        with transaction.atomic():
            readers_changed(work)
        sender.result(timeout=10)

    assert set(Event.objects.values_list("marking", flat=True)) == {"green"}


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
            done.wait(10)

    with ThreadPoolExecutor(1) as pool:
        holding = in_another_connection(pool, hold)
        assert held.wait(10)
        begun = time.monotonic()
        beside = forgetting.forget(later)
        took = time.monotonic() - begun
        done.set()
        holding.result()
    after = forgetting.forget(later)

    assert set(everything.values()) == set(beside.values()) == {0}
    assert took < 5
    assert [after["notifications.notification"], after["notifications.event"]] == [lines, events]
