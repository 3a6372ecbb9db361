"""The ledger of looks: who saw whose card, once a day, within a budget."""

import datetime
from typing import Any

import pytest
import time_machine

from directory.models import CardView, Export, Person, card_view
from directory.models.card_view import BudgetSpentError
from portal.audit.models import Event
from tests.people import as_reader


def looks() -> set[tuple[Any, ...]]:
    """Return every look as names."""
    rows = CardView.objects.values_list(
        "viewer__given_name", "person__given_name", "home__iso2", "administration__iso2",
        "export__format",
    )  # fmt: skip
    return set(rows)


def test_look_is_kept_once_a_day(ncp_a: Person, ncp_b: Person, officer: Person) -> None:
    for _press in range(2):
        CardView.look(as_reader(ncp_a), [ncp_b])
    with time_machine.travel(datetime.timedelta(days=1)):
        CardView.look(as_reader(ncp_a), [ncp_b])

    assert looks() == {("Ada", "Boris", "XB", "XA", None)}
    assert CardView.objects.count() == 2


def test_look_of_colleagues_is_not_kept(
    ncp_a: Person, officer: Person, secretariat: Person, editor: Person
) -> None:
    CardView.look(as_reader(ncp_a), [officer, ncp_a])
    CardView.look(as_reader(secretariat), [secretariat])

    assert looks() == set()
    CardView.look(as_reader(secretariat), [officer])
    assert looks() == {("Secretariat", "Olga", "XA", None, None)}


def test_budget_refuses_and_keeps_nothing(
    ncp_a: Person, ncp_b: Person, regional_officer: Person, partner: Person, monkeypatch: Any
) -> None:
    monkeypatch.setattr(card_view, "BUDGET", 2)
    reader = as_reader(ncp_a)
    CardView.look(reader, [ncp_b])
    Export.take([partner], by=reader, format="csv")

    with pytest.raises(BudgetSpentError):
        CardView.look(reader, [regional_officer])
    CardView.look(reader, [ncp_b])  # seen today already

    assert {person for _by, person, *_rest in looks()} == {"Boris", "Paul"}
    assert CardView.left(reader) == 0


def test_copy_is_noted_with_whom_it_shows(ncp_a: Person, ncp_b: Person, officer: Person) -> None:
    export = Export.take(
        [ncp_b, officer], by=as_reader(ncp_a), format="xlsx", reason="Our list", filters="q=b"
    )

    assert looks() == {("Ada", "Boris", "XB", "XA", "xlsx")}
    assert (export.rows, export.reason, export.filters) == (2, "Our list", "q=b")
    event = Event.objects.get(verb="directory.export_people")
    assert event.detail == {"rows": 2, "format": "xlsx", "fields": ""}
    assert event.personal.values == {"reason": "Our list", "filters": "q=b"}


def test_copy_past_the_budget_is_refused_whole(
    ncp_a: Person, ncp_b: Person, partner: Person, monkeypatch: Any
) -> None:
    monkeypatch.setattr(card_view, "BUDGET", 1)

    with pytest.raises(BudgetSpentError):
        Export.take([ncp_b, partner], by=as_reader(ncp_a), format="csv", reason="x")

    assert (looks(), Export.objects.count()) == (set(), 0)
