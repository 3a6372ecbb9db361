"""Tables in another language: cell by cell beside the source, fresh or shown as they stand."""

import re
from typing import Any

import pytest
from django.test import Client

from directory.models import Person
from guidelines.kinds import Kind
from guidelines.models import Record, Translation
from guidelines.pages.translation import FRESH, MISSING, STALE, Desk
from guidelines.text.sections import SECTIONS, digest_of, section_of, text_of, with_cells
from tests.guidelines.advice import language, publish, text, version_of

pytestmark = pytest.mark.django_db
RISKS = [
    {"risk": "Seals break", "answer": "Keep spares"},
    {"risk": "No signal", "answer": "50 %"},
]
WORDS = "Seals break\nKeep spares\nNo signal\n50 %"
FRENCH = ["Les scellés cassent", "Garder des pièces", "Pas de signal", ""]


@pytest.fixture
def row(ncp_b: Person) -> Record:
    language("fr")
    return publish(by=ncp_b, content=text(Kind.PRACTICE, risks=RISKS), marking="clear")


def path(row: Record, section: str = "risks") -> str:
    return f"/en/guidelines/{row.public_id}/translations/fr/{section}/"


def sent(cells: list[str], before: str = "", source: str = WORDS) -> dict[str, Any]:
    return {"text": cells, "seen": digest_of(before), "source": digest_of(source)}


def state(row: Record) -> str:
    found = Record.objects.detailed().get(pk=row.pk)  # type: ignore[attr-defined]
    line = Desk(found, language("fr")).line("risks")
    assert line
    return line.state


def table(client: Client, row: Record) -> list[str]:
    """Return the cells of the French page of a record, row by row."""
    html = client.get(f"/fr/guidelines/{row.public_id}/").content.decode()
    part = html.split('id="s-risks"')[1].split("</table>")[0]
    return re.findall(r"<t[hd] (?:scope=\"row\"|data-label)[^>]*>([^<]*)<", part)


def test_cells_are_translated_beside_their_source_and_read(
    client: Client, row: Record, ncp_a: Person
) -> None:
    assert state(row) == MISSING
    client.force_login(ncp_a)
    form = client.get(path(row)).content.decode()

    answer = client.post(path(row), sent(FRENCH))

    assert form.count('name="text"') == 4
    assert answer.status_code == 302
    assert Translation.objects.get().text == "\n".join(FRENCH)
    assert state(row) == FRESH
    # A cell that was left empty stays as it is.
    assert table(client, row) == [*FRENCH[:3], "50 %"]


def test_table_of_other_rows_is_shown_as_it_stands(
    client: Client, row: Record, ncp_a: Person
) -> None:
    client.force_login(ncp_a)
    client.post(path(row), sent(FRENCH))
    now = [{"risk": "No signal", "answer": "60 %"}, RISKS[0]]

    row.issue(version_of(row).content | {"risks": now}, by=None, marking=row.marking)

    assert state(row) == STALE
    assert table(client, row) == ["No signal", "60 %", "Seals break", "Keep spares"]
    detail = client.get(f"/en/guidelines/{row.public_id}/translations/fr/").content.decode()
    assert "<del>" in detail
    assert "The source changed since" in detail


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (["", "", "", ""], "Translate one cell at least."),
        (["Une", "Deux"], "The table has 4 cells now, and 2 were sent."),
        (["x" * 501, "", "", ""], "Write at most 500 characters in a cell."),
    ],
)
def test_bad_cells_are_refused_and_stay(
    client: Client, row: Record, ncp_a: Person, cells: list[str], why: str
) -> None:
    client.force_login(ncp_a)

    answer = client.post(path(row), sent(cells))

    html = answer.content.decode()
    assert (answer.status_code, why in html) == (200, True)
    assert all(f'value="{each}"' in html for each in cells if each)
    assert not Translation.objects.exists()


def test_rows_that_went_away_meanwhile_keep_what_was_typed(
    client: Client, row: Record, ncp_a: Person
) -> None:
    row.issue(version_of(row).content | {"risks": RISKS[:1]}, by=None, marking=row.marking)
    client.force_login(ncp_a)

    html = client.post(path(row), sent(FRENCH)).content.decode()

    assert all(f'value="{each}"' in html for each in FRENCH if each)
    assert "Left over: this row is gone" in html
    assert not Translation.objects.exists()


def test_markup_in_a_cell_is_text(client: Client, row: Record, ncp_a: Person) -> None:
    client.force_login(ncp_a)

    client.post(path(row), sent(["<script>alert(1)</script>", "=1+1", "", ""]))

    html = client.get(f"/fr/guidelines/{row.public_id}/").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_dates_codes_and_sources_are_no_words() -> None:
    worded = {
        each.code: [column.code for column in each.worded]
        for kind in Kind for each in SECTIONS[kind] if each.worded
    }  # fmt: skip
    assert worded == {
        "risks": ["risk", "answer"], "balance": ["item", "cost", "benefit"],
        "results": ["metric", "baseline", "after", "method"],
    }  # fmt: skip


def test_cells_of_another_number_of_rows_are_put_nowhere() -> None:
    section = section_of(Kind.PRACTICE, "risks")
    assert section
    assert text_of(section, RISKS) == WORDS
    assert with_cells(section, RISKS, "One\nTwo") == RISKS
