"""Anything may stand in an address: a clear page, never a fault."""

import pytest
from django.test import Client

from tests.search.conftest import Publish

pytestmark = pytest.mark.usefixtures("db")

LONG = "word " * 2_000
TYPED = [
    "%00", "%00fraud%00", "%FF%FE%80", "%ED%A0%80", "%EE%80%80fraud%EE%80%81", "%E2%80%AE",
    "%27", "%22", "%22%22%22", "%5C", "%5C%27", "fraud%5C", "%27fraud", "%22fraud", "fraud%20%26",
    "%21", "%28", "%29", "%3A%2A", "%3C-%3E", "fraud%20%3C2%3E%20x", "a:b:c", "fraud%26%26%7C%7C",
    "--", "-", "-%22", "%22-%22", "the%20of", "%25s", "%25(q)s", "{{q}}", "%E4%B8%AD%E6%96%87",
    "%D8%A7%D9%84%D8%AC%D9%85%D8%A7%D8%B1%D9%83", "http://x.example/a?b%26c", "a@b.example",
    "1.2.3.4", "8471.30", "x" * 3_000, "%22" + "a%20" * 500 + "%22", "%F0%9F%9A%A2",
    "%EF%BB%BFfraud", "%0D%0ASet-Cookie:x", "e%CC%81valuation", "-fraud",
]  # fmt: skip


@pytest.mark.parametrize("path", ["/en/search/", "/fr/search/"])
def test_anything_may_be_typed(indexed: Publish, path: str) -> None:
    indexed("Fraud", title_fr="Fraude")
    client = Client(raise_request_exception=False)

    answers = {typed: client.get(f"{path}?q={typed}") for typed in TYPED}

    assert {typed for typed, answer in answers.items() if answer.status_code != 200} == set()
    assert {typed for typed, answer in answers.items() if b"\0" in answer.content} == set()


def test_long_text_is_searched_by_its_beginning(client: Client, indexed: Publish) -> None:
    indexed("Words")

    page = client.get("/en/search/", {"q": LONG}).content.decode()

    assert "Only the first 200 characters and 32 words were searched." in page
    assert ": 1 result" in page
    assert len(page) < 30_000


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("kind=zebra", "“zebra” is no filter."),
        ("kind=work&kind=zebra", "“zebra” is no filter."),
        ("technology=%00%27%22--", "is no filter."),
        ("region=" + "&region=".join(f"r{number}" for number in range(30)), "too many filters"),
        ("year_from=abc", "Enter a whole number."),
        ("year_from=99999999999999999999", "less than or equal to 2100"),
        ("year_from=2020&year_to=2010", "The first year is after the last year."),
        ("sort=%F0%9F", "is not one of the available choices"),
        ("page=0&kind=work", "greater than or equal to 1"),
        ("page=41&kind=work", "less than or equal to 40"),
        ("page=1e9&kind=work", "Enter a whole number."),
    ],
)
def test_filter_that_cannot_be_used_is_named_and_left_out(
    client: Client, indexed: Publish, query: str, message: str
) -> None:
    indexed("Fraud")

    response = client.get(f"/en/search/?q=fraud&{query}")

    assert response.status_code == 200
    page = response.content.decode()
    assert message in page
    assert response.context["results"].total == 1


@pytest.mark.parametrize(
    "query",
    ["after=forged", "before=forged", "after=%00", "unknown=1", "unknown=%FF", "q=other", "page="],
)
def test_what_means_nothing_changes_nothing(client: Client, indexed: Publish, query: str) -> None:
    indexed("Fraud")

    response = client.get(f"/en/search/?{query}&q=fraud&kind=work&sort=newest")

    assert response.status_code == 200
    assert response.context["results"].total == 1


def test_codes_that_nothing_is_filed_under_find_nothing(client: Client, indexed: Publish) -> None:
    indexed("Fraud")

    page = client.get("/en/search/?q=fraud&technology=unheard-of").content.decode()

    assert "“fraud”: no results" in page
    assert "Remove “Technology: unheard-of”: 1 result" in page


def test_empty_box_explains_the_search(client: Client) -> None:
    for address in ("/en/search/", "/en/search/?q=", "/en/search/?q=%20%00", "/en/search/?kind=x"):
        response = client.get(address)

        assert response.status_code == 200
        assert "Type some words in the search box above" in response.content.decode()


def test_common_words_alone_are_explained(client: Client) -> None:
    page = client.get("/en/search/?q=the+of").content.decode()

    assert "has no word to search by" in page


def test_post_is_refused(client: Client) -> None:
    assert client.post("/en/search/", {"q": "fraud"}).status_code == 405
