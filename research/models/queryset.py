"""Sets of works."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q, QuerySet

from portal.facets import facet_key
from portal.markings.models import ReadableQuerySet

if TYPE_CHECKING:
    from research.models.work import Work


class WorkQuerySet(ReadableQuerySet["Work"]):
    """Works, as adjectives."""

    def drafts(self) -> Self:
        """Return the works in preparation."""
        return self.filter(state=self.model.State.DRAFT)

    def written_by_others(self, person: Any) -> Self:
        """Return what somebody else wrote last, so that this person may publish it."""
        return self.filter(~Q(changed_by=person.pk) | Q(changed_by__isnull=True))

    def published(self) -> Self:
        """Return the works that are out of preparation."""
        return self.filter(state=self.model.State.PUBLISHED)

    def filed_under(self, values: Iterable[str]) -> Self:
        """Return the works under one of these facet values, such as `type:report`."""
        return self.filter(facet_keys__overlap=[facet_key(value) for value in values])

    def listed(self) -> Self:
        """Return them with what a list row shows."""
        return self.select_related("language").only(
            "public_id", "code", "title", "title_fr", "byline", "year", "venue", "kind", "marking",
            "changed_at", "is_sample", "title_key", "title_key_fr", "french_is_working",
            "added_by", "language__code",
        )  # fmt: skip

    def rows(self) -> "QuerySet[Work, Any]":
        """Return what a row of the long list shows, as dicts: they cost half of what models do."""
        return self.values(
            "id", "public_id", "code", "title", "title_fr", "byline", "year", "venue", "kind",
            "marking", "changed_at", "is_sample", "title_key", "title_key_fr", "french_is_working",
            "language__code",
        )  # fmt: skip

    def detailed(self) -> Self:
        """Return them with what their page shows."""
        return self.select_related("language", "audience")

    def akin_to(self, work: "Work") -> Self:
        """Return the works that share a technology or a process with this one, newest first."""
        return self.filed_under(work.subjects).order_by("-year", "-id")
