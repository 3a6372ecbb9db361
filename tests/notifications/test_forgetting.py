"""What the ledger forgets, when, and that nobody is told of it a second time."""

import datetime

import pytest
import time_machine

from directory.models import Person
from portal.notifications import digests, dispatch, forgetting, sending
from portal.notifications.models import Event, Mail, Notification, tell
from portal.notifications.registry import Frequency
from tests.notifications.conftest import Say, follow
from tests.notifications.sink import Sink
from tests.notifications.test_digests import WEDNESDAY, happens, wants
from tests.research.conftest import Make

pytestmark = pytest.mark.django_db

THEN = datetime.datetime(2026, 11, 18, 10, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
YEAR = datetime.timedelta(days=365)


def rows() -> tuple[int, int, int]:
    """Return how many mails, lines and events there are."""
    return Mail.objects.count(), Notification.objects.count(), Event.objects.count()


def forget_after(passed: datetime.timedelta) -> tuple[int, int, int]:
    """Move the clock, forget what is old by then, and return what is left."""
    with time_machine.travel(THEN + passed, tick=True):
        forgetting.forget()
    return rows()


@pytest.fixture
def told(say: Say, make_work: Make, ncp_a: Person, sink: Sink) -> Event:
    """An event of a Wednesday that A was told of and mailed."""
    follow(ncp_a)
    with time_machine.travel(THEN, tick=True):
        say(make_work("Drones at the border"))
        assert sending.send_due() == 1
    return Event.objects.get()


def test_read_line_goes_with_its_mail_after_a_year(told: Event) -> None:
    Notification.objects.update(read_at=THEN)

    assert forget_after(YEAR - DAY) == (1, 1, 1)
    assert forget_after(YEAR + DAY) == (0, 0, 0)


def test_unread_line_stays_for_two_years_without_its_mail(told: Event) -> None:
    assert forget_after(YEAR + DAY) == (0, 1, 1)
    assert forget_after(2 * YEAR - DAY) == (0, 1, 1)
    assert forget_after(2 * YEAR + DAY) == (0, 0, 0)


def test_nobody_is_told_again_of_what_was_forgotten(
    told: Event, ncp_a: Person, sink: Sink, make_work: Make, editor: Person
) -> None:
    names = {Mail.objects.get().message_id}
    for passed in (YEAR + DAY, 2 * YEAR + DAY):
        assert forget_after(passed)[0] == 0
        with time_machine.travel(THEN + passed + DAY, tick=True):
            assert dispatch.dispatch_waiting() == 0
            assert digests.plan() == 0
            assert (sending.send_due(), digests.send_due()) == (0, 0)

    assert len(sink.to(ncp_a)) == 1
    # The next event is another one, under another name.
    tell(
        "research.publish_work", kind="library", on=make_work("Seals"), by=editor,
        subjects=["technology:drones"],
    )  # fmt: skip
    dispatch.dispatch_waiting()
    assert Event.objects.get().pk > told.pk
    assert names.isdisjoint(Mail.objects.values_list("message_id", flat=True))


def test_event_told_by_hand_once_more_says_nothing_new(told: Event) -> None:
    assert forget_after(YEAR + DAY) == (0, 1, 1)

    assert dispatch.fan_out(told) == (0, 0)
    assert rows() == (0, 1, 1)


def test_what_a_digest_carried_waits_for_no_other(
    say: Say, make_work: Make, ncp_a: Person, sink: Sink
) -> None:
    wants(ncp_a, Frequency.DAILY)
    happens(say, make_work)
    with time_machine.travel(WEDNESDAY, tick=True):
        assert (digests.plan(), digests.send_due()) == (1, 1)

    assert forget_after(YEAR + DAY) == (0, 1, 1)

    assert list(Notification.objects.values_list("digest", "frequency")) == [(None, "portal")]
    assert digests.plan(WEDNESDAY + YEAR + DAY) == 0
    assert len(sink.to(ncp_a)) == 1


def test_what_waits_is_not_forgotten_before_it_is_sent(
    say: Say, make_work: Make, editor: Person, ncp_a: Person, ncp_b: Person
) -> None:
    wants(ncp_a, Frequency.DAILY)
    follow(ncp_b)
    happens(say, make_work)
    Notification.objects.update(read_at=THEN)
    tell("research.publish_work", kind="library", on=make_work("Untold"), by=editor)
    Event.objects.filter(dispatched_at=None).update(at=THEN, tries=10)

    # A line for the next digest, a mail that is due with its line, an event that failed.
    assert forget_after(YEAR + DAY) == (1, 2, 2)
    assert digests.plan(WEDNESDAY + YEAR + DAY) == 1


def test_dead_letter_can_be_tried_again_for_a_year(told: Event) -> None:
    Mail.objects.update(state="dead", sent_at=None)
    Notification.objects.update(read_at=THEN)

    assert forget_after(YEAR - DAY) == (1, 1, 1)
    assert forget_after(YEAR + DAY) == (0, 0, 0)


def test_many_are_forgotten_in_small_transactions(
    told: Event, monkeypatch: pytest.MonkeyPatch, ncp_b: Person
) -> None:
    """Old and young rows side by side; each transaction looks at ten."""
    monkeypatch.setattr(forgetting, "BATCH", 10)
    Event.objects.all().delete()
    for n in range(45):
        at = THEN if n % 3 else THEN + YEAR
        event = Event.objects.create(
            verb="research.publish_work", kind="library", object_type="research.work", object_id=1,
            audience=told.audience, marking="clear", at=at, dispatched_at=at,
        )  # fmt: skip
        Notification.objects.create(
            event=event, person=ncp_b, frequency="portal", made_at=at, read_at=at
        )

    assert forget_after(YEAR + DAY) == (0, 15, 15)


def test_event_stays_while_a_row_of_any_room_points_to_it() -> None:
    pointing = {each.model._meta.label for each in forgetting._pointing()}

    assert pointing == {
        "notifications.Notification", "notifications.Mail", "hub.Announcement",
    }  # fmt: skip
