"""Several items at once: each for itself, as its list showed it, with what became of it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from directory.models import Person
from portal.desk.models import WorkItem
from portal.desk.registry import Decision, register_decision
from tests.desk.work import KIND, _notes, put, ticked  # noqa: F401 a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notes")]


@pytest.fixture
def desk(client: Client, moderator: Person) -> Client:
    """A browser in which a moderator has signed in."""
    client.force_login(moderator)
    return client


def act(client: Client, code: str, *items: WorkItem, **values: Any) -> list[tuple[str, bool, str]]:
    """Do one thing with items as their list shows them; return title, success and words of each."""
    sent = {"act": code, "item": ticked(*items)} | values
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


def test_item_that_changed_under_its_list_is_not_decided(desk: Client, secretariat: Person) -> None:
    item, other = put("one"), put("two")
    page = desk.get(reverse("desk:queue"), {"kind": KIND}).content.decode()
    now = WorkItem.objects.get(pk=item.pk)
    now.give_back(by=secretariat, reason="Sign it.")
    WorkItem.put(KIND, on=Group.objects.get(pk=item.subject), by=None)

    done = act(desk, "refuse", item, other)

    assert all(f'value="{each}"' in page for each in ticked(item, other))
    assert done == [
        ("one", False, "A colleague was faster, or has it in hand."),
        ("two", True, "Refused"),
    ]


def test_item_that_waits_for_a_second_is_confirmed_on_its_page_only(
    desk: Client, secretariat: Person
) -> None:
    item = put("grave")
    item.decide("accept", by=secretariat)

    assert act(desk, "accept", item) == [
        ("grave", False, "It waits for a second officer. Open it to confirm.")
    ]
    assert act(desk, "take", item)[0][1]


@pytest.mark.parametrize(
    "value", ["", "x", "x:", "x:1", "{}:", "{}:-1", "{}:1e3", "{}:" + "9" * 12]
)
def test_tick_that_no_list_sends_does_nothing(desk: Client, value: str) -> None:
    item = put()
    sent = {"act": "refuse", "item": [value.format(item.public_id)]}

    assert desk.post(reverse("desk:queue_act"), sent).status_code == 400
    assert WorkItem.objects.get().state == "open"


def test_item_of_a_room_that_is_gone_is_not_offered(desk: Client) -> None:
    item = put()
    WorkItem.objects.update(kind="gone.room")

    assert (
        desk.post(reverse("desk:queue_act"), {"act": "take", "item": ticked(item)}).status_code
        == 400
    )
