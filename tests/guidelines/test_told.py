"""What guidance tells: each follower once, whatever they follow of it."""

import pytest

from directory.models import Person
from guidelines.kinds import Kind
from guidelines.models import Manuscript, journey
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.models import Event, Follow, Notification
from tests.guidelines.advice import publish
from tests.guidelines.ways import fresh

pytestmark = pytest.mark.django_db


def test_new_version_is_told_once(
    ncp_a: Person, ncp_b: Person, secretariat: Person, publisher: Person
) -> None:
    record = publish(Kind.EXPERIENCE, by=ncp_a)
    for subject in (
        record.subject,
        *record.subjects,
        f"administration:{record.administration.iso2}",
    ):  # type: ignore[union-attr]
        Follow.set(subject, by=ncp_b)
    row = Manuscript.revise(record, by=ncp_a)
    row.write(by=ncp_a, content={**row.content, "scale": "One office."}, seen=row.seen())
    journey.send_on(fresh(row), by=ncp_a)
    journey.pass_on(fresh(row), by=secretariat)

    journey.publish(fresh(row), by=publisher)
    journey.publish(fresh(row), by=publisher)

    dispatch_waiting()
    told = Event.objects.filter(verb="guidelines.publish_version")
    assert [(each.actor, each.detail["number"]) for each in told] == [(publisher, 2)]
    heard = Notification.objects.filter(event__in=told)
    assert [each.person for each in heard] == [ncp_b]
