"""What a sender is told of hours and of announcements that will not be sent."""

from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from directory.models import Administration, Person
from hub.recipients import preview_of
from portal.notifications.models import MailSetting
from tests.hub.test_announcements import announced

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("now", "waiting"),
    [
        # Wednesday morning, night, Saturday, Friday: Borduria rests on Friday and Saturday.
        ("2026-11-18T10:00:00+00:00", 0),
        ("2026-11-18T23:00:00+00:00", 2),
        ("2026-11-21T10:00:00+00:00", 2),
        ("2026-11-20T10:00:00+00:00", 1),
    ],
)
def test_count_of_mails_says_how_many_wait_for_their_hours(
    client: Client, now: str, waiting: int, ncp_a: Person, ncp_b: Person, secretariat: Person,
    borduria: Administration,
) -> None:  # fmt: skip
    Administration.objects.filter(pk=borduria.pk).update(weekend_first=4, weekend_last=5)
    MailSetting.objects.create(person=secretariat, quiet_from=0, quiet_until=0)
    made = announced("community", by=secretariat)

    with time_machine.travel(now, tick=False):
        client.force_login(secretariat)
        preview = preview_of(made.reach, made.news)
        page = client.get(reverse("hub:announcement_detail", args=[made.public_id]))

    assert (preview.ways["now"], preview.waiting) == (3, waiting)
    assert (f"(of these, {waiting} later" in page.content.decode()) is bool(waiting)


def test_count_is_for_the_moment_it_is_scheduled_for(ncp_a: Person, secretariat: Person) -> None:
    made = announced("members", by=secretariat)
    with time_machine.travel("2026-11-18T10:00:00+00:00", tick=False) as clock:
        daily = preview_of(made.reach, made.news).waiting
        clock.move_to("2026-11-18T23:00:00+00:00")
        night = preview_of(made.reach, made.news).waiting

    assert (daily, night) == (0, 2)


@pytest.mark.parametrize("verb", ["cancel", "change"])
def test_what_will_not_be_sent_is_not_tested(
    client: Client, secretariat: Person, verb: str, editor: Person
) -> None:
    client.force_login(secretariat)
    made = announced("members", by=secretariat)
    if verb == "cancel":
        made.cancel(by=secretariat)
    else:
        made.news.withdraw(by=secretariat)
    address = reverse("hub:announcement_test", args=[made.public_id])

    answer: Any = client.post(address, follow=True)

    assert mail.outbox == []
    assert "there is nothing to test" in answer.content.decode()
