"""One rule asked four ways over generated worlds: all answers agree, for everybody and all rows."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from directory.models import (
    Person,
)
from portal.markings.models import Audience, Reader
from portal.markings.sources import holders_of
from portal.notifications.models import Event
from portal.notifications.models.event import stricter
from portal.notifications.registry import notifiable
from portal.search.models import Entry
from portal.search.registry import searchable_models
from tests.files.conftest import folder  # noqa: F401 files lie in a folder of the test
from tests.markings.worlds import (
    HUB_MAKERS,
    READABLE,
    act,
    build,
    groups,
    items,
    people,
    verbs,
    works,
)

pytestmark = pytest.mark.django_db


def check() -> None:
    """Compare the answers for every person and every row of every readable model."""
    audiences = {audience.pk: set(audience.tokens) for audience in Audience.objects.all()}
    readers: list[Any] = [*Person.objects.all(), AnonymousUser()]
    for person in readers:
        person.reader = Reader(person)
    rows = {label: list(model._base_manager.all()) for label, model in READABLE.items()}
    for label, found in rows.items():
        for row in found:
            assert audiences[row.audience_id] == row.audience_tokens(), (label, row.pk)
        for person in readers:
            readable = READABLE[label].objects.readable_by(person)
            expected = {row.pk for row in found if row.is_readable_by(person)}
            assert set(readable.values_list("pk", flat=True)) == expected, (label, person)
    for tokens in audiences.values():
        holders = Person.objects.filter(holders_of(tokens)).values_list("pk", flat=True)
        expected = {each.pk for each in readers if each.pk and each.reader.tokens & tokens}
        assert set(holders) == expected, tokens
    copies = {
        (entry.object_type, entry.object_id): entry.audience_id for entry in Entry.objects.all()
    }
    for label, searched in searchable_models().items():
        for row in searched.model._base_manager.all():
            copy = copies.get((label, row.pk))
            # What no index keeps may never have been there.
            is_nowhere = copy is None and row.search_document() is None
            assert is_nowhere or copy == row.audience_id, (label, row.pk)
    for event in Event.objects.all():
        told = notifiable(event.object_type)[0]._base_manager.get(pk=event.object_id)
        assert audiences[event.audience_id] == told.audience_tokens(), event
        assert event.marking == stricter(told.mail_marking, event.floor), event


worlds = given(
    is_demo=st.booleans(),
    homes=st.lists(st.booleans(), min_size=1, max_size=3),
    persons=st.lists(people, min_size=1, max_size=6),
    records=st.lists(works, max_size=4),
    articles=st.lists(items, max_size=3),
    groups=st.lists(groups, max_size=2),
    later=verbs,
)
FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def agree(is_demo: bool, later: list[Any], **generated: Any) -> None:
    """Build a world, let things happen in it, and compare; leave nothing behind."""
    with override_settings(DEMO=is_demo), transaction.atomic():
        world = build(**generated)
        for step in later:
            act(world, step)
        check()
        transaction.set_rollback(True)


@worlds
@settings(
    max_examples=12, deadline=None, suppress_health_check=FIXTURES, derandomize=True, database=None
)
def test_every_answer_agrees(**generated: Any) -> None:
    agree(**generated)


@pytest.mark.nightly
@worlds
@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=FIXTURES,
    database=None,
    phases=[Phase.generate, Phase.shrink],
)
def test_every_answer_agrees_in_many_worlds(**generated: Any) -> None:
    agree(**generated)


def test_worlds_hold_rows_of_every_readable_model() -> None:
    """A new readable model needs a place in the generated worlds."""
    hub = {READABLE[label] for label in READABLE if label.startswith("hub.")}

    assert {type(maker()) for maker in HUB_MAKERS.values()} == hub
    assert set(READABLE) - {model._meta.label for model in hub} == {
        "desk.Letter",
        "desk.WorkItem",
        "directory.Administration",
        "directory.ContactImport",
        "directory.ContactRequest",
        "directory.Drill",
        "directory.Nomination",
        "directory.PendingChange",
        "directory.Person",
        "directory.Signing",
        "files.StoredFile",
        "forums.Post",
        "forums.Topic",
        "guidelines.Manuscript",
        "guidelines.Outcome",
        "guidelines.Record",
        "guidelines.Relay",
        "guidelines.Unsealing",
        "research.Work",
        "search.SavedSearch",
        "workspaces.Admission",
        "workspaces.Invitation",
        "workspaces.JoinRequest",
        "workspaces.Lesson",
        "workspaces.RoomRequest",
        "workspaces.Workspace",
    }


def test_an_edit_by_who_read_the_card_earlier_does_not_open_it_again() -> None:
    with transaction.atomic():
        person = Person.enrol(
            by=None,
            email="person@customs.example",
            given_name="Person",
            family_name="Late",
            state=Person.State.VERIFIED,
        )
        Person.objects.get(pk=person.pk).suspend(by=None, reason="Left.")

        person.revise(by=None, post="Changed")

        check()
