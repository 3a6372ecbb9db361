"""What the clock does to questions: who is told that nobody answers, and which ones end."""

import datetime
import logging
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.db.models import QuerySet

from forums.models import Step, Topic
from portal.desk.models import Holiday
from portal.desk.workdays import DAY, Calendar, today
from portal.markings.models import Marking

logger = logging.getLogger(__name__)

# After so many working days without an answer, the asker is told, then the desk.
TOLD_AFTER, DESK_AFTER = 3, 7
# What one run does at most; beat runs it again.
MOST = 200


def day_before(calendar: Calendar, number: int) -> datetime.date:
    """Return the last day since which so many working days are over, at the Secretariat."""
    day = now = today()
    while calendar.between(day, now) < number:
        day -= DAY
    return day


def escalate() -> int:
    """Tell of questions that wait too long, then put them on the desk; return how many."""
    calendar = Holiday.objects.calendar()
    told = _late(Step.NONE, day_before(calendar, TOLD_AFTER))
    done = _each(told, lambda topic: topic.urge())
    late = _late(Step.TOLD, day_before(calendar, DESK_AFTER))
    return done + _each(late, lambda topic: topic.hand_over())


def _late(step: int, day: datetime.date) -> QuerySet[Any]:
    waiting = Topic.objects.unanswered().answerable().without_a_word()
    # What is under TLP:RED comes before nobody but whom it names.
    return waiting.filter(step=step, waits_from__lte=day).exclude(marking=Marking.RED)


def expire() -> int:
    """End the questions whose day is past; return how many."""
    return _each(Topic.objects.expiring(), lambda topic: topic.expire())


def _each(topics: QuerySet[Any], verb: Callable[[Any], bool]) -> int:
    """Do a verb to each topic, in a transaction of its own, the oldest first."""
    done = 0
    for topic in topics.select_related("workspace").order_by("pk")[:MOST]:
        try:
            done += verb(topic)
        except DatabaseError:
            # The next run tries again; others do not wait for it.
            logger.exception("Question %r could not be carried further.", topic.pk)
    return done
