"""Works of research: records with our own abstracts, from draft to publication to withdrawal."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.models import Administration, Person, Region
from directory.models.administration import sort_key
from portal.audit.models import record
from portal.facets import facet_key
from portal.identifiers import new_public_id
from portal.markings.models import Marking, Readable
from portal.markings.sources import PUBLIC
from portal.notifications.models import follow_by_itself
from portal.search.models import Document, stale
from portal.taxonomy.models import Language, Process, Technology
from research.citations import (
    VERSION,
    Named,
    authors_of,
    citations_in,
    citations_of,
    csl_of,
)
from research.models import kinds, telling
from research.models.author import Author, byline
from research.models.changes import ChangedMeanwhileError
from research.models.documents import document_of
from research.models.filing import facets_of
from research.models.grant import KEEP, forget_reader, name_reader
from research.models.queryset import WorkQuerySet

# What the verbs keep on the row, so that lists and pages need not ask for it.
KEPT = ["byline", "title_key", "title_key_fr", "facets", "facet_keys", "citations"]
KEY_LENGTH = 120


def _order(name: str, state: str, *fields: str) -> models.Index:
    return models.Index(fields=fields, condition=Q(state=state), name=name)


class Work(Readable):
    """A piece of research: a record of it, with our own abstract."""

    State = kinds.State
    Type = kinds.Type

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    # Spoken code, given at publication to public records.
    code = models.CharField(  # noqa: DJ001 — none is null, so that many records have none
        _("code"), max_length=10, unique=True, null=True, editable=False
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    title = models.CharField(_("title"), max_length=400)
    title_fr = models.CharField(_("title in French"), max_length=400, blank=True)
    # Kept by the verbs (KEPT): authors in a list row, orders by title, what the list filters and
    # counts by, and the citations.
    byline = models.CharField(max_length=300, editable=False, default="")
    title_key = models.CharField(max_length=KEY_LENGTH, editable=False, default="")
    title_key_fr = models.CharField(max_length=KEY_LENGTH, editable=False, default="")
    facets = ArrayField(models.CharField(max_length=80), default=list, editable=False)
    facet_keys = ArrayField(models.IntegerField(), default=list, editable=False)
    citations = models.JSONField(default=dict, editable=False)
    year = models.PositiveSmallIntegerField(_("year"))
    venue = models.CharField(_("published in"), max_length=300, blank=True)
    kind = models.CharField(_("type"), max_length=20, choices=Type)
    language = models.ForeignKey(Language, on_delete=models.PROTECT, verbose_name=_("language"))
    doi = models.CharField(_("DOI"), max_length=200, blank=True)
    url = models.URLField(_("address of the work"), max_length=500, blank=True)
    abstract = models.TextField(_("abstract"))
    abstract_fr = models.TextField(_("abstract in French"), blank=True)
    french_is_working = models.BooleanField(_("the French is a working translation"), default=False)
    keywords = ArrayField(
        models.CharField(max_length=100), verbose_name=_("keywords"), default=list
    )
    keywords_fr = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    technologies = models.ManyToManyField(
        Technology, blank=True, related_name="works", verbose_name=_("technologies")
    )
    processes = models.ManyToManyField(
        Process, blank=True, related_name="works", verbose_name=_("processes")
    )
    regions = models.ManyToManyField(
        Region, blank=True, related_name="works", verbose_name=_("regions studied")
    )
    administration = models.ForeignKey(
        Administration,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="works",
        verbose_name=_("owner of the record"),
    )
    is_open_to_partners = models.BooleanField(_("partner organisations may read it"), default=False)
    source_url = models.URLField(_("source of the record"), max_length=500, blank=True)
    source_note = models.CharField(_("note on the source"), max_length=500, blank=True)
    is_sample = models.BooleanField(default=False, editable=False)
    added_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    # The token of the form that added it: the same form sent twice adds one record.
    form_token = models.UUIDField(null=True, unique=True, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    withdrawal_reason = models.CharField(
        _("why it was withdrawn"), max_length=500, blank=True, editable=False
    )

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("work")
        # One index per order of a list: rows are read in order, the reader's are picked.
        indexes = [
            # With all that the list asks of a row that it only counts: no row is read for it.
            models.Index(
                fields=["-year", "-id"],
                include=["audience", "facet_keys"],
                condition=Q(state="published"),
                name="work_newest",
            ),
            _order("work_changed", "published", "-changed_at", "-id"),
            _order("work_published", "published", "-published_at", "-id"),
            _order("work_title", "published", "title_key", "id"),
            _order("work_titre", "published", "title_key_fr", "id"),
            _order("work_drafts", "draft", "-changed_at", "-id"),
            GinIndex(fields=["facet_keys"], condition=Q(state="published"), name="work_facets"),
        ]
        constraints = [
            # The portal itself publishes what it was delivered with: a moment without a person.
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | Q(published_by__isnull=True),
                name="research_publisher_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | Q(withdrawn_by__isnull=True),
                name="research_withdrawer_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(marking__in=[Marking.AMBER, Marking.AMBER_STRICT])
                | Q(administration__isnull=False),
                name="research_amber_has_owner",
                violation_error_message=_("An amber record names the administration that owns it."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the record."""
        return reverse("research:work_detail", args=[self.public_id])

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it: only then is it offered to machines."""
        return self.state == self.State.PUBLISHED and self.marking == Marking.CLEAR

    @property
    def is_from_public_sources(self) -> bool:
        """Whether the record was made from what is public, not handed in."""
        return bool(self.source_url)

    @property
    def local_title(self) -> str:
        """The title in the reader's language, where there is one."""
        return self.title_fr if self.title_fr and get_language() == "fr" else self.title

    def audience_tokens(self) -> set[str]:
        """Return who reads the record: by its state, its label, its owner and its grants."""
        if self.state == self.State.DRAFT:
            author = {f"person:{self.added_by_id}"} if self.added_by_id else set()
            return author | {"role:editor", "role:secretariat", "role:publisher"}
        if self.marking == Marking.CLEAR:
            return {PUBLIC}
        if self.marking == Marking.GREEN:
            return {"members"} | ({"community"} if self.is_open_to_partners else set())
        owner = {f"administration:{self.administration_id}"}
        named = {
            Marking.AMBER: owner | {"secretariat"},
            Marking.AMBER_STRICT: owner,
            Marking.RED: set(),
        }[Marking(self.marking)]
        return named | self.named_readers()

    def named_readers(self) -> set[str]:
        """Return the tokens of the persons and administrations that are granted this record."""
        people = self.person_grants.values_list("user_id", flat=True)
        homes = self.administration_grants.values_list("group__administration", flat=True)
        return {f"person:{pk}" for pk in people} | {f"administration:{pk}" for pk in homes}

    def keepers(self) -> set[int]:
        """Return the keys of the persons who are named to keep it, whatever their role."""
        kept = self.person_grants.filter(permission__codename=KEEP)
        return set(kept.values_list("user_id", flat=True))

    @classmethod
    @transaction.atomic
    def add(
        cls,
        *,
        by: Person | None,
        authors: list[str],
        related: dict[str, Any] | None = None,
        token: uuid.UUID | None = None,
        **fields: Any,
    ) -> "Work":
        """Add a record as a draft. `authors` are names in order, as `read_name` reads them."""
        work = cls(added_by=by, changed_by=by, form_token=token, **fields)
        work.set_audience()
        work.save()
        work._relate(authors, related or {})
        work.save(update_fields=KEPT)
        record("research.add_work", by=by, on=work, marking=work.marking)
        stale(work)
        if by:
            follow_by_itself(f"work:{work.public_id}", person=by)
        return work

    @transaction.atomic
    def revise(
        self,
        *,
        by: Person,
        authors: list[str] | None = None,
        related: dict[str, Any] | None = None,
        seen: datetime.datetime | None = None,
        **fields: Any,
    ) -> None:
        """Change the record; a changed label or owner changes its readers at once.

        `seen` is the `changed_at` that the writer read; another one raises ChangedMeanwhileError.
        """
        self._lock()
        self._refuse_unseen(seen)
        was, read = self.marking, telling.telling_of(self)
        for field, value in fields.items():
            setattr(self, field, value)
        self.changed_at, self.changed_by = timezone.now(), by
        self._relate(authors, related or {})
        self._give_code()
        self.set_audience()
        self.save(update_fields={*fields, *KEPT, "changed_at", "changed_by", "code", "audience"})
        names = sorted([*fields, *(related or {}), *(["authors"] if authors else [])])
        record("research.edit_work", by=by, on=self, fields=names, before=was, marking=self.marking)
        stale(self, hide=True)
        telling.tell_changed(self, read, by=by)

    @transaction.atomic
    def publish(self, *, by: Person | None, seen: datetime.datetime | None = None) -> None:
        """Let the record's readers read it; a public record gets its spoken code. Twice is once."""
        self._lock()
        if self.state != self.State.DRAFT:
            return
        self._refuse_unseen(seen)
        self.state, self.published_at, self.published_by = (
            self.State.PUBLISHED, timezone.now(), by
        )  # fmt: skip
        self._give_code()
        self.set_audience()
        self.save(update_fields=["state", "published_at", "published_by", "code", "audience"])
        record("research.publish_work", by=by, on=self, marking=self.marking)
        stale(self)
        telling.tell_published(self, by=by)

    @transaction.atomic
    def withdraw(self, *, by: Person, reason: str = "", **how: bool) -> None:
        """Take the record out of lists and search; its address says when and why. Twice is once."""
        self._lock()
        if self.state != self.State.PUBLISHED:
            return
        self.state, self.withdrawn_at, self.withdrawn_by, self.withdrawal_reason = (
            self.State.WITHDRAWN, timezone.now(), by, reason
        )  # fmt: skip
        self.set_audience()
        changed = ["state", "withdrawn_at", "withdrawn_by", "withdrawal_reason", "audience"]
        self.save(update_fields=changed)
        record("research.withdraw_work", by=by, on=self, personal={"reason": reason}, **how)
        stale(self, hide=True)
        telling.tell_withdrawn(self, by=by)

    @transaction.atomic
    def discard(self, *, by: Person | None) -> None:
        """Delete a draft; raise ProtectedError where something leads to it."""
        record("research.discard_work", by=by, on=self)
        stale(self, hide=True)
        self.delete()

    @transaction.atomic
    def grant(self, reader: Person | Group, *, by: Person | None, keeps: bool = False) -> None:
        """Let a person, or an administration through its group, read this record, or keep it."""
        self._lock()
        before = self.named_readers()
        name_reader(self, reader, keeps=keeps)
        self._grants_changed("research.grant_work", reader, by=by, keeps=keeps)
        if isinstance(reader, Person) and reader.token not in before:
            telling.tell_named(self, [reader.pk], by=by)

    @transaction.atomic
    def revoke(self, reader: Person | Group, *, by: Person | None) -> None:
        """Take a grant back."""
        self._lock()
        forget_reader(self, reader)
        self._grants_changed("research.revoke_work", reader, by=by)

    def _grants_changed(self, verb: str, reader: Any, *, by: Person | None, **more: Any) -> None:
        self.set_audience()
        self.save(update_fields=["audience"])
        kind, who = reader._meta.label_lower, reader.pk
        record(verb, by=by, on=self, reader_type=kind, reader_id=who, **more)
        stale(self)

    def _lock(self) -> None:
        """Hold the row and see it as it is now: the audience is computed from the whole row."""
        self.refresh_from_db(from_queryset=Work.objects.select_for_update())

    def _refuse_unseen(self, seen: datetime.datetime | None) -> None:
        """Refuse to go on from a text that is not the one of now."""
        if seen is not None and seen != self.changed_at:
            raise ChangedMeanwhileError(self.changed_by, self.changed_at)

    def _give_code(self) -> None:
        if self.state == self.State.PUBLISHED and self.marking == Marking.CLEAR and not self.code:
            self.code = f"R{self.pk:03d}"

    def _relate(self, authors: list[str] | None, related: dict[str, Any]) -> None:
        """Write authors and what the record is filed under, and keep what follows from them."""
        if authors is not None:
            self.authors.all().delete()
            self.authors.bulk_create(Author.of(self, authors))
            self.byline = byline(authors)
        for name, rows in related.items():
            getattr(self, name).set(rows)
        self.keep_keys()
        self.keep_facets()
        self.citations = citations_of(self.csl())

    def keep_keys(self) -> None:
        """Compute the keys that the list is sorted by."""
        self.title_key = sort_key(self.title)[:KEY_LENGTH]
        self.title_key_fr = sort_key(self.title_fr or self.title)[:KEY_LENGTH]

    def keep_facets(self, values: Iterable[str] | None = None) -> None:
        """Keep what the list filters and counts by: these values, or those of the row's sets."""
        self.facets = sorted(values or facets_of(self))
        self.facet_keys = [facet_key(value) for value in self.facets]

    @property
    def subjects(self) -> list[str]:
        """What it is about: its technologies and processes, as facet values."""
        return [value for value in self.facets if value.startswith(("technology:", "process:"))]

    def csl(self) -> dict[str, Any]:
        """Return the record as CSL-JSON."""
        return csl_of(self, self.authors.all())

    def named_authors(self) -> list[Named]:
        """Return the authors in order, from what the row keeps where it keeps them."""
        if self.citations.get("version") == VERSION:
            return [*authors_of(self.citations)]
        return [*self.authors.all()]

    def citations_here(self) -> dict[str, str]:
        """Return the citations in the reader's language, by style, as safe HTML."""
        language = "fr" if get_language() == "fr" else "en"
        if self.citations.get("version") == VERSION:
            return dict(self.citations[language])
        return citations_in(self.csl(), language)

    def search_document(self) -> Document | None:
        """Return what the search index keeps of a published record."""
        return document_of(self) if self.state == self.State.PUBLISHED else None

    def codes_of(self, facet: str) -> list[str]:
        """Return the codes of one facet."""
        prefix = f"{facet}:"
        return [value.removeprefix(prefix) for value in self.facets if value.startswith(prefix)]
