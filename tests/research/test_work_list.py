"""The list: filters, facets with counts, orders, pages; nothing of what the reader may not read."""

import re
from typing import Any

import pytest
from django.test import Client

from directory.models import Person, Region
from portal import facets
from portal.markings.models import Marking
from portal.paging import TOTAL_CAP
from portal.taxonomy.models import Language, Process, Technology
from research.models import Work
from tests.research.conftest import Make

LIST = "/en/research/works/"


def titles(html: str) -> list[str]:
    """Return the titles of the rows."""
    return re.findall(r'<a id="w-\w+" [^>]*>([^<]*)</a>', html)


def counts(html: str, name: str) -> dict[str, str]:
    """Return the values of a facet with their counts."""
    found = re.findall(rf'name="{name}" value="([\w-]+)"[^>]*>[^<]*<span class="n">(\d*)<', html)
    return dict(found)


def get(client: Client, query: str = "", path: str = LIST) -> str:
    response = client.get(f"{path}?{query}" if query else path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def shelf(
    make_work: Make, technologies: list[Technology], valuation: Process, africa: Region,
    spanish: Language,
) -> None:  # fmt: skip
    """Three works under different facets and years."""
    one, both = technologies[:1], technologies
    make_work("Alpha", year=2018, related={"technologies": one, "processes": [valuation]})
    make_work("Beta", year=2020, kind=Work.Type.BOOK, related={"technologies": both})
    make_work("Gamma", year=2022, language=spanish, related={"regions": [africa]})


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Gamma", "Beta", "Alpha"]),
        ("sort=title", ["Alpha", "Beta", "Gamma"]),
        ("sort=changed", ["Gamma", "Beta", "Alpha"]),
        ("sort=hostile", ["Gamma", "Beta", "Alpha"]),
        ("technology=ai-ml", ["Beta", "Alpha"]),
        ("technology=ai-ml&technology=drones", ["Beta", "Alpha"]),
        ("technology=ai-ml&type=book", ["Beta"]),
        ("process=valuation", ["Alpha"]),
        ("language=es", ["Gamma"]),
        ("region=WCA", ["Gamma"]),
        ("year_from=2019", ["Gamma", "Beta"]),
        ("year_from=2019&year_to=2021", ["Beta"]),
        ("year_to=2018", ["Alpha"]),
        # What is unknown or malformed narrows nothing.
        ("technology=unknown", ["Gamma", "Beta", "Alpha"]),
        ("technology=%00&type[]=book&nothing=1", ["Gamma", "Beta", "Alpha"]),
        ("technology=" + "a" * 10_000, ["Gamma", "Beta", "Alpha"]),
        ("type=%27%22%3E%3Cscript%3E", ["Gamma", "Beta", "Alpha"]),
        ("year_from=%00&after=forged&before=%FF", ["Gamma", "Beta", "Alpha"]),
        ("year_from=" + "9" * 10_000, ["Gamma", "Beta", "Alpha"]),
        ("&".join(f"technology=t{number}" for number in range(900)), ["Gamma", "Beta", "Alpha"]),
    ],
)
def test_work_list_is_narrowed_and_sorted(client: Client, query: str, expected: list[str]) -> None:
    assert titles(get(client, query)) == expected


@pytest.mark.usefixtures("shelf")
def test_facets_count_what_choosing_gives(client: Client) -> None:
    whole = get(client)
    narrowed = get(client, "technology=ai-ml&type=book")

    assert counts(whole, "technology") == {"ai-ml": "2", "drones": "1"}
    assert counts(whole, "type") == {"report": "2", "book": "1"}
    assert counts(whole, "language") == {"en": "2", "es": "1"}
    # Each facet is counted without its own choice.
    assert counts(narrowed, "technology") == {"ai-ml": "1", "drones": "1"}
    assert counts(narrowed, "type") == {"report": "1", "book": "1"}
    assert counts(narrowed, "process") == {}


@pytest.mark.usefixtures("shelf")
def test_facets_of_a_set_past_the_cap_have_no_numbers(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "TOTAL_CAP", 2)

    html = get(client)

    assert counts(html, "technology") == {"ai-ml": "", "drones": ""}
    assert set(counts(html, "type").values()) == {""}
    assert counts(html, "language") == {"en": "", "es": ""}


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("cap", [1, 2])
def test_facet_in_use_has_no_numbers_while_the_library_is_past_the_cap(
    client: Client, monkeypatch: pytest.MonkeyPatch, cap: int
) -> None:
    monkeypatch.setattr(facets, "TOTAL_CAP", cap)

    html = get(client, "technology=ai-ml")

    # With one the list of two is past the cap itself, with two only the library of three.
    assert counts(html, "technology") == {"ai-ml": "", "drones": ""}
    assert set(counts(html, "type").values()) == ({""} if cap == 1 else {"1"})


@pytest.mark.usefixtures("shelf")
def test_chips_lead_out_of_each_filter(client: Client) -> None:
    html = get(client, "technology=ai-ml&type=book&year_from=2019&sort=title")

    removers = re.findall(r'class="chip">([^<]*) <a href="([^"]*)"', html)
    assert removers == [
        (
            "Technology: Artificial intelligence",
            f"{LIST}?type=book&amp;year_from=2019&amp;sort=title",
        ),
        ("Type: Book", f"{LIST}?technology=ai-ml&amp;year_from=2019&amp;sort=title"),
        ("From: 2019", f"{LIST}?technology=ai-ml&amp;type=book&amp;sort=title"),
    ]


@pytest.mark.usefixtures("shelf")
def test_empty_list_names_the_filter_to_remove(client: Client) -> None:
    html = get(client, "technology=drones&language=es")

    ways = re.findall(r'<li><a href="([^"]*)">([^<]*)</a> \((\d+ works?)\)', html)
    assert ways == [
        (f"{LIST}?language=es", "Without “Technology”", "1 work"),
        (f"{LIST}?technology=drones", "Without “Language”", "1 work"),
    ]


@pytest.mark.usefixtures("db")
def test_empty_library_is_a_page(client: Client) -> None:
    assert "There is no work here yet" in get(client)


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("year_from=soon", "Give a year from 1900 to 2100."),
        ("year_to=1", "Give a year from 1900 to 2100."),
        ("year_from=2022&year_to=2018", "Give the later year here, or leave it empty."),
    ],
)
def test_a_bad_year_is_said_at_its_field_and_kept(client: Client, query: str, message: str) -> None:
    html = get(client, query)

    assert message in html
    assert 'aria-invalid="true"' in html
    assert f'value="{query.rsplit("=", maxsplit=1)[-1]}"' in html


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        (None, {"clear"}),
        ("partner", {"clear", "green-open"}),
        ("ncp_without_factor", {"clear"}),
        ("ncp_b", {"clear", "green", "green-open", "red"}),
        ("officer", {"clear", "green", "green-open", "amber", "amber-strict"}),
        ("secretariat", {"clear", "green", "green-open", "amber"}),
        ("auditor", {"clear", "green-open"}),
        ("suspended", {"clear"}),
    ],
)
@pytest.mark.usefixtures("library")
def test_list_facets_and_totals_show_what_the_reader_may_read(
    client: Client, make_work: Make, request: pytest.FixtureRequest, kind: str | None,
    seen: set[str],
) -> None:  # fmt: skip
    make_work("Canary green-open", marking=Marking.GREEN, is_open_to_partners=True)
    make_work("Canary draft", publish=False)
    make_work("Canary withdrawn").withdraw(by=request.getfixturevalue("publisher"), reason="Wrong.")
    if kind:
        client.force_login(request.getfixturevalue(kind))

    html = get(client)

    assert set(titles(html)) == {f"Canary {name}" for name in seen}
    assert counts(html, "type") == {"report": str(len(seen))}
    works = "work" if len(seen) == 1 else "works"
    assert f"<h1>{len(seen)} {works} of research" in html


@pytest.mark.parametrize("works", [1, 3])
def test_work_list_asks_the_same_however_many_works(
    client: Client, make_work: Make, ncp_a: Person, works: int, django_assert_num_queries: Any
) -> None:
    for number in range(works):
        make_work(f"Work {number}")
    client.force_login(ncp_a)
    get(client)

    # Session, person, tokens, audiences, counts, rows, what needs the person.
    with django_assert_num_queries(7):
        get(client, "type=report&year_from=2000")


def test_list_too_large_to_count_offers_values_without_numbers(
    client: Client, make_work: Make, ai: Technology, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.facets.TOTAL_CAP", 2)
    monkeypatch.setattr("portal.paging.TOTAL_CAP", 2)
    for number in range(2):
        make_work(f"Work {number}", related={"technologies": [ai]})
    counted = get(client)
    make_work("Work 2", related={"technologies": [ai]})

    uncounted = get(client)

    label = f'value="{ai.slug}"> {ai.name} <span class="n">'
    assert f"{label}2</span>" in counted
    assert f"{label}</span>" in uncounted
    assert "<h1>2+ works of research" in uncounted


def test_pages_of_the_list_keep_filters_and_show_every_work_once(
    client: Client, make_work: Make, ai: Technology
) -> None:
    for number in range(30):
        make_work(f"Work {number:02}", year=2000 + number % 3, related={"technologies": [ai]})

    first = get(client, "technology=ai-ml")
    following = re.search(r'href="([^"]*after=[^"]*)" rel="next"', first)
    assert following
    second = get(client, path=following[1].replace("&amp;", "&"))

    assert len(titles(first)) == 25
    assert sorted(titles(first) + titles(second)) == [f"Work {number:02}" for number in range(30)]
    assert "30 works match" in second


def test_french_list_shows_french_titles_and_says_that_they_are_working(
    client: Client, make_work: Make, ai: Technology
) -> None:
    make_work("Zeta", title_fr="Éclair", french_is_working=True, related={"technologies": [ai]})
    make_work("Alpha")

    french = get(client, "sort=title", "/fr/research/works/")

    # By the title that the reader sees; the one in English says its language.
    assert titles(french) == ["Alpha", "Éclair"]
    assert re.search(r'lang="en">Alpha<', french)
    assert "Intelligence artificielle" in french
    assert '<html lang="fr"' in french


def test_sample_works_and_labels_are_marked(client: Client, make_work: Make, ncp_a: Person) -> None:
    make_work("Sample", marking=Marking.GREEN, is_sample=True)
    client.force_login(ncp_a)

    html = get(client)

    assert '<span class="badge is-void">Sample</span>' in html
    assert '<span class="tlp tlp-green">TLP:GREEN</span>' in html


def test_cap_is_the_one_of_the_pages() -> None:
    assert facets.TOTAL_CAP == TOTAL_CAP
