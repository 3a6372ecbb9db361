"""Who could answer a question: by topic, by language and by working hours, in words."""

import datetime
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.models import Person, SpokenLanguage
from directory.reachable import ZONES, is_open, reachable_now
from forums.models.ask import MOST, Ask, may_be_asked
from forums.models.terms import LANGUAGES, terms_of
from forums.models.topic import Topic
from portal.conditions import Written
from portal.markings.models import Marking
from portal.markings.sources import holders_of
from portal.notifications.week import days_outside
from portal.taxonomy.models import Process, Technology
from portal.zones import zone_of

# From this level on, somebody answers in a language.
ANSWERS = SpokenLanguage.Level.B1
# Further ahead than this, everybody has working days enough.
HORIZON = datetime.timedelta(days=30)
# How many days a person works from now up to a day, by the week of their home. The values are the
# first day and the time of each zone, as JSON, and the last day.
WORKDAYS = """(
    SELECT count(*) FROM generate_series(
        (%s::jsonb ->> {row}.zone)::date
            + ((%s::jsonb ->> {row}.zone)::time >= {row}.hours_until)::int,
        %s::date, interval '1 day'
    ) AS day (at)
    LEFT JOIN directory_administration AS home ON home.id = {row}.administration_id
    WHERE (extract(isodow FROM day.at)::int - 1 - coalesce(home.weekend_first, 5) + 7) %% 7
        > (coalesce(home.weekend_last, 6) - coalesce(home.weekend_first, 5) + 7) %% 7
)"""


class Proposal(NamedTuple):
    """Somebody who could answer, and why, in words."""

    person: Any
    reasons: list[str]


def proposed(topic: Topic, *, by: Any, most: int = MOST) -> list[Proposal]:
    """Return who could answer, the likeliest first: one statement, whatever there is.

    They read the question and may answer it, and whoever asks reads their cards. Nobody is
    proposed for what names its readers, nor whose week has no working day before the question ends.
    """
    if topic.marking == Marking.RED or not topic.has_terms:
        return []
    people = (
        Person.objects.verified()
        .readable_by(by)
        .filter(holders_of(topic.answerers), may_be_asked(topic), _fits(topic))
    )
    people = people.exclude(pk__in=[topic.author_id, by.pk])
    if topic.languages:
        people = people.filter(_speaks(topic.languages))
    if topic.deadline:
        people = people.annotate(workdays=_workdays(topic.deadline)).filter(workdays__gt=0)
    return [Proposal(each, list(_reasons(each, topic))) for each in _ranked(people, topic)[:most]]


def _works(topic: Topic) -> tuple[QuerySet[Technology], QuerySet[Process]]:
    """Return what somebody works on of what the question is about."""
    # No list is empty: the ORM would leave out the subquery, and with it its type.
    return (
        Technology.objects.filter(experts=OuterRef("pk"), slug__in=[*topic.technologies, ""]),
        Process.objects.filter(experts=OuterRef("pk"), slug__in=[*topic.processes, ""]),
    )


def _fits(topic: Topic) -> Q:
    works, does = _works(topic)
    return Q(Exists(works)) | Q(Exists(does))


def _speaks(languages: list[str]) -> Q:
    spoken = SpokenLanguage.objects.filter(person=OuterRef("pk"), language__code__in=languages)
    return Q(Exists(spoken.filter(level__gte=ANSWERS))) | Q(language__in=languages)


def _ranked(people: QuerySet[Person], topic: Topic) -> QuerySet[Person, Any]:
    """Return people with what speaks for each: who does more of it, speaks better, works now.

    Of two alike, whoever was asked least lately.
    """
    spoken = SpokenLanguage.objects.filter(
        person=OuterRef("pk"), language__code__in=topic.languages or [topic.language],
        level__gte=ANSWERS,
    )  # fmt: skip
    works, does = _works(topic)
    asked = Ask.objects.filter(person=OuterRef("pk")).order_by("-asked_at").values("asked_at")[:1]
    return (
        people.annotate(
            works=ArraySubquery(works.order_by("position").values("slug")),
            does=ArraySubquery(does.order_by("position").values("slug")),
            spoken=ArraySubquery(
                spoken.order_by("-level").values(
                    said=Concat("level", Value(" "), "language__code")
                )
            ),
            works_now=reachable_now(),
            asked_last=Subquery(asked),
        )
        .annotate(much=_size("works") + _size("does"))
        .select_related("administration", "partner")
        .order_by(
            "-much", F("spoken__0").desc(nulls_last=True), "-works_now",
            F("asked_last").asc(nulls_first=True), "pk",
        )
    )  # fmt: skip


def _size(name: str) -> Func:
    return Func(F(name), function="cardinality", output_field=IntegerField())


def _workdays(deadline: datetime.date) -> Written:
    now = timezone.now()
    there = {zone: now.astimezone(zone_of(zone)) for zone in ZONES.now()}
    days = json.dumps({zone: f"{at:%Y-%m-%d}" for zone, at in there.items()})
    times = json.dumps({zone: f"{at:%H:%M}" for zone, at in there.items()})
    last = min(deadline, now.date() + HORIZON)
    return Written(WORKDAYS, days, times, last, output_field=IntegerField())


def _reasons(person: Any, topic: Topic) -> Iterator[str]:
    """Yield what speaks for somebody, as a person says it."""
    terms = get_text_list(terms_of(person.works, person.does), _("and"))
    yield _("works on %(terms)s") % {"terms": terms}
    names = LANGUAGES.now()
    languages = [names.get(each.partition(" ")[2], each) for each in person.spoken]
    if languages:
        yield _("speaks %(languages)s") % {"languages": get_text_list(languages, _("and"))}
    elif topic.languages:
        yield _("reads the portal in %(language)s") % {"language": names[person.language]}
    yield _clock(person)
    if topic.deadline:
        yield ngettext(
            "%(n)d working day there before your day", "%(n)d working days there before your day",
            person.workdays,
        ) % {"n": person.workdays}  # fmt: skip


def _clock(person: Any) -> str:
    """Return the time where somebody works, and when they are back if they do not work now."""
    now = timezone.now().astimezone(zone_of(person.zone))
    words = {"time": f"{now:%H:%M}"}
    home = person.administration
    week = days_outside(home.weekend_first, home.weekend_last) if home else list(range(5))
    opens, closes = person.hours_from, person.hours_until
    if now.weekday() in week and is_open(now.time(), opens, closes):
        return _("it is %(time)s there, in office hours") % words
    days = [now.date() + datetime.timedelta(days=n) for n in range(8)]
    back = [d for d in days if d.weekday() in week and (d > now.date() or now.time() < opens)]
    if not back:
        return _("it is %(time)s there") % words
    words |= {"opens": f"{opens:%H:%M}", "day": str(WEEKDAYS[back[0].weekday()])}
    if back[0] == now.date():
        return _("it is %(time)s there, office hours begin at %(opens)s") % words
    return _("it is %(time)s there, back on %(day)s at %(opens)s") % words
