"""Whoever spends the limit of a day comes to the desk, once for each day."""

import datetime
from typing import Any

import pytest
from django.test import Client

from directory import collecting
from directory.models import CardView, Person, card_view
from directory.models.card_view import today
from directory.tasks import move_clocks
from portal.desk.models import WorkItem
from portal.notifications.models import Event
from portal.refusals import Refused
from tests.people import as_reader

pytestmark = pytest.mark.django_db


def saw(viewer: Person, others: list[Person], day: datetime.date) -> None:
    """Keep that somebody saw these cards on a day."""
    CardView.objects.bulk_create(
        CardView(viewer=viewer, person=each, day=day, administration=viewer.administration)
        for each in others
    )


@pytest.fixture(name="others")
def _others(ncp_b: Person, regional_officer: Person, monkeypatch: Any) -> list[Person]:
    """As many cards as the limit of a day is here."""
    monkeypatch.setattr(card_view, "BUDGET", 2)
    return [ncp_b, regional_officer]


def test_spent_limit_comes_to_the_desk_once_a_day(
    ncp_a: Person, officer: Person, secretariat: Person, others: list[Person]
) -> None:
    saw(ncp_a, others, today())
    saw(officer, others[:1], today())
    saw(secretariat, others, today())  # their limit is another one
    saw(officer, others, today() - datetime.timedelta(days=2))

    move_clocks()
    assert collecting.keep_queue() == 0

    item = WorkItem.objects.get(kind=collecting.KIND)
    assert (item.title, item.state) == (ncp_a.name, "open")
    assert Event.objects.filter(verb="desk.open_item").count() == 1
    item.decide("fine", by=as_reader(secretariat), reason="They prepare a meeting.")
    assert collecting.keep_queue() == 0
    saw(ncp_a, others, today() - datetime.timedelta(days=1))
    assert collecting.keep_queue() == 1


def test_officer_sees_the_days_and_stops_the_account(
    ncp_a: Person, secretariat: Person, others: list[Person], client: Client
) -> None:
    saw(ncp_a, others, today())
    collecting.keep_queue()
    item = WorkItem.objects.get()
    client.force_login(secretariat)
    page = client.get(item.get_absolute_url()).content.decode()
    assert f"{today().isoformat()}: 2 cards" in page
    assert all(each.family_name not in page for each in others)

    item.decide("suspend", by=as_reader(secretariat), reason="The account was taken over.")

    ncp_a.refresh_from_db()
    assert ncp_a.state == "suspended"


def test_nobody_decides_about_the_own_account(ncp_a: Person, others: list[Person]) -> None:
    ncp_a.assign_role("secretariat", by=None)
    item = WorkItem.put(collecting.KIND, on=ncp_a, by=None)
    for code in ("fine", "suspend"):
        with pytest.raises(Refused, match="It is about you"):
            WorkItem.objects.get(pk=item.pk).decide(code, by=as_reader(ncp_a), reason="Fine.")
    assert Person.objects.get(pk=ncp_a.pk).state == "verified"
