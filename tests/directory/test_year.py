"""A year passes: reminders, states, items of the desk and mails appear exactly once."""

import datetime
from collections.abc import Iterable
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from directory import confirming, tasks, vacancies
from directory.confirming import OVERDUE
from directory.models import Person, Reminder, Seat
from directory.models.confirmation import EVERY
from directory.overdue import CONFIRMATIONS
from portal.desk.models import WorkItem
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.models import Event, Mail, Notification
from tests.people import as_reader, late, make_person, seat

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def pass_days(days: Iterable[datetime.date], *, runs: int = 1) -> None:
    """Let the clock strike at three in the morning of each day, `runs` times."""
    for day in days:
        at_three = datetime.datetime(day.year, day.month, day.day, 3, tzinfo=datetime.UTC)
        with time_machine.travel(at_three, tick=False):
            for _run in range(runs):
                tasks.move_clocks()
                tasks.send_reminders()
                dispatch_waiting()


def every_day(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    return [first + number * DAY for number in range((last - first).days + 1)]


def due_of(person: Person) -> datetime.date:
    assert person.confirm_by is not None
    return person.confirm_by


def said(person: Person) -> list[tuple[str, int]]:
    """Return what was said to a person, and on which day before (or after) the due one."""
    rows = Reminder.objects.filter(person=person).order_by("pk")
    return [(row.kind, (row.made_at.date() - row.due).days) for row in rows]


YEAR = [("month", -30), ("days", -10), ("day", -1), ("overdue", 1), ("hidden", 31)]


@pytest.mark.parametrize("runs", [1, 2])
def test_year_without_an_answer(ncp_a: Person, ncp_b: Person, runs: int) -> None:
    due = due_of(ncp_a)
    Person.objects.filter(pk=ncp_b.pk).update(confirm_by=due + EVERY)
    pass_days(every_day(due - 35 * DAY, due + 40 * DAY), runs=runs)

    ncp_a.refresh_from_db()
    point = Seat.objects.get(holdings__person=ncp_a)
    assert said(ncp_a) == YEAR
    assert (ncp_a.confirmation, point.state) == ("lapsed", "lapsed")
    assert list(point.steps.order_by("pk").values_list("after", flat=True)) == [
        "verified", "due", "overdue", "lapsed",
    ]  # fmt: skip
    item = WorkItem.objects.get()
    assert (item.kind, item.subject, item.state) == (OVERDUE, str(ncp_a.pk), "open")
    # Four were told among the news, the last by a mail of its own: nothing else reaches them.
    reminded = Event.objects.filter(verb="directory.remind_confirmation")
    assert [event.detail["step"] for event in reminded.order_by("pk")] == [
        "month", "days", "day", "overdue",
    ]  # fmt: skip
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([ncp_a.email], "Your card is hidden until you confirm it")
    ]
    # Nobody else was asked anything.
    assert said(ncp_b) == []


def test_reminders_are_told_once_and_at_once(ncp_a: Person) -> None:
    due = due_of(ncp_a)
    for day in (due - 30 * DAY, due - 10 * DAY):
        pass_days([day], runs=2)
    told = Notification.objects.filter(person=ncp_a)
    assert {(line.event.verb, line.frequency) for line in told} == {
        ("directory.remind_confirmation", "now")
    }
    assert (told.count(), Mail.objects.filter(person=ncp_a).count()) == (2, 2)


def test_clock_that_stood_for_months_says_the_latest_thing_alone(ncp_a: Person) -> None:
    due = due_of(ncp_a)
    pass_days([due + 90 * DAY, due + 91 * DAY])
    assert [kind for kind, _day in said(ncp_a)] == ["hidden"]
    assert WorkItem.objects.count() == 1
    assert len(mail.outbox) == 1
    point = Seat.objects.get(holdings__person=ncp_a)
    assert [step.after for step in point.steps.order_by("pk")] == [
        "verified", "due", "overdue", "lapsed",
    ]  # fmt: skip


def test_clock_that_missed_the_month_says_ten_days(ncp_a: Person) -> None:
    due = due_of(ncp_a)
    pass_days(every_day(due - 8 * DAY, due))
    assert [kind for kind, _day in said(ncp_a)] == ["days", "day"]


def test_summer_time_moves_nothing(ncp_a: Person) -> None:
    # Europe sets its clocks in the night to 28 March 2027; this is the day of the second reminder.
    Person.objects.filter(pk=ncp_a.pk).update(
        confirm_by=datetime.date(2027, 4, 7), zone="Europe/Paris"
    )
    start = datetime.datetime(2027, 3, 27, 0, 30, tzinfo=datetime.UTC)
    for hour in range(72):
        with time_machine.travel(start + datetime.timedelta(hours=hour), tick=False):
            tasks.move_clocks()
    assert said(ncp_a) == [("month", -11), ("days", -10)]


def test_confirmed_in_time_begins_the_next_year(ncp_a: Person, client: Client) -> None:
    due = due_of(ncp_a)
    pass_days([due - 30 * DAY])
    with time_machine.travel(due - 5 * DAY, tick=False):
        assert confirming.confirm(Person.objects.get(pk=ncp_a.pk), by=ncp_a)
        assert not confirming.confirm(Person.objects.get(pk=ncp_a.pk), by=ncp_a)
    pass_days(every_day(due - 4 * DAY, due + 40 * DAY))
    assert [kind for kind, _day in said(ncp_a)] == ["month"]
    assert not WorkItem.objects.exists()

    pass_days([due - 5 * DAY + EVERY - 30 * DAY])
    assert [kind for kind, _day in said(ncp_a)] == ["month", "month"]


def test_stopped_and_invited_accounts_hear_nothing(
    ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    due = due_of(ncp_a)
    ncp_a.suspend(by=secretariat, reason="Away.")
    Person.objects.filter(pk=ncp_b.pk).update(state=Person.State.UNCONFIRMED)
    pass_days(every_day(due - 31 * DAY, due + 2 * DAY))
    assert not Reminder.objects.exists()
    # Officers see them all the same: a seat that nobody confirms is nobody's seat.
    assert {item.subject for item in WorkItem.objects.all()} == {str(ncp_a.pk), str(ncp_b.pk)}


def test_contact_point_without_a_second_step_is_reached_by_mail(
    ncp_without_factor: Person,
) -> None:
    Person.objects.filter(pk=ncp_without_factor.pk).update(language="fr")
    pass_days([due_of(ncp_without_factor) - 10 * DAY], runs=2)
    assert [kind for kind, _day in said(ncp_without_factor)] == ["days"]
    assert [message.to for message in mail.outbox] == [[ncp_without_factor.email]]
    assert reverse("directory:account_confirm").removeprefix("/en") in mail.outbox[0].body
    assert not Event.objects.filter(verb="directory.remind_confirmation").exists()


def test_reminder_that_is_moot_is_not_sent(ncp_without_factor: Person) -> None:
    due = due_of(ncp_without_factor)
    with time_machine.travel(due - 10 * DAY, tick=False):
        tasks.move_clocks()
        confirming.confirm(Person.objects.get(pk=ncp_without_factor.pk), by=ncp_without_factor)
        tasks.send_reminders()
    assert mail.outbox == []


def test_sweep_asks_the_same_however_many_are_not_due(
    ncp_a: Person, ncp_b: Person, overdue: Person, django_assert_num_queries: Any
) -> None:
    today = due_of(ncp_a) - 60 * DAY
    with django_assert_num_queries(1):
        assert confirming.move_clocks(today=today - 400 * DAY) == 0


def test_late_holders_are_settled_when_they_confirm(overdue: Person, secretariat: Person) -> None:
    confirming.put_on_desk(overdue)
    with time_machine.travel(due_of(overdue) + 7 * DAY, tick=False):
        assert confirming.confirm(overdue, by=overdue)
    item = WorkItem.objects.get()
    assert (item.state, item.outcome) == ("done", "confirmed")


def test_desk_asks_again_and_gets_the_item_back(lapsed: Person, secretariat: Person) -> None:
    due = due_of(lapsed)
    confirming.put_on_desk(lapsed)
    officer = as_reader(secretariat)
    with time_machine.travel(due + 32 * DAY, tick=False):
        WorkItem.objects.get().decide("again", by=officer)
        tasks.send_reminders()
        confirming.tidy_desk()
        assert WorkItem.objects.get().state == "returned"
    assert [message.subject for message in mail.outbox] == ["Please confirm your card"]
    with time_machine.travel(due + 63 * DAY, tick=False):
        confirming.tidy_desk()
    assert WorkItem.objects.get().state == "open"


def test_desk_ends_the_seat_of_whoever_is_gone(lapsed: Person, secretariat: Person) -> None:
    confirming.put_on_desk(lapsed)
    item = WorkItem.objects.get()
    item.decide("reached", by=as_reader(secretariat), reason="The office says that she left.")
    confirming.put_on_desk(lapsed)
    item = WorkItem.objects.get()
    assert item.state == "open"
    item.decide("end", by=as_reader(secretariat), reason="She left in May.")
    point = Seat.objects.get(administration=lapsed.administration)
    assert (point.state, point.steps.latest("pk").why) == ("vacant", "She left in May.")
    lapsed.refresh_from_db()
    # The seat is gone; the card was never confirmed, and nothing is given back.
    assert lapsed.confirmation == "lapsed"
    assert as_reader(lapsed).reader.tokens == {"public"}
    assert "members" not in lapsed.audience.tokens
    assert confirming.tidy_desk() == 0

    assert confirming.confirm(lapsed, by=lapsed)
    lapsed.refresh_from_db()
    assert (lapsed.confirmation, lapsed.confirm_by) == ("", None)
    assert "members" in as_reader(lapsed).reader.tokens & set(lapsed.audience.tokens)


def test_lapsed_holder_who_is_replaced_stays_hidden_until_they_leave(
    lapsed: Person, secretariat: Person
) -> None:
    home = lapsed.administration
    seat(make_person("Nora Next", administration=home), "contact-point", administration=home)
    lapsed.refresh_from_db()
    assert lapsed.confirmation == "lapsed"
    confirming.put_on_desk(lapsed)
    assert confirming.tidy_desk() == 1
    lapsed.retire(by=secretariat)
    lapsed.refresh_from_db()
    assert (lapsed.confirmation, lapsed.confirm_by) == ("", None)
    assert "members" not in lapsed.audience.tokens


def test_confirming_shows_no_card_that_was_suspended_meanwhile(
    lapsed: Person, secretariat: Person
) -> None:
    read_before = Person.objects.get(pk=lapsed.pk)
    Person.objects.get(pk=lapsed.pk).suspend(by=secretariat, reason="Left.")
    assert confirming.confirm(read_before, by=read_before)
    read_before.refresh_from_db()
    assert (read_before.state, read_before.confirmation) == ("suspended", "current")
    assert "members" not in read_before.audience.tokens


def test_card_that_lapsed_meanwhile_is_shown_by_no_other_change(
    ncp_a: Person, secretariat: Person
) -> None:
    read_before = Person.objects.get(pk=ncp_a.pk)
    late(ncp_a, 31)
    read_before.revise(by=secretariat, post="Head")
    read_before = Person.objects.get(pk=ncp_a.pk)
    assert "members" not in read_before.audience.tokens


def test_nobody_confirms_for_somebody_else() -> None:
    assert {decision.code for decision in CONFIRMATIONS.decisions} == {"again", "reached", "end"}


def test_seat_that_ends_elsewhere_leaves_the_queue(overdue: Person, secretariat: Person) -> None:
    confirming.put_on_desk(overdue)
    overdue.retire(by=secretariat)
    assert confirming.tidy_desk() == 1
    assert WorkItem.objects.get().outcome == "ended"


def test_vacant_contact_point_stands_on_the_desk_once(
    ncp_a: Person, secretariat: Person, officer: Person
) -> None:
    point = Seat.objects.get(holdings__person=ncp_a)
    assert vacancies.keep_queue() == 0
    ncp_a.retire(by=secretariat)
    assert [vacancies.keep_queue() for _run in range(2)] == [1, 0]
    item = WorkItem.objects.get()
    item.decide("asked", by=as_reader(secretariat))
    assert vacancies.keep_queue() == 0

    point.give_to(officer, by=secretariat)
    assert vacancies.keep_queue() == 1
    item.refresh_from_db()
    assert (item.state, item.outcome) == ("done", "named")


def test_sample_seats_are_never_called_vacant(
    ncp_a: Person, secretariat: Person, settings: Any
) -> None:
    ncp_a.retire(by=secretariat)
    settings.DEMO = True
    assert vacancies.keep_queue() == 0


def test_two_seats_of_one_person_are_one_item(ncp_a: Person) -> None:
    seat(ncp_a, Seat.Kind.COORDINATOR, administration=ncp_a.administration)
    pass_days([due_of(ncp_a) + 2 * DAY])
    assert WorkItem.objects.count() == 1
    assert {place.state for place in Seat.objects.all()} == {"overdue"}


def test_one_fault_keeps_nobody_waiting(ncp_a: Person, ncp_b: Person) -> None:
    due = due_of(ncp_a)
    point = Seat.objects.get(holdings__person=ncp_a)
    # A seat whose state no step leads from: the database refuses the next one.
    Seat.objects.filter(pk=point.pk).update(state="ended")
    assert confirming.move_clocks(today=due - 20 * DAY) == 1
    assert said(ncp_b)[0][0] == "month"
    assert said(ncp_a) == []


def test_officers_read_both_queues(
    overdue: Person, ncp_a: Person, secretariat: Person, client: Client
) -> None:
    confirming.put_on_desk(overdue)
    ncp_a.retire(by=secretariat)
    vacancies.keep_queue()
    client.force_login(secretariat)
    said = {
        item.kind: client.get(item.get_absolute_url()).content.decode()
        for item in WorkItem.objects.all()
    }
    assert "Otto Overdue" in said[OVERDUE]
    assert "Only the person confirms." in said[OVERDUE]
    assert "/directory/nominations/add/?administration=XA" in (said[vacancies.KIND])
