"""What a record says, section by section: one list, walked by every form, page, diff and file.

A manuscript and a version hold a *content*: an object by section code. A section of prose or a line
is a text; a choice is its code; several are a list of codes; rows are a list of objects by column.
Works and records stand in it by their codes alone: whoever shows them asks what its reader may
read.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guidelines.kinds import (
    Again,
    Context,
    CostBand,
    Grade,
    Grounds,
    Kind,
    Progress,
    RootCause,
    StaffBand,
    Strength,
    Supplier,
)

type Content = Mapping[str, Any]
# Terms are codes of a taxonomy, in `guidelines.text.terms`; sources are rows of evidence; records
# are public ids.
type Shape = Literal[
    "line", "prose", "choice", "choices", "term", "terms", "rows", "sources", "records", "flag"
]
PROSE = frozenset({"line", "prose"})
# A record, or a work of the library.
CODE = re.compile(r"[A-Z]{1,4}\d{2,6}")
ADDRESS = re.compile(r"https?://\S+")
_ENCODER = DjangoJSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table. `choices` are offered where not everything may be typed."""

    code: str
    label: str | Promise
    choices: Any = None
    taxonomy: str = ""
    # Whether its cells are words, which may be translated: no code, no date.
    is_words: bool = True


@dataclass(frozen=True, kw_only=True)
class Section:
    """One section. `part` groups sections on page and form; a needed one is asked for to go on."""

    code: str
    label: str | Promise
    shape: Shape
    part: str
    hint: str | Promise = ""
    is_needed: bool = False
    choices: Any = None
    taxonomy: str = ""
    columns: tuple[Column, ...] = ()
    most: int = 4000

    @property
    def is_prose(self) -> bool:
        """Whether it is words, which are translated and commented on."""
        return self.shape in PROSE

    @property
    def worded(self) -> tuple[Column, ...]:
        """The columns of words that are translated; of sources none: titles are their own."""
        if self.shape != "rows":
            return ()
        return tuple(e for e in self.columns if e.is_words and not (e.choices or e.taxonomy))

    @property
    def is_translated(self) -> bool:
        """Whether it is words, or a table with words in it."""
        return self.is_prose or bool(self.worded)

    @property
    def empty(self) -> Any:
        """What stands where nothing was said."""
        if self.shape == "flag":
            return False
        return [] if self.shape in ("choices", "terms", "rows", "sources", "records") else ""


PARTS: dict[str, str | Promise] = {
    "what": _("In short"),
    "where": _("Where it helps"),
    "how": _("How"),
    "cost": _("Cost and benefit"),
    "results": _("Results"),
    "filed": _("Filed under"),
    "evidence": _("Evidence"),
}


def _line(code: str, label: Any, part: str, **more: Any) -> Section:
    return Section(code=code, label=label, part=part, shape="line", **{"most": 300} | more)


def _prose(code: str, label: Any, part: str, **more: Any) -> Section:
    return Section(code=code, label=label, part=part, shape="prose", **more)


def _choice(code: str, label: Any, part: str, choices: Any, **more: Any) -> Section:
    return Section(code=code, label=label, part=part, shape="choice", choices=choices, **more)


TITLE = _line(
    "title", _("Title"), "what", is_needed=True, most=300,
    hint=_("Say what it is about in one line. No names of traders or passengers."),
)  # fmt: skip
FILED = (
    Section(code="technologies", label=_("Technologies"), shape="terms", part="filed",
            taxonomy="technology", is_needed=True),
    Section(code="processes", label=_("Customs processes"), shape="terms", part="filed",
            taxonomy="process"),
    Section(code="phase", label=_("Life-cycle phase"), shape="term", part="filed",
            taxonomy="phase", is_needed=True),
)  # fmt: skip
OBSTACLES = Section(
    code="obstacles", label=_("Obstacles"), shape="terms", part="filed", taxonomy="obstacle"
)
EVIDENCE = Section(
    code="evidence", label=_("Evidence"), shape="sources", part="evidence",
    hint=_("A code of the portal (R001, BP01) or a web address. A code needs no title."),
    columns=(
        Column(code="grade", label=_("Grade"), choices=Grade),
        Column(code="source", label=_("Code or address")),
        Column(code="title", label=_("What it is called")),
        Column(code="note", label=_("What it shows")),
    ),
)  # fmt: skip
COSTS = (
    _choice("setup_cost", _("Cost to set it up"), "cost", CostBand),
    _choice("yearly_cost", _("Cost each year"), "cost", CostBand),
    _choice("staff", _("Staff it takes"), "cost", StaffBand),
)

PRACTICE = (
    TITLE,
    _prose("problem", _("The problem"), "what"),
    _line("recommendation", _("Recommendation"), "what", is_needed=True, most=400,
          hint=_("One sentence: what to do.")),
    _choice("strength", _("Strength"), "what", Strength, is_needed=True),
    Section(code="applies", label=_("Applies when"), shape="choices", part="where",
            choices=Context),
    _prose("applies_note", _("More on when it applies"), "where"),
    Section(code="avoid", label=_("Do not apply when"), shape="choices", part="where",
            choices=Context),
    _prose("avoid_note", _("More on when not to apply it"), "where"),
    _prose("prerequisites", _("What must be there first"), "how"),
    _prose("steps", _("Steps"), "how"),
    Section(code="risks", label=_("Risks"), shape="rows", part="how", columns=(
        Column(code="risk", label=_("Risk")), Column(code="answer", label=_("What lessens it")))),
    _prose("specification", _("Minimum technical specification"), "how"),
    _prose("legal", _("Legal notes"), "how"),
    *COSTS,
    Section(code="balance", label=_("Costs and benefits"), shape="rows", part="cost", columns=(
        Column(code="item", label=_("Item")), Column(code="cost", label=_("Cost")),
        Column(code="benefit", label=_("Benefit")))),
    *FILED,
    OBSTACLES,
    EVIDENCE,
)  # fmt: skip
PITFALL = (
    TITLE,
    _prose("happened", _("What happened"), "what", is_needed=True),
    _prose("signs", _("Early warning signs"), "what"),
    _prose("instead", _("What we would do instead"), "how"),
    Section(code="practices", label=_("Best practices that answer it"), shape="records",
            part="how", hint=_("Their codes, such as BP01, with commas between them.")),
    _choice("root_cause", _("Root cause"), "filed", RootCause, is_needed=True),
    _choice("grounds", _("How it is known"), "evidence", Grounds, is_needed=True),
    _choice("failure_cost", _("Cost of the failure"), "cost", CostBand),
    *FILED,
    OBSTACLES,
    EVIDENCE,
)  # fmt: skip
EXPERIENCE = (
    TITLE,
    _prose("problem", _("The problem"), "what", is_needed=True),
    _prose("solution", _("What was done"), "what", is_needed=True),
    _choice("progress", _("How far it is"), "what", Progress, is_needed=True),
    Section(code="stages", label=_("Dates"), shape="rows", part="how", columns=(
        Column(code="phase", label=_("Phase"), taxonomy="phase"),
        Column(code="begin", label=_("From"), is_words=False),
        Column(code="end", label=_("Until"), is_words=False))),
    _prose("scale", _("Scale"), "how", hint=_("Offices, declarations, users.")),
    _choice("supplier", _("Who built it"), "how", Supplier),
    _prose("legal_change", _("Changes of the law"), "how"),
    _prose("data_sources", _("Data it works on"), "how"),
    *COSTS,
    _prose("staffing", _("Staffing"), "cost"),
    _prose("outcome", _("What came of it"), "results", is_needed=True),
    Section(code="results", label=_("Results"), shape="rows", part="results", columns=(
        Column(code="metric", label=_("Measure")), Column(code="baseline", label=_("Before")),
        Column(code="after", label=_("After")), Column(code="method", label=_("How measured")))),
    _prose("lesson", _("Lesson"), "results", is_needed=True),
    _choice("again", _("Would you do it again?"), "results", Again),
    Section(code="contact", label=_("Colleagues may ask us"), shape="flag", part="results"),
    *FILED,
    OBSTACLES,
    Section(code="benefits", label=_("Benefits"), shape="terms", part="filed",
            taxonomy="benefit"),
    EVIDENCE,
)  # fmt: skip
SECTIONS: dict[str, tuple[Section, ...]] = {
    Kind.PRACTICE: PRACTICE,
    Kind.PITFALL: PITFALL,
    Kind.EXPERIENCE: EXPERIENCE,
}
# What a list shows under the title, and what is translated first.
LEAD = {Kind.PRACTICE: "recommendation", Kind.PITFALL: "happened", Kind.EXPERIENCE: "lesson"}


def sections_of(kind: str) -> tuple[Section, ...]:
    """Return the sections of a kind, in order."""
    return SECTIONS[kind]


def section_of(kind: str, code: str) -> Section | None:
    """Return one section of a kind, or None."""
    return next((each for each in SECTIONS[kind] if each.code == code), None)


def parts_of(kind: str) -> Iterator[tuple[str, list[Section]]]:
    """Yield the parts of a kind with their sections, in the order of `PARTS`."""
    for part in PARTS:
        found = [each for each in SECTIONS[kind] if each.part == part]
        if found:
            yield part, found


def whole(kind: str, content: Content) -> dict[str, Any]:
    """Return a content with every section of its kind, and nothing else."""
    found = {each.code: content.get(each.code) or each.empty for each in SECTIONS[kind]}
    if found.get("evidence"):
        found["evidence"] = [_untitled(row) for row in found["evidence"]]
    return found


def _untitled(row: Mapping[str, str]) -> Mapping[str, str]:
    """Return a row of evidence without the title of a source of the portal.

    That one has a title of its own, for whoever may read it; what was typed is for nobody.
    """
    return {**row, "title": ""} if row.get("title") and code_of(row.get("source", "")) else row


def text_of(section: Section, value: Any) -> str:
    """Return the words of a section as one text: of a table a line for each cell, row by row."""
    if not section.worded:
        return str(value or "")
    codes = [each.code for each in section.worded]
    return "\n".join(str(row.get(code, "")) for row in value or [] for code in codes)


def with_cells(section: Section, rows: list[dict[str, str]], text: str) -> list[dict[str, str]]:
    """Return the rows of a table with the cells of a `text_of`; an empty one leaves what stands."""
    codes, cells = [each.code for each in section.worded], text.split("\n")
    if len(cells) != len(rows) * len(codes):
        return rows
    words = iter(cells)
    return [row | {code: next(words) or row.get(code, "") for code in codes} for row in rows]


def missing(kind: str, content: Content) -> list[Section]:
    """Return the needed sections that say nothing yet."""
    return [each for each in SECTIONS[kind] if each.is_needed and not content.get(each.code)]


def changed(kind: str, old: Content, new: Content) -> list[str]:
    """Return the codes of the sections that differ."""
    before, after = whole(kind, old), whole(kind, new)
    return [code for code in before if before[code] != after[code]]


def canonical(value: Any) -> str:
    """Return the one JSON text of a content or of one section: the same everywhere."""
    return _ENCODER.encode(value)


def digest_of(value: Any) -> str:
    """Return the SHA-256 of a content or of one section, in hexadecimal: the same everywhere."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def mark_of(value: Any) -> str:
    """Return a short mark of a section: a form carries one for each."""
    return digest_of(value)[:12]


def merged(
    stored: Content, given: Content, *, seen: Mapping[str, str]
) -> tuple[dict[str, Any], list[str]]:
    """Return the text after two people wrote: the merged parts, and those in conflict.

    `seen` holds the mark of each part as the writer found it. A part that only one of them changed
    is taken from that one; where both did, and differently, the stored one stays and its code is
    returned: somebody must look.
    """
    result, conflicts = dict(stored), []
    for code, value in given.items():
        if value == stored[code] or mark_of(value) == seen.get(code):
            continue
        if mark_of(stored[code]) == seen.get(code):
            result[code] = value
        else:
            conflicts.append(code)
    return result, conflicts


def words_of(kind: str, content: Content, codes: Iterable[str] = ()) -> str:
    """Return the words of a content for the search index: its prose and the cells of its rows.

    A title has a place of its own there; codes of terms and addresses of sources are no words.
    """
    wanted = set(codes)
    texts: list[str] = []
    for each in SECTIONS[kind]:
        if each.code == "title" or (wanted and each.code not in wanted):
            continue
        value = content.get(each.code) or each.empty
        if each.is_prose:
            texts.append(str(value))
        elif each.shape in ("rows", "sources"):
            for row in value:
                if code_of(row.get("source", "")):
                    # Whoever may read what it calls so finds that.
                    continue
                texts += [
                    str(row.get(column.code, ""))
                    for column in each.columns
                    if not (column.choices or column.taxonomy)
                ]
    return "\n".join(text for text in texts if text and not ADDRESS.fullmatch(text))


def bare(row: Mapping[str, str]) -> Mapping[str, str]:
    """Return a row of evidence as anybody may meet it: of a source of the portal code and grade."""
    code = code_of(row.get("source", ""))
    return {"grade": row.get("grade", ""), "source": code} if code else row


def code_of(source: Any) -> str:
    """Return the code of the portal that a source names; empty for an address and for words."""
    code = str(source).strip().upper()
    return code if CODE.fullmatch(code) else ""
