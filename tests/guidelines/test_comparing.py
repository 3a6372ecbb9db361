"""Side by side and taken along: nothing hidden, nothing computed, everything counted."""

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from directory.models import Person
from guidelines.kinds import Kind
from guidelines.lists import copies
from guidelines.models import Record
from guidelines.text.sections import Section, sections_of
from portal.audit.models import Event
from portal.cells import is_formula
from portal.markings.models import Marking
from tests.guidelines.advice import language, publish, text, version_of

pytestmark = pytest.mark.django_db
ROOM = "/en/guidelines/"
HOSTILE = '=HYPERLINK("http://evil.example")'


def address(*records: Record) -> str:
    return f"{ROOM}compare/?" + "&".join(f"code={row.code}" for row in records)


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def experience(by: Person, **values: Any) -> Record:
    sections = {name: values.pop(name) for name in ("title", "outcome") if name in values}
    return publish(Kind.EXPERIENCE, by=by, content=text(Kind.EXPERIENCE, **sections), **values)


def test_experiences_stand_side_by_side(client: Client, ncp_a: Person, ncp_b: Person) -> None:
    one = experience(ncp_a, title="One", outcome="It **held**.")
    two = experience(ncp_b, title="Two", attribution="region")
    client.force_login(ncp_a)

    html = client.get(address(two, one)).content.decode()

    heads = re.findall(r'<th scope="col"><span class="ref">(\w+)</span>', html)
    assert heads == [two.code, one.code]
    assert "<strong>held</strong>" in html
    assert "Arcadia" in html
    assert "An administration of the region Europe" in html
    assert "Borduria" not in html


def test_what_may_not_be_read_is_as_if_it_were_not(client: Client, ncp_a: Person) -> None:
    row = experience(ncp_a, title="Canary")

    hidden = client.get(address(row)).content.decode()
    nothing = client.get(f"{ROOM}compare/?code=E999").content.decode()

    assert "Canary" not in hidden
    assert hidden.replace(str(row.code), "E999").count("or you may not read it: E999") == 1
    assert "or you may not read it: E999" in nothing


def test_sixth_is_left_out_and_named(client: Client, ncp_a: Person) -> None:
    rows = [experience(ncp_a, marking=Marking.CLEAR) for _number in range(6)]

    html = client.get(address(*rows)).content.decode()

    assert f"Left out: {rows[5].code}" in html
    assert len(re.findall(r'<th scope="col"><span class="ref">', html)) == 5


def test_codes_can_be_typed(client: Client, ncp_a: Person) -> None:
    row = experience(ncp_a, marking=Marking.CLEAR)

    html = client.get(f"{ROOM}compare/?codes={str(row.code).lower()},%20x").content.decode()

    assert f'<span class="ref">{row.code}</span>' in html


@pytest.mark.parametrize("records", [1, 3])
def test_comparison_asks_the_same_however_many(
    client: Client, ncp_a: Person, records: int, django_assert_num_queries: Any
) -> None:
    rows = [experience(ncp_a) for _number in range(records)]
    client.force_login(ncp_a)
    client.get(address(*rows))

    # Session, person, tokens, audiences, records, what needs the person.
    with django_assert_num_queries(6):
        client.get(address(*rows))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_comparison_is_taken_along_and_noted(client: Client, ncp_a: Person, kind: str) -> None:
    row = experience(ncp_a, title=HOSTILE)
    client.force_login(ncp_a)

    answer = client.post(address(row).replace("compare/", "compare/copy/"), {"format": kind})

    if kind == "csv":
        table = rows_of(answer.content)
    else:
        sheet = load_workbook(io.BytesIO(answer.content)).active
        table = [[cell.value or "" for cell in line] for line in sheet.iter_rows()]
        assert "f" not in {cell.data_type for line in sheet.iter_rows() for cell in line}
    assert table[0][0] == "TLP:GREEN"
    assert table[2][1] == f"'{HOSTILE}"
    event = Event.objects.get(verb="guidelines.copy_records")
    assert (event.actor_id, event.detail["rows"], event.detail["codes"]) == (
        ncp_a.pk, 1, [row.code],
    )  # fmt: skip


def formula(section: Section) -> Any:
    """Return what a section says when somebody types formulas into all that can be typed."""
    if section.is_prose:
        return HOSTILE
    if section.shape in ("rows", "sources"):
        return [{each.code: HOSTILE for each in section.columns}]
    if section.shape == "flag":
        return True
    return HOSTILE if section.shape in ("choice", "term") else [HOSTILE]


def cells_of(content: bytes, kind: str) -> list[str]:
    """Return every cell of a file; none of a sheet is computed."""
    if kind == "csv":
        return [cell for line in rows_of(content) for cell in line]
    sheet = load_workbook(io.BytesIO(content)).active
    cells = [cell for line in sheet.iter_rows() for cell in line]
    assert "f" not in {cell.data_type for cell in cells}
    return [str(cell.value or "") for cell in cells]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_column_of_a_file_is_computed(client: Client, ncp_a: Person, kind: str) -> None:
    for each in Kind.values:
        content = {section.code: formula(section) for section in sections_of(each)}
        row = publish(each, content=content, about=HOSTILE, source_url="https://example.org/")
        row.translate("title", HOSTILE, language=language("fr"), by=None)
    client.force_login(ncp_a)
    compared = address(row).replace("compare/", "compare/copy/")
    paths = [compared, *(f"{ROOM}{each}s/copy/" for each in Kind.values)]

    for path in paths:
        cells = cells_of(client.post(path, {"format": kind}).content, kind)
        assert [cell for cell in cells if is_formula(cell)] == []
        assert sum(HOSTILE in cell for cell in cells) >= 6


def test_list_is_taken_along_under_its_filters(client: Client, ncp_a: Person) -> None:
    publish(Kind.PRACTICE, by=ncp_a, content=text(Kind.PRACTICE, title=HOSTILE))
    publish(Kind.PRACTICE, by=ncp_a, content=text(Kind.PRACTICE, strength="must"))
    client.force_login(ncp_a)

    asked = client.get(f"{ROOM}practices/copy/?strength=should").content.decode()
    answer = client.post(f"{ROOM}practices/copy/?strength=should", {"format": "csv"})

    table = rows_of(answer.content)
    assert "1 record, under the filters" in asked
    assert [line[1] for line in table[2:]] == [f"'{HOSTILE}"]
    detail = Event.objects.get(verb="guidelines.copy_records").detail
    assert (detail["rows"], detail["facets"]) == (1, {"strength": ["should"]})


def test_list_is_taken_along_in_one_language_and_in_words(client: Client, ncp_a: Person) -> None:
    row = publish(Kind.PRACTICE, by=ncp_a)
    other = publish(Kind.PRACTICE, by=ncp_a)
    other.language = language("fr")
    other.keep(version_of(other).content)
    other.save()
    client.force_login(ncp_a)

    answer = client.post(f"{ROOM}practices/copy/?language=en", {"format": "csv"})
    everything = client.post(f"{ROOM}practices/copy/?language=none", {"format": "csv"})

    head, *lines = rows_of(answer.content)[1:]
    (line,) = (dict(zip(head, each, strict=True)) for each in lines)
    assert (line["Code"], line["Language"], line["Confidence"]) == (row.code, "English", "Very low")
    assert len(rows_of(everything.content)) == 4


def test_column_is_removed_from_a_comparison(client: Client, ncp_a: Person) -> None:
    rows = [experience(ncp_a, title=title) for title in ("One", "Two", "Three")]

    client.force_login(ncp_a)
    html = client.get(address(*rows)).content.decode()
    alone = client.get(address(rows[0])).content.decode()

    assert f'href="?code={rows[0].code}&amp;code={rows[2].code}"' in html
    assert "Remove" not in alone


def test_codes_that_are_too_long_are_refused_beside_the_field(client: Client) -> None:
    html = client.get(f"{ROOM}compare/", {"codes": "E001, " * 50}).content.decode()

    assert "Ensure this value has at most 200 characters" in html


def test_experiences_are_chosen_in_their_list(client: Client, ncp_a: Person) -> None:
    row = experience(ncp_a, title="One")
    publish(Kind.PRACTICE, by=ncp_a)
    client.force_login(ncp_a)

    experiences = client.get(f"{ROOM}experiences/").content.decode()
    practices = client.get(f"{ROOM}practices/").content.decode()
    page = client.get(f"{ROOM}{row.public_id}/").content.decode()

    box = f'name="code" value="{row.code}" form="compare"'
    assert (box in experiences, 'id="compare"' in experiences) == (True, True)
    assert (' form="compare"' in practices, 'id="compare"' in practices) == (False, False)
    assert f'/en/guidelines/compare/?code={row.code}"' in page


def test_long_list_is_cut_and_says_so(
    client: Client, ncp_a: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("guidelines.lists.copies", "guidelines.views.compare"):
        monkeypatch.setattr(f"{module}.MOST", 1)
    for _number in range(2):
        publish(Kind.PITFALL, by=ncp_a)
    client.force_login(ncp_a)

    asked = client.get(f"{ROOM}pitfalls/copy/").content.decode()
    table = rows_of(client.post(f"{ROOM}pitfalls/copy/", {"format": "csv"}).content)

    assert "holds the newest 1 records" in asked
    assert (table[0][2], len(table)) == (
        "Only the newest 1 record: narrow the list for the others.", 3,
    )  # fmt: skip


def test_copy_holds_what_its_reader_reads(client: Client, ncp_a: Person, partner: Person) -> None:
    publish(Kind.PRACTICE, by=ncp_a, content=text(Kind.PRACTICE, title="Canary"))
    publish(Kind.PRACTICE, by=ncp_a, marking=Marking.CLEAR)
    client.force_login(partner)

    answer = client.post(f"{ROOM}practices/copy/", {"format": "csv"})

    assert b"Canary" not in answer.content
    assert len(rows_of(answer.content)) == 3


def test_strictest_label_stands_on_top() -> None:
    assert copies.strictest(["clear", "amber", "green"]) == "amber"
    assert copies.strictest([]) == "clear"
