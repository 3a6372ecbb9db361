"""The page of a record: what it says, what it cites, and who cites it."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from directory.models import Person
from guidelines.kinds import Kind
from guidelines.models import Record, Translation
from guidelines.models.succession import supersede
from guidelines.text.sections import Section, digest_of, sections_of
from portal.markings.models import Marking
from portal.zones import zone_of
from research.models import Work
from tests.guidelines.advice import begin, filed, language, publish, text, version_of

pytestmark = pytest.mark.django_db

CANARY = "<script>alert('canary')</script>\"&"


def get(client: Client, row: Record, path: str = "", tongue: str = "en") -> str:
    response = client.get(f"/{tongue}/guidelines/{row.public_id}/{path}")
    assert response.status_code == 200
    return response.content.decode()


def a_work(title: str, marking: str, number: int = 901) -> Work:
    """Publish a work of the library."""
    work: Work = Work.add(
        by=None, title=title, authors=["Ada"], year=2020, kind=Work.Type.REPORT,
        language=language(), abstract="", marking=marking, code=f"R{number}",
    )  # fmt: skip
    work.publish(by=None)
    return Work.objects.get(pk=work.pk)


def source(code: str | None, **more: str) -> dict[str, str]:
    """Return a row of evidence."""
    return {"grade": "A", "source": code or "", "title": "Typed title", "note": "A note."} | more


def cites(*rows: dict[str, str], **more: Any) -> Record:
    """Publish a practice with this evidence."""
    content = text(Kind.PRACTICE, evidence=list(rows), **more)
    return publish(Kind.PRACTICE, content=content, marking="clear")


def test_page_says_what_is_recommended_and_for_whom(client: Client) -> None:
    row = cites(applies=["ict-high"], avoid=["island"], steps="1. One\\n2. Two", setup_cost="low")

    html = get(client, row)

    assert "<b>should</b>" in html
    assert "Measure the present error rate first." in html
    assert re.search(r"Applies when</h3>\s*<ul><li>Systems exchange data", html)
    assert re.search(r"Do not apply when</h3>\s*<ul><li>Island", html)
    assert "<dt>Cost to set it up</dt><dd>Under 50,000 USD</dd>" in html
    assert f"{row.code} v1, {timezone.now().year}" in html


def test_evidence_leads_to_what_the_reader_may_read(client: Client, ncp_b: Person) -> None:
    open_work, closed = (
        a_work("Open work", Marking.CLEAR, 902),
        a_work("Closed work", Marking.GREEN),
    )
    row = cites(
        source(open_work.code), source(closed.code), source("R999"),
        source("https://example.org/a", title="Elsewhere"), source("javascript:alert(1)"),
    )  # fmt: skip

    visitor = get(client, row)
    client.force_login(ncp_b)
    member = get(client, row)

    assert open_work.get_absolute_url() in visitor
    assert 'href="https://example.org/a"' in visitor
    assert visitor.count("A source that you may not read.") == 2
    for words in ("Closed work", closed.public_id, closed.code, "R999"):
        assert words not in visitor
    assert 'href="javascript' not in visitor
    assert closed.get_absolute_url() in member
    assert member.count("A source that you may not read.") == 1


def test_title_typed_for_a_hidden_source_is_not_searched(client: Client) -> None:
    closed = a_work("Closed work", Marking.GREEN)
    row = cites(source(closed.code, title="Closed work in other words"))

    document = row.search_document()

    assert document is not None
    assert "Closed work" not in str(document.bodies)


def test_passage_of_a_search_repeats_no_title_and_shows_no_address(client: Client) -> None:
    row = cites(source("https://example.org/a", title="Open source"))

    document = row.search_document()

    assert document is not None
    assert row.title in document.titles.values()
    bodies = str(document.bodies)
    assert (row.title in bodies, "https://example.org" in bodies) == (False, False)
    assert row.lead in bodies


def test_practice_and_pitfall_lead_to_each_other(client: Client) -> None:
    practice = cites()
    pitfall = publish(
        Kind.PITFALL, content=text(Kind.PITFALL, practices=[practice.code]), marking="clear"
    )

    assert f'<a href="{pitfall.get_absolute_url()}">Nobody owned' in get(client, practice)
    assert f'<a href="{practice.get_absolute_url()}">Measure before' in get(client, pitfall)
    # Its words are shown without their marks.
    assert "Two units both thought" in get(client, practice)


def test_record_that_cites_this_one_is_hidden_from_whoever_may_not_read_it(
    client: Client, ncp_b: Person
) -> None:
    practice = cites()
    content = text(Kind.EXPERIENCE, title="Closed case", evidence=[source(practice.code)])
    publish(Kind.EXPERIENCE, content=content, marking="green")

    visitor = get(client, practice)
    client.force_login(ncp_b)

    assert "Closed case" not in visitor
    assert "Read with" not in visitor
    assert "Closed case" in get(client, practice)


def hostile(section: Section) -> Any:
    """Return what a section says when somebody writes a script into all that can be typed."""
    if section.is_prose:
        return CANARY
    if section.shape in ("rows", "sources"):
        cells = {each.code: CANARY for each in section.columns if not each.choices}
        return [cells, {**cells, "source": "https://example.org/"}]
    if section.shape == "flag":
        return True
    if section.code == "technologies":
        # Each has a page, so there is none that nobody knows.
        return filed()[section.code]
    # Codes that nobody knows stand for themselves.
    return CANARY if section.shape in ("choice", "term") else [CANARY]


@pytest.mark.parametrize("kind", Kind.values)
def test_page_escapes_every_field(client: Client, kind: str, publisher: Person) -> None:
    content = {each.code: hostile(each) for each in sections_of(kind)}
    row, other = (publish(kind, content=content, marking="clear", about=CANARY) for _ in "ab")
    for section in sections_of(kind):
        if section.is_prose:
            row.translate(section.code, CANARY, language=language("fr"), by=None)
    supersede(other, by=publisher, successor=row, note=CANARY)
    pages = [(row, path) for path in ("", "versions/", "translations/", "translations/fr/")]

    for each, path in [*pages, (other, "?read=old")]:
        for tongue in ("en", "fr"):
            html = get(client, each, path, tongue=tongue)
            assert "<script>alert" not in html
            assert html.count("</script>") == html.count("<script")
            assert "&lt;script&gt;" in html or "&#x27;canary&#x27;" in html


@pytest.mark.parametrize("kind", Kind.values)
def test_text_in_preparation_escapes_every_field(
    client: Client, kind: str, secretariat: Person
) -> None:
    row = begin(kind, content={each.code: hostile(each) for each in sections_of(kind)})
    client.force_login(secretariat)

    for path in ("", "edit/", *(f"comment/?section={each.code}" for each in sections_of(kind))):
        html = client.get(f"{row.get_absolute_url()}{path}").content.decode()
        assert "<script>alert" not in html
        assert html.count("</script>") == html.count("<script")
        assert "canary" in html


def test_french_page_marks_languages_and_working_translations(client: Client) -> None:
    row = cites(steps="First measure.")
    row.translate("title", "Mesurer avant d’acheter", language=language("fr"), by=None)
    row.translate("recommendation", "Mesurer d’abord.", language=language("fr"), by=None)

    html = get(client, row, tongue="fr")

    assert '<h1 lang="fr" dir="auto">Mesurer avant d’acheter</h1>' in html
    assert '<p lang="fr" dir="auto">Mesurer d’abord.</p>' in html
    assert "Traduction de travail de" in html
    assert "Traduction de travail." in html
    assert '<span lang="en" dir="auto">Measure before you buy</span>' in html
    assert re.search(r'<div class="prose" lang="en" dir="auto">\s*<p[^>]*>First measure.', html)


def test_overdue_record_says_so_on_page_and_print(client: Client) -> None:
    row = cites()
    row.review_by = timezone.localdate() - datetime.timedelta(days=1)
    row.save(update_fields=["review_by"])

    html = get(client, row)

    # Once on the page, once on print.
    assert html.count("to be reviewed by") == 1
    assert html.count('class="overdue-print only-print"') == 1


def test_record_whose_identifier_ends_in_s_has_a_page(client: Client) -> None:
    row = cites()
    Record.objects.filter(pk=row.pk).update(public_id="abcdefghijks")
    row.refresh_from_db()

    assert row.code in get(client, row)  # type: ignore[operator]


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_same_however_much_is_around_it(
    client: Client, ncp_b: Person, number: int, django_assert_num_queries: Any
) -> None:
    works = [a_work(f"Work {each}", Marking.CLEAR, each + 910) for each in range(number)]
    row = cites(*(source(work.code) for work in works))
    for each in range(number):
        content = text(Kind.PITFALL, title=f"Pitfall {each}", practices=[row.code])
        publish(Kind.PITFALL, content=content, marking="green")
        cites()
    client.force_login(ncp_b)
    get(client, row)

    # Session, person, tokens, record, what needs the person, follows, what is around it, and what
    # is like it.
    with django_assert_num_queries(8):
        assert 'id="alike"' in get(client, row)


def test_page_of_an_own_hidden_record_asks_who_opens_it(
    client: Client, ncp_a: Person, django_assert_max_num_queries: Any
) -> None:
    hidden = publish(Kind.PITFALL, by=ncp_a, attribution="region")
    client.force_login(ncp_a)
    counts = []
    for row in (publish(Kind.PITFALL, content=text(Kind.PITFALL, title="Unlike")), hidden):
        get(client, row)
        with django_assert_max_num_queries(10) as asked:
            html = get(client, row)
        counts.append(len(asked))

    assert "It is your administration" in html
    assert "Begin a new version" in html
    # Whether they may open it: who wrote it, and whether they sign.
    assert counts == [8, 10]


def test_kept_page_shows_each_reader_the_days_of_their_clock(
    client: Client, ncp_a: Person, ncp_b: Person
) -> None:
    row = cites()
    # More than a day apart.
    zones = {ncp_a.pk: "Pacific/Kiritimati", ncp_b.pk: "Pacific/Pago_Pago"}
    for pk, zone in zones.items():
        Person.objects.filter(pk=pk).update(zone=zone)
    days = []

    for person in (ncp_a, ncp_b, ncp_a):
        client.force_login(person)
        days.append(re.findall(r'<time datetime="([^"]*)"', get(client, row))[0])

    moment = version_of(row).published_at
    shown = [moment.astimezone(zone_of(zone)).date().isoformat() for zone in zones.values()]
    assert days == [*shown, shown[0]]
    assert len(set(days)) == 2


def test_section_that_was_checked_is_no_working_translation_any_more(
    client: Client, ncp_a: Person, editor: Person
) -> None:
    row = cites(steps="First measure.")
    row.translate("steps", "Mesurez.", language=language("fr"), by=ncp_a)
    before = get(client, row, tongue="fr")

    Translation.objects.get().check_words(by=editor, seen=digest_of("Mesurez."))
    after = get(client, row, tongue="fr")

    words = 'class="small mute">traduction de travail'
    assert (words in before, words in after) == (True, False)
    assert "Mesurez." in after
