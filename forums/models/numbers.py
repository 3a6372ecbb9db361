"""Numbers and keys of topics, given before their rows are written."""

from django.db import connection, models

from forums.models.red import FIRST_HIDDEN, hidden_number
from portal.markings.models import Marking
from workspaces.models import Workspace


def next_number(topics: type[models.Model], room: Workspace, marking: str) -> int:
    """Return the number of the next topic of a room, whose row is locked from now on.

    One that begins under TLP:RED takes none of those that follow one another.
    """
    room.lock()
    if marking == Marking.RED:
        return hidden_number()
    shown = topics._default_manager.filter(workspace=room, number__lt=FIRST_HIDDEN)
    return (shown.aggregate(last=models.Max("number"))["last"] or 0) + 1


def next_key(model: type[models.Model]) -> int:
    """Return a key that no other row has: readers are computed before the row is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        return int(cursor.fetchone()[0])


def reference(number: int) -> str:
    """Return how people of the room say the number of a topic."""
    return f"T-{number}" if number < FIRST_HIDDEN else f"R-{number}"
