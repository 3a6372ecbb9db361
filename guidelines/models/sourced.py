"""What a record keeps of public sources: of those that nobody handed in."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidelines.kinds import Origin, State
from portal.audit.models import record as log
from portal.refusals import Refused

REVIEWED = ["sources_reviewed_at", "sources_reviewed_by"]


class Sourced(models.Model):
    """The columns, and the word of the Secretariat on them."""

    # Whom it is about, in the words of the sources.
    about = models.CharField(_("whom it is about"), max_length=200, blank=True)
    # Which administrations that are, by ISO code: their contact points may take the record over.
    about_codes = ArrayField(models.CharField(max_length=2), default=list, editable=False)
    source_url = models.URLField(_("source of the record"), max_length=500, blank=True)
    # What the sources leave open.
    source_note = models.CharField(_("note on the source"), max_length=500, blank=True)
    sources_reviewed_at = models.DateTimeField(null=True, editable=False)
    sources_reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        editable=False,
    )  # fmt: skip

    class Meta:
        abstract = True

    @property
    def is_from_public_sources(self) -> bool:
        """Whether it was made from what is public, not handed in."""
        return bool(self.source_url)

    @property
    def origin(self) -> str:
        """Whether it waits for the Secretariat to look at its sources; empty if handed in."""
        if not self.is_from_public_sources:
            return ""
        return Origin.REVIEWED if self.sources_reviewed_at else Origin.WAITING

    @property
    def origin_line(self) -> str:
        """Where it comes from, in a sentence."""
        if not self.is_from_public_sources:
            return ""
        if self.sources_reviewed_at:
            day = date_format(timezone.localdate(self.sources_reviewed_at))
            return gettext(
                "From public sources, not submitted by the administration;"
                " reviewed by the Secretariat on %(day)s."
            ) % {"day": day}
        return gettext(
            "From public sources, not submitted by the administration;"
            " to be reviewed by the Secretariat."
        )

    @transaction.atomic
    def review_sources(self: Any, *, by: Any) -> bool:
        """Say that the Secretariat checked it against its sources. Twice is once."""
        self.lock()
        if self.state != State.PUBLISHED or not self.is_from_public_sources:
            raise Refused(gettext("Only what is published from public sources is reviewed so."))
        if self.sources_reviewed_at:
            return False
        self.sources_reviewed_at, self.sources_reviewed_by = timezone.now(), by
        self.keep(self.version.content)
        self.save(update_fields=[*REVIEWED, "facets", "facet_keys"])
        log("guidelines.review_sources", by=by, on=self)
        return True

    def forget_review(self: Any, version: Any) -> None:
        """Let another text wait for the Secretariat anew: what it said, it said of the one before.

        The verb saves it.
        """
        if self.version and self.version.digest != version.digest:
            self.sources_reviewed_at = self.sources_reviewed_by = None
