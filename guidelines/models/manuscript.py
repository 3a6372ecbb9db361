"""Manuscripts: the text that becomes the next version of a record."""

from collections.abc import Mapping
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guidelines.kinds import Stage, State
from guidelines.models.identity import STAFF, writers
from guidelines.models.record import Record
from guidelines.models.version import Version
from guidelines.sections import Content, changed, digest_of, merged, missing, whole
from portal.audit.models import record as log
from portal.desk.registry import Refused
from portal.identifiers import new_public_id
from portal.markings.models import Readable, ReadableQuerySet
from portal.search.models import stale

OPEN = (Stage.WRITING, Stage.CLEARANCE, Stage.REVIEW, Stage.CHECK)


class ManuscriptQuerySet(ReadableQuerySet["Manuscript"]):
    """Manuscripts, as adjectives."""

    def open(self) -> Self:
        """Return those that are on their way."""
        return self.filter(stage__in=OPEN)


class Manuscript(Readable):
    """One text on its way to its readers; a record has at most one at a time."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="manuscripts")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.WRITING)
    stage_since = models.DateTimeField(default=timezone.now, editable=False)
    content = models.JSONField(default=dict)
    note = models.CharField(_("what changed"), max_length=500, blank=True)
    # The version that it began from; none: the record is new.
    base = models.ForeignKey(
        Version, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    # The version that it became.
    version = models.OneToOneField(
        Version, on_delete=models.PROTECT, null=True, related_name="manuscript", editable=False
    )
    begun_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    # None: whoever wrote it is kept apart.
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        editable=False,
    )  # fmt: skip

    objects = ManuscriptQuerySet.as_manager()

    class Meta:
        verbose_name = _("manuscript")
        ordering = ["-begun_at", "-pk"]
        indexes = [models.Index(fields=["stage", "-stage_since", "-id"], name="guidelines_stages")]
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=Q(stage__in=OPEN),
                name="guidelines_one_open_manuscript",
            ),
            models.CheckConstraint(
                condition=Q(stage="published", version__isnull=False)
                | ~Q(stage="published") & Q(version=None),
                name="guidelines_published_manuscript",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.content.get("title", ""))

    def get_absolute_url(self) -> str:
        """Return the address of the text in preparation."""
        return reverse("guidelines:manuscript_detail", args=[self.public_id])

    @property
    def kind(self) -> str:
        """The kind of its record."""
        return self.record.kind

    @property
    def is_open(self) -> bool:
        """Whether it is on its way."""
        return self.stage in OPEN

    def audience_tokens(self) -> set[str]:
        """Return who reads it: whoever writes it; in review and after also the Secretariat."""
        identity = self.record.identity_or_none
        own = writers(identity.administration, identity.author) if identity else writers(None, None)
        is_handed_in = self.stage in (Stage.REVIEW, Stage.CHECK, Stage.PUBLISHED)
        return own | (STAFF if is_handed_in else set())

    @classmethod
    @transaction.atomic
    def start(
        cls, row: Record, *, by: Any, content: Content, marking: str, base: Version | None = None
    ) -> "Manuscript":
        """Begin the next text of a record. A second one beside an open one is refused."""
        if row.pk and cls.objects.open().filter(record=row).exists():
            raise Refused(_now("Somebody prepares a new version already. Open that one."))
        manuscript = cls(
            record=row, content=whole(row.kind, content), marking=marking, base=base,
            changed_by=row.actor(by),
        )  # fmt: skip
        manuscript.set_audience()
        manuscript.save()
        return manuscript

    @classmethod
    @transaction.atomic
    def revise(cls, row: Record, *, by: Any) -> "Manuscript":
        """Begin the next version from the one that is read."""
        row.lock()
        if row.state != State.PUBLISHED or row.version is None:
            raise Refused(_now("Only a published record gets a new version."))
        manuscript = cls.start(
            row, by=by, content=row.version.content, marking=row.marking, base=row.version
        )
        log("guidelines.begin_version", by=row.actor(by), on=row)
        return manuscript

    @transaction.atomic
    def write(self, *, by: Any, content: Content, seen: Mapping[str, str]) -> list[str]:
        """Save what was written, section by section; return the sections in conflict, unsaved.

        `seen` holds the digest of each section as the writer found it.
        """
        self.lock()
        if not self.is_open:
            raise Refused(_now("This text is published or given up. Begin a new version."))
        result, conflicts = merged(self.kind, seen=seen, stored=self.content, given=content)
        sections = changed(self.kind, self.content, result)
        if sections and not conflicts:
            self.content, self.changed_at = result, timezone.now()
            self.changed_by = self.record.actor(by)
            self.save(update_fields=["content", "changed_at", "changed_by"])
            self._show_in_draft()
            log("guidelines.write", by=self.changed_by, on=self, sections=sections)
        return conflicts

    @transaction.atomic
    def publish(self, *, by: Any) -> bool:
        """Make it the next version of its record. Twice is once."""
        self.lock()
        if not self.is_open:
            return False
        # What the portal is delivered with was checked before it was delivered.
        if by is not None and self.stage != Stage.CHECK:
            raise Refused(_now("This text is not checked yet. Send it on first."))
        if gaps := missing(self.kind, self.content):
            names = ", ".join(str(each.label) for each in gaps)
            raise Refused(_now("Write these sections first: %s.") % names)
        self.version = self.record.issue(self.content, by=by, marking=self.marking, note=self.note)
        self.move(Stage.PUBLISHED, also=["version"])
        return True

    @transaction.atomic
    def drop(self, *, by: Any) -> bool:
        """Give it up; the record stays as it was."""
        self.lock()
        if not self.is_open:
            return False
        self.move(Stage.DROPPED)
        log("guidelines.drop", by=self.record.actor(by), on=self)
        return True

    def move(self, stage: str, *, also: list[str] | None = None) -> None:
        """Go to a stage: its readers are computed again, and those of an unpublished record."""
        self.stage, self.stage_since = stage, timezone.now()
        self.set_audience()
        self.save(update_fields=["stage", "stage_since", "audience", *(also or [])])
        if self.record.state == State.DRAFT:
            self.record.set_audience()
            self.record.save(update_fields=["audience"])
            stale(self.record)

    def lock(self) -> None:
        """Hold the record and the text, in this order, and see both as they are now."""
        self.record.lock()
        Manuscript.objects.select_for_update(of=("self",)).get(pk=self.pk)
        row = self.record
        self.refresh_from_db()
        self.record = row

    def seen(self) -> dict[str, str]:
        """Return the digest of each section, for the form that shows them."""
        return {code: digest_of(value) for code, value in whole(self.kind, self.content).items()}

    def _show_in_draft(self) -> None:
        """Let a record that is not published yet be called as its text is."""
        if self.record.state == State.DRAFT:
            self.record.keep(self.content)
            self.record.save(update_fields=["title", "lead", "title_key", "facets", "facet_keys"])
