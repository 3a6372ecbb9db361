"""Rights that stand still while something is sent: who takes one away waits for what leaves.

A mail is handed over under a shared lock of its person and of the row that it is about; the verbs
that take tokens from a person, or a row from its readers, take the lock alone. So what is sent was
readable when it left, whichever of the two came first. Who sends never waits: what is being
changed, or somebody waits to change, is sent a moment later; no change waits for mail after mail.
"""

from collections.abc import Iterable

from django.db import connection

# The first of the two numbers of a lock; the second is the person, or stands for the row.
RIGHTS = 7_215_002
READERS = 7_215_003
# Many rows share a lock: a mail about thousands of them takes so many at most.
ROW_LOCKS = 256
# Longer than mails hold a lock (portal.notifications.batches), shorter than a statement may take.
PATIENCE = "12s"

_WAIT_SO_LONG = "SELECT set_config('lock_timeout', %s, true)"


def hold_rights(people: Iterable[int]) -> set[int]:
    """Keep the tokens of these persons as they are until this transaction ends; return whose.

    Those whose rights are being changed, or somebody waits to change, are left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM unnest(%s::bigint[]) AS people (id)"
            " WHERE pg_try_advisory_xact_lock_shared(%s, id::int)",
            [sorted(set(people)), RIGHTS],
        )
        return {person for (person,) in cursor.fetchall()}


def change_rights(person: int) -> None:
    """Wait until nothing is being sent to a person; hold further mail until this verb commits."""
    with connection.cursor() as cursor:
        cursor.execute(_WAIT_SO_LONG, [PATIENCE])
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s::int)", [RIGHTS, person])


def change_readers_of(label: str, keys: Iterable[int]) -> None:
    """Wait until nothing about these rows is being sent, in one statement and always in order."""
    with connection.cursor() as cursor:
        cursor.execute(_WAIT_SO_LONG, [PATIENCE])
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, slot) FROM (SELECT DISTINCT"
            " hashtext(%s || ' ' || key) & %s AS slot FROM unnest(%s::bigint[]) AS keys (key)"
            " ORDER BY slot) AS slots",
            [READERS, label, ROW_LOCKS - 1, sorted(set(keys))],
        )


def change_readers(label: str, key: int) -> None:
    """Wait until nothing about a row is being sent; hold further mail until this verb commits."""
    with connection.cursor() as cursor:
        cursor.execute(_WAIT_SO_LONG, [PATIENCE])
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s) & %s)",
            [READERS, f"{label} {key}", ROW_LOCKS - 1],
        )
