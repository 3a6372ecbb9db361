"""What the Secretariat publishes: written by one person, published by another."""

import uuid
from typing import Any, ClassVar, Self, cast

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.models import Event, record
from portal.identifiers import new_public_id
from portal.markings.models import Marking, Readable, ReadableQuerySet
from portal.markings.sources import PUBLIC
from portal.notifications.models import readers_changed, tell
from portal.search.models import stale
from portal.taxonomy.models import in_language

# Whoever writes and publishes reads what nobody else may read yet.
KEEPERS = frozenset({"role:editor", "role:publisher", "role:secretariat"})


class Verification(models.TextChoices):
    """How well a fact is known."""

    VERIFIED = "verified", _("Checked against its source")
    PARTIAL = "partial", _("Partly checked")
    SECONDARY = "secondary", _("Seen in a secondary source")
    SEED_ONLY = "seed-only", _("Seen in one unconfirmed source")


class ItemQuerySet(ReadableQuerySet[Any]):
    """Items, as adjectives."""

    def published(self) -> Self:
        """Return what its readers can read."""
        return self.filter(state=Item.State.PUBLISHED)

    def drafts(self) -> Self:
        """Return what waits for publication."""
        return self.filter(state=Item.State.DRAFT)

    def written_by_others(self, person: Any) -> Self:
        """Return what somebody else wrote last, so that this person may publish it."""
        return self.filter(~Q(changed_by=person.pk) | Q(changed_by__isnull=True))


class Item(Readable):
    """Something in two languages, for everybody (CLEAR) or for Member officers (GREEN)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    # Whether the search index holds rows of this kind.
    is_searchable: ClassVar[bool] = False
    # Whether who follows it hears of it again when other words are published.
    tells_changes: ClassVar[bool] = False

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    title_en = models.CharField(_("title in English"), max_length=200)
    title_fr = models.CharField(_("title in French"), max_length=200)
    french_is_working = models.BooleanField(_("the French is a working translation"), default=False)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    is_sample = models.BooleanField(default=False, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    # The token of the form that added it: the same form sent twice adds one item.
    form_token = models.UUIDField(null=True, unique=True, editable=False)
    # Who wrote the words that stand now: somebody else publishes them.
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)

    objects: ClassVar[Any] = ItemQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(marking__in=[Marking.CLEAR, Marking.GREEN]),
                name="hub_%(class)s_public_or_members",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="hub_%(class)s_published_when",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | Q(published_at__isnull=False),
                name="hub_%(class)s_published_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self, "title")

    @property
    def is_published(self) -> bool:
        """Whether its readers can read it."""
        return self.state == self.State.PUBLISHED

    def audience_tokens(self) -> set[str]:
        """Return who reads it: its label's readers once published, else those who keep it."""
        if self.state == self.State.PUBLISHED:
            return {PUBLIC} if self.marking == Marking.CLEAR else {"members"}
        author = {f"person:{self.added_by_id}"} if self.added_by_id else set()
        return author | KEEPERS

    @classmethod
    @transaction.atomic
    def add(cls, *, by: Any, once: uuid.UUID | None = None, **fields: Any) -> Self:
        """Write a draft, once per form."""
        item = cls(added_by=by, changed_by=by, form_token=once, **fields)
        item.set_audience()
        try:
            with transaction.atomic():
                item.save()
        except IntegrityError:
            if once is None:
                raise
            return cast(Self, cls.objects.get(form_token=once, added_by=by))
        item._record("add", by=by, marking=item.marking)
        return item

    @transaction.atomic
    def revise(self, *, by: Any, **fields: Any) -> None:
        """Change the words. A published item is a draft again until somebody else publishes it."""
        before = self.state
        for field, value in fields.items():
            setattr(self, field, value)
        self.state, self.published_at, self.published_by = self.State.DRAFT, None, None
        self.changed_by, self.changed_at = by, timezone.now()
        self.set_audience()
        self.save(
            update_fields=[
                *fields, "state", "published_at", "published_by", "changed_by", "changed_at",
                "audience",
            ]
        )  # fmt: skip
        self._record("edit", by=by, hide=True, before=before, fields=sorted(fields))

    @transaction.atomic
    def publish(self, *, by: Any) -> bool:
        """Let its readers read it; False when the words changed since this row was read."""
        self.state, self.published_at, self.published_by = (
            self.State.PUBLISHED, timezone.now(), by
        )  # fmt: skip
        self.set_audience()
        claimed = (
            type(self)
            .objects.drafts()
            .filter(pk=self.pk, changed_at=self.changed_at)
            .update(
                state=self.state,
                published_at=self.published_at,
                published_by=by,
                audience_id=self.audience_id,
            )
        )
        if claimed:
            is_first = not Event.objects.about(self).filter(verb="hub.publish_item").exists()
            self._record("publish", by=by, marking=self.marking)
            self._tell(by=by, is_first=is_first)
        return bool(claimed)

    @transaction.atomic
    def withdraw(self, *, by: Any) -> bool:
        """Take it away from its readers, not from those who keep it; False where none read it."""
        self.state = self.State.WITHDRAWN
        self.set_audience()
        claimed = (
            type(self)
            .objects.published()
            .filter(pk=self.pk)
            .update(state=self.state, audience_id=self.audience_id)
        )
        if claimed:
            self._record("withdraw", by=by, hide=True)
        return bool(claimed)

    @transaction.atomic
    def discard(self, *, by: Any) -> None:
        """Delete a draft that nobody needs."""
        self._record("discard", by=by, hide=True)
        self.delete()

    def _record(self, verb: str, *, by: Any, hide: bool = False, **detail: Any) -> None:
        record(f"hub.{verb}_item", by=by, on=self, **detail)
        if self.is_searchable:
            stale(self, hide=hide)
        else:
            readers_changed(self)

    def subjects(self) -> list[str]:
        """Return what it is followed by, the most telling first; nobody is told of a link."""
        return []

    def _tell(self, *, by: Any, is_first: bool) -> None:
        """Tell who follows it; what the portal itself publishes, without anybody, is no news."""
        subjects = self.subjects()
        if by is not None and subjects and (is_first or self.tells_changes):
            verb = f"hub.{'publish' if is_first else 'change'}_{self._meta.model_name}"
            tell(verb, kind="news", on=self, by=by, subjects=subjects)
