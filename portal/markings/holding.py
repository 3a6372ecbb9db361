"""Rights that stand still while something is sent: who takes one away waits for what leaves.

A mail is handed over under a shared lock of its person; the verbs that take tokens from a person
take the lock alone. So what is sent was readable when it left, whichever of the two came first.
"""

from collections.abc import Iterable

from django.db import connection

# The first of the two numbers of the lock; the second is the person.
RIGHTS = 7_215_002
# Longer than one mail takes, shorter than the limit of a statement.
PATIENCE = "12s"


def hold_rights(people: Iterable[int]) -> None:
    """Keep the tokens of these persons as they are until this transaction ends."""
    with connection.cursor() as cursor:
        # In one order everywhere, so that no two wait for each other.
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(%s, id::int)"
            " FROM (SELECT unnest(%s::bigint[]) AS id ORDER BY 1) AS people",
            [RIGHTS, sorted(set(people))],
        )


def change_rights(person: int) -> None:
    """Wait until nothing is being sent to a person; hold further mail until this verb commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s::int)", [RIGHTS, person])
