"""Sets of records."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q, QuerySet
from django.utils import timezone

from guidelines.kinds import Kind, State
from guidelines.models.course import STANDS
from portal.facets import facet_key
from portal.markings.models import ReadableQuerySet

if TYPE_CHECKING:
    from guidelines.models.record import Record


class RecordQuerySet(ReadableQuerySet["Record"]):
    """Records, as adjectives."""

    def published(self) -> Self:
        """Return the records that stand."""
        return self.filter(state=State.PUBLISHED)

    def practices(self) -> Self:
        """Return the best practices."""
        return self.filter(kind=Kind.PRACTICE)

    def pitfalls(self) -> Self:
        """Return the pitfalls."""
        return self.filter(kind=Kind.PITFALL)

    def experiences(self) -> Self:
        """Return the experiences."""
        return self.filter(kind=Kind.EXPERIENCE)

    def unconfirmed(self) -> Self:
        """Return the experiences that are said to run, and nobody said so for half a year.

        Whoever did not answer is asked again after as long, not every night.
        """
        before = timezone.now() - STANDS
        asked = Q(running_asked_at=None) | Q(running_asked_at__lt=before)
        rows = self.published().experiences().exclude(attribution="")
        return rows.filter(asked, running_at__lt=before)

    def filed_under(self, values: Iterable[str]) -> Self:
        """Return the records under one of these facet values, such as `technology:ai-ml`."""
        return self.filter(facet_keys__overlap=[facet_key(value) for value in values])

    def detailed(self) -> Self:
        """Return them with what their page shows."""
        return self.select_related(
            "language", "audience", "version", "administration", "region", "provenance"
        )

    def rows(self) -> "QuerySet[Record, Any]":
        """Return what a row of a long list shows, as dicts: they cost half of what models do."""
        return self.values(
            "id", "public_id", "code", "kind", "title", "title_fr", "lead", "lead_fr", "marking",
            "changed_at", "published_at", "is_sample", "title_key", "title_key_fr",
            "french_is_working", "language__code", "confidence", "facets", "source_url", "about",
            "sources_reviewed_at", "review_by", "reviewed_since",
            "administration__name_en", "administration__name_fr",
        )  # fmt: skip
