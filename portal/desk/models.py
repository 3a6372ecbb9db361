"""What arrives for the Secretariat: reports of mistakes and requests for an account."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.audit.models import record
from portal.identifiers import new_public_id
from portal.markings.models import Marking, Readable, ReadableQuerySet
from portal.notifications.models import tell

# Who handles what arrives.
HANDLERS = frozenset({"role:secretariat", "role:moderator"})


class DeskQuerySet(ReadableQuerySet["Item"]):
    """Items, as adjectives."""

    def open(self) -> Self:
        """Return what nobody has answered."""
        return self.filter(state=Item.State.OPEN)


class Item(Readable):
    """One thing that somebody wrote to the Secretariat. The handlers read it, and its author."""

    class Kind(models.TextChoices):
        MISTAKE = "mistake", _("Report of a mistake")
        ACCOUNT = "account", _("Request for an account")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, editable=False)
    state = models.CharField(_("state"), max_length=5, choices=State, default=State.OPEN)
    text = models.TextField(_("text"))
    # The address in the portal that it is about: a path, never another site.
    page = models.CharField(_("page"), max_length=300, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    organisation = models.CharField(_("administration or organisation"), max_length=200, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="en")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # The token of the form: the same form sent twice arrives once.
    form_token = models.UUIDField(null=True, unique=True, editable=False)
    opened_at = models.DateTimeField(_("arrived"), default=timezone.now)
    answer = models.TextField(_("answer"), blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    handled_at = models.DateTimeField(_("answered"), null=True)

    objects = DeskQuerySet.as_manager()

    class Meta:
        verbose_name = _("item on the desk")
        indexes = [models.Index(fields=["state", "-opened_at", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", handled_by__isnull=True, handled_at__isnull=True)
                | Q(state="done", handled_by__isnull=False, handled_at__isnull=False),
                name="desk_item_handled_pair",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_id}"

    def get_absolute_url(self) -> str:
        """Return the address of the item."""
        return reverse("desk:item_detail", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it."""
        return self.state == self.State.OPEN

    def audience_tokens(self) -> set[str]:
        """Return who reads it: whoever handles it, and who wrote it."""
        author = {f"person:{self.opened_by_id}"} if self.opened_by_id else set()
        return author | HANDLERS

    @classmethod
    @transaction.atomic
    def open_for(
        cls, kind: str, *, by: Any, once: uuid.UUID | None = None, **fields: Any
    ) -> "Item":
        """Put something on the desk, once per form. `by` is None for a visitor."""
        item = cls(
            kind=kind,
            marking=Marking.AMBER,
            opened_by=by,
            form_token=once,
            language=(get_language() or "en")[:2],
            **fields,
        )
        item.set_audience()
        try:
            with transaction.atomic():
                item.save()
        except IntegrityError:
            if once is None:
                raise
            return cls.objects.get(form_token=once)
        record("desk.open_item", by=by, on=item, kind=kind)
        tell("desk.open_item", kind="desk", on=item, by=by, reach=HANDLERS)
        return item

    @transaction.atomic
    def close(self, *, by: Any, answer: str) -> bool:
        """Answer it; False when a colleague was faster."""
        now = timezone.now()
        claimed = (
            Item.objects.open()
            .filter(pk=self.pk)
            .update(state=self.State.DONE, answer=answer, handled_by=by, handled_at=now)
        )
        if claimed:
            record("desk.close_item", by=by, on=self, kind=self.kind)
            if self.opened_by_id:
                tell("desk.close_item", kind="asked", on=self, by=by, people=[self.opened_by_id])
        return bool(claimed)
