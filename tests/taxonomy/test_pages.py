"""Technologies and taxonomies: what everybody reads, and what a reader finds on a page."""

from typing import Any

import pytest

from directory.models import Person, SpokenLanguage
from portal.markings.models import Marking, reader_of
from portal.markings.panels import panels_of
from portal.taxonomy.models import KINDS, Language, Obstacle, Technology
from research.models import Work
from tests.people import as_reader, make_person


def make_technology(slug: str, **fields: Any) -> Technology:
    """Return a technology that exists only in tests."""
    return Technology.objects.create(
        slug=slug,
        **{
            "name_en": slug.title(), "name_fr": f"{slug} (fr)", "definition_en": f"What {slug} is.",
            "definition_fr": f"Ce qu’est {slug}.", "status": "focus", "group": "sensing-control",
        }
        | fields,
    )  # fmt: skip


@pytest.fixture
def seals(db: None) -> Technology:
    return make_technology("seals")


def test_technology_page_defines_it(client: Any, seals: Technology) -> None:
    page = client.get("/en/technologies/seals/").content.decode()

    for words in (
        "<h1>Seals</h1>",
        "What seals is.",
        "Focus of the project",
        "Sensing and control",
    ):
        assert words in page


def test_technology_page_in_french_says_that_the_french_is_ours(
    client: Any, seals: Technology
) -> None:
    page = client.get("/fr/technologies/seals/").content.decode()

    assert "<h1>seals (fr)</h1>" in page
    assert "Ce qu’est seals." in page


def test_technology_page_shows_the_people_and_works_its_reader_may_read(
    client: Any, seals: Technology, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    for name in ("Vera Verified", "Sam Stopped"):
        person = make_person(name, administration=ncp_b.administration)
        person.revise(by=None, related={"technologies": [seals]})
    person.suspend(by=secretariat, reason="x")
    english = Language.objects.create(code="en", name_en="English", name_fr="anglais")
    for title, marking in (("Open study", Marking.CLEAR), ("Members study", Marking.GREEN)):
        work = Work.add(
            by=None, authors=["A. Author"], title=title, year=2026, kind="report",
            language=english, abstract="An abstract.", marking=marking,
            related={"technologies": [seals]},
        )  # fmt: skip
        work.publish(by=None)
    words = ["Vera Verified", "Sam Stopped", "Open study", "Members study"]

    visitor = client.get("/en/technologies/seals/").content.decode()
    client.force_login(ncp_a)
    officer = client.get("/en/technologies/seals/").content.decode()

    assert [each in visitor for each in words] == [False, False, True, False]
    assert [each in officer for each in words] == [True, False, True, True]


def test_panel_is_made_for_its_reader_alone(seals: Technology, ncp_a: Person) -> None:
    ncp_a.revise(by=None, related={"technologies": [seals]})

    own = panels_of(seals, reader_of(as_reader(ncp_a)))

    assert [[row["name"] for row in panel.rows] for panel in own] == [[ncp_a.name]]
    assert panels_of(ncp_a.administration, reader_of(as_reader(ncp_a))) == []


def test_technology_page_names_languages_in_that_of_the_reader(
    client: Any, seals: Technology, ncp_a: Person
) -> None:
    ncp_a.revise(by=None, related={"technologies": [seals]})
    arabic = Language.objects.create(code="ar", name_en="Arabic", name_fr="arabe")
    SpokenLanguage.objects.create(person=ncp_a, language=arabic, level="C1")
    client.force_login(ncp_a)

    english, french, again = (
        client.get(f"/{language}/technologies/seals/").content.decode()
        for language in ("en", "fr", "en")
    )

    assert "<span>Arabic</span>" in english
    assert "<span>arabe</span>" in french
    assert again.count("<span>Arabic</span>") == 1
    assert "<span>arabe</span>" not in again


def test_technology_page_says_in_which_language_a_title_is(client: Any, seals: Technology) -> None:
    spanish = Language.objects.create(code="es", name_en="Spanish", name_fr="espagnol")
    work = Work.add(
        by=None, authors=["A. Author"], title="Un <estudio>", year=2026, kind="report",
        language=spanish, abstract="Un resumen.", marking=Marking.CLEAR,
        related={"technologies": [seals]},
    )  # fmt: skip
    work.publish(by=None)
    row = f'/{work.public_id}/"'

    page = client.get("/en/technologies/seals/").content.decode()
    Work.objects.filter(pk=work.pk).update(title_fr="Une étude")
    french = client.get("/fr/technologies/seals/").content.decode()

    assert f'{row} lang="es">Un &lt;estudio&gt;</a></h3>' in page
    assert f"{row}>Une étude</a></h3>" in french


def test_retired_technology_has_a_page_and_stands_in_no_list(
    client: Any, seals: Technology
) -> None:
    make_technology("telex", is_retired=True)

    assert "Telex" not in client.get("/en/technologies/").content.decode()
    assert "no longer offered" in client.get("/en/technologies/telex/").content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_every_taxonomy_has_a_page(kind: str, client: Any, db: None) -> None:
    address = f"/en/taxonomies/{kind}/"

    assert client.get(address).status_code == 200
    assert f'href="{address}"' in client.get("/en/taxonomies/").content.decode()


@pytest.mark.parametrize(
    "address", ["taxonomies/nothing/", "technologies/nothing/", "technologies/%00/"]
)
def test_word_that_does_not_exist(address: str, client: Any, db: None) -> None:
    assert client.get(f"/en/{address}").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_no_more_for_more_rows(
    rows: int, client: Any, db: None, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        make_technology(f"t{number}")
        Obstacle.objects.create(slug=f"o{number}", name_en="O", name_fr="O")
    pages = ["/en/technologies/", "/en/taxonomies/", "/en/taxonomies/obstacles/"]

    for page in pages:
        client.get(page)
        with django_assert_num_queries(1):
            client.get(page)


@pytest.mark.parametrize("rows", [1, 3])
def test_technology_page_asks_no_more_for_more_rows(
    rows: int, client: Any, seals: Technology, ncp_a: Person, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        person = make_person(f"T Tech{number}", administration=ncp_a.administration)
        person.revise(by=None, related={"technologies": [seals]})
    client.force_login(ncp_a)
    client.get("/en/technologies/seals/")

    # Guidance asks twice: for records, and for what experiences name.
    with django_assert_num_queries(10):
        client.get("/en/technologies/seals/")
