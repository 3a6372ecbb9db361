"""The page of a record: what is said, to whom, in which language; what machines read."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Person
from portal.markings.models import Marking
from portal.taxonomy.models import Language, Process, Technology
from research.models import Work
from tests.research.conftest import Make

CANARY = "<script>alert('canary')</script>\"&"


def get(client: Client, work: Work, language: str = "en", status: int = 200) -> str:
    response = client.get(f"/{language}/research/works/{work.public_id}/")
    assert response.status_code == status
    return response.content.decode()


def meta(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<meta name="((?:citation_|DC\.)[^"]*)" content="([^"]*)">', html)


def json_ld(html: str) -> Any:
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(block[1]) if block else None


def test_public_record_is_offered_to_machines(client: Client, make_work: Make) -> None:
    work = make_work(
        "Public",
        authors=["Ada Arcadi", "{Bank of B}"],
        kind=Work.Type.JOURNAL_ARTICLE,
        venue="World Customs Journal 13(2), pp. 77-90",
        doi="10.1000/182",
        keywords=["fraud"],
    )

    html = get(client, work)

    assert ("citation_title", "Public") in meta(html)
    assert [value for name, value in meta(html) if name == "citation_author"] == [
        "Ada Arcadi", "Bank of B",
    ]  # fmt: skip
    assert ("citation_journal_title", "World Customs Journal") in meta(html)
    assert ("citation_firstpage", "77") in meta(html)
    assert ("DC.identifier", "https://doi.org/10.1000/182") in meta(html)
    data = json_ld(html)
    assert (data["@type"], data["name"]) == ("ScholarlyArticle", "Public")
    assert [author["@type"] for author in data["author"]] == ["Person", "Organization"]
    assert 'content="noindex"' not in html


def test_restricted_record_is_not_offered_to_machines(
    client: Client, library: dict[str, Work], officer: Person
) -> None:
    client.force_login(officer)

    for label in ("green", "amber", "amber-strict"):
        html = get(client, library[label])
        assert meta(html) == []
        assert json_ld(html) is None
        assert '<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize(
    ("label", "readers"),
    [
        ("clear", "Everybody"),
        ("green", "All Members"),
        ("amber", "Arcadia and the Secretariat"),
        ("amber-strict", "Only Arcadia"),
        ("red", "2 named readers"),
    ],
)
def test_custody_line_says_label_readers_and_why(
    client: Client, library: dict[str, Work], officer: Person, label: str, readers: str
) -> None:
    library["red"].grant(officer, by=None)
    client.force_login(officer)

    html = get(client, library[label])

    assert f'<span class="tlp tlp-{label}">' in html
    assert f"<span>{readers}</span>" in html
    assert reverse("home:why", args=["work", library[label].public_id]) in html


def test_page_escapes_every_field(client: Client, make_work: Make, valuation: Process) -> None:
    work = make_work(
        CANARY,
        authors=[f"Ada {CANARY}", f"{{{CANARY}}}"],
        title_fr=CANARY,
        venue=CANARY,
        abstract=CANARY,
        abstract_fr=CANARY,
        keywords=[CANARY],
        keywords_fr=[CANARY],
        source_note=CANARY,
        doi="10.1000/182",
        related={"processes": [valuation]},
    )
    make_work(f"Akin {CANARY}", related={"processes": [valuation]})

    for language in ("en", "fr"):
        html = get(client, work, language)
        assert "<script>alert" not in html
        assert html.count("</script>") == html.count("<script")
        assert "&lt;script&gt;alert(&#x27;canary&#x27;)" in html
    assert json_ld(html)["name"] == CANARY
    list_html = client.get("/en/research/works/").content.decode()
    assert "<script>alert" not in list_html


def test_abstract_comes_in_the_readers_language_first(client: Client, make_work: Make) -> None:
    work = make_work(
        "Title",
        title_fr="Titre",
        abstract="English words.",
        abstract_fr="Mots français.",
        french_is_working=True,
    )

    english, french = (get(client, work, code).split("<main")[1] for code in ("en", "fr"))

    assert english.index("English words.") < english.index("Mots français.")
    assert french.index("Mots français.") < french.index("English words.")
    for html in (english, french):
        assert re.search(r'class="prose[^"]*" lang="en" dir="auto"><p>English words', html)
        assert re.search(r'class="prose[^"]*" lang="fr" dir="auto"><p>Mots fran', html)
        assert html.count('class="translated') == 1
    assert '<h1 lang="fr" dir="auto">Titre</h1>' in french
    assert '<span lang="en" dir="auto">Title</span>' in french


def test_title_in_another_language_says_which(
    client: Client, make_work: Make, spanish: Language
) -> None:
    work = make_work("Título", language=spanish)

    assert '<h1 lang="es" dir="auto">Título</h1>' in get(client, work)


@pytest.mark.parametrize(
    ("kind", "akin"),
    [
        (None, {"Akin clear"}),
        ("ncp_b", {"Akin clear", "Akin green", "Akin red"}),
        ("officer", {"Akin clear", "Akin green", "Akin amber", "Akin amber-strict"}),
    ],
)
def test_akin_works_are_those_the_reader_may_read(
    client: Client,
    make_work: Make,
    request: pytest.FixtureRequest,
    kind: str | None,
    akin: set[str],
) -> None:
    ai = request.getfixturevalue("ai")
    related = {"technologies": [ai]}
    for marking in Marking:
        work = make_work(f"Akin {marking.value}", marking=marking, related=related)
    work.grant(request.getfixturevalue("ncp_b"), by=None)
    make_work("Akin draft", publish=False, related=related)
    make_work("Apart")
    if kind:
        client.force_login(request.getfixturevalue(kind))

    html = get(client, make_work("Here", related=related))

    shown = html.split('id="akin"')[1].split("</section>")[0]
    assert set(re.findall(r'dir="auto">([^<]*)</a>', shown)) == akin


def test_the_most_akin_comes_first(
    client: Client, make_work: Make, technologies: list[Technology], valuation: Process
) -> None:
    make_work("One", year=2024, related={"technologies": technologies[:1]})
    make_work("Three", year=1999, related={"technologies": technologies, "processes": [valuation]})
    make_work("Two", year=2010, related={"technologies": technologies})
    filed = {"technologies": technologies, "processes": [valuation]}

    html = get(client, make_work("Here", related=filed))

    shown = html.split('id="akin"')[1]
    assert re.findall(r'dir="auto">([^<]*)</a>', shown) == ["Three", "Two", "One"]


def test_withdrawn_record_says_when_and_why_and_nothing_else(
    client: Client, make_work: Make, publisher: Person
) -> None:
    work = make_work("Gone", abstract="Once said.")
    work.withdraw(by=publisher, reason="The figures were wrong.")

    html = get(client, work, status=410)

    assert "The figures were wrong." in html
    assert "Withdrawn: Gone" in html
    assert "Once said." not in html
    assert '<meta name="robots" content="noindex">' in html
    for notation in ("bibtex", "ris", "csl-json"):
        address = f"/en/research/works/{work.public_id}/cite.{notation}"
        assert client.get(address).status_code == 302


def test_seeded_and_sample_records_say_so(client: Client, make_work: Make) -> None:
    seeded = make_work("Seeded", source_url="https://www.example.org/")
    sample = make_work("Sample", is_sample=True)

    assert "From public sources, not submitted by the administration." in get(client, seeded)
    assert "From public sources" not in get(client, sample)
    assert '<span class="badge is-void">Sample</span>' in get(client, sample)


def test_authors_are_shown_as_they_are_written(client: Client, make_work: Make) -> None:
    typed = ["Sundong Kim", "van Engelenburg, Sélinde", "{Bank of B}", "Prince"]
    work = make_work(authors=typed)
    shown = [author.name for author in work.authors.all()]

    kept = get(client, work)
    Work.objects.update(citations={})
    asked = get(client, work)

    for html in (kept, asked):
        lede = html.split('<p class="lede">')[1].split("</p>")[0]
        assert re.findall("<bdi>([^<]*)</bdi>", lede) == shown


@pytest.mark.parametrize("akin", [1, 3])
def test_record_asks_the_same_however_many_works_are_akin(
    client: Client, make_work: Make, ai: Technology, akin: int, django_assert_num_queries: Any
) -> None:
    for number in range(akin):
        make_work(f"Akin {number}", authors=["A B"] * akin, related={"technologies": [ai]})
    work = make_work("Here", authors=["A B"] * akin, related={"technologies": [ai]})
    client.force_login(Person.objects.get(given_name="Editor"))
    get(client, work)

    # Session, person, tokens, audiences, record, follows, akin works, what needs the person.
    with django_assert_num_queries(8):
        get(client, work)
