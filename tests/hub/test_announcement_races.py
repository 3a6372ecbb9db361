"""Announcements at the same moment as something else: told once, and never of other words."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from hub.models import Announcement, News
from portal.notifications.models import Event
from tests.hub.test_announcements import announced
from tests.people import make_role_holder
from tests.search.conftest import own_database  # noqa: F401 a fixture
from tests.search.test_races import in_another_connection

pytestmark = pytest.mark.usefixtures("own_database")


def scheduled() -> Announcement:
    """Return an announcement whose moment has come."""
    made = announced("secretariat", by=make_role_holder("secretariat"))
    assert made.schedule(by=None)
    return made


def told() -> int:
    return Event.objects.filter(verb="hub.announce").count()


def test_many_senders_at_once_send_once() -> None:
    made = scheduled()
    start = Barrier(6)

    def send() -> bool:
        try:
            mine = Announcement.objects.get(pk=made.pk)
            start.wait(timeout=30)
            return mine.send()
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        sent = [each.result(timeout=60) for each in [pool.submit(send) for _each in range(6)]]

    assert sorted(sent) == [False] * 5 + [True]
    assert told() == 1


def test_news_withdrawn_first_is_not_sent() -> None:
    made = scheduled()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            News.objects.get(pk=made.news_id).withdraw(by=None)
            sending = in_another_connection(pool, made.send)
            with pytest.raises(TimeoutError):
                sending.result(timeout=0.3)
        assert sending.result(timeout=60) is False

    assert told() == 0
    assert Announcement.objects.get().state == Announcement.State.OUTDATED


def test_news_withdrawn_while_it_is_sent_takes_its_readers_along() -> None:
    made = scheduled()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert made.send()
            withdraw = in_another_connection(pool, made.news.withdraw, by=None)
            with pytest.raises(TimeoutError):
                withdraw.result(timeout=0.3)
        withdraw.result(timeout=60)

    event = Event.objects.select_related("audience").get(verb="hub.announce")
    assert event.audience_id == News.objects.get().audience_id
    assert "public" not in event.audience.tokens


def test_cancelled_and_sent_at_once_is_one_of_them() -> None:
    made = scheduled()
    other = Announcement.objects.get(pk=made.pk)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert made.cancel(by=None)
            sending = in_another_connection(pool, other.send)
            with pytest.raises(TimeoutError):
                sending.result(timeout=0.3)
        assert sending.result(timeout=60) is False

    assert told() == 0
