"""From an event to lines and mails: who is told, how, and once."""

import datetime
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from directory.models import Person
from portal.markings.models import Marking
from portal.notifications import dispatch
from portal.notifications.models import Event, Mail, Notification, Preference, tell
from portal.notifications.models.mail import message_id
from portal.notifications.models.setting import MailSetting
from portal.notifications.registry import Frequency, Level
from tests.notifications.conftest import Say, follow
from tests.people import make_person
from tests.research.conftest import Make

pytestmark = pytest.mark.django_db


def told() -> dict[Person, str]:
    """Return who has a line, and how often they hear of it."""
    rows = Notification.objects.select_related("person")
    return {row.person: row.frequency for row in rows}


def mailed() -> set[Person]:
    return {row.person for row in Mail.objects.select_related("person")}


def test_followers_are_told_once_though_two_subjects_fit(
    say: Say, make_work: Make, ncp_a: Person, ncp_b: Person
) -> None:
    follow(ncp_a)
    follow(ncp_a, "technology:ai-ml")

    say(make_work(), subjects=["technology:ai-ml", "technology:drones"])

    assert told() == {ncp_a: "now"}
    assert mailed() == {ncp_a}
    # The most telling subject is the reason.
    assert Notification.objects.get().subject == "technology:ai-ml"


def test_actor_is_not_told(say: Say, make_work: Make, editor: Person) -> None:
    follow(editor)

    say(make_work())

    assert told() == {}


def test_nobody_is_told_who_may_not_read(
    say: Say, make_work: Make, ncp_a: Person, ncp_b: Person, partner: Person, suspended: Person
) -> None:
    for person in (ncp_a, ncp_b, partner, suspended):
        follow(person)

    say(make_work(marking=Marking.AMBER))

    assert told() == {ncp_a: "now"}


def test_public_row_is_told_to_accounts_in_use_only(
    say: Say, make_work: Make, partner: Person, suspended: Person, ncp_without_factor: Person
) -> None:
    for person in (partner, suspended, ncp_without_factor):
        follow(person)

    say(make_work())

    assert told() == {partner: "now"}


def test_named_and_reached_people_are_told_without_following(
    say: Say, make_work: Make, ncp_a: Person, ncp_b: Person, partner: Person
) -> None:
    say(
        make_work(),
        subjects=[],
        people=[partner.pk],
        reach=[f"administration:{ncp_a.administration_id}"],
    )

    assert told() == {partner: "now", ncp_a: "now"}
    assert set(Notification.objects.values_list("subject", flat=True)) == {""}


def test_level_and_preference_decide_how_often(say: Say, make_work: Make) -> None:
    people = {
        name: make_person(f"Pat {name}")
        for name in ("Watching", "Tracking", "Muted", "Weekly", "Never", "Portal", "Stopped")
    }
    for name, person in people.items():
        level = name.lower() if name.lower() in Level else Level.NORMAL
        follow(person, level=level)
    follow(people["Muted"], "technology:ai-ml")
    # Whoever said "only in the portal" gets no mail, however closely they follow.
    portal = make_person("Pat Closely")
    follow(portal, level=Level.WATCHING)
    for person, frequency in (
        (people["Weekly"], Frequency.WEEKLY),
        (people["Never"], Frequency.NEVER),
        (people["Portal"], Frequency.PORTAL),
        (portal, Frequency.PORTAL),
    ):
        Preference.objects.create(person=person, kind="library", frequency=frequency)
    MailSetting.objects.create(person=people["Stopped"], is_stopped=True)

    say(make_work(), subjects=["technology:drones", "technology:ai-ml"])

    assert told() == {
        people["Watching"]: "now",
        people["Tracking"]: "portal",
        people["Weekly"]: "weekly",
        people["Portal"]: "portal",
        portal: "portal",
        people["Stopped"]: "portal",
    }
    assert mailed() == {people["Watching"]}


def test_required_kind_is_mailed_though_everything_is_stopped(
    say: Say, make_work: Make, ncp_a: Person
) -> None:
    MailSetting.objects.create(person=ncp_a, is_stopped=True)
    Preference.objects.create(person=ncp_a, kind="account", frequency=Frequency.NEVER)

    say(make_work(), kind="account", subjects=[], people=[ncp_a.pk])

    assert (told(), mailed()) == ({ncp_a: "now"}, {ncp_a})


def test_red_row_is_told_in_the_portal_only(say: Say, make_work: Make, ncp_b: Person) -> None:
    work = make_work(marking=Marking.RED)
    work.grant(ncp_b, by=None)
    follow(ncp_b, level=Level.WATCHING)

    say(work)

    assert (told(), mailed()) == ({ncp_b: "portal"}, set())


def test_unreachable_address_gets_no_mail(say: Say, make_work: Make, ncp_a: Person) -> None:
    follow(ncp_a)
    for _bounce in range(2):
        MailSetting.bounced(person=ncp_a, status="5.1.1", is_hard=True)

    say(make_work())

    assert (told(), mailed()) == ({ncp_a: "portal"}, set())


def test_batch_is_one_event_until_it_is_told(
    make_work: Make, editor: Person, ncp_a: Person
) -> None:
    work = make_work()
    follow(ncp_a)
    for _file in range(40):
        tell(
            "research.publish_work", kind="library", on=work, by=editor,
            subjects=["technology:drones"], is_batch=True,
        )  # fmt: skip

    assert list(Event.objects.values_list("count", flat=True)) == [40]
    # Nobody is told until nothing was added for a while.
    assert dispatch.dispatch_waiting() == 0

    Event.objects.update(due_at="2026-01-01T00:00Z")
    dispatch.dispatch_waiting()
    tell("research.publish_work", kind="library", on=work, by=editor, is_batch=True)

    assert sorted(Event.objects.values_list("count", flat=True)) == [1, 40]
    assert told() == {ncp_a: "now"}


def test_batch_that_keeps_growing_is_told_in_time(
    make_work: Make, editor: Person, ncp_a: Person
) -> None:
    work = make_work()
    follow(ncp_a)
    with time_machine.travel("2026-11-18T10:00Z", tick=False) as clock:
        for _file in range(32):
            tell(
                "research.publish_work", kind="library", on=work, by=editor,
                subjects=["technology:drones"], is_batch=True,
            )  # fmt: skip
            assert dispatch.dispatch_waiting() in (0, 1)
            clock.shift(30)

    # Fifteen minutes of files at one every thirty seconds, then the next batch.
    assert sorted(Event.objects.values_list("count", flat=True)) == [1, 31]
    first = Event.objects.order_by("pk")[0]
    assert f"{first.dispatched_at:%H:%M}" == "10:15"


def test_batch_that_fails_waits_for_its_next_try(make_work: Make, editor: Person) -> None:
    work, later = make_work(), timezone.now() + datetime.timedelta(hours=1)
    tell("research.publish_work", kind="library", on=work, by=editor, is_batch=True)
    Event.objects.update(due_at=later, tries=5, told_by="2026-01-01T00:00Z")

    tell("research.publish_work", kind="library", on=work, by=editor, is_batch=True)

    assert list(Event.objects.values_list("count", "due_at")) == [(2, later)]


def test_dispatching_twice_tells_once(say: Say, make_work: Make, ncp_a: Person) -> None:
    follow(ncp_a)
    say(make_work())
    event = Event.objects.get()

    again = dispatch.fan_out(event)

    assert again == (0, 0)
    assert (Notification.objects.count(), Mail.objects.count()) == (1, 1)


def test_event_that_fails_keeps_no_other_waiting(
    say: Say, make_work: Make, editor: Person, ncp_a: Person
) -> None:
    follow(ncp_a)
    work = make_work()
    tell("research.publish_work", kind="library", on=work, by=editor)
    Event.objects.update(kind="gone")

    say(work)

    assert told() == {ncp_a: "now"}
    bad = Event.objects.get(kind="gone")
    assert (bad.dispatched_at, bad.tries) == (None, 1)
    assert bad.due_at > timezone.now()


def test_message_id_is_the_same_in_both_languages(say: Say, make_work: Make, ncp_a: Person) -> None:
    follow(ncp_a)

    say(make_work())

    mail = Mail.objects.get()
    assert mail.message_id == message_id(f"{ncp_a.pk}|{mail.event_id}|event")


def test_followers_cost_one_statement(
    make_work: Make, editor: Person, django_assert_num_queries: Any
) -> None:
    for number in range(30):
        follow(make_person(f"Pat N{number}"))
    tell(
        "research.publish_work",
        kind="library",
        on=make_work(),
        by=editor,
        subjects=["technology:drones"],
    )
    event = Event.objects.select_related("audience").get()

    with django_assert_num_queries(1):
        assert dispatch.fan_out(event) == (30, 30)
