"""When nothing is found: another spelling, near terms, and only what leads somewhere."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Person
from portal.markings.models import Marking
from portal.search.results import Results
from portal.taxonomy.models import Technology
from tests.search.conftest import Publish


def ask(client: Client, q: str, **filters: str) -> Results:
    results: Results = client.get("/en/search/", {"q": q} | filters).context["results"]
    assert results.total == 0
    return results


def test_misspelt_words_are_offered_as_they_are_spelt(client: Client, indexed: Publish) -> None:
    indexed("Liability of the carrier")

    results = ask(client, "liabilty quxquxqux")

    assert [(part.text, part.is_changed) for part in results.suggestions.spelling] == [
        ("liability", True),
        ("quxquxqux", False),
    ]
    assert results.spelling_url == "/en/search/?q=liability+quxquxqux"
    page = client.get("/en/search/", {"q": "liabilty"}).content.decode()
    assert "<strong>liability</strong></a>?" in page


def test_words_of_restricted_rows_are_offered_to_nobody(
    client: Client, indexed: Publish, ncp_a: Person
) -> None:
    indexed("Zanzibarium", marking=Marking.AMBER)
    client.force_login(ncp_a)

    assert ask(client, "zanzibariun").suggestions.spelling == []


def test_words_of_rows_that_became_restricted_are_not_offered(
    client: Client, indexed: Publish, ncp_b: Person, secretariat: Person
) -> None:
    work = indexed("Zanzibarium")
    before = ask(client, "zanzibariun").suggestions.text

    work.revise(by=secretariat, marking=Marking.RED)

    assert before == "zanzibarium"
    client.force_login(ncp_b)
    assert ask(client, "zanzibariun").suggestions.spelling == []


def test_near_terms_are_offered_where_they_find_something(
    client: Client, indexed: Publish, seals: Technology, ai: Technology
) -> None:
    indexed("Electronic seals in transit", title_fr="Scellés électroniques en transit")

    results = ask(client, "electronix")

    assert results.terms == [("Electronic seals", "/en/search/?q=Electronic+seals")]


def test_filters_are_offered_for_removal(client: Client, indexed: Publish, ai: Technology) -> None:
    indexed("Fraud", year=2020)

    results = ask(client, "fraud", technology="ai-ml", year_to="2020")

    assert {chip.label: chip.total for chip in results.chips} == {
        "Technology: Artificial intelligence": 1,
        "Year: up to 2020": 0,
    }
    page = client.get("/en/search/?q=fraud&technology=ai-ml").content.decode()
    assert "Remove “Technology: Artificial intelligence”: 1 result" in page
    assert results.suggestions.spelling == []


def test_page_says_where_to_report_what_is_missing(client: Client, db: None) -> None:
    page = client.get("/en/search/?q=nothing+like+it").content.decode()

    assert "“nothing like it”: no results" in page
    assert "?page=%2Fen%2Fsearch%2F%3Fq%3Dnothing%2Blike%2Bit" in page


@pytest.mark.parametrize(
    ("filters", "statements"), [({}, 10), ({"technology": "ai-ml", "kind": "work"}, 10)]
)
def test_statements_of_the_page_do_not_grow(
    *,
    client: Client,
    indexed: Publish,
    ncp_a: Person,
    django_assert_num_queries: Any,
    filters: dict[str, str],
    statements: int,
) -> None:
    indexed("Liability of carriers")
    client.force_login(ncp_a)

    with django_assert_num_queries(statements):
        response = client.get("/en/search/", {"q": "liabilty cariers"} | filters)

    assert response.context["results"].suggestions.text == "liability carriers"


def test_empty_search_leads_to_technologies_and_administrations(client: Client, db: None) -> None:
    page = client.get(reverse("search:results"), {"q": "nothing like it"}).content.decode()

    browse = page.partition('id="browse"')[2].partition("</section>")[0]
    places = re.findall(r'href="([^"]+)"', browse)
    for name in ("research:work_list", "taxonomy:technology_list", "directory:member_list"):
        assert reverse(name) in places
    assert [client.get(place).status_code for place in places] == [200] * len(places)
