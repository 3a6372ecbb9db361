"""Digests: planned by the wall clock of each person, once per period; sent many at a time."""

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import connection
from django.db.models import Case, Count, F, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.markings.models import Marking, reader_of
from portal.markings.sources import tokens_of_many
from portal.notifications import clock, composing, registry
from portal.notifications.batches import Batch, held_events, send_all
from portal.notifications.composing import MOST_LINES, Drawing, MailLine, Put
from portal.notifications.lines import Line
from portal.notifications.models import Mail, MailSetting, Notification
from portal.notifications.models.mail import message_secret
from portal.notifications.registry import Frequency, kinds

KINDS = [Mail.Kind.DAILY, Mail.Kind.WEEKLY]
# Many more than a digest shows: some of them may be gone, and of the rest only the number is said.
MOST_PREVIEWED = 200

_PLAN = """
INSERT INTO notifications_mail
       (person_id, kind, period, state, due_at, tries, error, items, message_id)
SELECT person.id, %(kind)s, day.period, 'due', %(now)s, 0, '', pending.lines,
       left(encode(sha256(convert_to(
         %(secret)s::text || '|' || person.id || '|' || day.period || '|' || %(kind)s, 'UTF8'
       )), 'hex'), 40) || %(host)s
  FROM (SELECT person_id, count(*) AS lines, min(made_at) AS oldest
          FROM notifications_notification
         WHERE frequency = %(kind)s AND digest_id IS NULL GROUP BY person_id) AS pending
  JOIN ("""
_PLANNED = """) AS person (id, zone, weekend_first, weekend_last)
    ON person.id = pending.person_id
  JOIN unnest(%(zones)s::text[], %(periods)s::date[], %(weekdays)s::int[],
              %(starts)s::timestamptz[])
       AS day (zone, period, weekday, start)
    ON day.zone = person.zone AND pending.oldest < day.start
  LEFT JOIN notifications_mailsetting AS setting ON setting.person_id = person.id
 WHERE setting.is_stopped IS NOT TRUE AND setting.unreachable_since IS NULL
   AND CASE WHEN setting.working_days IS NOT NULL THEN day.weekday = ANY(setting.working_days)
       ELSE (day.weekday - person.weekend_first + 7) %% 7
            > (person.weekend_last - person.weekend_first + 7) %% 7 END
   AND NOT EXISTS (SELECT 1 FROM notifications_mail AS late
                    WHERE late.person_id = person.id AND late.kind = %(kind)s
                      AND late.state = 'due')
    ON CONFLICT DO NOTHING
"""


def plan(now: datetime.datetime | None = None) -> int:
    """Make a mail for each person whose morning it is and for whom something waits.

    What happened after the morning (for a weekly digest: after Monday morning) waits for the next.
    The period is the local day, or its Monday; the same period is never planned again, and none
    while an earlier digest still waits for the mail server: it will carry all that waits.
    """
    now = now or timezone.now()
    pending = Notification.objects.filter(frequency__in=KINDS, digest=None).values("person")
    people = get_user_model()._default_manager.filter(pk__in=pending)
    days = clock.days_on(people.values_list("zone", flat=True).distinct(), now)
    if not days:
        return 0
    return make_due(Frequency.DAILY, [day.date for day in days], days, now) + make_due(
        Frequency.WEEKLY, [day.monday for day in days], days, now
    )


def make_due(
    kind: str, periods: list[datetime.date], days: list[clock.LocalDay], now: datetime.datetime
) -> int:
    """Make the digests of a kind on these days, one period for each; return how many."""
    first, last = registry.weekend() or (Value(5), Value(6))
    people: Any = get_user_model()._default_manager.order_by()
    sql, values = people.values_list("pk", "zone", first, last).query.sql_with_params()
    names = {f"person{place}": value for place, value in enumerate(values)}
    sql = sql % tuple(f"%({name})s" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            "".join([_PLAN, sql, _PLANNED]),
            names
            | {
                "kind": kind,
                "now": now,
                "host": f"@{settings.HOST}",
                "secret": message_secret(),
                "zones": [day.zone for day in days],
                "periods": periods,
                "weekdays": [day.weekday for day in days],
                "starts": [day.morning if kind == Frequency.DAILY else day.week for day in days],
            },
        )
        return int(cursor.rowcount)


class Digest(NamedTuple):
    """What a digest says: its lines by area, and how many more stand in the inbox only."""

    lines: list[MailLine]
    groups: dict[str, list[MailLine]]
    left_out: int


def arranged(lines: Iterable[Line], more: int = 0) -> Digest:
    """Return the lines by area, most relevant first: by name, then by follow, then the newest.

    `more` are those that come after all of these.
    """
    best = sorted(lines, key=lambda line: (bool(line.notification.subject), -line.notification.pk))
    shown = [MailLine.of(line) for line in best[:MOST_LINES]]
    groups: dict[str, list[MailLine]] = {str(kind.title): [] for kind in kinds()}
    for line in shown:
        groups[line.area].append(line)
    return Digest(
        shown,
        {area: found for area, found in groups.items() if found},
        len(best) - len(shown) + more,
    )


def preview(person: Any) -> dict[str, Digest]:
    """Return what a person's next digests would say now, by kind, as their mails would say it."""
    each: dict[str, Any] = {"partition_by": F("frequency")}
    by_relevance: list[Any] = [Case(When(subject="", then=0), default=1), "-pk"]
    waiting = Notification.objects.readable_by(person).waiting_of(person)
    ranked = waiting.exclude(event__marking=Marking.RED).annotate(
        place=Window(RowNumber(), order_by=by_relevance, **each), total=Window(Count("pk"), **each)
    )
    told = list(ranked.filter(place__lte=MOST_PREVIEWED).with_events())
    lines = composing.drawn(told, reader_of(person).tokens)
    more = {line.frequency: max(line.total - MOST_PREVIEWED, 0) for line in told}  # type: ignore[attr-defined]
    return {
        kind: arranged(
            (line for line in lines if line.notification.frequency == kind), more.get(kind, 0)
        )
        for kind in KINDS
    }


def send_due(*, seconds: float = 8) -> int:
    """Send the digests that are due for about so many seconds; return how many left."""
    return send_all(Digests, seconds=seconds)


class Digests(Batch):
    """Digests of a batch. One that left is noted with the lines that it carried."""

    kinds = KINDS
    # Many persons share the statements; their rights are held for as long as their mails take.
    most = 400
    hold = 4.0

    def read(self, mails: list[Mail]) -> list[Mail]:
        """Read lines, events and rights, each in one go; thousands of lines share a few events."""
        people = sorted({mail.person_id for mail in mails})
        waiting = Notification.objects.filter(person__in=people, digest=None)
        every = list(waiting.filter(frequency__in=KINDS))
        # What is told from here on waits for the next: its readers may change while this is sent.
        events = held_events(line.event_id for line in every)
        changing = {line.person_id for line in every if line.event_id not in events}
        ready = [line for line in every if line.person_id not in changing]
        self._told: dict[tuple[int, str], list[Notification]] = {}
        for line in ready:
            line.event = events[line.event_id]
            self._told.setdefault((line.person_id, line.frequency), []).append(line)
        self._tokens = tokens_of_many(people)
        self._drawing = Drawing(ready)
        self._lines: dict[int, list[int]] = {}
        return [mail for mail in mails if mail.person_id not in changing]

    def made(self, mail: Mail) -> EmailMessage | Put:
        """Return a person's digest, or nothing when nothing is left to say."""
        # Taken out: another digest of this person has nothing more to say.
        told = self._told.pop((mail.person_id, mail.kind), [])
        # What the person may no longer read is done with, too.
        self._lines[mail.pk] = [line.pk for line in told]
        person, setting = mail.person, composing.setting_of(mail.person)
        if setting.is_stopped or setting.unreachable_since:
            return Put(Mail.State.EMPTY)
        with composing.as_read_by(person):
            digest = arranged(self._drawing.lines(told, self._tokens[person.pk]))
            return _message(mail, digest, setting) if digest.lines else Put(Mail.State.EMPTY)

    def note_of(self, mail: Mail) -> list[int]:
        """Return the lines that it carries."""
        return self._lines[mail.pk]

    def lines_of(self, mail: Mail, note: list[int]) -> list[int] | None:
        """Return the lines of a note."""
        return note


def _message(mail: Mail, digest: Digest, setting: MailSetting) -> EmailMessage:
    shown = digest._asdict() | {"period_title": period_title(mail), "reason": reason_of(mail)}
    context = composing.frame(mail.person, mail.kind) | shown
    return composing.built("digest", mail, context, composing.headers_of(mail, mail.kind), setting)


def reason_of(mail: Mail) -> str:
    """Return why a digest comes, in the language of now."""
    if mail.kind == Mail.Kind.WEEKLY:
        return _("You get this because you set some kinds of news to “weekly”.")
    return _("You get this because you set some kinds of news to “daily”.")


def period_title(mail: Mail) -> str:
    """Return what the digest is of, in the language of now."""
    assert mail.period is not None
    day = date_format(mail.period, "DATE_FORMAT")
    if mail.kind == Mail.Kind.WEEKLY:
        return _("Weekly digest, week of %(day)s") % {"day": day}
    return _("Daily digest, %(day)s") % {"day": day}
