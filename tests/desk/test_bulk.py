"""Several items at once: each for itself, as its list showed it, with what became of it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from directory.models import Person
from portal.desk.models import WorkItem
from portal.desk.registry import Decision, register_decision
from tests.desk.work import KIND, _notes, put  # noqa: F401 a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notes")]


@pytest.fixture
def desk(client: Client, moderator: Person) -> Client:
    """A browser in which a moderator has signed in."""
    client.force_login(moderator)
    return client


def act(client: Client, code: str, *items: WorkItem, **values: Any) -> list[tuple[str, bool, str]]:
    """Do one thing with items as their list shows them; return title, success and words of each."""
    sent = {"act": code, "item": [each.public_id for each in items]} | values
    report = client.post(reverse("desk:queue_act"), sent).context["report"]
    return [(each.item.title, each.is_done, str(each.words)) for each in report]


def test_row_that_breaks_leaves_the_others_done(desk: Client) -> None:
    def breaks(row: Group, *, by: Any, reason: str) -> None:
        Group.objects.create(name="one" if row.name == "broken" else f"copy of {row.name}")

    register_decision(KIND, Decision(code="copy", label="Copy", outcome="Copied", verb=breaks))
    items = [put(name) for name in ("one", "broken", "two")]

    done = act(desk, "copy", *items)

    assert [each[:2] for each in done] == [("one", True), ("broken", False), ("two", True)]
    assert {each.title: each.state for each in WorkItem.objects.all()} == {
        "one": "done", "broken": "open", "two": "done",
    }  # fmt: skip
