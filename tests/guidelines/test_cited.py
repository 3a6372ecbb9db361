"""What a text calls a source is for whoever may read the source: on no page for anybody else."""

import io
import json
from typing import Any

import docx
import pytest
from django.test import Client

from directory.models import Person
from guidelines.kinds import Kind
from guidelines.models import Comment, Manuscript, Record, Review, Version
from guidelines.models.succession import merge, supersede
from guidelines.pages.briefing import Brief
from guidelines.pressing import sheet
from guidelines.text.paragraphs import paragraphs_of
from guidelines.text.sections import EVIDENCE, digest_of
from portal.audit.models import Event
from portal.markings.models import Marking, reader_of
from portal.taxonomy.models import Technology
from research.models import Work
from tests.guidelines.advice import begin, language, publish, text, version_of
from tests.guidelines.ways import fresh, in_review
from tests.people import as_reader

pytestmark = pytest.mark.django_db
CANARIES = ("Canary work", "Canary typed", "Canary note")
ROOM = "/en/guidelines/"


def work(marking: str, **values: Any) -> Work:
    """Publish a work that only some read."""
    row: Work = Work.add(
        by=None, title="Canary work", authors=["Ada"], year=2020, kind=Work.Type.REPORT,
        language=language(), abstract="", marking=marking, code="R901", **values,
    )  # fmt: skip
    row.publish(by=None)
    return Work.objects.get(pk=row.pk)


def cites(kind: str, code: str | None, **more: Any) -> dict[str, Any]:
    """Return a text that cites a work, and says more of it than its code."""
    row = {"grade": "C", "source": code, "title": "Canary typed", "note": "Canary note"}
    return text(kind, evidence=[row], **more)


def kept_before(kind: str, code: str | None, **more: Any) -> Record:
    """Return a record with a version that was kept with the typed title of its source."""
    row = publish(kind, content=text(kind), marking=Marking.CLEAR)
    content = {**version_of(row).content, **cites(kind, code, **more)}
    kept = Version.objects.create(
        record=row, number=2, marking=Marking.CLEAR, content=content, digest=digest_of(content)
    )
    Record.objects.filter(pk=row.pk).update(version=kept, title=content["title"])
    return Record.objects.get(pk=row.pk)


def met(client: Client, path: str) -> list[str]:
    """Return which canaries a page shows; print is the same page."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return [each for each in CANARIES if each in answer.content.decode()]


def pages_about(*rows: Record) -> list[str]:
    """Return every address that shows texts of records."""
    own = [
        f"{ROOM}{row.public_id}/{path}"
        for row in rows
        for path in ("?read=old", "versions/", "versions/1/", "changes/?old=1&new=2")
    ]
    lists = [ROOM, *(f"{ROOM}{kind}s/" for kind in Kind.values), f"{ROOM}briefings/ai-ml/"]
    french = [each.replace("/en/", "/fr/") for each in own]
    return [*own, *french, *lists, f"{ROOM}compare/?code=E901", "/en/search/?q=canary"]


def test_pages_of_records_call_no_source_that_the_reader_may_not_read(
    client: Client, publisher: Person, ncp_a: Person
) -> None:
    code = work(Marking.GREEN).code
    standing, replaced, merged = (
        kept_before(Kind.PRACTICE, code, title=title) for title in ("One", "Two", "Three")
    )
    case = kept_before(Kind.EXPERIENCE, code)
    Record.objects.filter(pk=case.pk).update(code="E901")
    supersede(replaced, by=publisher, successor=standing, note="Better.")
    merge(merged, by=publisher, successor=standing, note="The same.")

    for path in pages_about(standing, replaced, merged, case):
        assert met(client, path) == [], path
    client.force_login(ncp_a)
    for row in (replaced, merged):
        assert met(client, f"{ROOM}{row.public_id}/?read=old") == ["Canary work", "Canary note"]


@pytest.mark.parametrize("kind", Kind.values)
def test_copies_and_briefings_call_no_source_that_the_reader_may_not_read(
    client: Client, partner: Person, kind: str
) -> None:
    row = kept_before(kind, work(Marking.GREEN).code)
    client.force_login(partner)

    taken = [client.post(f"{ROOM}{kind}s/copy/", {"format": "csv"}).content.decode()]
    if kind == Kind.EXPERIENCE:
        path = f"{ROOM}compare/copy/?code={row.code}"
        taken.append(client.post(path, {"format": "csv"}).content.decode())
    brief = Brief(Technology.objects.get(slug="ai-ml"), reader_of(as_reader(partner)))
    taken.append(json.dumps(sheet(brief, partner, each=5, letters=400, works=4)))

    assert [each for each in CANARIES if any(each in words for words in taken)] == []
    assert row.title in taken[-1]


def test_title_typed_for_a_source_of_the_portal_is_not_kept(ncp_a: Person) -> None:
    row = begin(by=ncp_a, content=cites(Kind.PRACTICE, "R901"))
    elsewhere = {"grade": "D", "source": "https://example.org/", "title": "Kept", "note": ""}

    row.write(by=ncp_a, content=text(Kind.PRACTICE, evidence=[elsewhere]), seen=row.seen())
    first = publish(content=cites(Kind.PRACTICE, "R901"))

    assert [each["title"] for each in fresh(row).content["evidence"]] == ["Kept"]
    assert [each["title"] for each in version_of(first).content["evidence"]] == [""]
    assert version_of(first).is_intact


@pytest.fixture
def reviewed(ncp_a: Person, ncp_b: Person, secretariat: Person) -> Manuscript:
    """A text of A that B reviews; it cites a work of A alone, in more words than its code."""
    strict = {"administration": ncp_a.administration}
    code = work(Marking.AMBER_STRICT, **strict).code
    row = in_review(ncp_a, content=text(Kind.PRACTICE))
    Review.ask(row, ncp_b, by=secretariat)
    content = {**fresh(row).content, **cites(Kind.PRACTICE, code)}
    Manuscript.objects.filter(pk=row.pk).update(content=content)
    return fresh(row)


def words_of(content: bytes) -> str:
    """Return all that a document says."""
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_reviewers_meet_code_and_grade_alone(
    client: Client, reviewed: Manuscript, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    path = f"{ROOM}manuscripts/{reviewed.public_id}/"
    for person in (ncp_b, secretariat):
        client.force_login(person)
        for page in ("", "comment/?section=evidence", *(["review/"] if person == ncp_b else [])):
            assert met(client, path + page) == [], (person, page)
        copy = words_of(client.get(f"{path}text.docx").content)
        assert [each for each in CANARIES if each in copy] == []
        assert "R901" in copy
        assert "R901" in client.get(path).content.decode()

    client.force_login(ncp_a)
    assert met(client, path) == ["Canary typed", "Canary note"]


def test_comment_on_evidence_keeps_code_and_grade_alone(
    reviewed: Manuscript, ncp_b: Person
) -> None:
    seen = paragraphs_of(EVIDENCE, reviewed.content)[0].digest

    row = Comment.write(
        reviewed, by=ncp_b, section="evidence", paragraph=1, words="Why?", seen=seen
    )

    assert [each for each in CANARIES if each in row.quote] == []
    assert "R901" in row.quote


def test_copy_of_a_text_carries_its_label_and_is_noted(
    client: Client, reviewed: Manuscript, ncp_b: Person
) -> None:
    client.force_login(ncp_b)

    answer = client.get(f"{ROOM}manuscripts/{reviewed.public_id}/text.docx")

    document = docx.Document(io.BytesIO(answer.content))
    assert document.paragraphs[0].text == "TLP:AMBER+STRICT"
    assert "Secretariat" in document.paragraphs[1].text
    assert "TLP:AMBER+STRICT" in document.sections[0].footer.paragraphs[0].text
    event = Event.objects.get(verb="guidelines.copy_text")
    assert (event.actor_id, event.object_id) == (ncp_b.pk, reviewed.pk)


def test_copy_of_a_hidden_authors_text_is_noted_without_a_name(
    client: Client, ncp_a: Person
) -> None:
    row = begin(Kind.EXPERIENCE, by=ncp_a, attribution="region")
    client.force_login(ncp_a)

    client.get(f"{ROOM}manuscripts/{row.public_id}/text.docx")

    assert Event.objects.get(verb="guidelines.copy_text").actor_id is None
