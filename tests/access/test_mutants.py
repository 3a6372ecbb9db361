"""Planted mistakes in the rules turn the matrix red: a matrix that passes them proves nothing."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db.models import Q
from django.urls import get_resolver

from directory import tokens
from directory.models import Person
from portal.markings import access, sources
from portal.markings.models import Readable, ReadableQuerySet, Reader
from tests.access.cells import faults_of
from tests.access.rows import Row
from tests.access.test_matrix import ROWS, patterns
from tests.access.world import KINDS

pytestmark = pytest.mark.nightly

EVERYBODY = access.Predicate(lambda person, obj: True)
NOBODY = access.Predicate(lambda person, obj: False)


def rows_under(permission: str) -> list[Row]:
    """Return the rows, those of the views that declare the permission and of its room first."""
    declared = {
        name
        for name, pattern in patterns(get_resolver())
        if getattr(pattern.callback, "access_rule", "") == permission
    }
    room = permission.partition(".")[0]
    return sorted(ROWS, key=lambda row: (row.name not in declared, not row.name.startswith(room)))


def is_red(rows: list[Row], world: SimpleNamespace) -> bool:
    """Return whether a cell fails; stops at the first."""
    cache.clear()
    return any(fault for row in rows for kind in KINDS for fault in faults_of(row, kind, world))


@pytest.mark.parametrize("permission", access.permissions())
@pytest.mark.parametrize("mutant", [EVERYBODY, NOBODY], ids=["everybody", "nobody"])
def test_policy_mutant_is_found(
    permission: str,
    mutant: access.Predicate,
    world: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(access._policies, permission, mutant)

    assert is_red(rows_under(permission), world)


def _every_row(self: Any, person: Any) -> Any:
    return self.all()


def _always_readable(self: Any, person: Any) -> bool:
    return True


def _with(token: str) -> Callable[[Any], frozenset[str]]:
    return lambda self: frozenset(each.token for each in sources.reasons_of(self.person)) | {token}


def _verified_alone() -> Q:
    return Q(state=Person.State.VERIFIED)


def _everybody_stands_well() -> Q:
    return Q()


READING = {
    "querysets forget the clause": (ReadableQuerySet, "readable_by", _every_row),
    "rows are readable by all": (Readable, "is_readable_by", _always_readable),
    "visitors are Members": (Reader, "tokens", property(_with("members"))),
    "everybody is the Secretariat": (Reader, "tokens", property(_with("secretariat"))),
    "everybody is verified": (Reader, "tokens", property(_with("community"))),
    "the second factor is forgotten": (tokens, "in_good_standing", _verified_alone),
    "the state is forgotten": (tokens, "in_good_standing", _everybody_stands_well),
}


# Where the rows are asked first that a mistake in reading shows in.
RECORD, PUBLISH = "research:work_detail", "research:work_publish"


@pytest.mark.parametrize("name", READING)
def test_reading_mutant_is_found(
    name: str, world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, attribute, mutant = READING[name]
    monkeypatch.setattr(owner, attribute, mutant)

    first = PUBLISH if attribute == "is_readable_by" else RECORD
    assert is_red(sorted(ROWS, key=lambda row: row.name != first), world)
