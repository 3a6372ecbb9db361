"""The lists: filters, counts, orders, pages; nothing of what the reader may not read."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.models import Person
from guidelines.kinds import Kind
from portal import facets
from tests.guidelines.advice import filed, language, publish, text, version_of
from tests.research.test_work_list import counts

pytestmark = pytest.mark.django_db

LIST = "/en/guidelines/practices/"


def get(client: Client, query: str = "", path: str = LIST) -> str:
    response = client.get(f"{path}?{query}" if query else path)
    assert response.status_code == 200
    return response.content.decode()


def titles(html: str) -> list[str]:
    """Return the titles of the rows."""
    return re.findall(r"<h2><a [^>]*>([^<]*)</a>", html)


def practice(title: str, technology: str = "ai-ml", phase: str = "pilot", **more: Any) -> Any:
    """Publish a practice that everybody reads."""
    content = text(Kind.PRACTICE, title=title, **(filed(technology, phase) | more))
    return publish(Kind.PRACTICE, content=content, marking="clear")


@pytest.fixture
def shelf(db: None) -> None:
    """Three practices under different facets; each order is another one."""
    practice("Beta", "drones")
    first = practice("Gamma", strength="must")
    practice("Alpha", phase="operation")
    first.issue(version_of(first).content, by=None, marking="clear")


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Alpha", "Gamma", "Beta"]),
        ("sort=title", ["Alpha", "Beta", "Gamma"]),
        ("sort=changed", ["Gamma", "Alpha", "Beta"]),
        ("sort=hostile", ["Alpha", "Gamma", "Beta"]),
        ("technology=ai-ml", ["Alpha", "Gamma"]),
        ("technology=ai-ml&technology=drones", ["Alpha", "Gamma", "Beta"]),
        ("technology=ai-ml&phase=pilot", ["Gamma"]),
        ("strength=must", ["Gamma"]),
        # What is unknown, of another kind or malformed narrows nothing.
        ("technology=unknown&progress=adopted", ["Alpha", "Gamma", "Beta"]),
        ("technology=%00&after=forged&before=%FF", ["Alpha", "Gamma", "Beta"]),
        ("strength=%27%22%3E%3Cscript%3E", ["Alpha", "Gamma", "Beta"]),
    ],
)
def test_list_is_narrowed_and_sorted(client: Client, query: str, expected: list[str]) -> None:
    assert titles(get(client, query)) == expected


@pytest.mark.usefixtures("shelf")
def test_facets_count_what_choosing_gives(client: Client) -> None:
    whole, narrowed = get(client), get(client, "strength=must")

    assert counts(whole, "technology") == {"ai-ml": "2", "drones": "1"}
    assert counts(whole, "strength") == {"must": "1", "should": "2"}
    assert counts(whole, "cause") == {}
    assert counts(narrowed, "technology") == {"ai-ml": "1"}
    # A facet in use is counted without its own choice.
    assert counts(narrowed, "strength") == {"must": "1", "should": "2"}


def test_library_found_large_is_not_read_again_for_those_who_read_as_much(
    client: Client, ncp_a: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "TOTAL_CAP", 2)
    practice("Open", strength="must")
    practice("Beside")
    publish(Kind.PRACTICE, content=text(Kind.PRACTICE, title="For Members"), marking="green")
    client.force_login(ncp_a)
    reads, shown = [], []

    for _request in range(2):
        with CaptureQueriesContext(connection) as asked:
            shown.append(counts(get(client, "strength=must"), "strength"))
        reads.append(any("library" in each["sql"] for each in asked))
    client.logout()

    assert reads == [True, False]
    assert shown[0] == shown[1]
    assert set(shown[0].values()) == {""}
    # A visitor's library is small, and counted.
    assert counts(get(client, "strength=must"), "strength") == {"must": "1", "should": "1"}


@pytest.mark.usefixtures("shelf")
def test_empty_list_names_the_filter_to_remove(client: Client) -> None:
    html = get(client, "technology=drones&strength=must")

    assert titles(html) == []
    assert re.findall(r'<li><a href="([^"]*)">Without “([^<]*)”</a> \((\d)\)', html) == [
        (f"{LIST}?strength=must", "Technology", "1"),
        (f"{LIST}?technology=drones", "Strength", "1"),
    ]


@pytest.mark.parametrize("kind", Kind.values)
def test_list_without_records_is_a_page(client: Client, kind: str) -> None:
    assert "There is nothing here yet" in get(client, path=f"/en/guidelines/{kind}s/")


def test_lists_and_counts_show_what_the_reader_may_read(client: Client, ncp_b: Person) -> None:
    practice("Open")
    publish(Kind.PRACTICE, content=text(Kind.PRACTICE, title="For Members"), marking="green")

    visitor = get(client)
    client.force_login(ncp_b)
    member = get(client)

    assert (titles(visitor), counts(visitor, "technology")) == (["Open"], {"ai-ml": "1"})
    assert titles(member) == ["For Members", "Open"]
    assert counts(member, "technology") == {"ai-ml": "2"}


def test_row_says_what_a_record_is(client: Client, ncp_a: Person) -> None:
    content = text(Kind.EXPERIENCE, progress="failed", lesson="Begin **small**.")
    publish(Kind.EXPERIENCE, content=content, by=ncp_a, marking="clear")

    html = get(client, path="/en/guidelines/experiences/")

    assert '<span class="badge is-late">Failed</span>' in html
    assert "Begin small." in html
    assert str(ncp_a.administration) in html


@pytest.mark.parametrize("attribution", ["region", "secretariat"])
def test_row_of_a_hidden_record_names_nobody(
    client: Client, ncp_a: Person, attribution: str
) -> None:
    publish(Kind.PITFALL, by=ncp_a, marking="clear", attribution=attribution)

    html = get(client, path="/en/guidelines/pitfalls/")

    assert titles(html) == ["Nobody owned the data"]
    assert str(ncp_a.administration) not in html


def test_french_list_shows_french_titles_and_says_that_they_are_working(client: Client) -> None:
    # Neither by its own title nor by age does it stand first.
    row = practice("Zeta")
    row.translate("title", "Éclair", language=language("fr"), by=None)
    row.translate("recommendation", "Mesurer d’abord.", language=language("fr"), by=None)
    practice("Mango")

    html = get(client, "sort=title", "/fr/guidelines/practices/")

    assert titles(html) == ["Éclair", "Mango"]
    assert titles(get(client, "sort=title")) == ["Mango", "Zeta"]
    assert re.search(r'lang="en">Mango<', html)
    assert "Certains titres français sont des traductions de travail." in html
    assert "translations" not in html
    assert "Mesurer d’abord." in html


@pytest.mark.parametrize("records", [1, 3])
def test_list_asks_the_same_however_many_records(
    client: Client, ncp_a: Person, records: int, django_assert_num_queries: Any
) -> None:
    for number in range(records):
        practice(f"Practice {number}")
    client.force_login(ncp_a)
    get(client)

    # Session, person, tokens, audiences, counts, rows, what needs the person.
    with django_assert_num_queries(7):
        get(client, "strength=should&technology=ai-ml")


def test_pages_keep_filters_and_show_every_record_once(client: Client) -> None:
    for number in range(27):
        practice(f"Practice {number:02}")

    first = get(client, "technology=ai-ml")
    following = re.search(r'href="([^"]*after=[^"]*)" rel="next"', first)
    assert following
    second = get(client, path=following[1].replace("&amp;", "&"))

    assert len(titles(first)) == 25
    assert sorted(titles(first) + titles(second)) == [f"Practice {n:02}" for n in range(27)]
