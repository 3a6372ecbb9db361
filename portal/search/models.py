"""The search index: one row per object, with a copy of its audience that changes with it."""

import datetime
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.markings.models import ReadableQuerySet


class Kind(models.TextChoices):
    """What a result is; results are grouped by kind, never mixed."""

    WORK = "work", _("Research")
    PERSON = "person", _("People")
    ADMINISTRATION = "administration", _("Administrations")
    NEWS = "news", _("News and meetings")


@dataclass(frozen=True, kw_only=True)
class Document:
    """What the index keeps of an object. Texts are by language code: `{"en": …, "fr": …}`."""

    kind: Kind
    titles: dict[str, str]
    bodies: dict[str, str] = field(default_factory=dict)
    # One short line under the title: authors and venue, a post, a region.
    lines: dict[str, str] = field(default_factory=dict)
    reference: str = ""
    path: str = ""
    language: str = ""
    date: datetime.date | None = None
    technologies: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)


class Searchable(Protocol):
    """A row that the index holds. `search_document` is None for what is not to be found."""

    pk: int
    audience_id: int

    def search_document(self) -> Document | None:
        """Return what the index keeps of this row."""


class Entry(models.Model):
    """The index row of one object."""

    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    audience = models.ForeignKey("markings.Audience", on_delete=models.PROTECT, related_name="+")
    # Its text was redacted or its label changed: not found until it is indexed again.
    is_hidden = models.BooleanField(default=False)
    titles = models.JSONField(default=dict)
    bodies = models.JSONField(default=dict)
    lines = models.JSONField(default=dict)
    # Titles without accents and case, for the exact match that comes first.
    title_keys = ArrayField(models.TextField(), default=list)
    vector = SearchVectorField(null=True)
    reference = models.CharField(max_length=40, blank=True)
    path = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=3, blank=True)
    date = models.DateField(null=True)
    technologies = ArrayField(models.TextField(), default=list)
    regions = ArrayField(models.TextField(), default=list)

    objects = ReadableQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_id"], name="search_one_entry_per_object"
            )
        ]
        indexes = [
            GinIndex(fields=["vector"], name="search_entry_vector"),
            GinIndex(fields=["title_keys"], name="search_entry_title_keys"),
        ]

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id}"


class Stale(models.Model):
    """An outbox row: the text of this object is to be indexed again."""

    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "stale rows"

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id}"


# Models whose rows the index holds, by label; rooms register theirs in `apps.py`.
_searchable: dict[str, type[models.Model]] = {}


def register_searchable(model: type[models.Model]) -> None:
    """Let the index hold the rows of a model."""
    _searchable[model._meta.label_lower] = model


def searchable_models() -> dict[str, type[models.Model]]:
    """Return the models that the index holds, by label."""
    return dict(_searchable)


def stale(obj: Any, *, hide: bool = False) -> None:
    """Ask for an object to be indexed again, in the verb's transaction.

    The index row's audience changes now, never later; with `hide` (text redacted, label changed)
    the row is not found until its new text is in.
    """
    label = obj._meta.label_lower
    changes: dict[str, Any] = {"audience_id": obj.audience_id}
    if hide:
        changes["is_hidden"] = True
    Entry.objects.filter(object_type=label, object_id=obj.pk).update(**changes)
    Stale.objects.create(object_type=label, object_id=obj.pk)
