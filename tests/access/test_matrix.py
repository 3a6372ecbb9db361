"""The access matrix: every address, every kind of person, every state of an object."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from zlib import crc32

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from portal.markings.middleware import rule_of
from portal.urls import urlpatterns
from tests.access.cells import faults_of
from tests.access.rows import Row
from tests.access.world import KINDS, all_rows

ROWS = all_rows()
DECLARED = {row.name for row in ROWS}


def patterns(resolver: Any = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every URL pattern of the site with its full name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            yield from patterns(pattern, inner)
        else:
            yield ":".join(filter(None, [namespace, pattern.name or str(pattern.pattern)])), pattern


def test_every_address_has_a_rule_and_a_row() -> None:
    found = dict(patterns())

    assert sorted(found.keys() - DECLARED) == []
    assert sorted(DECLARED - found.keys()) == []
    assert [name for name, pattern in found.items() if not rule_of(pattern.callback, name)] == []


def test_planted_view_without_a_rule_is_found() -> None:
    def planted(request: HttpRequest) -> HttpResponse:
        return HttpResponse("anything")

    urlpatterns.append(path("planted/", planted, name="planted"))
    try:
        found = dict(patterns(URLResolver(get_resolver().pattern, urlpatterns)))
    finally:
        urlpatterns.pop()

    assert found.keys() - DECLARED == {"planted"}
    with pytest.raises(ImproperlyConfigured, match="declares no access rule"):
        rule_of(found["planted"].callback, "planted")


def identity(row: Row) -> str:
    """Return a readable name of a row."""
    return "-".join(filter(None, [row.method, row.name.replace(":", "."), row.state]))


def some_kinds(row: Row) -> list[str]:
    """Return two kinds of person for each answer of a row; other rows ask other kinds."""
    by_answer: dict[Any, list[str]] = {}
    for kind in KINDS:
        by_answer.setdefault(row.expected(kind), []).append(kind)
    return sorted(
        kind
        for kinds in by_answer.values()
        for kind in sorted(kinds, key=lambda each: crc32(f"{identity(row)} {each}".encode()))[:2]
    )


def faults_for(row: Row, kinds: list[str], world: SimpleNamespace) -> list[str]:
    """Return what is wrong with the cells of a row."""
    faults = []
    for kind in kinds:
        # How often one kind may ask is not spent by the others.
        cache.clear()
        faults += faults_of(row, kind, world)
    return faults


@pytest.mark.parametrize("row", ROWS, ids=identity)
def test_some_cells(row: Row, world: SimpleNamespace) -> None:
    assert faults_for(row, some_kinds(row), world) == []


@pytest.mark.nightly
@pytest.mark.parametrize("row", ROWS, ids=identity)
def test_cells(row: Row, world: SimpleNamespace) -> None:
    assert faults_for(row, KINDS, world) == []


def test_some_cells_reach_every_kind_and_every_answer() -> None:
    assert {kind for row in ROWS for kind in some_kinds(row)} == set(KINDS)
    for row in ROWS:
        answers = {row.expected(kind) for kind in KINDS}
        assert {row.expected(kind) for kind in some_kinds(row)} == answers


def test_settings_of_the_matrix() -> None:
    assert settings.DEMO is False
