"""What a person has not read: counted by the head of every page."""

from typing import Any

from portal.compiled import Statement
from portal.markings.models import reader_of
from portal.needs import MOST_UNREAD

# Somebody who lost rights may have thousands of lines that nothing may be said of: they are looked
# at, newest first, up to this many, so that no page waits for them. Older ones are not counted.
MOST_LOOKED_AT = 1000

# The reading rule stands inside, so that no page asks for the audiences only to count. It is asked
# of one line after the other, until enough are found: no plan reads them all to join them.
_UNREAD = """
SELECT 1
  FROM (SELECT event_id FROM notifications_notification
         WHERE person_id = %s AND read_at IS NULL
         ORDER BY made_at DESC, id DESC LIMIT %s) AS told
 WHERE (SELECT audience.tokens && %s::text[]
          FROM notifications_event AS event
          JOIN markings_audience AS audience ON audience.id = event.audience_id
         WHERE event.id = told.event_id)
 LIMIT %s
"""


def unread(person: Any) -> Statement:
    """Return the statement for the unread lines that a person may read."""
    tokens = sorted(reader_of(person).tokens)
    return _UNREAD, [person.pk, MOST_LOOKED_AT, tokens, MOST_UNREAD + 1]
