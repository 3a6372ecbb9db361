"""Working days: what is due when."""

import datetime

import pytest
import time_machine

from portal.desk.models import Holiday
from portal.desk.workdays import Calendar, today

FRIDAY = datetime.date(2026, 11, 20)
MONDAY = datetime.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("start", "number", "due"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 1, datetime.date(2026, 11, 24)),
        (datetime.date(2026, 11, 21), 0, datetime.date(2026, 11, 24)),
        (datetime.date(2026, 11, 21), 2, datetime.date(2026, 11, 25)),
        (datetime.date(2026, 11, 19), 10, datetime.date(2026, 12, 4)),
    ],
)
def test_day_after_a_number_of_working_days(
    start: datetime.date, number: int, due: datetime.date
) -> None:
    """The Monday is a closing day."""
    assert Calendar([MONDAY]).after(start, number) == due


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (FRIDAY, FRIDAY, 0),
        (FRIDAY, MONDAY, 0),
        (FRIDAY, datetime.date(2026, 11, 24), 1),
        (datetime.date(2026, 11, 24), FRIDAY, -1),
        (datetime.date(2026, 11, 16), datetime.date(2026, 11, 27), 8),
    ],
)
def test_working_days_between(start: datetime.date, end: datetime.date, days: int) -> None:
    assert Calendar([MONDAY]).between(start, end) == days


def test_day_is_the_secretariats() -> None:
    with time_machine.travel(datetime.datetime(2026, 11, 19, 23, 30, tzinfo=datetime.UTC)):
        assert today() == FRIDAY


@pytest.mark.django_db
def test_closing_day_noted_twice_is_one_and_can_be_dropped() -> None:
    Holiday.keep(by=None, day=MONDAY, name="Founding day")
    Holiday.keep(by=None, day=MONDAY, name="Day of the founders")

    assert [each.name for each in Holiday.objects.all()] == ["Day of the founders"]
    with time_machine.travel(datetime.datetime(2026, 11, 19, tzinfo=datetime.UTC)):
        assert not Holiday.objects.calendar().is_working(MONDAY)
    Holiday.objects.get().drop(by=None)
    assert not Holiday.objects.exists()
