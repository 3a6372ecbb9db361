"""Digests: planned by the wall clock of each person, once per period; sent many at a time."""

import datetime
import logging
import time
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import DatabaseError, connection, transaction
from django.db.models import Case, Count, F, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.markings.holding import hold_rights
from portal.markings.models import Marking, reader_of
from portal.markings.sources import tokens_of_many
from portal.notifications import clock, composing, registry
from portal.notifications.composing import MOST_LINES, Drawing, MailLine
from portal.notifications.handed import Handed
from portal.notifications.lines import Line
from portal.notifications.mailbox import Mailbox, RefusedError, ServerAwayError
from portal.notifications.models import Event, Mail, MailSetting, Notification
from portal.notifications.models.mail import message_secret
from portal.notifications.registry import Frequency, kinds
from portal.notifications.sending import AWAY, SAFE, Claim, certainly, claim, refused, release

logger = logging.getLogger(__name__)

KINDS = [Mail.Kind.DAILY, Mail.Kind.WEEKLY]
# Many persons share the statements; their rights are held for as long as their mails take to leave.
BATCH = 400
SMALLEST = 20
# Whoever takes a right away waits no longer than this for a batch.
HOLD = 4.0
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

# Shared: many batches tell of one event at the same time.
_HOLD_EVENTS = """
SELECT event.id FROM notifications_event AS event
  JOIN notifications_notification AS line ON line.event_id = event.id
 WHERE line.person_id = ANY(%s) AND line.digest_id IS NULL
   AND line.frequency IN ('daily', 'weekly')
 ORDER BY event.id
   FOR SHARE OF event
"""

_MARK = """
WITH sent AS (
  UPDATE notifications_mail AS mail
     SET state = made.state, sent_at = made.sent_at, items = made.items, leased_until = NULL,
         error = ''
    FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[], %s::int[])
         AS made (id, state, sent_at, items)
   WHERE mail.id = made.id AND mail.state = 'due'
)
UPDATE notifications_notification AS line SET digest_id = carried.mail
  FROM unnest(%s::bigint[], %s::bigint[]) AS carried (mail, id)
 WHERE line.id = carried.id
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


def send_due(*, seconds: float = 50) -> int:
    """Send the digests that are due for about so many seconds; return how many left."""
    sent, end, handed = 0, time.monotonic() + seconds, Handed()
    with Mailbox() as mailbox:
        while time.monotonic() < end and (claims := claim(KINDS, BATCH)):
            lease_end, size = time.monotonic() + SAFE, BATCH
            while claims and time.monotonic() < lease_end:
                try:
                    mailbox.open()
                except ServerAwayError as error:
                    logger.warning("The mail server is away (%s).", error)
                    release(claims, after=AWAY)
                    return sent
                batch = Batch(claims[:size], mailbox, handed)
                try:
                    sent += batch.send()
                except DatabaseError:
                    raise
                except Exception as error:  # what is read for many must not stop for one
                    logger.exception("%s digests cannot be read.", len(batch.claims))
                    if size > 1:
                        size = 1
                        continue
                    refused(claims[0], RefusedError(type(error).__name__, is_final=False))
                claims = [*batch.rest, *claims[size:]]
                # What did not fit was read for nothing: the next takes as many as did.
                size = max(min(size, SMALLEST), size - len(batch.rest))
            release(claims)
    return sent


class Batch:
    """Digests that are composed and sent together; what does not fit its time is its rest."""

    def __init__(self, claims: Sequence[Claim], mailbox: Mailbox, handed: Handed) -> None:
        self.claims = claims
        self.mailbox = mailbox
        self.handed = handed
        self.rest: list[Claim] = []
        self._done: list[_Done] = []
        self._left: dict[str, list[int]] = {}
        self._refused: list[tuple[Claim, RefusedError]] = []

    def send(self) -> int:
        """Send as many as fit; return how many left."""
        try:
            with transaction.atomic():
                hold_rights(each.person for each in self.claims)
                self._send_each(_Content(self.claims))
                _mark(self._done)
        except DatabaseError:
            if not self._done:
                raise
            certainly(partial(_mark, self._done))
        self.handed.forget([each.message_id for each in self._done if each.sent_at])
        for each, error in self._refused:
            refused(each, error)
        return sum(each.state == Mail.State.SENT for each in self._done)

    def _send_each(self, content: "_Content") -> None:
        end = time.monotonic() + HOLD
        self._left = self.handed.among([mail.message_id for mail in content.mails.values()])
        for place, each in enumerate(self.claims):
            if time.monotonic() > end:
                self.rest = list(self.claims[place:])
                return
            mail = content.mails.get(each.pk)
            if mail is None:
                continue
            try:
                self._done.append(self._send_one(mail, content))
            except RefusedError as error:
                self._refused.append((each, error))
            except ServerAwayError:
                self.rest = list(self.claims[place:])
                return
            except DatabaseError:
                raise
            except Exception as error:  # one person's digest must not keep the others waiting
                logger.exception("Digest %s cannot be composed.", each.pk)
                said = RefusedError(type(error).__name__, is_final=False)
                self._refused.append((each, said))

    def _send_one(self, mail: Mail, content: "_Content") -> "_Done":
        if mail.message_id in self._left:
            # Whoever sent it was killed before it was marked.
            return _Done.of(mail, self._left[mail.message_id], is_sent=True)
        # Taken out: another digest of this person has nothing more to say.
        told = content.told.pop((mail.person_id, mail.kind), [])
        message = content.message(mail, told)
        # What the person may no longer read is done with, too.
        lines = [line.pk for line in told]
        if message:
            self.mailbox.send(message)
            self.handed.note(mail.message_id, lines)
        return _Done.of(mail, lines, is_sent=message is not None)


class _Done(NamedTuple):
    mail: int
    message_id: str
    state: str
    sent_at: datetime.datetime | None
    lines: list[int]

    @classmethod
    def of(cls, mail: Mail, lines: list[int], *, is_sent: bool) -> "_Done":
        """Return what became of a mail with these lines."""
        state = Mail.State.SENT if is_sent else Mail.State.EMPTY
        return cls(mail.pk, mail.message_id, state, timezone.now() if is_sent else None, lines)


def _mark(done: Sequence[_Done]) -> None:
    """Write down which digests left, and which lines they carried, in one statement."""
    carried = [(each.mail, line) for each in done for line in each.lines]
    values: list[Any] = [
        [each.mail for each in done],
        [each.state for each in done],
        [each.sent_at for each in done],
        [len(each.lines) for each in done],
        [mail for mail, _line in carried],
        [line for _mail, line in carried],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_MARK, values)


class _Content:
    """What the digests of a batch are made of, read under the locks in one go."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        people = sorted({each.person for each in claims})
        with connection.cursor() as cursor:
            cursor.execute(_HOLD_EVENTS, [people])
            held = {event for (event,) in cursor.fetchall()}
        # Without those whose lease ended and whom somebody else has.
        mails = Mail.objects.filter(pk__in=[each.pk for each in claims], state=Mail.State.DUE)
        mails = mails.select_for_update(no_key=True, of=("self",), skip_locked=True)
        self.mails = {mail.pk: mail for mail in mails.select_related("person__mail_setting")}
        self.tokens = tokens_of_many(people)
        # What is told from here on waits for the next: its readers may change while this is sent.
        waiting = Notification.objects.filter(person__in=people, event__in=held, digest=None)
        every = list(waiting.filter(frequency__in=KINDS))
        # Thousands of lines are about a few events: each is read once.
        events = Event.objects.select_related("actor").in_bulk({line.event_id for line in every})
        self.told: dict[tuple[int, str], list[Notification]] = {}
        for line in every:
            line.event = events[line.event_id]
            self.told.setdefault((line.person_id, line.frequency), []).append(line)
        self.drawing = Drawing(every)

    def message(self, mail: Mail, told: Sequence[Notification]) -> EmailMessage | None:
        """Return a person's digest, or None when nothing is left to say."""
        person = mail.person
        setting = getattr(person, "mail_setting", None) or MailSetting(person=person)
        if setting.is_stopped or setting.unreachable_since:
            return None
        with composing.as_read_by(person):
            digest = arranged(self.drawing.lines(told, self.tokens[person.pk]))
            return _message(mail, digest, setting) if digest.lines else None


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
