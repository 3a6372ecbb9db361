"""Filters that are kept: one's own, found again, removed."""

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Person, SavedFilter
from directory.models.saved_filter import MOST

LIST = "directory:filter_list"


@pytest.fixture
def ncp(client: Client, ncp_a: Person) -> Client:
    client.force_login(ncp_a)
    return client


def test_filter_is_kept_once_and_leads_back_to_its_list(ncp: Client, ncp_a: Person) -> None:
    page = ncp.get(reverse("directory:person_list"), {"region": "WCA"}).content.decode()
    assert "Keep this filter" in page

    for name in ("Africa", "West Africa"):
        given = {"name": name, "query": "region=WCA&after=abc"}
        assert ncp.post(reverse(LIST), given).status_code == 302

    row = SavedFilter.objects.get()
    assert (row.person, row.name, row.query) == (ncp_a, "West Africa", "region=WCA")
    assert ncp.get(row.get_absolute_url()).context["filters"].used == {"region": "WCA"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": "", "query": "region=WCA"}, "This field is required."),
        ({"name": "All", "query": ""}, "This field is required."),
        ({"name": "All", "query": "region="}, "Choose a filter first, then keep it."),
    ],
)
def test_filter_that_filters_nothing_is_refused(ncp: Client, given: dict, words: str) -> None:
    assert words in ncp.post(reverse(LIST), given).content.decode()
    assert not SavedFilter.objects.exists()


def test_too_many_filters_are_refused_in_words(ncp: Client, ncp_a: Person) -> None:
    SavedFilter.objects.bulk_create(
        SavedFilter(person=ncp_a, name=str(n), query=f"q={n}") for n in range(MOST)
    )
    page = ncp.post(reverse(LIST), {"name": "One more", "query": "q=more"}).content.decode()
    assert "Remove one first." in page
    assert "One more" in page


def test_filter_of_somebody_else_stays(ncp: Client, ncp_b: Person) -> None:
    row = SavedFilter.objects.create(person=ncp_b, name="Mine", query="q=a")
    assert ncp.post(reverse("directory:filter_drop", args=[row.pk])).status_code == 404
    assert SavedFilter.objects.count() == 1


def test_list_asks_as_much_for_three_as_for_one(
    ncp: Client, ncp_a: Person, django_assert_num_queries
) -> None:
    counts = []
    for number in (1, 3):
        while SavedFilter.objects.count() < number:
            extra = SavedFilter.objects.count()
            SavedFilter.objects.create(person=ncp_a, name=str(extra), query=f"q={extra}")
        with django_assert_num_queries(5, exact=False) as asked:
            ncp.get(reverse(LIST))
        counts.append(len(asked))
    assert counts[0] == counts[1]
