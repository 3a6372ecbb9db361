"""Codes that a text names: those that its writer reads; one message for unknown and unreadable."""

import json
from typing import Any

import pytest
from django.test import Client

from directory.models import Person
from guidelines.kinds import Kind
from guidelines.models import Manuscript
from portal.markings.models import Marking
from tests.guidelines.advice import begin, publish, text
from tests.guidelines.test_cited import work
from tests.guidelines.ways import fresh

pytestmark = pytest.mark.django_db
REFUSED = "Nothing that you may read has this code: "


def save(client: Client, row: Manuscript, sources: list[str], practices: str = "") -> Any:
    """Send the form of a pitfall with these codes."""
    data = {
        **text(Kind.PITFALL), "practices": practices, "seen": json.dumps(fresh(row).seen()),
        "evidence-grade": ["C"] * len(sources), "evidence-source": sources,
        "evidence-title": [""] * len(sources), "evidence-note": [""] * len(sources),
    }  # fmt: skip
    return client.post(f"/en/guidelines/manuscripts/{row.public_id}/edit/", data)


@pytest.fixture
def row(client: Client, ncp_a: Person) -> Manuscript:
    """A pitfall that A writes."""
    client.force_login(ncp_a)
    return begin(Kind.PITFALL, by=ncp_a)


def test_codes_that_the_writer_reads_are_kept(client: Client, row: Manuscript) -> None:
    code, practice = work(Marking.GREEN).code, publish(Kind.PRACTICE).code or ""
    sources = [str(code).lower(), practice, "https://example.org/", "A report, 2020"]

    answer = save(client, row, sources, practices=practice.lower())

    assert answer.status_code == 302
    kept = fresh(row).content
    assert [each["source"] for each in kept["evidence"]] == sources
    assert kept["practices"] == [practice]


def test_unknown_and_unreadable_codes_get_one_answer(
    client: Client, row: Manuscript, ncp_b: Person
) -> None:
    hidden = str(work(Marking.AMBER_STRICT, administration=ncp_b.administration).code)
    before = fresh(row).content

    answers = {code: save(client, row, [code]).content.decode() for code in (hidden, "R998")}

    for code, html in answers.items():
        assert f"{REFUSED}{code}." in html
    assert fresh(row).content == before


@pytest.mark.parametrize("typed", ["HELLO", "R901", "BP9999", "<b>"])
def test_practices_are_records_that_are_there(client: Client, row: Manuscript, typed: str) -> None:
    work(Marking.CLEAR)

    html = save(client, row, [], practices=typed).content.decode()

    assert f"{REFUSED}{typed.upper()}.".replace("<B>", "&lt;B&gt;") in html


def test_code_that_a_colleague_may_read_stays(
    client: Client, row: Manuscript, ncp_b: Person
) -> None:
    code = str(work(Marking.AMBER_STRICT, administration=ncp_b.administration).code)
    evidence = [{"grade": "C", "source": code, "title": "", "note": ""}]
    content = {**fresh(row).content, "evidence": evidence}
    Manuscript.objects.filter(pk=row.pk).update(content=content)

    assert save(client, row, [code]).status_code == 302


def test_codes_of_a_new_record_are_asked_too(client: Client, row: Manuscript) -> None:
    data = {**text(Kind.PITFALL), "practices": "BP9999", "language": "en", "marking": "green"}

    answer = client.post("/en/guidelines/pitfalls/add/", data)

    assert f"{REFUSED}BP9999." in answer.content.decode()
