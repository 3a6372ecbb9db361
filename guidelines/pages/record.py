"""One text as its reader sees it: its parts and sections, with codes in words."""

import datetime
from collections.abc import Hashable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from guidelines.kinds import Grounds, Kind, Progress, Strength
from guidelines.lists.facets import SHELVES, names
from guidelines.lists.listing import LOOKS
from guidelines.models import Record, Translation, Version
from guidelines.models.translation import translated
from guidelines.models.version import render_all
from guidelines.pages.body import body_of
from guidelines.pages.identity import IdentityPart, readers_of
from guidelines.pages.parts import kept_part
from guidelines.pages.sources import Sources
from guidelines.pages.succession import After
from guidelines.pages.use import Use
from guidelines.text import terms
from guidelines.text.carrying import joined
from guidelines.text.sections import (
    LEAD,
    PARTS,
    Column,
    Content,
    Section,
    parts_of,
    section_of,
    with_cells,
)
from portal.kept import KeptEach
from portal.markings.access import may

FRAME = {
    "crumbs": "guidelines/record_crumbs.html",
    "head": "guidelines/record_head.html",
    "lead": "guidelines/record_lead.html",
    "facts": "guidelines/record_aside.html",
}
# Said elsewhere on the page.
UNFILED = {"strength", "progress", "confidence", "language", "sources"}
_FRAMES: KeptEach[Hashable, dict[str, SafeString]] = KeptEach(seconds=600, most=1_000)


class Text:
    """A content in the reader's language: parts, sections and their values in words."""

    def __init__(
        self,
        kind: str,
        content: Content,
        html: dict[str, str] | None = None,
        *,
        translations: Mapping[str, Translation] = MappingProxyType({}),
        language: str = "",
    ) -> None:
        self.kind, self.content = kind, content
        # Of the text, where it is not the reader's; what is translated is in the reader's.
        self.translations, self.language = translations, language
        self.html = html if html is not None else render_all(kind, dict(content), key="text")

    @cached_property
    def parts(self) -> list[tuple[str, Any, list[dict[str, Any]]]]:
        """The parts that say something: code, title, sections."""
        found = []
        for part, sections in parts_of(self.kind):
            shown = [self.shown(each) for each in sections if self.content.get(each.code)]
            if shown:
                found.append((part, PARTS[part], shown))
        return found

    def shown(self, section: Section) -> dict[str, Any]:
        """Return one section for a template."""
        value = self.content.get(section.code) or section.empty
        html = self.html.get(section.code, "")
        columns = [each.label for each in section.columns]
        is_table = section.shape in ("rows", "sources")
        found = self.translations.get(section.code)
        is_stale = found is not None and not found.is_fresh(value)
        if is_table and is_stale:
            # Cells stand beside figures: words of other rows would say something else.
            found = None
        if found and is_table:
            value = with_cells(section, value, found.text)
        elif found:
            value, html = found.text, found.rendered
        rows = [[cell(each, row) for each in section.columns] for row in value] if is_table else []
        return {
            "translation": found,
            "is_stale": is_stale,
            "lang": self.language if section.is_prose and not found else "",
            "code": section.code,
            "label": section.label,
            "shape": section.shape,
            "value": value,
            "html": mark_safe(html),  # noqa: S308 the renderer's own
            "words": list(self.words(section, value)),
            "columns": columns,
            "rows": rows,
            # Where a table is folded, each cell says what it is.
            "labelled": [list(zip(columns, row, strict=True)) for row in rows],
        }

    def words(self, section: Section, value: Any) -> Iterator[str]:
        """Yield the values of a choice in words."""
        values = value if isinstance(value, list) else [value]
        if section.choices:
            names = dict(section.choices.choices)
            yield from (str(names.get(each, each)) for each in values if each)
        elif section.taxonomy:
            yield from (terms.named(section.taxonomy, each) for each in values if each)
        elif section.shape == "records":
            yield from values


def cell(column: Column, row: dict[str, str]) -> str:
    """Return one cell in words."""
    value = row.get(column.code, "")
    if column.choices:
        return str(dict(column.choices.choices).get(value, value))
    return terms.named(column.taxonomy, value) if column.taxonomy and value else value


class RecordPage:
    """The page of a record: a version of it, what is around that, and what may be done."""

    def __init__(self, record: Record, reader: Any, version: Version | None = None) -> None:
        self.record, self.reader = record, reader
        found = version or record.version
        assert found is not None
        self.version: Version = found
        self.is_current = found.pk == record.version_id
        self.is_french = get_language() == "fr"

    @cached_property
    def identity(self) -> IdentityPart:
        """Whose record it is, as far as the reader is told."""
        return IdentityPart(self.record, self.reader)

    @cached_property
    def translations(self) -> dict[str, Translation]:
        """The sections in the reader's language, where that is not the record's own."""
        return translated(self.record, get_language() or "en") if self.is_current else {}

    @cached_property
    def stamps(self) -> tuple[Hashable, ...]:
        """Which translations it is read with, and how they stand: others are drawn again."""
        if not self.is_current or self.record.language.code == (get_language() or "en"):
            return ()
        stamps = getattr(self.record, "stamps", None)
        if stamps is not None:
            return tuple((each["pk"], each["at"], each["is_working"]) for each in stamps)
        return tuple((each.pk, each.at, each.is_working) for each in self.translations.values())

    @cached_property
    def after(self) -> After:
        """What came after publication."""
        return After(self.record, self.reader)

    @cached_property
    def content(self) -> Content:
        """What it says, with what came to it from merged records."""
        kept: Content = self.version.content
        return joined(kept, self.record.carried) if self.is_current else kept

    @property
    def text(self) -> Text:
        """The version that is read, translated as far as somebody did."""
        kind, language = self.record.kind, self.record.language.code
        return Text(
            kind, self.content, self.version.rendered(kind), translations=self.translations,
            language="" if language == get_language() else language,
        )  # fmt: skip

    @property
    def body(self) -> SafeString:
        """Its sections, drawn once: a version never changes, only what was translated of it."""
        key = self.version.pk, *self.record.carried.get("codes", ()), *self.stamps
        return body_of(key, self.record.language.code, lambda: self.text)

    @cached_property
    def frame(self) -> dict[str, SafeString]:
        """Its head, what stands first, and its facts: they say the same to every reader."""
        row = self.record
        key = (
            self.version.pk, self.is_current, self.is_overdue, row.title_fr, row.lead_fr,
            row.french_is_working, row.state, row.review_by, row.marking, row.administration_id,
            row.about, row.source_url, row.source_note, row.sources_reviewed_at, row.is_sample,
            tuple(row.facets), *self.stamps, *self.days,
        )  # fmt: skip
        return _FRAMES.of(key, self._framed)

    @property
    def days(self) -> Iterator[datetime.date]:
        """The days that its frame shows, as the clock of the reader counts them."""
        for moment in (self.version.published_at, self.version.cleared_at):
            if moment:
                yield timezone.localdate(moment)

    def _framed(self) -> dict[str, SafeString]:
        # Nothing of the reader or of the request: it is kept for everybody.
        page = RecordPage(self.record, AnonymousUser(), self.version)
        page.translations = self.translations
        shown = {
            "page": page,
            "record": self.record,
            "here": self.record.code,
            "icons": static("img/icons.svg"),
            "LANGUAGE_CODE": get_language(),
        }
        return {place: render_to_string(name, shown) for place, name in FRAME.items()}

    @cached_property
    def sources(self) -> Sources:
        """What it cites, and who cites it."""
        return Sources(self.record, dict(self.content), self.reader)

    @property
    def title(self) -> str:
        """The title in the reader's language; of an old version, the one it had."""
        if self.is_current:
            return self.record.local_title
        return str(self.version.content.get("title", ""))

    @property
    def shows_french(self) -> bool:
        """Whether title and lead are French ones, beside a text in another language."""
        is_foreign = self.record.language.code != "fr"
        return bool(self.is_current and self.is_french and self.record.title_fr and is_foreign)

    @cached_property
    def is_french_stale(self) -> bool:
        """Whether title or lead in French were made from other words than those that stand now."""
        sections = ("title", LEAD[Kind(self.record.kind)])
        found = [self.translations[each] for each in sections if each in self.translations]
        return any(not each.is_fresh(self.version.content.get(each.section, "")) for each in found)

    @property
    def title_language(self) -> str:
        """The language of the title on the page."""
        return "fr" if self.shows_french else self.record.language.code

    @cached_property
    def lead(self) -> dict[str, Any]:
        """The section that stands first: its name, its words, and those it was made from."""
        section = section_of(self.record.kind, LEAD[Kind(self.record.kind)])
        assert section is not None
        words = str(self.version.content.get(section.code) or "")
        html = self.version.rendered(self.record.kind).get(section.code, "")
        said = {
            "label": section.label,
            "words": words,
            "html": mark_safe(html),  # noqa: S308 the renderer's own
            "lang": self.record.language.code,
            "original": "",
        }
        if self.shows_french and self.record.lead_fr:
            said |= {"words": self.record.lead_fr, "html": "", "lang": "fr", "original": words}
        return said

    @property
    def strength(self) -> tuple[str, Any]:
        """How binding a practice is meant: code and word."""
        code = self.version.content.get("strength") or ""
        return code, dict(Strength.choices).get(code, "")

    @property
    def progress(self) -> tuple[str, str]:
        """How far an experience is: the look of its badge, and the words."""
        code = self.version.content.get("progress") or ""
        return LOOKS.get(code, "void"), str(dict(Progress.choices).get(code, ""))

    @cached_property
    def filed(self) -> list[tuple[Any, list[tuple[str, str]]]]:
        """What it is filed under: each facet with address and name of its values."""
        known, root = names(), f"{reverse('guidelines:home')}{self.record.kind}s/"
        codes = self.record.codes_by_facet
        return [
            (label, [(_address(root, facet, each), known[facet].get(each, each))
                     for each in codes[facet]])
            for facet, label in SHELVES[Kind(self.record.kind)].labels.items()
            if facet in codes and facet not in UNFILED
        ]  # fmt: skip

    @property
    def grounds(self) -> str:
        """How a pitfall is known."""
        return str(dict(Grounds.choices).get(self.version.content.get("grounds") or "", ""))

    @property
    def followed_too(self) -> list[tuple[str, str, str]]:
        """What else its page offers to follow: what it is about."""
        known, codes = names(), self.record.codes_by_facet
        return [
            (facet, code, known[facet].get(code, code))
            for facet in ("technology", "process")
            for code in codes.get(facet, [])
        ]

    @property
    def text_lang(self) -> str:
        """The language of the text, where it is not the page's."""
        code = str(self.record.language.code)
        return "" if code == get_language() else code

    @property
    def readers(self) -> str:
        """Who reads it."""
        return readers_of(self.record)

    @property
    def reference(self) -> str:
        """How it is cited."""
        return f"{self.record.code} v{self.version.number}, {self.version.published_at.year}"

    @property
    def is_overdue(self) -> bool:
        """Whether its review is late."""
        return bool(self.record.review_by and self.record.review_by < timezone.localdate())

    @property
    def before(self) -> int:
        """The number of the version before; 0 of the first one."""
        return self.version.number - 1

    @cached_property
    def may_revise(self) -> bool:
        """Whether the reader may begin the next version; an officer, of what is their own."""
        is_officer = getattr(self.reader, "administration_id", None) is not None
        is_asked = self.reader.is_authenticated and self.is_current
        if not is_asked or (is_officer and not self.identity.is_own):
            return False
        return may(self.reader, "guidelines.revise_record", self.record)

    @cached_property
    def use(self) -> Use:
        """What administrations say came of it."""
        return Use(self.record, self.reader)

    @property
    def outcomes(self) -> SafeString:
        """What came of a practice, drawn."""
        row, use = self.record, self.use
        key = row.public_id, row.confidence, str((row.answers, row.reasons, row.against)), use.key
        return kept_part("guidelines/part_outcomes.html", key, record=row, use=use)

    @property
    def review(self) -> SafeString:
        """Whether it is under review, overdue, or was found to be still right, drawn."""
        row, use = self.record, self.use
        since = timezone.localdate(row.reviewed_since) if row.reviewed_since else None
        key = (
            row.public_id, row.review_cause, since, row.review_by, row.is_overdue, row.currency,
            row.currency_on, use.may_point_out,
        )  # fmt: skip
        return kept_part("guidelines/part_review.html", key, record=row, use=use)

    @property
    def acts(self) -> SafeString:
        """What its reader may do with it, drawn."""
        key = self.record.public_id, *self.after.acts.values()
        return kept_part("guidelines/part_acts.html", key, record=self.record, after=self.after)


def _address(root: str, facet: str, code: str) -> str:
    if facet == "technology":
        return reverse("taxonomy:technology_detail", args=[code])
    return f"{root}?{facet}={code}"
