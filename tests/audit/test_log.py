"""The log: written with the verb, sealed into a chain, changed by nobody."""

import datetime

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from directory.models import Person
from portal.audit.models import Event, Personal, Seal, broken_links, record, seal
from portal.audit.tasks import erase_old


def test_record_writes_one_row_with_personal_values_beside_it(officer: Person) -> None:
    Event.objects.count()

    event = record("test.verb", by=officer, on=officer, personal={"name": "Olga"}, count=3)

    assert (event.verb, event.actor_id, event.object_id) == ("test.verb", officer.pk, officer.pk)
    assert event.detail == {"count": 3}
    assert event.personal.values == {"name": "Olga"}
    assert "Olga" not in f"{event.detail}{event.personal_digest}"


def test_seal_covers_every_event_once(officer: Person) -> None:
    for _ in range(5):
        record("test.verb", by=officer)

    sealed = seal()

    assert sealed == Event.objects.count()
    assert seal() == 0
    positions = Seal.objects.order_by("position").values_list("position", flat=True)
    assert list(positions) == list(range(1, sealed + 1))
    assert broken_links() == []


@pytest.mark.parametrize("table", ["audit_event", "audit_seal", "audit_personal"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_log_refuses_update_and_delete(officer: Person, table: str, change: str) -> None:
    record("test.verb", by=officer, personal={"name": "Olga"})
    seal()
    statement = change.format(table).replace("SET id", "SET event_id").replace("= id", "= event_id")
    if table == "audit_event":
        statement = statement.replace("event_id", "verb")

    with (
        pytest.raises(DatabaseError, match=r"append-only|only be erased"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_personal_values_are_erased_without_breaking_the_chain(officer: Person) -> None:
    event = record("test.verb", by=officer, personal={"name": "Olga"})
    seal()

    Personal.objects.filter(event=event).update(values={}, salt="", erased_at=timezone.now())

    assert broken_links() == []


def test_personal_values_cannot_be_changed(officer: Person) -> None:
    event = record("test.verb", by=officer, personal={"name": "Olga"})

    with pytest.raises(DatabaseError, match="only be erased"), transaction.atomic():
        Personal.objects.filter(event=event).update(values={"name": "Somebody else"})


def test_personal_values_are_kept_for_three_years(officer: Person) -> None:
    three_years = datetime.timedelta(days=3 * 365)
    with time_machine.travel("2026-11-18T10:00Z", tick=False) as clock:
        Personal.objects.all().update(values={}, salt="", erased_at=timezone.now())
        first = record("test.verb", by=officer, personal={"name": "Olga"})
        clock.shift(datetime.timedelta(days=2))
        second = record("test.verb", by=officer, personal={"name": "Petra"})
        seal()
        clock.shift(three_years - datetime.timedelta(days=1))

        assert (erase_old(), erase_old()) == (1, 0)
        seal()

    values = {row.event_id: row.values for row in Personal.objects.filter(event__gte=first)}
    assert values == {first.pk: {}, second.pk: {"name": "Petra"}}
    assert broken_links() == []
    told = Event.objects.get(verb="audit.erase_personal")
    assert (told.actor_id, told.detail) == (None, {"rows": 1})
