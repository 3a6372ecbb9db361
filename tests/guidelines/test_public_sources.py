"""Records made from public sources: said wherever they stand, until the Secretariat looked."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from directory.models import Person
from guidelines.kinds import Kind
from guidelines.models import Manuscript, Record
from guidelines.models.succession import supersede
from guidelines.pages.briefing import Brief
from guidelines.pages.manuscript import ManuscriptPage
from guidelines.pages.offline import docx_of
from guidelines.pressing import sheet
from portal.audit.models import Event
from portal.markings.models import Marking, reader_of
from portal.refusals import Refused
from portal.taxonomy.models import Technology
from tests.guidelines.advice import language, publish, text
from tests.guidelines.test_cited import words_of
from tests.people import as_reader
from tests.research.test_work_list import counts

pytestmark = pytest.mark.django_db
ROOM = "/en/guidelines/"
LONG = "From public sources, not submitted by the administration; "
WAITS = "From public sources, not reviewed yet"
DONE = "From public sources, reviewed by the Secretariat"


def sourced(kind: str = Kind.EXPERIENCE, **values: Any) -> Record:
    """Publish a record that nobody handed in."""
    values.setdefault("about", "Customs of Ruritania")
    return publish(
        kind, content=text(kind), marking=Marking.CLEAR, source_url="https://example.org/", **values
    )


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def review(client: Client, row: Record, status: int = 302) -> None:
    assert client.post(f"{ROOM}{row.public_id}/sources/").status_code == status


def test_record_says_in_both_languages_that_nobody_handed_it_in(client: Client) -> None:
    row = sourced()
    language("fr")

    assert f"{LONG}to be reviewed by the Secretariat." in shown(client, row.get_absolute_url())
    french = shown(client, f"/fr/guidelines/{row.public_id}/")
    assert "sources publiques" in french.split("<main")[1].split("</h1>")[1][:600]


@pytest.mark.parametrize("path", ["", "experiences/", "for/?technology=ai-ml", "briefings/ai-ml/"])
def test_lists_say_that_nobody_handed_it_in(client: Client, path: str) -> None:
    row = sourced()
    publish(Kind.EXPERIENCE, marking=Marking.CLEAR)

    before = shown(client, f"{ROOM}{path}")
    row.review_sources(by=None)
    after = shown(client, f"{ROOM}{path}")

    assert (before.count(f"<span>{WAITS}</span>"), before.count(f"<span>{DONE}</span>")) == (1, 0)
    assert (after.count(f"<span>{WAITS}</span>"), after.count(f"<span>{DONE}</span>")) == (0, 1)
    assert "Customs of Ruritania" in after


def test_copies_and_briefings_say_it(client: Client, ncp_a: Person) -> None:
    row = sourced()
    publish(Kind.EXPERIENCE, marking=Marking.CLEAR)
    client.force_login(ncp_a)

    taken = client.post(f"{ROOM}experiences/copy/", {"format": "csv"}).content
    table = list(csv.reader(io.StringIO(taken.decode("utf-8-sig"))))
    compared = shown(client, f"{ROOM}compare/?code={row.code}")
    brief = Brief(Technology.objects.get(slug="ai-ml"), reader_of(as_reader(ncp_a)))
    (part,) = sheet(brief, ncp_a, each=5, letters=90, works=1)["parts"]

    place = table[1].index("Where it comes from")
    assert {line[0]: line[place] for line in table[2:]} == {
        row.code: WAITS, Record.objects.exclude(pk=row.pk).get().code: "",
    }  # fmt: skip
    assert LONG in compared
    assert {each["code"]: WAITS in each["note"] for each in part["entries"]} == {
        row.code: True, Record.objects.exclude(pk=row.pk).get().code: False,
    }  # fmt: skip


def test_copy_of_its_next_text_and_its_old_address_say_it(
    client: Client, editor: Person, publisher: Person
) -> None:
    row = sourced()
    manuscript = Manuscript.revise(row, by=editor)

    copy = words_of(docx_of(ManuscriptPage(manuscript, as_reader(editor))))
    other = publish(Kind.EXPERIENCE, marking=Marking.CLEAR)
    supersede(row, by=publisher, successor=other, note="Better.")

    assert LONG in copy
    assert LONG in shown(client, row.get_absolute_url())


def test_secretariat_says_that_it_has_reviewed_it(client: Client, secretariat: Person) -> None:
    row = sourced()
    client.force_login(secretariat)
    assert "The Secretariat has reviewed it" in shown(client, row.get_absolute_url())

    review(client, row)
    review(client, row)

    row.refresh_from_db()
    assert (row.sources_reviewed_by, row.origin) == (secretariat, "reviewed")
    page = shown(client, row.get_absolute_url())
    assert f"{LONG}reviewed by the Secretariat on {timezone.localdate().day} " in page
    assert "The Secretariat has reviewed it" not in page
    events = Event.objects.filter(verb="guidelines.review_sources")
    assert [(each.actor_id, each.object_id) for each in events] == [(secretariat.pk, row.pk)]


def test_another_text_waits_for_the_secretariat_anew(client: Client, secretariat: Person) -> None:
    row = sourced()
    row.review_sources(by=secretariat)

    said = []
    for title in (row.title, "More"):
        row.issue(text(Kind.EXPERIENCE, title=title), by=None, marking=Marking.CLEAR)
        stored = Record.objects.get(pk=row.pk)
        kept = [each for each in stored.facets if each.startswith("sources:")]
        said.append((stored.origin, stored.sources_reviewed_by, kept))

    assert said == [
        ("reviewed", secretariat, ["sources:reviewed"]), ("waiting", None, ["sources:waiting"]),
    ]  # fmt: skip
    assert f"{LONG}to be reviewed" in shown(client, row.get_absolute_url())


def test_list_counts_what_waits_for_the_secretariat(client: Client) -> None:
    for _number in range(2):
        sourced()
    sourced().review_sources(by=None)
    publish(Kind.EXPERIENCE, marking=Marking.CLEAR)

    found = counts(shown(client, f"{ROOM}experiences/"), "sources")
    waiting = shown(client, f"{ROOM}experiences/?sources=waiting")

    assert found == {"waiting": "2", "reviewed": "1"}
    assert waiting.count('<li class="entry">') == 2


def test_what_somebody_handed_in_waits_for_no_such_word(
    client: Client, ncp_a: Person, secretariat: Person
) -> None:
    row = publish(Kind.EXPERIENCE, by=ncp_a)
    client.force_login(secretariat)

    review(client, row, 403)
    with pytest.raises(Refused):
        row.review_sources(by=secretariat)


def test_page_says_what_the_sources_leave_open(client: Client) -> None:
    row = sourced(source_note="Years approximate <b>")

    page = shown(client, row.get_absolute_url())

    assert "Known limits" in page
    assert "Years approximate &lt;b&gt;" in page
