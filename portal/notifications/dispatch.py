"""From an event to the lines and mails of those it is for: one statement per event."""

import datetime
import logging
import time
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from portal.markings.models import Audience, Marking
from portal.markings.sources import PUBLIC, holders_of
from portal.notifications.models import Event
from portal.notifications.models.mail import message_secret
from portal.notifications.registry import kind_of
from portal.wake import wake

logger = logging.getLogger(__name__)

# Before an event that failed is tried again; each time twice as long.
PAUSE = datetime.timedelta(seconds=5)
# What everybody may read is told to those whose account is in use.
IN_USE = "community"

# Told by name or as one of all comes first; then a muted follow; then the most telling subject.
_TOLD = """
WITH told AS (
  SELECT DISTINCT ON (person) person, subject, level
    FROM (SELECT person_id AS person, subject, level,
                 array_position(%(subjects)s::text[], subject::text) AS place
            FROM notifications_follow
           WHERE subject = ANY(%(subjects)s::text[])
          UNION ALL
          SELECT named.id, '', 'normal', 0 FROM unnest(%(people)s::bigint[]) AS named (id)
          UNION ALL
          SELECT reached.id, '', 'normal', 0 FROM ("""
_READERS = """) AS reached (id)) AS each
   ORDER BY person, place = 0 DESC, level = 'muted' DESC, place
), lines AS (
  INSERT INTO notifications_notification (event_id, person_id, subject, frequency, made_at)
  SELECT %(event)s, told.person, told.subject, chosen.frequency, %(now)s
    FROM told
    LEFT JOIN notifications_preference AS own
           ON own.person_id = told.person AND own.kind = %(kind)s AND NOT %(required)s
    LEFT JOIN notifications_mailsetting AS setting
           ON setting.person_id = told.person AND NOT %(required)s
   CROSS JOIN LATERAL (
         SELECT CASE WHEN own.frequency IN ('portal', 'never') THEN own.frequency
                     WHEN %(red)s OR told.level = 'tracking' OR setting.is_stopped
                          OR setting.unreachable_since IS NOT NULL THEN 'portal'
                     WHEN told.level = 'watching' THEN 'now'
                     ELSE coalesce(own.frequency, %(frequency)s) END AS frequency) AS chosen
   WHERE told.level <> 'muted' AND chosen.frequency <> 'never'
     AND told.person IS DISTINCT FROM %(actor)s
     AND told.person IN ("""
_MAILS = """)
      ON CONFLICT DO NOTHING
  RETURNING person_id, frequency
), mails AS (
  INSERT INTO notifications_mail
         (person_id, kind, event_id, state, due_at, tries, error, items, message_id)
  SELECT lines.person_id, 'event', %(event)s, 'due', %(now)s, 0, '', %(count)s,
         left(encode(sha256(convert_to(
           %(secret)s::text || '|' || lines.person_id || '|' || %(event)s || '|event', 'UTF8'
         )), 'hex'), 40) || %(host)s
    FROM lines
   WHERE lines.frequency = 'now'
      ON CONFLICT DO NOTHING
  RETURNING person_id
)
SELECT (SELECT count(*) FROM lines), (SELECT count(*) FROM mails)
"""


def dispatch_waiting(*, seconds: float = 8) -> int:
    """Tell of what waits, event by event, for about so many seconds; return how many events."""
    done, end = 0, time.monotonic() + seconds
    while time.monotonic() < end and dispatch_one():
        done += 1
    return done


def dispatch_one() -> bool:
    """Tell of the next event; False when none waits. Safe to run many times at once."""
    with transaction.atomic():
        event = Event.objects.waiting().select_for_update(skip_locked=True).first()
        if event is None:
            return False
        try:
            with transaction.atomic():
                lines, mails = fan_out(event)
        except Exception:  # an event that cannot be told must not keep the others waiting
            logger.exception("Event %s cannot be told.", event.pk)
            later = timezone.now() + PAUSE * 2**event.tries
            Event.objects.filter(pk=event.pk).update(tries=F("tries") + 1, due_at=later)
            return True
        # Who was told by name stands in their own lines; nobody needs the list any more.
        people = event.people if event.reach_id else []
        Event.objects.filter(pk=event.pk).update(dispatched_at=timezone.now(), people=people)
        if mails:
            wake("notifications.send_mails")
    logger.info("Event %s: %s lines, %s mails.", event.pk, lines, mails)
    return True


def readers_of(audience: Audience) -> Q:
    """Return the condition on persons that is true for whoever may be told of such a row."""
    tokens = {IN_USE} if PUBLIC in audience.tokens else set(audience.tokens)
    return holders_of(tokens)


def fan_out(event: Event) -> tuple[int, int]:
    """Write the lines and mails of an event; return how many of each. Twice is once."""
    people = get_user_model()._default_manager
    reached = people.filter(holders_of(event.reach.tokens)) if event.reach else people.none()
    readers = people.filter(readers_of(event.audience))
    kind = kind_of(event.kind)
    values: dict[str, Any] = {
        "event": event.pk,
        "subjects": event.subjects,
        "people": event.people,
        "actor": event.actor_id,
        "kind": kind.code,
        "required": kind.is_required,
        "frequency": kind.frequency,
        "red": event.marking == Marking.RED,
        "count": event.count,
        "now": timezone.now(),
        "host": f"@{settings.HOST}",
        "secret": message_secret(),
    }
    reached_sql, reached_values = _ids(reached, "reached")
    readers_sql, readers_values = _ids(readers, "reader")
    statement = "".join([_TOLD, reached_sql, _READERS, readers_sql, _MAILS])
    with connection.cursor() as cursor:
        cursor.execute(statement, values | reached_values | readers_values)
        lines, mails = cursor.fetchone()
    return lines, mails


def _ids(people: Any, name: str) -> tuple[str, dict[str, Any]]:
    """Return the statement that selects these persons, and its values under names of their own."""
    if people.query.is_empty():
        return "SELECT NULL::bigint WHERE false", {}
    sql, values = people.order_by().values("pk").query.sql_with_params()
    names = {f"{name}{place}": value for place, value in enumerate(values)}
    return sql % tuple(f"%({key})s" for key in names), names
