"""A record beside its translation: each section with its source, its state and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from guidelines.models import Identity, Record, Translation, Version, Wording
from guidelines.models.translation import may_be_own, translated
from guidelines.text.sections import Section, digest_of, sections_of, text_of
from portal.markings.access import may
from portal.taxonomy.models import Language, in_language
from portal.writing.differences import differences

MISSING, FRESH, STALE = "missing", "fresh", "stale"
WORDS = {
    MISSING: _("Not translated"),
    FRESH: _("Up to date"),
    STALE: _("The source changed since"),
}
BADGES = {MISSING: "void", FRESH: "ok", STALE: "due"}


@dataclass(frozen=True)
class Line:
    """One section: its source, and the translation as far as there is one."""

    section: Section
    # The section as it stands, and its words.
    value: Any
    source: str
    source_html: str
    translation: Translation | None
    # What was read when it was translated, where that is another text.
    before: str | None = None
    # Words that wait to take its place, each with whether the reader may put them there.
    proposed: Sequence[tuple[Wording, bool]] = ()
    # Whether the reader may be who translated it: a second person checks it.
    may_be_own: bool = False

    @property
    def state(self) -> str:
        """Whether there is a translation, and whether it is of these words."""
        if self.translation is None:
            return MISSING
        return FRESH if self.translation.is_fresh(self.value) else STALE

    @property
    def word(self) -> Any:
        """The state in words."""
        return WORDS[self.state]

    @property
    def badge(self) -> str:
        """The state as a colour."""
        return BADGES[self.state]

    @property
    def html(self) -> SafeString:
        """The source as HTML."""
        return mark_safe(self.source_html)  # noqa: S308 the renderer's own

    @property
    def translated_html(self) -> SafeString:
        """The translation as HTML."""
        return mark_safe(self.translation.rendered if self.translation else "")  # noqa: S308

    @property
    def change(self) -> SafeString | None:
        """What changed in the source since it was translated."""
        return None if self.before is None else differences(self.before, self.source)


def translatable(record: Record) -> list[Section]:
    """Return the sections with words that say something in the version that is read."""
    content = record.version.content if record.version else {}
    return [
        each
        for each in sections_of(record.kind)
        if each.is_translated and text_of(each, content.get(each.code)).strip()
    ]


class Desk:
    """A record and one language, side by side."""

    def __init__(self, record: Record, language: Language, reader: Any = None) -> None:
        self.record, self.language, self.reader = record, language, reader

    @property
    def language_name(self) -> str:
        """The language in the reader's."""
        return in_language(self.language, "name")

    @property
    def source_name(self) -> str:
        """The language of the source in the reader's."""
        return in_language(self.record.language, "name")

    @cached_property
    def found(self) -> dict[str, Translation]:
        """The translations, by section."""
        return translated(self.record, self.language.code)

    @cached_property
    def lines(self) -> list[Line]:
        """The sections, in order."""
        version = self.record.version
        assert version is not None
        html = version.rendered(self.record.kind)
        return [
            Line(
                each, version.content[each.code], text_of(each, version.content[each.code]),
                html.get(each.code, ""), self.found.get(each.code), self._before(each),
                self._proposed_of(each.code), self._may_be_own(self.found.get(each.code)),
            )
            for each in translatable(self.record)
        ]  # fmt: skip

    @cached_property
    def settles(self) -> bool:
        """Whether the reader decides on proposed words."""
        return may(self.reader, "guidelines.settle_wording", self.record)

    @cached_property
    def _proposed(self) -> dict[int, list[Wording]]:
        """The words that wait, by translation: all for whoever decides, else the reader's own."""
        found: dict[int, list[Wording]] = {}
        checked = [each.pk for each in self.found.values() if not each.is_working]
        if not checked or self.reader is None or not self.reader.is_authenticated:
            return found
        rows = Wording.objects.waiting().filter(translation__in=checked)
        for row in rows.select_related("administration"):
            if row.by_id == self.reader.pk or self.settles:
                found.setdefault(row.translation_id, []).append(row)
        return found

    def line(self, code: str) -> Line | None:
        """Return one section, or None."""
        return next((each for each in self.lines if each.section.code == code), None)

    @cached_property
    def _versions(self) -> dict[int, Version]:
        """The versions that stale translations were made from, in one statement."""
        content = self.record.version.content if self.record.version else {}
        keys = {
            each.version_id
            for code, each in self.found.items()
            if each.version_id and not each.is_fresh(content.get(code, ""))
        }
        return Version.objects.in_bulk(keys) if keys else {}

    def _proposed_of(self, code: str) -> list[tuple[Wording, bool]]:
        found = self.found.get(code)
        rows = self._proposed.get(found.pk, []) if found else []
        return [(row, self.settles and not self._may_be_own(row)) for row in rows]

    @cached_property
    def _owner(self) -> Identity | None:
        """Whose the record is, for the check by a second person; nothing of it is shown."""
        return self.record.identity_or_none if self.record.attribution else None

    def _may_be_own(self, words: Translation | Wording | None) -> bool:
        if words is None or self.reader is None or not self.reader.is_authenticated:
            return False
        # Asked of the database only where no name stands beside the words.
        return may_be_own(words, None if words.by_id else self._owner, self.reader)

    def _before(self, section: Section) -> str | None:
        found = self.found.get(section.code)
        version = self._versions.get(found.version_id or 0) if found else None
        return None if version is None else text_of(section, version.content.get(section.code))


@dataclass(frozen=True)
class Count:
    """How far a record is translated into a language."""

    language: Language
    name: str
    of: int
    done: int
    stale: int
    working: int


def counts(record: Record) -> list[Count]:
    """Return how far a record is translated into each language but its own, in two statements."""
    content = record.version.content if record.version else {}
    digests = {each.code: digest_of(content[each.code]) for each in translatable(record)}
    rows: dict[int, list[Any]] = {}
    waiting = Wording.objects.waiting().filter(translation=OuterRef("pk"))
    for language, section, digest, is_working, waits in record.translations.values_list(
        "language_id", "section", "source_digest", "is_working", Exists(waiting)
    ):
        if section in digests:
            rows.setdefault(language, []).append((digest != digests[section], is_working or waits))
    languages = Language.objects.exclude(pk=record.language_id).order_by("pk")
    return [
        Count(
            language, in_language(language, "name"), len(digests), len(found),
            sum(is_stale for is_stale, _is_working in found),
            sum(is_working for _is_stale, is_working in found),
        )
        for language in languages
        for found in [rows.get(language.pk, [])]
    ]  # fmt: skip
