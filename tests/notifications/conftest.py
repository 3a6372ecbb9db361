"""A library that tells: kinds of news, a thing to follow, and a way to say that it changed."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
import time_machine

from directory.models import Person
from portal.notifications import dispatch, registry
from portal.notifications.models import Follow, tell
from portal.notifications.registry import Followable, Frequency, Kind, Shown
from portal.taxonomy.models import Technology
from research.models import Work
from tests.notifications.sink import Sink, listening
from tests.research.conftest import (  # noqa: F401 fixtures
    ai,
    drones,
    english,
    make_work,
    technologies,
)

type Say = Callable[..., None]


def shown_technologies(keys: Iterable[str], person: Any) -> dict[str, Shown]:
    rows = Technology.objects.filter(slug__in=list(keys))
    return {row.slug: Shown(row.name, row.get_absolute_url()) for row in rows}


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Know these kinds, whatever the rooms register."""
    known = registry._registry
    for kind in (
        Kind(code="library", title="Library", frequency=Frequency.NOW),
        Kind(code="news", title="News", frequency=Frequency.WEEKLY),
        Kind(code="diary", title="Diary", frequency=Frequency.DAILY),
        Kind(code="account", title="Account", frequency=Frequency.NOW, is_required=True),
    ):
        monkeypatch.setitem(known.kinds, kind.code, kind)
    technology = Followable(code="technology", label="a technology", shown=shown_technologies)
    monkeypatch.setitem(known.followables, "technology", technology)


@pytest.fixture
def say(editor: Person) -> Say:
    """Return a way to tell that a work was published; by default to who follows drones."""

    def tell_of(work: Work, **how: Any) -> None:
        how = {"kind": "library", "by": editor, "subjects": ["technology:drones"]} | how
        tell("research.publish_work", on=work, **how)
        dispatch.dispatch_waiting()

    return tell_of


def follow(person: Person, subject: str = "technology:drones", **fields: Any) -> Follow:
    """Return a follow."""
    return Follow.objects.create(person=person, subject=subject, **fields)


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """A mail server."""
    with listening(settings) as found:
        yield found


@pytest.fixture
def in_working_hours() -> Iterator[None]:
    """Let it be a Wednesday morning, in UTC: nobody's quiet hour there."""
    with time_machine.travel("2026-11-18T10:00Z", tick=True):
        yield
