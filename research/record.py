"""One record as its reader sees it."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.compiled import Compiled
from portal.markings.access import may, refusal
from portal.markings.models import Marking, NotReadable, reader_of
from research.citations import STYLES, Named, csl_of, doi_url
from research.facets import FACETS, names
from research.metadata import json_ld, meta_tags
from research.models import Work, author_key
from research.readership import readership, readership_when_published

MOST_AKIN = 5
# Some records name hundreds.
MOST_AUTHORS = 20
# Akin works are looked for among this many: ranking them all would cost what the library holds.
AMONG = 30
STYLE_NAMES = {"apa": "APA", "chicago": "Chicago"}
assert STYLE_NAMES.keys() == STYLES.keys()

# The page of a record is what visitors from elsewhere land on: its statement is kept.
_WORK = Compiled(
    lambda public_id, tokens: (
        Work.objects.detailed().readable_with(tokens).filter(public_id=public_id)
    ),
    public_id="?",
    tokens=["nobody"],
)


def work_or_404(person: Any, public_id: str) -> Work:
    """Return the work with what its page shows, if the person may read it."""
    found = _WORK.found(public_id=public_id, tokens=sorted(reader_of(person).tokens))
    if not found:
        raise NotReadable
    work: Work = found[0]
    return work


class Record:
    """What the page of a work shows, for one reader and in the reader's language."""

    def __init__(self, work: Work, reader: Any, address: str) -> None:
        self.work = work
        self.reader = reader
        self.address = address
        self.is_french = get_language() == "fr"

    @cached_property
    def authors(self) -> list[Named]:
        """The authors in order."""
        return self.work.named_authors()

    @cached_property
    def item(self) -> dict[str, Any]:
        """The record as CSL-JSON."""
        return csl_of(self.work, self.authors)

    @property
    def readers(self) -> str:
        """Who reads it now."""
        return readership(self.work)

    @property
    def readers_when_published(self) -> str:
        """Who will read it."""
        return readership_when_published(self.work)

    @property
    def title_language(self) -> str:
        """The language of the title on the page."""
        return "fr" if self.shows_french_title else self.work.language.code

    @property
    def shows_french_title(self) -> bool:
        """Whether the title on the page is the French one, beside a title in another language."""
        return bool(self.is_french and self.work.title_fr and self.work.language.code != "fr")

    @cached_property
    def abstracts(self) -> list[tuple[str, str, bool]]:
        """Language, text and whether it is a translation; the reader's language first."""
        work = self.work
        both = [("en", work.abstract, False), ("fr", work.abstract_fr, work.french_is_working)]
        shown = [each for each in both if each[1]]
        return sorted(shown, key=lambda each: each[0] != ("fr" if self.is_french else "en"))

    @property
    def keywords(self) -> list[str]:
        """The keywords in the reader's language, where there are any."""
        return (self.is_french and self.work.keywords_fr) or self.work.keywords

    @cached_property
    def filed(self) -> list[tuple[Any, list[tuple[str, str]]]]:
        """What it is filed under: each facet with address and name of its values."""
        known = names()
        filed = []
        for facet in ("technology", "process", "region"):
            codes = self.work.codes_of(facet)
            values = [(self._address(facet, code), known[facet].get(code, code)) for code in codes]
            if values:
                filed.append((FACETS[facet], values))
        return filed

    def _address(self, facet: str, code: str) -> str:
        if facet == "technology":
            return reverse("taxonomy:technology_detail", args=[code])
        return f"{self.works}?{facet}={code}"

    @property
    def followed_too(self) -> list[tuple[str, str, str]]:
        """What else its page offers to follow: authors, and what it is about."""
        authors = [("author", author_key(author.name), author.name) for author in self.authors]
        known = names()
        filed = [
            (facet, code, known[facet].get(code, code))
            for facet in ("technology", "process")
            for code in self.work.codes_of(facet)
        ]
        return [*authors[:MOST_AUTHORS], *filed]

    @cached_property
    def works(self) -> str:
        """The address of the list."""
        return reverse("research:work_list")

    @cached_property
    def akin(self) -> list[dict[str, Any]]:
        """The works the reader may read that share most of its technologies and processes."""
        near: QuerySet[Work] = Work.objects.readable_by(self.reader).published().akin_to(self.work)
        rows = near.values(
            "public_id", "code", "title", "title_fr", "year", "byline", "facets", "marking",
            "french_is_working",
        )  # fmt: skip
        shared, here = set(self.work.subjects), self.work.public_id
        others = [row for row in rows[:AMONG] if row["public_id"] != here]
        nearest = sorted(others, key=lambda row: -len(shared & set(row["facets"])))
        return [
            {
                **row,
                "address": f"{self.works}{row['public_id']}/",
                "title": (self.is_french and row["title_fr"]) or row["title"],
                "is_working": self.is_french and row["title_fr"] and row["french_is_working"],
                "label": Marking(row["marking"]).tag,
            }
            for row in nearest[:MOST_AKIN]
        ]

    @cached_property
    def citations(self) -> list[tuple[str, str, SafeString]]:
        """The citations: style, its name, and HTML that `research.citations` has escaped."""
        made = self.work.citations_here()
        return [(style, STYLE_NAMES[style], mark_safe(made[style])) for style in STYLES]  # noqa: S308

    @property
    def doi_url(self) -> str:
        """The address that the DOI resolves at."""
        return doi_url(self.work.doi)

    @property
    def json_ld(self) -> SafeString:
        """The record for search engines."""
        return json_ld(self.item, self.work, self.address)

    @property
    def meta_tags(self) -> SafeString:
        """The record for reference managers."""
        tags = meta_tags(self.item, self.work, self.authors)
        return format_html_join("\n", '<meta name="{}" content="{}">', tags)

    @property
    def is_own_draft(self) -> bool:
        """Whether the reader wrote it last and waits for a second person."""
        return self.work.changed_by_id == self.reader.pk and self.work.state == Work.State.DRAFT

    @cached_property
    def may_edit(self) -> bool:
        """Whether the reader may correct it."""
        return may(self.reader, "research.edit_work", self.work)

    @cached_property
    def why_not_publish(self) -> str:
        """Why the reader may not publish the draft; empty for whoever may."""
        return refusal(self.reader, "research.publish_work", self.work)

    @property
    def citation_language(self) -> str:
        """The language of a citation: that of the work, its frame aside."""
        return str(self.work.language.code)

    @cached_property
    def may_withdraw(self) -> bool:
        """Whether the reader may withdraw it."""
        return may(self.reader, "research.withdraw_work", self.work)

    @property
    def has_named_readers(self) -> bool:
        """Whether its label lets readers be named."""
        return self.work.marking in {Marking.AMBER, Marking.AMBER_STRICT, Marking.RED}

    @property
    def source(self) -> str:
        """Where the record comes from, in a sentence."""
        if self.work.is_sample:
            return _("Sample: invented to show how the portal works.")
        if self.work.is_from_public_sources:
            return _("From public sources, not submitted by the administration.")
        return ""
