"""The research library: works, their authors and the grants to read them."""

import datetime
from typing import Any, Self

from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from guardian.shortcuts import assign_perm, remove_perm

from directory.models import Administration, Person, Region
from directory.models.person import new_public_id
from portal.audit.models import record
from portal.markings.models import Marking, Readable, ReadableQuerySet
from portal.markings.sources import PUBLIC
from portal.search.models import Document, Kind, stale
from portal.taxonomy.models import Language, Process, Technology

VIEW = "view_work"


class WorkQuerySet(ReadableQuerySet["Work"]):
    """Works, as adjectives."""

    def published(self) -> Self:
        """Return the works that are out of preparation."""
        return self.filter(state=Work.State.PUBLISHED)

    def listed(self) -> Self:
        """Return them with what a list row shows."""
        return self.select_related("language").only(
            "public_id", "code", "title", "title_fr", "byline", "year", "venue", "kind", "marking",
            "state", "changed_at", "language__code",
        )  # fmt: skip


class Work(Readable):
    """A piece of research: a record of it, with our own abstract."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Type(models.TextChoices):
        JOURNAL_ARTICLE = "journal-article", _("Journal article")
        CONFERENCE_PAPER = "conference-paper", _("Conference paper")
        REPORT = "report", _("Report")
        PREPRINT = "preprint", _("Preprint")
        BOOK = "book", _("Book")
        BOOK_CHAPTER = "book-chapter", _("Book chapter")
        WORKING_PAPER = "working-paper", _("Working paper")
        GUIDE = "guide", _("Guide")
        MAGAZINE_ARTICLE = "magazine-article", _("Magazine article")
        SURVEY = "survey", _("Survey")
        TECHNICAL_NOTE = "technical-note", _("Technical note")
        DATASET_REPORT = "dataset-report", _("Report on a data set")
        CASE_COLLECTION = "case-collection", _("Collection of cases")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    # Spoken code, given at publication to public records.
    code = models.CharField(_("code"), max_length=10, unique=True, null=True, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    title = models.CharField(_("title"), max_length=400)
    title_fr = models.CharField(_("title in French"), max_length=400, blank=True)
    # Kept from the authors, for lists.
    byline = models.CharField(max_length=300, editable=False, default="")
    year = models.PositiveSmallIntegerField(_("year"))
    venue = models.CharField(_("published in"), max_length=300, blank=True)
    kind = models.CharField(_("type"), max_length=20, choices=Type)
    language = models.ForeignKey(Language, on_delete=models.PROTECT, verbose_name=_("language"))
    doi = models.CharField(_("DOI"), max_length=200, blank=True)
    url = models.URLField(_("address of the work"), max_length=500, blank=True)
    abstract = models.TextField(_("abstract"))
    abstract_fr = models.TextField(_("abstract in French"), blank=True)
    french_is_working = models.BooleanField(_("the French is a working translation"), default=False)
    keywords = ArrayField(models.CharField(max_length=100), verbose_name=_("keywords"), default=list)
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
    is_open_to_partners = models.BooleanField(
        _("partner organisations may read it"), default=False
    )
    source_url = models.URLField(_("source of the record"), max_length=500, blank=True)
    source_note = models.CharField(_("note on the source"), max_length=500, blank=True)
    is_sample = models.BooleanField(default=False, editable=False)
    added_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("work")
        indexes = [
            models.Index(fields=["state", "-year", "-id"]),
            models.Index(fields=["state", "-changed_at", "-id"]),
            models.Index(fields=["audience"]),
            GinIndex(fields=["keywords"], name="research_work_keywords"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(marking__in=[Marking.AMBER, Marking.AMBER_STRICT])
                | models.Q(administration__isnull=False),
                name="research_amber_has_owner",
                violation_error_message=_("An amber record names the administration that owns it."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the record."""
        return reverse("research:work_detail", args=[self.public_id])

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
        return self._granted_tokens() | {
            Marking.AMBER: owner | {"secretariat"},
            Marking.AMBER_STRICT: owner,
            Marking.RED: set(),
        }[Marking(self.marking)]

    def _granted_tokens(self) -> set[str]:
        people = self.person_grants.values_list("user_id", flat=True)
        administrations = self.administration_grants.values_list("group__administration", flat=True)
        return {f"person:{pk}" for pk in people} | {f"administration:{pk}" for pk in administrations}

    @classmethod
    @transaction.atomic
    def add(
        cls,
        *,
        by: Person | None,
        authors: list[str],
        related: dict[str, Any] | None = None,
        **fields: Any,
    ) -> "Work":
        """Add a record as a draft. `authors` are full names in order."""
        work = cls(added_by=by, **fields)
        work.byline = byline(authors)
        work.set_audience()
        work.save()
        work._relate(authors, related or {})
        record("research.add_work", by=by, on=work, marking=work.marking)
        stale(work)
        return work

    @transaction.atomic
    def revise(
        self,
        *,
        by: Person,
        authors: list[str] | None = None,
        related: dict[str, Any] | None = None,
        **fields: Any,
    ) -> None:
        """Change the record; a changed label or owner changes its readers at once."""
        for field, value in fields.items():
            setattr(self, field, value)
        self.changed_at = timezone.now()
        changed = [*fields, "changed_at", "audience"]
        if authors is not None:
            self.byline = byline(authors)
            changed.append("byline")
        self._relate(authors, related or {})
        self.set_audience()
        self.save(update_fields=changed)
        record("research.edit_work", by=by, on=self, fields=sorted(fields), marking=self.marking)
        stale(self, hide=True)

    @transaction.atomic
    def publish(self, *, by: Person | None) -> None:
        """Let the record's readers read it; a public record gets its spoken code."""
        self.state, self.published_at, self.published_by = (
            self.State.PUBLISHED, timezone.now(), by
        )  # fmt: skip
        if self.marking == Marking.CLEAR and not self.code:
            self.code = f"R{self.pk:03d}"
        self.set_audience()
        self.save(update_fields=["state", "published_at", "published_by", "code", "audience"])
        record("research.publish_work", by=by, on=self, marking=self.marking)
        stale(self)

    @transaction.atomic
    def withdraw(self, *, by: Person) -> None:
        """Take the record out of lists and search; its address says that it was withdrawn."""
        self.state = self.State.WITHDRAWN
        self.set_audience()
        self.save(update_fields=["state", "audience"])
        record("research.withdraw_work", by=by, on=self)
        stale(self, hide=True)

    @transaction.atomic
    def grant(self, reader: Person | Group, *, by: Person | None) -> None:
        """Let a person, or an administration through its group, read this record."""
        assign_perm(VIEW, reader, self)
        self._grants_changed("research.grant_work", reader, by=by)

    @transaction.atomic
    def revoke(self, reader: Person | Group, *, by: Person) -> None:
        """Take a grant back."""
        remove_perm(VIEW, reader, self)
        self._grants_changed("research.revoke_work", reader, by=by)

    def _grants_changed(self, verb: str, reader: Person | Group, *, by: Person | None) -> None:
        self.set_audience()
        self.save(update_fields=["audience"])
        record(verb, by=by, on=self, reader_type=reader._meta.label_lower, reader_id=reader.pk)
        stale(self)

    def _relate(self, authors: list[str] | None, related: dict[str, Any]) -> None:
        if authors is not None:
            self.authors.all().delete()
            self.authors.bulk_create(
                Author(work=self, position=position, name=name)
                for position, name in enumerate(authors, start=1)
            )
        for name, rows in related.items():
            getattr(self, name).set(rows)

    def search_document(self) -> Document | None:
        """Return what the search index keeps of a published record."""
        if self.state != self.State.PUBLISHED:
            return None
        own = self.language.code if self.language.code in ("en", "es") else "simple"
        authors = ", ".join(author.name for author in self.authors.all())
        line = f"{self.byline} · {self.venue}" if self.venue else self.byline
        return Document(
            kind=Kind.WORK,
            titles={"en": self.title, "fr": self.title_fr} if own != "es" else {"es": self.title},
            bodies={
                "en": f"{self.abstract} {' '.join(self.keywords)}",
                "fr": f"{self.abstract_fr} {' '.join(self.keywords_fr)}",
                "simple": f"{authors} {self.venue} {self.doi} {self.code or ''}",
            },
            lines={"en": line, "fr": line},
            reference=str(self.year),
            path=f"research/works/{self.public_id}/",
            language=self.language.code,
            date=datetime.date(self.year, 1, 1),
            technologies=[technology.slug for technology in self.technologies.all()],
            regions=[region.code for region in self.regions.all()],
        )


def byline(authors: list[str]) -> str:
    """Return the authors as a list row shows them: the first, and others."""
    if len(authors) <= 2:
        return ", ".join(authors)[:300]
    return f"{authors[0]} et al."[:300]


class Author(models.Model):
    """One author of a work, in order."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="authors")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["work", "position"], name="research_author_position")
        ]

    def __str__(self) -> str:
        return self.name


class PersonGrant(UserObjectPermissionBase):
    """An explicit grant of one work to one person."""

    content_object = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="person_grants")


class AdministrationGrant(GroupObjectPermissionBase):
    """An explicit grant of one work to the group that stands for an administration."""

    content_object = models.ForeignKey(
        Work, on_delete=models.CASCADE, related_name="administration_grants"
    )
