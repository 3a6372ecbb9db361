"""The database cuts the line of who sends: what left is marked, and the rest leaves, once each."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection

from portal.notifications import sending
from portal.notifications.handed import Handed
from portal.notifications.mailbox import Mailbox
from portal.notifications.models import Mail
from tests.notifications.sink import Sink
from tests.notifications.test_locks import told_by_mail
from tests.people import make_role_holder
from tests.search.conftest import own_database  # noqa: F401 fixture

pytestmark = pytest.mark.usefixtures("own_database")

# It waits until the other is gone, and has said so.
_CUT = """
SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle in transaction'
"""


@pytest.fixture
def cut(sink: Sink) -> Callable[[], None]:
    """Return a way to cut, once, the line of whoever is sending five mails."""
    told_by_mail(5, make_role_holder("secretariat"))
    places = connection.get_connection_params()
    words = {name: places[name] for name in ("dbname", "user", "password", "host", "port")
             if name in places}  # fmt: skip
    moments = iter([True])

    def cut_once() -> None:
        if next(moments, False):
            with psycopg.connect(**words, autocommit=True) as other:
                assert len(other.execute(_CUT).fetchall()) == 1

    return cut_once


def all_left_once(sink: Sink) -> bool:
    names = [message["Message-ID"].strip("<>") for message in sink.messages]
    sent = Mail.objects.filter(state=Mail.State.SENT).values_list("message_id", flat=True)
    return len(names) == 5 and sorted(names) == sorted(sent)


def test_mails_that_left_are_marked_over_another_line(sink: Sink, cut: Callable[[], None]) -> None:
    sink.on_taken = cut

    assert sending.send_due() == 5
    assert all_left_once(sink)


def test_batch_ends_where_its_line_was_cut(sink: Sink, cut: Callable[[], None]) -> None:
    sink.on_taken = cut
    with Mailbox() as mailbox:
        mailbox.open()
        sending.Singles(mailbox, Handed(), sending.Singles.most).send()

    # Its locks are free: the others are somebody else's by now.
    assert len(sink.messages) == 1
    assert Mail.objects.filter(state=Mail.State.SENT).count() == 1
    assert sending.send_due() == 4
    assert all_left_once(sink)


def test_line_that_is_cut_before_mails_leave_costs_a_moment(
    sink: Sink, cut: Callable[[], None]
) -> None:
    def cuts_before(execute: Any, sql: str, *rest: Any) -> Any:
        if "hashtext" in sql:
            cut()
        return execute(sql, *rest)

    with connection.execute_wrapper(cuts_before):
        assert sending.send_due() == 5
    assert all_left_once(sink)
