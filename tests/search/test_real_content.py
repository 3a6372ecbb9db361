"""The first records of the library, asked for as readers would ask."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from portal.search.indexing import index_stale
from portal.search.models import Entry
from portal.search.registry import searchable_models
from portal.search.results import Results
from research.models import Work
from tests.people import make_person


@pytest.fixture(scope="module")
def content(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """The seeded portal, indexed, in a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        call_command("seed", verbosity=0)
        make_person("Olga Officer", factor=False)
        index_stale()
        yield
        transaction.set_rollback(True)


pytestmark = pytest.mark.usefixtures("content")


def codes(query: str, language: str = "en", most: int = 5, **filters: str) -> list[str]:
    """Return the codes of the first works that a visitor finds."""
    address = {"q": query, "kind": "work"} | filters
    results: Results = Client().get(f"/{language}/search/", address).context["results"]
    ids = [row.object_id for row in (results.page or [])][:most]
    by_id = dict(Work.objects.filter(pk__in=ids).values_list("pk", "code"))
    return [by_id[pk] for pk in ids]


@pytest.mark.parametrize(
    ("query", "language", "first"),
    [
        ("active learning inspection", "en", "R002"),
        ("How can Customs detect fraud when labels are scarce?", "en", "R006"),
        ("concealed cars in x-ray images", "en", "R020"),
        ("can blockchain revolutionize international trade", "en", "R040"),
        ("single window roadmap", "en", "R045"),
        ("time release study", "en", "R046"),
        ("Sundong Kim concept drift", "en", "R003"),
        ("smart containers", "en", "R051"),
        # French words without their accents find works by their French text, on either page.
        ("derive conceptuelle", "fr", "R003"),
        ("etiquettes rares", "fr", "R006"),
        ("guichet unique feuille de route", "fr", "R045"),
        ("conteneurs intelligents", "en", "R051"),
        ("arithmetique politique des frontieres", "en", "R049"),
        ("Chaîne de blocs : peut-elle révolutionner le commerce ?", "fr", "R040"),
    ],
)
def test_first_hit_is_the_work_that_was_meant(query: str, language: str, first: str) -> None:
    assert codes(query, language, most=1) == [first]


@pytest.mark.parametrize(
    ("query", "among"),
    [
        ("deep learning x-ray security", {"R020", "R021"}),
        ("classification of goods from their description", {"R007", "R008"}),
        ("data mining for risk management in developing countries", {"R015", "R016"}),
        ("blockchain information sharing between business and government", {"R023", "R024"}),
        ("reconnaissance de la fraude documentaire maritime", {"R012"}),
    ],
)
def test_works_that_were_meant_are_among_the_first(query: str, among: set[str]) -> None:
    assert among <= set(codes(query))


def test_exact_title_is_first_in_both_languages() -> None:
    for work in Work.objects.published().exclude(title_fr="").exclude(code=None)[:12]:
        assert codes(work.title.lower(), most=1) == [work.code]
        assert codes(work.title_fr.upper(), "fr", most=1) == [work.code]


def test_codes_and_dois_are_found() -> None:
    for work in Work.objects.published().exclude(doi="")[:5]:
        assert work.code in codes(work.doi, most=2)
    assert codes("R049", most=1) == ["R049"]


def test_administration_is_found_by_its_names() -> None:
    for name, path in (
        ("Senegal", "/en/search/"),
        ("senegal", "/fr/search/"),
        ("Côte d'Ivoire", "/fr/search/"),
        ("Cote d’Ivoire", "/en/search/"),
        ("Alemania", "/en/search/"),
    ):
        results: Results = Client().get(path, {"q": name}).context["results"]
        assert results.groups[0].kind == "administration", name


def test_addresses_of_the_index_are_those_of_the_objects() -> None:
    home = reverse("home:front")
    for label, searched in searchable_models().items():
        entries = Entry.objects.filter(object_type=label)
        objects = searched.model._base_manager.in_bulk(entries.values_list("object_id", flat=True))
        # Topics come with the sample rooms, which are no content.
        assert objects or label == "forums.topic"
        for entry in entries:
            assert f"{home}{entry.path}" == objects[entry.object_id].get_absolute_url()


def test_pages_are_light() -> None:
    for path in (
        "/en/search/?q=customs",
        "/fr/search/?q=douane",
        "/en/search/?q=customs&kind=work",
    ):
        response = Client().get(path, headers={"accept-encoding": "gzip"})

        assert response["Content-Encoding"] == "gzip"
        assert len(response.content) <= 12_288, path
