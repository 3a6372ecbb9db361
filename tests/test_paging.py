"""Keyset pages: every row once, from both ends; a cursor fits one list, sort and filter."""

from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from portal.paging import TOTAL_CAP, Order, Page
from portal.taxonomy.models import Technology

ORDERS = {
    "position": Order("By position", ("position", "id")),
    "newest": Order("Newest", ("-position", "-id")),
    "mixed": Order("Mixed", ("-position", "slug", "id")),
}
POSITIONS = [3, 1, 2, 2, 1, 3, 2, 1, 1, 2, 3]


@pytest.fixture
def terms(db: None) -> list[Technology]:
    return Technology.objects.bulk_create(
        Technology(
            slug=f"term-{99 - number}", name_en=f"Term {number}", name_fr=f"Terme {number}",
            position=position, group="trade-change", status="focus",
        )
        for number, position in enumerate(POSITIONS)
    )  # fmt: skip


def page(address: str = "/list/", per_page: int = 3, **more: Any) -> Page:
    request: HttpRequest = RequestFactory().get(address)
    return Page.of(Technology.objects.all(), request, orders=ORDERS, per_page=per_page, **more)


def in_order(sort: str) -> list[int]:
    return list(Technology.objects.order_by(*ORDERS[sort].fields).values_list("pk", flat=True))


@pytest.mark.parametrize("sort", ORDERS)
@pytest.mark.usefixtures("terms")
def test_pages_show_every_row_once_forwards_and_backwards(sort: str) -> None:
    here = page(f"/list/?sort={sort}")
    forwards = [here]
    while here.next:
        here = page(here.next)
        forwards.append(here)
    backwards = [here]
    while here.previous:
        here = page(here.previous)
        backwards.insert(0, here)

    shown = [[row.pk for row in each] for each in forwards]
    assert [pk for each in shown for pk in each] == in_order(sort)
    assert [[row.pk for row in each] for each in backwards] == shown
    assert (forwards[0].first, forwards[0].previous) == (None, None)
    assert {each.first for each in forwards[1:]} == {f"/list/?sort={sort}"}


@pytest.mark.usefixtures("terms")
def test_rows_as_dicts_page_like_models() -> None:
    rows = Technology.objects.values("id", "position")
    request = RequestFactory().get("/list/")
    first = Page.of(rows, request, orders=ORDERS, per_page=3)

    second = Page.of(rows, RequestFactory().get(first.next), orders=ORDERS, per_page=3)

    assert [row["id"] for row in [*first, *second]] == in_order("position")[:6]


@pytest.mark.usefixtures("terms")
def test_unknown_sort_is_the_first_one() -> None:
    assert page("/list/?sort=hostile%00").sort == "position"


@pytest.mark.parametrize(
    "cursor",
    ["forged", "%00", "a" * 10_000, "WzFd:1abc:xyz", signing.dumps([1, 2], salt="other")],
    # The signature of every run differs; workers must collect the same names.
    ids=["forged", "nul", "long", "unsigned", "foreign"],
)
@pytest.mark.parametrize("name", ["after", "before"])
@pytest.mark.usefixtures("terms")
def test_bad_cursor_is_page_one(name: str, cursor: str) -> None:
    assert [row.pk for row in page(f"/list/?{name}={cursor}")] == in_order("position")[:3]


@pytest.mark.usefixtures("terms")
def test_cursor_of_another_sort_filter_or_list_is_page_one() -> None:
    cursor = page("/list/?sort=newest").next.split("after=")[1]

    for address in ("/list/?sort=position&", "/list/?sort=newest&kind=a&", "/other/?sort=newest&"):
        here = page(f"{address}after={cursor}")
        assert [row.pk for row in here] == in_order(here.sort)[:3]


def test_page_before_rows_that_went_away_is_page_one(terms: list[Technology]) -> None:
    second = page(page().next)
    Technology.objects.filter(pk__in=in_order("position")[:3]).delete()

    here = page(second.previous)

    assert [row.pk for row in here] == in_order("position")[:3]
    assert here.previous is None
    assert here.next


def test_page_after_rows_that_went_away_leads_to_the_first(terms: list[Technology]) -> None:
    last = page(page(page(page().next).next).next)
    address = page(page(page().next).next).next
    Technology.objects.filter(pk__in=[row.pk for row in last]).delete()

    here = page(address)

    assert (list(here), here.first) == ([], "/list/")


@pytest.mark.usefixtures("terms")
def test_total_is_exact_or_capped_or_given() -> None:
    assert page().total_text == "11"
    assert page(total=TOTAL_CAP).total_text == "1\u00a0000"
    assert page(total=TOTAL_CAP + 1).total_text == "1\u00a0000+"
    with CaptureQueriesContext(connection) as queries:
        page(total=11)
    assert len(queries) == 1


@pytest.mark.parametrize("sort", ["position", "newest"])
@pytest.mark.usefixtures("terms")
def test_depth_is_reached_by_a_comparison_of_rows(sort: str) -> None:
    address = page(f"/list/?sort={sort}").next

    with CaptureQueriesContext(connection) as queries:
        page(address)

    comparison = queries[0]["sql"]
    assert '("taxonomy_technology"."position", "taxonomy_technology"."id")' in comparison
    assert " OR " not in comparison


@pytest.mark.usefixtures("terms")
def test_other_parameters_stay_in_the_addresses() -> None:
    here = page("/list/?sort=newest&technology=a&technology=b&q=%C3%A9")

    assert here.next.startswith("/list/?sort=newest&technology=a&technology=b&q=%C3%A9&after=")
