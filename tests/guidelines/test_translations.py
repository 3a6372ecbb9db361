"""Translations by section: who makes them, whether they are fresh, and what readers are told."""

import re
from typing import Any

import pytest
from django.test import Client

from directory.models import Person
from guidelines.kinds import Kind
from guidelines.models import Record, Translation
from guidelines.models.translation import translated
from guidelines.pages.translation import FRESH, MISSING, STALE, Desk
from guidelines.text.sections import digest_of
from portal.refusals import Refused
from tests.guidelines.advice import language, publish, text, version_of

pytestmark = pytest.mark.django_db

SOURCE = "Count the errors of a month."


@pytest.fixture
def row(ncp_b: Person) -> Record:
    language("fr")
    return publish(by=ncp_b, content=text(Kind.PRACTICE, problem=SOURCE), marking="clear")


def sent(words: str, before: str = "", source: str = SOURCE) -> dict[str, str]:
    """Return the form of a section."""
    return {"text": words, "seen": digest_of(before), "source": digest_of(source)}


def path(row: Record, section: str = "problem", more: str = "") -> str:
    """Return the address of a section in French."""
    return f"/en/guidelines/{row.public_id}/translations/fr/{section}/{more}"


def issue(row: Record, by: Person | None = None, **sections: Any) -> None:
    """Publish the next version with other words."""
    content = version_of(row).content | sections
    row.issue(content, by=by, marking=row.marking)


def states(row: Record) -> dict[str, str]:
    """Return the state of each section in French."""
    row = Record.objects.detailed().get(pk=row.pk)
    return {line.section.code: line.state for line in Desk(row, language("fr")).lines}


def test_section_is_translated_side_by_side(client: Client, row: Record, ncp_a: Person) -> None:
    client.force_login(ncp_a)

    page = client.get(path(row))
    answer = client.post(path(row), sent("Comptez les erreurs d’un mois."))

    assert (page.status_code, answer.status_code) == (200, 302)
    assert SOURCE in page.content.decode()
    made = Translation.objects.get()
    assert (made.by, made.administration, made.is_working) == (ncp_a, ncp_a.administration, True)
    assert states(row) == {"title": MISSING, "problem": FRESH, "recommendation": MISSING}


def test_reader_in_french_reads_it_with_its_label(
    client: Client, row: Record, ncp_a: Person
) -> None:
    row.translate("problem", "Comptez les **erreurs**.", language=language("fr"), by=ncp_a)
    address = f"/fr/guidelines/{row.public_id}/"

    html = client.get(address).content.decode()

    assert "Comptez les <strong>erreurs</strong>." in html
    assert ncp_a.administration.name_fr in html  # type: ignore[union-attr]
    # What is not translated stands in its own language and says so.
    assert f'lang="en" dir="auto">{version_of(row).content["recommendation"]}' in html
    assert SOURCE in client.get(f"/en/guidelines/{row.public_id}/").content.decode()


def test_translation_of_older_words_is_stale(client: Client, row: Record, ncp_a: Person) -> None:
    row.translate("problem", "Comptez.", language=language("fr"), by=ncp_a)

    issue(row, problem="Count the errors of a year.")

    assert states(row)["problem"] == STALE
    page = client.get(f"/en/guidelines/{row.public_id}/translations/fr/").content.decode()
    assert [each in page for each in ("<del>", "month", "year")] == [True] * 3
    html = client.get(f"/fr/guidelines/{row.public_id}/").content.decode()
    assert "badge is-due" in html


def test_lists_and_search_show_no_french_of_another_source(row: Record, ncp_a: Person) -> None:
    for section, words in (("title", "Mesurer"), ("recommendation", "Mesurez.")):
        row.translate(section, words, language=language("fr"), by=ncp_a)
    before = row.title_fr, row.lead_fr

    row.issue(version_of(row).content | {"title": "Measure twice"}, by=None, marking="clear")

    document = row.search_document()
    assert before == ("Mesurer", "Mesurez.")
    assert (row.title_fr, row.lead_fr) == ("", "Mesurez.")
    assert document
    assert "Mesurer" not in str(document)


def test_version_that_leaves_a_section_alone_leaves_it_fresh(row: Record, ncp_a: Person) -> None:
    row.translate("problem", "Comptez.", language=language("fr"), by=ncp_a)

    issue(row, legal="A law.")

    assert states(row)["problem"] == FRESH


def test_editor_checks_what_another_translated(
    client: Client, row: Record, ncp_a: Person, editor: Person
) -> None:
    row.translate("title", "Mesurer d’abord", language=language("fr"), by=ncp_a)
    row.refresh_from_db()
    assert (row.title_fr, row.french_is_working) == ("Mesurer d’abord", True)
    client.force_login(editor)

    client.post(path(row, "title", "check/"), {"seen": digest_of("Mesurer d’abord")})

    row.refresh_from_db()
    made = Translation.objects.get()
    assert (made.is_working, made.checked_by, row.french_is_working) == (False, editor, False)


@pytest.mark.parametrize("case", ["own", "stale", "changed"])
def test_translation_that_cannot_be_checked_stays_a_working_one(
    row: Record, ncp_a: Person, editor: Person, case: str
) -> None:
    by = editor if case == "own" else ncp_a
    row.translate("problem", "Comptez.", language=language("fr"), by=by)
    if case == "stale":
        issue(row, problem="Other words.")

    with pytest.raises(Refused):
        Translation.objects.get().check_words(
            by=editor, seen=digest_of("Other." if case == "changed" else "Comptez.")
        )

    assert Translation.objects.get().is_working


def test_two_translators_at_once_lose_nothing(
    client: Client, row: Record, ncp_a: Person, ncp_b: Person
) -> None:
    client.force_login(ncp_a)
    client.post(path(row), sent("La première."))
    client.force_login(ncp_b)

    page = client.post(path(row), sent("La seconde."))

    html = page.content.decode()
    assert page.status_code == 200
    assert ["La première." in html, "La seconde." in html] == [True, True]
    assert Translation.objects.get().text == "La première."
    client.post(path(row), sent("La seconde.", before="La première."))
    assert Translation.objects.get().text == "La seconde."


def test_source_that_changed_meanwhile_is_shown_before_saving(
    client: Client, row: Record, ncp_a: Person
) -> None:
    client.force_login(ncp_a)
    issue(row, problem="Other words.")

    html = client.post(path(row), sent("Comptez.")).content.decode()

    assert ["Other words." in html, "Comptez." in html] == [True, True]
    assert not Translation.objects.exists()


def test_translator_of_a_hidden_record_is_not_named(
    client: Client, ncp_a: Person, ncp_b: Person
) -> None:
    language("fr")
    row = publish(by=ncp_a, content=text(Kind.PRACTICE, problem=SOURCE), attribution="region")

    for person in (ncp_a, ncp_b):
        row.translate("problem", f"Par {person.pk}.", language=language("fr"), by=person)
        made = Translation.objects.get()
        assert made.administration is None
    row.translate("problem", "Par nous.", language=language("fr"), by=ncp_a)
    assert Translation.objects.get().by is None


def test_html_in_a_translation_is_inert(client: Client, row: Record, ncp_a: Person) -> None:
    hostile = "<script>alert(1)</script> =1+1"
    for section in ("problem", "recommendation"):
        row.translate(section, hostile, language=language("fr"), by=ncp_a)

    for path in ("", "translations/fr/"):
        html = client.get(f"/fr/guidelines/{row.public_id}/{path}").content.decode()
        assert "<script>alert" not in html


def test_own_language_is_none_to_translate_into(client: Client, row: Record, ncp_a: Person) -> None:
    client.force_login(ncp_a)

    paths = [path(row).replace("/fr/", "/en/"), path(row, "strength"), path(row, "legal")]
    answers = [client.get(each) for each in paths]

    assert [each.status_code for each in answers] == [404, 404, 404]


def test_record_in_its_own_language_asks_for_no_translation(
    row: Record, django_assert_num_queries: Any
) -> None:
    row = Record.objects.detailed().get(pk=row.pk)

    with django_assert_num_queries(0):
        assert translated(row, "en") == {}


def test_list_shows_what_is_begun_and_folds_the_rest(
    client: Client, row: Record, ncp_a: Person
) -> None:
    language("es")
    address = f"/en/guidelines/{row.public_id}/translations/"
    assert "Nobody has translated it yet." in client.get(address).content.decode()

    row.translate("title", "Un titre", language=language("fr"), by=ncp_a)
    reader = client.get(address)
    client.force_login(ncp_a)
    translator = client.get(address)

    lists = [
        {name: [each.language.code for each in page.context[name]] for name in ("begun", "others")}
        for page in (reader, translator)
    ]
    assert lists == [{"begun": ["fr"], "others": []}, {"begun": ["fr"], "others": ["es"]}]
    assert '<ul class="names' not in reader.content.decode()
    # A number says something, or is not there.
    assert re.findall(r"<td[^>]*>([^<]*)</td>", translator.content.decode()) == ["1 of 3", "–", "1"]


@pytest.mark.parametrize("sections", [1, 3])
def test_list_asks_a_fixed_number_of_queries(
    client: Client, row: Record, ncp_a: Person, sections: int, django_assert_num_queries: Any
) -> None:
    for section in ("title", "problem", "recommendation")[:sections]:
        row.translate(section, "Des mots.", language=language("fr"), by=ncp_a)
    address = f"/en/guidelines/{row.public_id}/translations/"
    client.get(address)

    with django_assert_num_queries(4):
        html = client.get(address).content.decode()

    assert f"{sections} of 3" in html
