"""The search index: one row per object, with a copy of its audience that changes with it."""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext_lazy

from portal.audit.models import record
from portal.markings.models import Marking, Readable, ReadableQuerySet
from portal.notifications.models import Follow, readers_changed
from portal.search.registry import searchable_models


class Kind(models.TextChoices):
    """What a result is; results are grouped by kind, never mixed."""

    PRACTICE = "practice", pgettext_lazy("kind of result", "Best practices")
    PITFALL = "pitfall", pgettext_lazy("kind of result", "Pitfalls")
    EXPERIENCE = "experience", pgettext_lazy("kind of result", "Experiences")
    WORK = "work", pgettext_lazy("kind of result", "Research")
    PERSON = "person", pgettext_lazy("kind of result", "People")
    ADMINISTRATION = "administration", pgettext_lazy("kind of result", "Administrations")
    TOPIC = "topic", pgettext_lazy("kind of result", "Topics")
    NEWS = "news", pgettext_lazy("kind of result", "News and meetings")


@dataclass(frozen=True, kw_only=True)
class Document:
    """What the index keeps of an object.

    Texts are by language code, `{"en": …, "fr": …, "es": …}`; names and identifiers, which no
    language bends, stand under "simple".
    """

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


class EntryQuerySet(ReadableQuerySet["Entry"]):  # type: ignore[type-var]  # a copy of a row's readers
    """Index rows, as adjectives."""

    def findable_by(self, person: Any) -> Self:
        """Return what a search by this person may touch, before anything is ranked or counted."""
        return self.readable_by(person).filter(is_hidden=False)


class Entry(models.Model):
    """The index row of one object, there from its first verb and hidden until it has text."""

    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    # No index: the planner would join a long list of readers to the words (8 ms became 52).
    audience = models.ForeignKey(
        "markings.Audience", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # Its label goes with its readers; restricted hits show it.
    marking = models.CharField(max_length=12, choices=Marking, default=Marking.CLEAR)
    # Without its text yet, or its text was redacted or its label changed: not found until indexed.
    is_hidden = models.BooleanField(default=True)
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
    # Its readers when its text was last filled in: others who come to read it find it new.
    filled_for = models.IntegerField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_id"], name="search_one_entry_per_object"
            )
        ]
        indexes = [
            # One worker writes in batches: readers need no list of pending words to walk.
            GinIndex(fields=["vector"], name="search_entry_vector", fastupdate=False),
            GinIndex(fields=["title_keys"], name="search_entry_title_keys", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id}"


# A row that fails so often waits for its next change or for `manage.py reindex`.
TRIES = 10


class StaleQuerySet(models.QuerySet["Stale"]):
    """Outbox rows, as adjectives."""

    def waiting(self) -> Self:
        """Return the rows that the next runs take."""
        return self.filter(tries__lt=TRIES)

    def given_up(self) -> Self:
        """Return the rows that failed too often: no run takes them any more."""
        return self.filter(tries__gte=TRIES)


class Stale(models.Model):
    """An outbox row: the text of this object is to be indexed again."""

    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    since = models.DateTimeField(auto_now_add=True)
    # Rows that failed come last, so that one bad row keeps no other waiting.
    tries = models.PositiveSmallIntegerField(default=0)

    objects = StaleQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stale rows"
        indexes = [models.Index(fields=["tries", "id"], name="search_stale_next")]

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id}"


class Fresh(models.Model):
    """An outbox row: this entry can be found for the first time, or by more people than before."""

    # No foreign key: it outlives an entry that goes before anybody was told.
    entry = models.BigIntegerField(unique=True)
    # Who could find it before; none for what is new to everybody.
    before = models.IntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "fresh entries"

    def __str__(self) -> str:
        return f"entry {self.entry}"


class SavedSearch(Readable):
    """A search whose new results somebody is told of, for as long as they follow it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches"
    )
    words = models.CharField(max_length=200)
    # The address of its results after "?", and what makes it one of a kind.
    address = models.TextField()
    digest = models.CharField(max_length=64)
    # The words as PostgreSQL asks them, and as an exact title.
    find = models.TextField()
    key = models.TextField(blank=True)
    # The filters as the form of the search reads them; empty is everything.
    kind = ArrayField(models.TextField(), default=list)
    technology = ArrayField(models.TextField(), default=list)
    region = ArrayField(models.TextField(), default=list)
    language = ArrayField(models.TextField(), default=list)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    # Found without a follow; a while later it is forgotten.
    stopped_since = models.DateTimeField(null=True)

    objects = ReadableQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "saved searches"
        constraints = [
            models.UniqueConstraint(fields=["person", "digest"], name="search_saved_once")
        ]

    def __str__(self) -> str:
        return f"search {self.pk} of {self.person_id}"

    def get_absolute_url(self) -> str:
        """Return the address of its results."""
        return f"{reverse('search:results')}?{self.address}"

    def audience_tokens(self) -> set[str]:
        """Return its person alone."""
        return {f"person:{self.person_id}"}

    @property
    def subject(self) -> str:
        """What its person follows."""
        return f"search:{self.pk}"

    @property
    def title(self) -> str:
        """What it is called: its words, and whether they are narrowed."""
        filters = sum(map(len, [self.kind, self.technology, self.region, self.language]))
        filters += sum(1 for day in (self.since, self.until) if day)
        words = gettext("“%(words)s”") % {"words": self.words}
        if not filters:
            return words
        narrowed = ngettext("%(n)d filter", "%(n)d filters", filters) % {"n": filters}
        return f"{words}, {narrowed}"

    @classmethod
    @transaction.atomic
    def keep(cls, *, by: Any, address: str, **fields: Any) -> "tuple[SavedSearch, bool]":
        """Tell a person of new results from now on; say whether that is new. Twice is once."""
        digest = hashlib.sha256(address.encode()).hexdigest()
        search = cls(person=by, address=address, digest=digest, **fields)
        search.set_audience()
        row, is_new = cls.objects.get_or_create(
            person=by,
            digest=digest,
            defaults=fields | {"address": address, "audience_id": search.audience_id},
        )
        if not is_new and not Follow.objects.of(by).filter(subject=row.subject).exists():
            is_new, row.made_at = True, timezone.now()
            row.save(update_fields=["made_at"])
        if is_new:
            Follow.set(row.subject, by=by)
            record("search.save_search", by=by, on=row, personal={"words": row.words})
        return row, is_new


class SavedHit(models.Model):
    """Somebody was told that a search found this entry: once."""

    search = models.ForeignKey(
        SavedSearch, on_delete=models.CASCADE, related_name="hits", db_index=False
    )
    entry = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["search", "entry"], name="search_told_once")]

    def __str__(self) -> str:
        return f"entry {self.entry} for search {self.search_id}"


class Word(models.Model):
    """A word of a public row, for spelling suggestions.

    A row may become restricted after its words were kept: a suggestion is shown only when a search
    by this reader finds it now.
    """

    word = models.TextField(unique=True)
    # Without accents and case.
    key = models.TextField()

    class Meta:
        indexes = [
            GinIndex(fields=["key"], name="search_word_key", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.word


def stale(obj: Any, *, hide: bool = False) -> None:
    """Ask for an object to be indexed again, in the verb's transaction.

    What holds when the verb commits, whether or not a worker runs:

    - the index row exists and has the object's audience and label, so hits, counts, facets,
      snippets and suggestions follow the new readers at the very next request;
    - events about the object get the same readers, so it leaves inboxes and mails that wait;
    - with `hide` (text redacted, label changed, object about to be deleted) nobody finds the row
      by its old text: it stays hidden until its new text is in, or is removed;
    - a worker that was reading the old text at that moment cannot undo either: the verb and the
      indexer change the index row under its lock, and the indexer reads after it has the lock.

    Without `hide` the old text stays findable, by those who may read the object now, until the
    next run: right for changes that take nothing away.
    """
    label = _label(obj)
    entry = Entry(
        object_type=label, object_id=obj.pk, audience_id=obj.audience_id, marking=obj.marking
    )
    Entry.objects.bulk_create(
        [entry],
        update_conflicts=True,
        unique_fields=["object_type", "object_id"],
        update_fields=["audience", "marking", *(["is_hidden"] if hide else [])],
    )
    Stale.objects.create(object_type=label, object_id=obj.pk)
    readers_changed(obj)


def stale_rows(rows: models.QuerySet[Any], audience: int, marking: str) -> None:
    """Ask for many rows of one audience and label to be indexed again, in few statements.

    As `stale` does, but for their events.
    """
    label = _label(rows.model)
    keys = rows.order_by().values_list("pk", flat=True)
    entries = Entry.objects.filter(object_type=label, object_id__in=keys)
    entries.update(audience_id=audience, marking=marking)
    Stale.objects.bulk_create(Stale(object_type=label, object_id=key) for key in keys)


def stale_new(objects: Sequence[Any]) -> None:
    """Ask for objects made in this transaction to be indexed, in two statements.

    Nobody has read them, and no event is about them.
    """
    names = [(_label(each), each) for each in objects]
    Entry.objects.bulk_create(
        Entry(
            object_type=label, object_id=each.pk, audience_id=each.audience_id, marking=each.marking
        )
        for label, each in names
    )
    Stale.objects.bulk_create(Stale(object_type=label, object_id=each.pk) for label, each in names)


def _label(obj: Any) -> str:
    """Return how the index names the model of a row."""
    label: str = obj._meta.label_lower
    if label not in searchable_models():
        raise ImproperlyConfigured(
            f"{label} is not searchable. Call register_searchable({type(obj).__name__}) in apps.py."
        )
    return label


def stale_carriers(named: models.Model) -> None:
    """Ask for every object that carries this row's name to be indexed again.

    In the verb's transaction, and one statement, however many objects there are.
    """
    carriers = [
        searched.model._base_manager.filter(**{relation: named.pk})
        .order_by()
        .values_list(models.Value(label, models.CharField()), "pk", Now(), models.Value(0))
        for label, searched in searchable_models().items()
        for relation in searched.names
        if searched.model._meta.get_field(relation).related_model is type(named)
    ]
    if not carriers:
        return
    sql, parameters = carriers[0].union(*carriers[1:], all=True).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_stale (object_type, object_id, since, tries) " + sql,
            parameters,
        )
