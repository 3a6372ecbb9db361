"""What a text cites and who cites it, as far as its reader may read that.

Codes alone stand in a text. Of what the reader may not read, or what does not exist, neither title
nor address is shown, nor what the text calls it.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Case, CharField, F, Q, Value, When
from django.urls import reverse
from django.utils.functional import cached_property

from guidelines.kinds import Kind, State
from guidelines.lists.listing import say
from guidelines.models import Record
from guidelines.models.filing import links_of
from guidelines.text.sections import bare, code_of
from portal.compiled import Compiled
from portal.markings.models import reader_of
from research.models import Work

# Of those that cite a popular record; what it cites itself always comes first.
MOST = 60
PAIRS = 4
WORK = "work"

# What is cited and stands no more; a work that is withdrawn says it in the same word.
GONE = {state: State(state).label for state in (State.SUPERSEDED, State.WITHDRAWN)}

_FIELDS = (
    "public_id", "code", "what", "title", "title_fr", "said", "said_fr", "language__code",
    "french_is_working", "state", "place",
)  # fmt: skip
_NOTHING = Value("", CharField())


def _cited(codes: list[str], own: str, tokens: list[str]) -> Any:
    """Return what is cited and what cites the record, in one statement under the reading rule.

    What is cited may have been withdrawn or followed by another record: its page says so.
    """
    records = Record.objects.readable_with(tokens)
    works = Work.objects.readable_with(tokens).exclude(state=Work.State.DRAFT)
    cited = Q(code__one_of=codes) & ~Q(state=State.DRAFT)
    cites = Q(links__contains=[own], state=State.PUBLISHED)
    near = records.filter(cited | cites).annotate(
        what=F("kind"), said=F("lead"), said_fr=F("lead_fr"),
        # What is cited comes first, however many cite the record.
        place=Case(When(code__one_of=codes, then=0), default=1),
    )  # fmt: skip
    beside = works.filter(code__one_of=codes).annotate(
        what=Value(WORK, CharField()), said=_NOTHING, said_fr=_NOTHING, place=Value(0)
    )
    return (
        near.values(*_FIELDS)
        .union(beside.values(*_FIELDS), all=True)
        .order_by("place", "code")[:MOST]
    )


_CITED = Compiled(_cited, codes=["?"], own="own", tokens=["nobody"])


class Source(NamedTuple):
    """One piece of evidence. Without a title it is one that the reader may not read."""

    grade: str
    title: str = ""
    url: str = ""
    lang: str = ""
    code: str = ""
    note: str = ""
    is_elsewhere: bool = False
    is_working: bool = False
    # That it stands no more, in a word.
    gone: Any = ""


class Sources:
    """What is around a text, for one reader: one statement."""

    def __init__(self, record: Record, content: Any, reader: Any) -> None:
        self.record, self.content = record, content
        self.codes = links_of(content)
        self.tokens = sorted(reader_of(reader).tokens)

    @cached_property
    def found(self) -> dict[str, dict[str, Any]]:
        """The works and records cited, and the records that cite this one, by code."""
        own = self.record.code or ""
        rows = _CITED.rows(codes=self.codes or [""], own=own, tokens=self.tokens)
        found = {row["code"]: row for row in rows if row["code"] != own}
        for row in found.values():
            row |= {"kind": row["what"], "lead": row["said"], "lead_fr": row["said_fr"]}
            say(row)
        return found

    @property
    def records(self) -> dict[str, dict[str, Any]]:
        """The records alone."""
        return {code: row for code, row in self.found.items() if row["kind"] != WORK}

    @cached_property
    def evidence(self) -> list[Source]:
        """The evidence, row by row."""
        root, works = reverse("guidelines:home"), reverse("research:work_list")
        found = []
        for row in self.content.get("evidence") or []:
            grade = row.get("grade", "")
            start: dict[str, Any] = {"grade": grade}
            typed, note = str(row.get("source", "")).strip(), row.get("note", "")
            code = code_of(typed)
            if not code:
                is_address = typed.startswith(("https://", "http://"))
                title = row.get("title") or typed or note
                found.append(
                    Source(**start, title=title, url=typed if is_address else "",
                           note=note if note != title else "", is_elsewhere=is_address)
                )  # fmt: skip
            elif thing := self.found.get(code):
                place = works if thing["kind"] == WORK else root
                found.append(_source(thing, f"{place}{thing['public_id']}/", note, start))
            else:
                found.append(Source(**start))
        return found

    def told(self) -> dict[str, Any]:
        """Return the content as its reader may read it: else of a source code and grade alone."""
        rows = self.content.get("evidence") or []
        if not any(code_of(row.get("source", "")) for row in rows):
            return dict(self.content)
        return dict(self.content) | {"evidence": [self._told(row) for row in rows]}

    def _told(self, row: dict[str, str]) -> dict[str, str]:
        code = code_of(row.get("source", ""))
        if not code:
            return row
        if thing := self.found.get(code):
            return row | {"title": thing["title"]}
        return dict(bare(row))

    @cached_property
    def near(self) -> list[dict[str, Any]]:
        """The records to read with it: those it names, then those that cite it; no evidence."""
        shown = {code_of(row.get("source", "")) for row in self.content.get("evidence") or []}
        rows = [
            row
            for code, row in self.records.items()
            if code not in shown and row["state"] == State.PUBLISHED
        ]
        return sorted(rows, key=lambda row: _place(row, self.codes))

    @property
    def pairs(self) -> list[dict[str, Any]]:
        """Those that are shown with what they say."""
        return self.near[:PAIRS]

    @property
    def others(self) -> list[dict[str, Any]]:
        """The rest, by title."""
        return self.near[PAIRS:MOST]


def _place(row: dict[str, Any], cited: Iterable[str]) -> tuple[bool, int, str]:
    kinds = [Kind.PITFALL, Kind.PRACTICE, Kind.EXPERIENCE]
    return row["code"] not in cited, kinds.index(row["kind"]), row["code"]


def _source(thing: dict[str, Any], url: str, note: str, start: dict[str, Any]) -> Source:
    return Source(
        **start, title=thing["title"], url=url, lang=thing["lang"], code=thing["code"], note=note,
        is_working=thing["is_working"], gone=GONE.get(thing["state"], ""),
    )  # fmt: skip
