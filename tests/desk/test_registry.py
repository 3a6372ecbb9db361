"""What rooms may register, and what the desk makes of it."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from directory.models import Person
from portal.desk.models import WorkItem
from portal.desk.registry import (
    Decision,
    register_decision,
    register_reviewable,
    reviewable_of,
    reviewables,
)
from portal.refusals import Refused
from tests.desk.work import KIND, NOTE, _notes, amend, put  # noqa: F401 a fixture

pytestmark = pytest.mark.usefixtures("notes")


def verb(row: Any, *, by: Any, reason: str) -> None:
    """Do nothing."""


def test_kinds_stand_in_their_order() -> None:
    register_reviewable(replace(NOTE, code="tests.first", place=0))

    codes = [kind.code for kind in reviewables()]

    assert codes[0] == "tests.first"
    assert codes.index("desk.account") < codes.index("desk.mistake")


def test_kind_that_is_registered_twice_is_a_mistake_that_names_both() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"title='Notes to check'.*title='Memos'"):
        register_reviewable(replace(NOTE, title="Memos"))


def test_unknown_kind_is_a_mistake_that_names_the_known_ones() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"desk\.account.*apps\.py"):
        reviewable_of("no.kind")


@pytest.mark.parametrize(
    "decision",
    [
        {"code": "b", "key": "a", "verb": verb},
        {"code": "b"},
        {"code": "b", "verb": verb, "href": lambda row: "/"},
    ],
    ids=["the key is taken", "neither verb nor form", "both verb and form"],
)
def test_decision_that_makes_no_sense_is_refused(decision: dict[str, Any]) -> None:
    with pytest.raises(ImproperlyConfigured):
        register_decision(KIND, Decision(label="B", outcome="B", **decision))


@pytest.mark.django_db
def test_higher_room_adds_a_decision_that_comes_first(moderator: Person) -> None:
    register_decision(KIND, Decision(code="invite", label="Invite", outcome="Invited", verb=verb))
    item = put()

    item.decide("invite", by=moderator)

    assert reviewable_of(KIND).decisions[0].code == "invite"
    assert item.outcome_title == "Invited"


@pytest.mark.django_db
def test_who_opened_an_item_of_four_eyes_never_decides_it(
    moderator: Person, secretariat: Person
) -> None:
    amend(by_another=True)
    item = put(by=moderator)

    with pytest.raises(Refused, match="A colleague decides it"):
        item.decide("accept", by=moderator)

    assert item.decide("accept", by=secretariat) == "done"


@pytest.mark.django_db
def test_room_names_other_handlers_and_the_title() -> None:
    amend(handlers=lambda row: {"role:moderator"}, name=lambda row: "x" * 999)
    item = put()

    assert set(item.audience.tokens) == item.audience_tokens() == {"role:moderator"}
    assert item.title == "x" * 200


@pytest.mark.django_db
def test_item_of_a_room_that_is_gone_is_read_by_nobody() -> None:
    item = put()
    WorkItem.objects.filter(pk=item.pk).update(kind="gone.room")

    gone = WorkItem.objects.get()

    assert (gone.kind_title, gone.audience_tokens()) == ("gone.room", set())
