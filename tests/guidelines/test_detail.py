"""The page of a record: what it says, what it cites, and who cites it."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from directory.models import Person
from guidelines.kinds import Kind
from guidelines.models import Record
from portal.markings.models import Marking
from research.models import Work
from tests.guidelines.advice import language, publish, text

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


def test_page_escapes_every_field(client: Client) -> None:
    for kind in Kind.values:
        content: dict[str, Any] = {
            "title": CANARY, "recommendation": CANARY, "problem": CANARY, "happened": CANARY,
            "lesson": CANARY, "steps": CANARY, "applies_note": CANARY,
            "evidence": [source("", title=CANARY, note=CANARY), source(CANARY, title="")],
            "risks": [{"risk": CANARY, "answer": CANARY}],
            "results": [dict.fromkeys(("metric", "baseline", "after", "method"), CANARY)],
        }  # fmt: skip
        row = publish(kind, content=text(kind, **content), marking="clear", about=CANARY)
        lead = {"practice": "recommendation", "pitfall": "happened", "experience": "lesson"}[kind]
        row.translate("title", CANARY, language=language("fr"), by=None)
        row.translate(lead, CANARY, language=language("fr"), by=None)
        for tongue in ("en", "fr"):
            for html in (get(client, row, tongue=tongue), get(client, row, "versions/")):
                assert "<script>alert" not in html
                assert html.count("</script>") == html.count("<script")


def test_french_page_marks_languages_and_working_translations(client: Client) -> None:
    row = cites(steps="First measure.")
    row.translate("title", "Mesurer avant d’acheter", language=language("fr"), by=None)
    row.translate("recommendation", "Mesurer d’abord.", language=language("fr"), by=None)

    html = get(client, row, tongue="fr")

    assert '<h1 lang="fr" dir="auto">Mesurer avant d’acheter</h1>' in html
    assert '<p lang="fr" dir="auto">Mesurer d’abord.</p>' in html
    assert '<span lang="en" dir="auto">Measure before you buy</span>' in html
    assert re.search(r'<div class="prose" lang="en" dir="auto">\s*<p[^>]*>First measure.', html)


def test_page_of_public_sources_says_so_in_both_languages(client: Client) -> None:
    row = publish(Kind.PRACTICE, marking="clear", source_url="https://example.org/")

    assert "From public sources, not submitted by the administration" in get(client, row)


def test_overdue_record_says_so_on_page_and_print(client: Client) -> None:
    row = cites()
    row.review_by = timezone.localdate() - datetime.timedelta(days=1)
    row.save(update_fields=["review_by"])

    html = get(client, row)

    assert 'class="page-head overdue-print" data-note="' in html
    assert "It was to be reviewed by" in html


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
    client.force_login(ncp_b)
    get(client, row)

    # Session, person, tokens, record, what needs the person, audiences, follows, what is around it,
    # the own answer, and what is like it.
    with django_assert_num_queries(10):
        get(client, row)
