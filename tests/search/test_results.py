"""The page of results: what is found, in which order, and how it can be narrowed."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from directory.models import Administration, Person
from portal.search.indexing import index_stale
from portal.search.results import PER_GROUP, Results
from portal.taxonomy.models import Technology
from tests.hub.items import make_news, published
from tests.search.conftest import Publish, language

URL = "/en/search/"


def ask(client: Client, q: str, url: str = URL, **filters: Any) -> Results:
    """Return the results that the page shows."""
    response = client.get(url, {"q": q} | filters)
    assert response.status_code == 200
    results: Results = response.context["results"]
    return results


def titles(results: Results) -> dict[str, list[str]]:
    return {group.kind: [hit.title for hit in group.hits] for group in results.groups}


def test_any_of_the_words_is_enough(client: Client, indexed: Publish) -> None:
    indexed("Scanning of containers")
    indexed("Risk of mislabelling")

    results = ask(client, "how is the risk of scanning managed?")

    assert set(titles(results)["work"]) == {"Scanning of containers", "Risk of mislabelling"}
    assert results.total == 2


def test_exact_title_comes_first(client: Client, indexed: Publish) -> None:
    indexed("Risk", abstract="Risk risk risk risk risk: risk analysis, analysis of risk.")
    indexed("Analysis of risk analysis risk", abstract="Risk analysis, risk analysis.")
    indexed("Risk: Analysis!")

    results = ask(client, "risk  ANALYSIS")

    assert titles(results)["work"][0] == "Risk: Analysis!"


def test_results_are_grouped_by_kind(
    client: Client, indexed: Publish, officer: Person, arcadia: Administration
) -> None:
    published(make_news("Arcadia opens a laboratory"))
    client.force_login(officer)
    for number in range(7):
        indexed(f"Arcadia, study {number}")

    results = ask(client, "Arcadia")

    assert {group.kind: group.total for group in results.groups} == {
        "administration": 1, "work": 7, "person": 1, "news": 1,
    }  # fmt: skip
    # The exact title comes before the order of kinds.
    assert [group.kind for group in results.groups][:2] == ["administration", "work"]
    assert len(titles(results)["work"]) == PER_GROUP
    assert results.page is None


def test_phrase_and_minus_narrow_the_results(client: Client, indexed: Publish) -> None:
    indexed("Management of risk")
    indexed("Risk management")
    indexed("Risk management of drones")

    assert ask(client, '"risk management"').total == 2
    assert titles(ask(client, '"risk management" -drones'))["work"] == ["Risk management"]


def test_page_of_french_finds_english_titles_by_their_french_text(
    client: Client, indexed: Publish
) -> None:
    indexed(
        "Customs valuation",
        title_fr="Évaluation en douane",
        abstract_fr="Contrôle des valeurs déclarées à l’importation.",
    )

    results = ask(client, "valeur declaree", url="/fr/search/")

    assert titles(results)["work"] == ["Évaluation en douane"]
    hit = results.groups[0].hits[0]
    assert "<mark>valeurs déclarées</mark>" in hit.snippet
    assert (hit.title_language, hit.snippet_language) == ("", "")


def test_language_is_named_where_it_is_not_the_pages(client: Client, indexed: Publish) -> None:
    indexed("Drones at the border", abstract="Drones watch the border.")

    hit = ask(client, "drones", url="/fr/search/").groups[0].hits[0]

    assert (hit.title_language, hit.snippet_language) == ("en", "en")


def test_facets_count_under_the_other_filters(
    client: Client, indexed: Publish, ai: Technology, seals: Technology
) -> None:
    indexed("Fraud one", related={"technologies": [ai]}, year=2010)
    indexed("Fraud two", related={"technologies": [ai, seals]}, year=2015)
    indexed("Fraud three", related={"technologies": [seals]}, year=2020, language=language("fr"))

    results = ask(client, "fraud", technology="ai-ml", year_from="2012")

    counts = {facet.name: {o.value: o.count for o in facet.options} for facet in results.facets}
    assert titles(results)["work"] == ["Fraud two"]
    # Its own filter is left out of a facet's counts.
    assert counts["technology"] == {"ai-ml": 1, "e-seals": 2}
    assert counts["language"] == {"en": 1}
    assert counts["kind"] == {"work": 1}
    assert (results.found.first_year, results.found.last_year) == (2010, 2015)
    assert {chip.label: chip.total for chip in results.chips} == {
        "Technology: Artificial intelligence": 2,
        "Year: from 2012": 2,
    }


def test_chips_lead_to_the_search_without_them(
    client: Client, indexed: Publish, ai: Technology
) -> None:
    indexed("Fraud one", related={"technologies": [ai]})

    results = ask(client, "fraud", technology="ai-ml", kind="work", sort="newest")

    assert [chip.url for chip in results.chips] == [
        f"{URL}?q=fraud&technology=ai-ml&sort=newest",
        f"{URL}?q=fraud&kind=work&sort=newest",
    ]
    assert results.clear_url == f"{URL}?q=fraud"


def test_newest_comes_first_when_asked_for(client: Client, indexed: Publish) -> None:
    for year in (2001, 2020, 2010):
        indexed(f"Fraud of {year}", year=year)

    results = ask(client, "fraud", sort="newest")

    assert titles(results)["work"] == ["Fraud of 2020", "Fraud of 2010", "Fraud of 2001"]


@pytest.mark.parametrize("sort", ["", "newest"])
def test_pages_of_one_kind_hold_every_result_once(
    client: Client, publish: Publish, sort: str
) -> None:
    for number in range(55):
        publish(f"Fraud number {number}", year=2000 + number % 3)
    index_stale()
    url, seen = f"{URL}?q=fraud&kind=work&sort={sort}", []

    while url:
        page = client.get(url).context["results"].page
        seen.append([row.pk for row in page])
        url = page.next

    assert [len(rows) for rows in seen] == [25, 25, 5]
    assert len({pk for rows in seen for pk in rows}) == 55


def test_previous_page_leads_back(client: Client, publish: Publish) -> None:
    for number in range(30):
        publish(f"Fraud number {number}")
    index_stale()

    second = ask(client, "fraud", kind="work", page=2)

    assert second.page is not None
    assert len(second.page) == 5
    assert (second.page.next, second.page.first) == (None, f"{URL}?q=fraud&kind=work")
    assert second.page.previous == f"{URL}?q=fraud&kind=work&page=1"


def test_page_that_went_away_shows_the_first(client: Client, indexed: Publish) -> None:
    indexed("Fraud")

    assert titles(ask(client, "fraud", kind="work", page=9)) == {"work": ["Fraud"]}


def test_title_states_the_finding(client: Client, indexed: Publish) -> None:
    indexed("Fraud")
    indexed("More fraud")

    english = client.get(URL, {"q": "fraud"}).content.decode()

    assert "<title>“fraud”: 2 results" in english
    assert "results you may not read are not counted" in english
    assert '<meta name="robots" content="noindex">' in english
    assert client.get(URL, {"q": "more fraud"}).context["search_query"] == "more fraud"


@pytest.mark.parametrize("hits", [1, 3])
@pytest.mark.parametrize(
    ("filters", "statements"),
    [
        ({}, 9),
        ({"kind": "work"}, 9),
        ({"kind": "work", "sort": "newest"}, 9),
        ({"technology": "ai-ml", "region": "WCA", "year_from": "2000"}, 9),
    ],
)
def test_statements_of_a_page_do_not_grow(
    *,
    client: Client,
    publish: Publish,
    ncp_a: Person,
    ai: Technology,
    arcadia: Administration,
    django_assert_num_queries: Any,
    hits: int,
    filters: dict[str, str],
    statements: int,
) -> None:
    for number in range(hits):
        publish(f"Fraud {number}", related={"technologies": [ai], "regions": [arcadia.region]})
    index_stale()
    client.force_login(ncp_a)

    with django_assert_num_queries(statements):
        response = client.get(URL, {"q": "fraud"} | filters)

    assert response.context["results"].total == hits


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"technology": "ai-ml"},
        {"technology": ["ai-ml", "e-seals"], "language": "en"},
        {"language": ["fr", "en"], "year_from": "2015"},
        {"year_to": "2015"},
        {"year_from": "2012", "year_to": "2016", "technology": "e-seals"},
    ],
)
def test_both_orders_hold_the_same_results(
    client: Client, publish: Publish, ai: Technology, seals: Technology, filters: dict[str, Any]
) -> None:
    for number, technologies in enumerate([[], [ai], [seals], [ai, seals]] * 2):
        publish(
            f"Fraud {number}",
            related={"technologies": technologies},
            year=2010 + number,
            language=language("fr" if number % 3 else "en"),
        )
    publish("Fraud of the year 0", year=1950)
    index_stale()

    best = ask(client, "fraud -year", kind="work", **filters)
    newest = ask(client, "fraud -year", kind="work", sort="newest", **filters)

    assert best.page is not None
    assert newest.page is not None
    assert {row.pk for row in best.page} == {row.pk for row in newest.page} != set()
    assert best.total == newest.total == len(best.page)


def test_best_matches_have_forty_pages(client: Client, indexed: Publish) -> None:
    indexed("Fraud")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_entry (object_type, object_id, kind, marking, audience_id,"
            " is_hidden, titles, bodies, lines, title_keys, vector, reference, path, language,"
            " technologies, regions)"
            " SELECT object_type, 100000 + n, kind, marking, audience_id, false, titles, bodies,"
            " lines, '{}', vector, reference, path, language, technologies, regions"
            " FROM search_entry, generate_series(1, 1100) AS n WHERE kind = 'work'"
        )

    last = ask(client, "fraud", kind="work", page=40)

    assert (last.total, last.is_beyond_pages) == (1101, True)
    assert last.page is not None
    assert (len(last.page), last.page.next) == (25, None)
    assert "page=39" in str(last.page.previous)
    assert ask(client, "fraud", kind="work", sort="newest").page.total_text == "1\u00a0000+"
