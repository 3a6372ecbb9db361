"""Manuscripts: the text that becomes the next version of a record."""

from collections.abc import Mapping
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidelines.kinds import Stage, State
from guidelines.models.identity import STAFF, actor_of, own_readers
from guidelines.models.record import Record
from guidelines.models.reexamination import MINDER
from guidelines.models.taking import follow_taken
from guidelines.models.telling import tell_owner
from guidelines.models.version import Version
from guidelines.text.sections import Content, digest_of, mark_of, merged, missing, whole
from portal.audit.models import record as log
from portal.identifiers import new_public_id
from portal.markings.models import Marking, Readable, ReadableQuerySet
from portal.notifications.models import readers_changed
from portal.refusals import Refused
from portal.search.models import stale
from portal.wake import wake

# What changed, in a line: written, cleared and reviewed like a section.
NOTE = "note"
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
    # Who wrote in it, but for those who are kept apart: none of them reviews or publishes it.
    written_by = ArrayField(models.BigIntegerField(), default=list, editable=False)
    # The clearance by its administration, and the digest of the text that was cleared.
    cleared_at = models.DateTimeField(_("cleared"), null=True, editable=False)
    cleared_digest = models.CharField(max_length=64, blank=True, editable=False)
    # Who sent it from review to the publisher.
    passed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        editable=False,
    )  # fmt: skip
    # Whether it was given up because its record was withdrawn or replaced, by somebody else.
    ended_with_record = models.BooleanField(default=False, editable=False)
    # Why it came back, until it is sent on again.
    returned_at = models.DateTimeField(_("returned"), null=True, editable=False)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        editable=False,
    )  # fmt: skip
    returned_reason = models.TextField(_("reason"), max_length=4000, blank=True, editable=False)
    # Of a text begun anew: a mark of the first one, which leads nobody back (`anew`).
    follows = models.CharField(max_length=64, blank=True, default="", editable=False)
    # Of the first one: when the log says that it was given up.
    silent_until = models.DateField(null=True, editable=False)

    objects = ManuscriptQuerySet.as_manager()

    class Meta:
        verbose_name = _("manuscript")
        ordering = ["-begun_at", "-pk"]
        indexes = [
            models.Index(fields=["stage", "-stage_since", "-id"], name="guidelines_stages"),
            models.Index(
                fields=["follows"], condition=~Q(follows=""), name="guidelines_begun_anew"
            ),
            models.Index(
                fields=["silent_until"],
                condition=Q(silent_until__isnull=False),
                name="guidelines_silent",
            ),
        ]
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
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_by=None, returned_reason="")
                | Q(returned_at__isnull=False) & ~Q(returned_reason=""),
                name="guidelines_return_has_a_reason",
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

    @property
    def words(self) -> dict[str, Any]:
        """Its sections and its note: all that is published of it."""
        return whole(self.kind, self.content) | {NOTE: self.note}

    @property
    def terms(self) -> dict[str, str]:
        """What is chosen beside its words: its label; of a new record, who learns whose it is.

        Whose a published record is, is opened by acts of their own, whatever is prepared in it.
        """
        row, found = self.record, {"marking": str(self.marking)}
        if self.base_id is None:
            until = str(row.sealed_until or "")
            found |= {"attribution": str(row.attribution), "sealed_until": until}
        return found

    @property
    def digest(self) -> str:
        """The digest of its words and its terms as they stand: what is cleared and reviewed."""
        return digest_of({"words": self.words, "terms": self.terms})

    @property
    def mail_marking(self) -> str:
        """The label of its mails: what is not published yet stands in none."""
        return Marking.AMBER_STRICT if self.is_open else self.marking

    def audience_tokens(self) -> set[str]:
        """Return who reads it: whoever writes it; in review the Secretariat and who is asked."""
        own = own_readers(self.record)
        is_handed_in = self.stage in (Stage.REVIEW, Stage.CHECK, Stage.PUBLISHED)
        return own | (STAFF if is_handed_in else set()) | self._reviewers()

    def _reviewers(self) -> set[str]:
        """Return the tokens of who was asked to review it, and did not decline."""
        if self.pk is None or self.stage not in (Stage.REVIEW, Stage.CHECK):
            return set()
        return {f"person:{pk}" for pk in self.reviews.reading().values_list("person", flat=True)}

    @classmethod
    @transaction.atomic
    def start(
        cls, row: Record, *, by: Any, content: Content, marking: str, base: Version | None = None
    ) -> "Manuscript":
        """Begin the next text of a record. A second one beside an open one is refused."""
        if row.pk and cls.objects.open().filter(record=row).exists():
            raise Refused(gettext("Somebody prepares a new version already. Open that one."))
        manuscript = cls(
            record=row, content=whole(row.kind, content), marking=marking, base=base,
            changed_by=row.actor(by),
        )  # fmt: skip
        manuscript.note_writer(by)
        manuscript.set_audience()
        manuscript.save()
        return manuscript

    @classmethod
    @transaction.atomic
    def revise(cls, row: Record, *, by: Any, writes: bool = True) -> "Manuscript":
        """Begin the next version from the one that is read; others may be those who write it."""
        row.lock()
        if row.state != State.PUBLISHED or row.version is None:
            raise Refused(gettext("Only a published record gets a new version."))
        manuscript = cls.start(
            row, by=by if writes else None, content=row.version.content, marking=row.marking,
            base=row.version,
        )  # fmt: skip
        log("guidelines.begin_version", by=row.actor(by), on=row)
        return manuscript

    @transaction.atomic
    def write(
        self, *, by: Any, content: Content, seen: Mapping[str, str], note: str | None = None
    ) -> list[str]:
        """Save what was written, section by section; return the sections in conflict, unsaved.

        `seen` holds the mark of each section as the writer found it. Sent on, it stands still.
        """
        self.lock()
        if self.stage == Stage.DROPPED:
            raise Refused(
                gettext(
                    "A colleague gave this text up after you opened it. What you typed stands here:"
                    " copy it into another text."
                )
            )
        if not self.is_open:
            raise Refused(gettext("This text is published. Begin a new version."))
        if self.stage != Stage.WRITING:
            raise Refused(gettext("This text was sent on and stands still. Take it back to write."))
        stored = self.words
        given = whole(self.kind, content) | {NOTE: self.note if note is None else note}
        result, conflicts = merged(stored, given, seen=seen)
        sections = [code for code in stored if stored[code] != result[code]]
        if sections and not conflicts:
            self.note, self.content = result.pop(NOTE), result
            self.changed_at = timezone.now()
            self.note_writer(by)
            self.save(update_fields=["content", "note", "changed_at", "changed_by", "written_by"])
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
            raise Refused(gettext("This text is not checked yet. Send it on first."))
        if by is not None and not self.may_be_published_by(by):
            raise Refused(gettext("A second person publishes what you wrote or reviewed."))
        if gaps := missing(self.kind, self.content):
            names = ", ".join(str(each.label) for each in gaps)
            raise Refused(gettext("Write these sections first: %s.") % names)
        is_first = self.record.version_id is None
        self.version = self.record.issue(
            self.content, by=by, marking=self.marking, note=self.note, cleared_at=self.cleared_at
        )
        self.move(Stage.PUBLISHED, also=["version"])
        if is_first and self.record.takes_over_id:
            follow_taken(self.record, by=by)
        return True

    @transaction.atomic
    def drop(self, *, by: Any) -> bool:
        """Give it up; the record stays as it was.

        Where the record ends with it, its items leave the desk a moment later: they are locked
        before the record.
        """
        self.lock()
        if not self.is_open:
            return False
        if self.stage != Stage.WRITING:
            wake(MINDER)
        self.move(Stage.DROPPED)
        log("guidelines.drop", by=self.record.actor(by), on=self)
        return True

    @transaction.atomic
    def end_with_record(self, *, by: Any) -> None:
        """Give it up because nothing is published in its record any more.

        Whoever answers for it and whoever wrote in it is told, and keeps the text.
        """
        if not self.drop(by=by):
            return
        self.ended_with_record = True
        self.save(update_fields=["ended_with_record"])
        tell_owner(
            "guidelines.end_manuscript", kind="asked", record=self.record, on=self,
            by=self.record.actor(by), people=self.authors() - {by.pk if by else 0},
        )  # fmt: skip

    def authors(self) -> set[int]:
        """Return who is told of it: who answers for it and who wrote in it."""
        identity = self.record.identity_or_none
        return {*(identity.people() if identity else []), *self.written_by}

    def move(self, stage: str, *, also: list[str] | None = None) -> None:
        """Go to a stage: its readers are computed again."""
        self.stage, self.stage_since = stage, timezone.now()
        self.save(update_fields=["stage", "stage_since", *(also or [])])
        self.let_read()

    def let_read(self) -> None:
        """Compute its readers again, and those of an unpublished record."""
        self.set_audience()
        self.save(update_fields=["audience"])
        if self.record.state == State.DRAFT:
            self.record.set_audience()
            self.record.save(update_fields=["audience"])
            stale(self.record)
        readers_changed(self)

    def note_writer(self, by: Any) -> None:
        """Keep who wrote last and who wrote ever, apart where a name would tell whose it is."""
        identity = self.record.identity_or_none
        self.changed_by = actor_of(identity, by)
        if self.changed_by:
            self.written_by = sorted({*self.written_by, self.changed_by.pk})
        elif identity and by:
            identity.note_writer(by)

    def is_by(self, person: Any) -> bool:
        """Return whether somebody wrote in it, or is of the administration that did."""
        if person.pk in {*self.written_by, self.changed_by_id}:
            return True
        identity = self.record.identity_or_none
        return identity is not None and identity.is_by(person)

    def may_be_published_by(self, person: Any) -> bool:
        """Return whether somebody neither wrote in it nor sent it on from review."""
        return self.passed_by_id != person.pk and not self.is_by(person)

    def lock(self) -> None:
        """Hold the record and the text, in this order, and see both as they are now."""
        self.record.lock()
        Manuscript.objects.select_for_update(of=("self",)).get(pk=self.pk)
        row = self.record
        self.refresh_from_db()
        self.record = row

    def seen(self) -> dict[str, str]:
        """Return the mark of each section, for the form that shows them."""
        return {code: mark_of(value) for code, value in self.words.items()}

    def _show_in_draft(self) -> None:
        """Let a record that is not published yet be called as its text is."""
        if self.record.state == State.DRAFT:
            self.record.keep(self.content)
            self.record.save(update_fields=["title", "lead", "title_key", "facets", "facet_keys"])
