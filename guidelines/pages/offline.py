"""A text in preparation as a document (DOCX), for reading and commenting off-line.

Everything in it is plain text: no field, no link, no formula, and nothing from elsewhere.
"""

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

import docx
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from markdown_it.token import Token

from guidelines.models import Manuscript
from guidelines.pages.manuscript import ManuscriptPage
from guidelines.text.paragraphs import all_digests
from guidelines.text.sections import PARTS, Section, parts_of
from guidelines.text.words import cell_in_words, choices_in_words
from portal.writing.text import Text, clean

MARKS = {"strong": "bold", "em": "italic", "s": "strike"}
LISTS = {"bullet_list_open": "List Bullet", "ordered_list_open": "List Number"}


class Piece(NamedTuple):
    """A stretch of words in one style."""

    words: str
    marks: frozenset[str]


def docx_of(page: ManuscriptPage) -> bytes:
    """Return a text as one reader reads it, under its label, with its stage and its comments."""
    manuscript = page.manuscript
    document = docx.Document()
    _mark(document, page)
    document.core_properties.author = ""
    document.core_properties.title = clean(str(manuscript))[:250]
    document.add_heading(clean(str(manuscript)), level=0)
    document.add_paragraph(_standing(manuscript))
    if origin := manuscript.record.origin_line:
        document.add_paragraph(origin)
    if manuscript.note:
        document.add_paragraph(f"{_('What changed')}: {clean(manuscript.note)}")
    remarks = _remarks(manuscript)
    for part, sections in parts_of(manuscript.kind):
        said = [each for each in sections if page.content.get(each.code)]
        if not said:
            continue
        document.add_heading(str(PARTS[part]), level=1)
        for section in said:
            document.add_heading(str(section.label), level=2)
            _add(document, section, page.content[section.code])
            for line in remarks.get(section.code, []):
                document.add_paragraph(line, style="Intense Quote")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _mark(document: Any, page: ManuscriptPage) -> None:
    """Say first, and at the foot of every sheet, under which label it stands and who reads it."""
    document.add_paragraph().add_run(page.label).font.bold = True
    document.add_paragraph(page.readers)
    document.sections[0].footer.paragraphs[0].text = f"{page.label} · {page.readers}"


def _standing(manuscript: Manuscript) -> str:
    words = _(
        "%(kind)s in preparation, %(stage)s. Copy of %(day)s, not published."
        " Text %(text)s, SHA-256 %(digest)s."
    )
    return words % {
        "kind": manuscript.record.get_kind_display(), "stage": manuscript.get_stage_display(),
        "day": date_format(timezone.now(), "DATE_FORMAT"), "text": manuscript.public_id,
        "digest": manuscript.digest,
    }  # fmt: skip


def _remarks(manuscript: Manuscript) -> dict[str, list[str]]:
    """Return the comments by section, with what became of each."""
    found: dict[str, list[str]] = {}
    digests = all_digests(manuscript.kind, manuscript.content)
    for each in manuscript.comments.select_related("by"):
        place = digests.get(each.section, {}).get(each.digest)
        line = _("Comment on paragraph %(n)d, %(name)s: %(words)s (%(state)s)") % {
            "n": place or each.paragraph, "name": each.by.name if each.by else _("the authors"),
            "words": clean(each.words), "state": each.get_state_display(),
        }  # fmt: skip
        if place is None:
            line += " " + _("The paragraph was changed since.")
        found.setdefault(each.section, []).append(line)
    return found


def _add(document: Any, section: Section, value: Any) -> None:
    if section.shape == "prose":
        for style, pieces in _paragraphs(Text(value).tokens):
            paragraph = document.add_paragraph(style=style)
            for piece in pieces:
                run = paragraph.add_run(piece.words)
                for mark in piece.marks:
                    setattr(run.font, mark, True)
    elif section.shape in ("rows", "sources"):
        _table(document, section, value)
    elif section.shape == "flag":
        document.add_paragraph(_("Yes"))
    elif section.shape == "line":
        document.add_paragraph(clean(str(value)))
    else:
        for words in choices_in_words(section, value):
            document.add_paragraph(clean(words), style="List Bullet")


def _table(document: Any, section: Section, rows: list[dict[str, str]]) -> None:
    table = document.add_table(rows=1, cols=len(section.columns), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, section.columns, strict=True):
        cell.text = str(column.label)
    for row in rows:
        for cell, column in zip(table.add_row().cells, section.columns, strict=True):
            cell.text = clean(cell_in_words(column, row))


def _paragraphs(tokens: list[Token]) -> Iterator[tuple[str, list[Piece]]]:
    """Yield the paragraphs of a Markdown text: a style of the document, and pieces of words."""
    lists: list[str] = []
    for token in tokens:
        if token.type in LISTS:
            lists.append(LISTS[token.type])
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "inline":
            yield (lists[-1] if lists else "Normal"), list(_pieces(token.children or []))
        elif token.type in ("fence", "code_block"):
            yield "Normal", [Piece(token.content, frozenset())]


def _pieces(children: list[Token]) -> Iterator[Piece]:
    marks: set[str] = set()
    for child in children:
        name, _sep, edge = child.type.rpartition("_")
        if name in MARKS:
            (marks.add if edge == "open" else marks.discard)(MARKS[name])
        elif child.type in ("softbreak", "hardbreak"):
            yield Piece(" " if child.type == "softbreak" else "\n", frozenset(marks))
        elif child.type == "link_open" and child.attrs.get("href"):
            # The address as words: nothing of the document leads anywhere by itself.
            yield Piece(f"<{child.attrs['href']}> ", frozenset(marks))
        elif child.content:
            yield Piece(child.content, frozenset(marks))
