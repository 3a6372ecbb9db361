"""What lines are about: read by statements that are kept, for each reader by their own rights."""

import pytest
from django.apps import apps

from directory.models import Account, Person
from portal.markings.models import Reader
from portal.notifications.models import Event, Notification
from portal.notifications.registry import Notifiable, notifiable
from portal.notifications.things import _kept, _rows, objects_of
from tests.research.conftest import Make

pytestmark = pytest.mark.django_db

KNOWN = [
    known
    for model in apps.get_models()
    if (known := notifiable(model._meta.label_lower)) is not None
]


def told_of(*things: tuple[str, int]) -> list[Notification]:
    """Return lines about these things."""
    return [
        Notification(event=Event(kind="library", object_type=label, object_id=pk))
        for label, pk in things
    ]


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.model.__name__)
def test_kept_statement_is_that_of_the_queryset(known: Notifiable) -> None:
    kept = _kept(known)
    if kept is None:
        # Its own rule says who reads it.
        assert callable(_rows(known, [1]).readable_by)
        return
    sql, values = kept(ids=[4, 5], audiences=[6])

    rows = _rows(known, [4, 5]).readable_within([6])
    assert (sql, tuple(values)) == rows.query.sql_with_params()


def test_some_statements_are_kept_and_that_of_accounts_is_not() -> None:
    kept = {known.model.__name__ for known in KNOWN if _kept(known)}

    assert {"Work", "News", "Topic"} <= kept
    assert not {"Account"} & kept


def test_each_reader_gets_what_they_may_read(
    make_work: Make, ncp_a: Person, partner: Person, secretariat: Person
) -> None:
    green, amber = make_work("Green", marking="green"), make_work("Amber", marking="amber")
    lines = told_of(("research.work", green.pk), ("research.work", amber.pk))

    seen = {}
    for person in (secretariat, partner, ncp_a, partner, secretariat):
        found = objects_of(lines, person)
        ids = set(Reader(person).audience_ids)
        right = {work.pk for work in (green, amber) if work.audience_id in ids}
        assert {pk for _label, pk in found} == right
        seen[person.pk] = right
    # Rights differ, or nothing is proven.
    assert len({frozenset(each) for each in seen.values()}) > 1


def test_account_is_read_by_its_owner_alone(ncp_a: Person, partner: Person) -> None:
    line = told_of(("directory.account", ncp_a.pk))

    assert objects_of(line, ncp_a) == {("directory.account", ncp_a.pk): Account.of(ncp_a)}
    assert objects_of(line, partner) == {}


def test_kind_that_nobody_registers_has_no_things(make_work: Make, ncp_a: Person) -> None:
    work = make_work("Green", marking="green")
    (line,) = told_of(("research.work", work.pk))
    line.event.kind = "gone"

    assert objects_of([line], ncp_a) == {}
    assert objects_of(told_of(("gone.model", 1)), ncp_a) == {}
