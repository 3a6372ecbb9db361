"""When single mails may come: quiet hours, and the working week of the person."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from directory.models import Person
from portal.notifications import sending
from portal.notifications.clock import Hours
from portal.notifications.models import Mail, MailSetting
from tests.notifications.conftest import Say, follow
from tests.notifications.sink import Sink
from tests.research.conftest import Make

PARIS = ZoneInfo("Europe/Paris")
WEEK, GULF = range(5), [6, 0, 1, 2, 3]


@pytest.mark.parametrize(
    ("hours", "now", "opens"),
    [
        (Hours(19, 7, WEEK), "2026-11-18 10:00", None),
        (Hours(19, 7, WEEK), "2026-11-18 05:00", "2026-11-18 07:00"),
        (Hours(19, 7, WEEK), "2026-11-18 19:00", "2026-11-19 07:00"),
        # Friday evening, Saturday, Sunday night.
        (Hours(19, 7, WEEK), "2026-11-20 20:00", "2026-11-23 07:00"),
        (Hours(19, 7, WEEK), "2026-11-21 12:00", "2026-11-23 07:00"),
        (Hours(19, 7, WEEK), "2026-11-23 01:00", "2026-11-23 07:00"),
        # A weekend of Friday and Saturday.
        (Hours(19, 7, GULF), "2026-11-20 12:00", "2026-11-22 07:00"),
        (Hours(19, 7, GULF), "2026-11-22 12:00", None),
        # Quiet at noon only.
        (Hours(12, 14, WEEK), "2026-11-18 13:00", "2026-11-18 14:00"),
        (Hours(12, 14, WEEK), "2026-11-21 13:00", "2026-11-23 00:00"),
        # Who works on no day is not kept waiting for ever; who wants no quiet hours, not at all.
        (Hours(19, 7, []), "2026-11-21 12:00", None),
        (Hours(0, 0, WEEK), "2026-11-21 12:00", None),
        # The night in which the clock goes back.
        (Hours(19, 2, range(7)), "2026-10-24 23:00", "2026-10-25 02:00"),
    ],
)
def test_single_mails_wait_for_an_open_hour(hours: Hours, now: str, opens: str | None) -> None:
    local = datetime.datetime.fromisoformat(now).replace(tzinfo=PARIS)

    found = hours.open_at(local)

    assert (f"{found:%Y-%m-%d %H:%M}" if found else None) == opens


@pytest.mark.django_db
def test_mail_of_a_weekend_comes_on_the_next_working_day_and_a_required_one_at_once(
    sink: Sink, say: Say, make_work: Make, ncp_a: Person
) -> None:
    follow(ncp_a)
    with time_machine.travel("2026-11-21T10:00:00+00:00", tick=False):
        say(make_work("Optional"))
        say(make_work("Required"), kind="account", people=[ncp_a.pk], subjects=[])
        sent = sending.send_due()

        waiting = Mail.objects.get(state="due")
        monday = datetime.datetime(2026, 11, 23, 7, tzinfo=datetime.UTC)
        assert (sent, waiting.event.kind, waiting.due_at) == (1, "library", monday)
        MailSetting.change(by=ncp_a, working_days=[5])
        Mail.objects.filter(pk=waiting.pk).update(due_at=timezone.now())
        assert sending.send_due() == 1
