"""What needs a person: the most urgent first, each with its day."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.models import Person, Seat
from portal import needs
from portal.needs import Due, Need, due_of, register_needs
from tests.directory.signing import draft
from tests.hub.items import make_meeting, published
from tests.people import late

TODAY = datetime.date(2026, 11, 21)


def need(title: str, *, due: int | None = None, is_late: bool = False) -> Need:
    """Return a need that is due so many days from today."""
    day = None if due is None else TODAY + datetime.timedelta(days=due)
    return Need(title=title, url="/", action="Do", due=day, is_late=is_late)


def look(each: Due) -> tuple[str, str, bool, bool]:
    return each.title, each.distance, each.is_late, each.is_soon


def home(client: Client, person: Person) -> Any:
    client.force_login(person)
    return client.get(reverse("home:front"))


@pytest.mark.django_db
@time_machine.travel("2026-11-21T10:00:00Z")
def test_needs_are_sorted_late_first_and_then_by_day() -> None:
    wanted = [
        need("open"),
        need("far", due=13),
        need("soon", due=6),
        need("tomorrow", due=1),
        need("today", due=0),
        need("late", due=-2),
        need("one late", due=-1),
        need("always", is_late=True),
    ]

    assert [look(each) for each in due_of(wanted)] == [
        ("always", "", True, False),
        ("late", "2 days late", True, False),
        ("one late", "1 day late", True, False),
        ("today", "today", False, True),
        ("tomorrow", "1 day left", False, True),
        ("soon", "6 days left", False, True),
        ("far", "13 days left", False, False),
        ("open", "", False, False),
    ]


def test_day_of_rows_is_the_earliest_of_them(ncp_a: Person, ncp_b: Person) -> None:
    now = timezone.now()
    draft(ncp_a, closes_at=now + datetime.timedelta(days=4))
    draft(ncp_b, closes_at=now + datetime.timedelta(days=2))
    texts = Need(
        title="%(n)d texts", url="/", action="Sign", due_in="closes_at",
        waiting=[type(draft(ncp_a)).objects.drafts()],
    )  # fmt: skip
    undated = Need(title="none", url="/", action="Sign", waiting=[Person.objects.none()])

    (found,) = due_of([undated, texts])

    assert (found.title, found.days) == ("2 texts", 2)


def test_home_shows_day_and_distance(client: Client, ncp_a: Person) -> None:
    Person.objects.filter(pk=ncp_a.pk).update(phone="+999 1")
    assert ncp_a.confirm_by is not None
    with time_machine.travel(ncp_a.confirm_by - datetime.timedelta(days=6)):
        page = home(client, Person.objects.get(pk=ncp_a.pk)).content.decode()
    assert "<span>6 days left</span>" in page

    late(ncp_a, 2)
    with time_machine.travel(ncp_a.confirm_by + datetime.timedelta(days=2)):
        page = home(client, Person.objects.get(pk=ncp_a.pk)).content.decode()
        lost = timezone.now()
        Seat.objects.update(unreachable_since=lost, holder_lost_since=lost)
        other = home(client, Person.objects.get(pk=ncp_a.pk)).content.decode()
    assert "2 days late</span>" in page
    # The list says it; the stamp tells what the list does not.
    assert 'class="stamp' not in page
    assert 'class="stamp is-late"' in other
    assert "Cannot be reached" in other


def test_home_without_a_need_names_the_next_date(client: Client, officer: Person) -> None:
    Person.objects.filter(pk=officer.pk).update(post="Head of risk")
    bare = home(client, officer).content.decode()
    day = datetime.date(2030, 5, 6)
    published(make_meeting("Plenary", start=day, end=day))
    page = home(client, officer).content.decode()

    assert "Nothing needs you</h1>" in page
    assert "The next date is" not in bare
    assert "The next date is Mon 6 May:" in page


def test_own_seat_has_its_stamp_and_what_is_missing(
    client: Client, ncp_a: Person, officer: Person
) -> None:
    holder = home(client, ncp_a)
    other = home(client, officer)

    assert "Given by the WCO without a letter on" in holder.context["stamp"].why
    assert 'class="stamp is-ok"' in holder.content.decode()
    assert holder.context["missing"] == ["your post", "a telephone number"]
    assert (other.context["stamp"], other.context["missing"]) == (None, [])
    Person.objects.filter(pk=ncp_a.pk).update(post="Head", mobile="+999 1")
    assert home(client, ncp_a).context["missing"] == []


@pytest.fixture
def _many_needs() -> Iterator[None]:
    def source(person: Any) -> Iterator[Need]:
        yield from (need(f"Thing {each}") for each in range(12))

    register_needs(source)
    yield
    needs._sources.remove(source)


@pytest.mark.usefixtures("_many_needs")
def test_eleventh_need_is_folded_away(client: Client, secretariat: Person) -> None:
    Person.objects.filter(pk=secretariat.pk).update(post="Officer")

    page = home(client, secretariat).content.decode()

    first, more = page.split("<details", 1)
    assert (first.count(">Thing "), "Show 2 more" in more) == (10, True)
    assert "12 things need you" in page
