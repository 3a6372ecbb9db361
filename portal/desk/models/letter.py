"""What arrives for the Secretariat: reports of mistakes and requests for an account."""

import datetime
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.audit.models import record
from portal.desk.models.work import WorkItem
from portal.identifiers import new_public_id
from portal.markings.models import Marking, Readable, ReadableQuerySet
from portal.markings.roles import roles
from portal.notifications.models import tell
from portal.wake import wake

# Whoever may do this reads what arrives.
PERMISSION = "desk.handle_item"
# So long one sender holds an answer; so long a mail server may refuse it before it is given up.
LEASE = datetime.timedelta(minutes=2)
TRIED_FOR = datetime.timedelta(days=3)
# How long a letter is kept after its answer (docs/security.md).
KEPT = datetime.timedelta(days=2 * 365)


class LetterQuerySet(ReadableQuerySet["Letter"]):
    """Letters, as adjectives."""

    def open(self) -> Self:
        """Return what nobody has answered."""
        return self.filter(state=Letter.State.OPEN)

    def unsent(self) -> Self:
        """Return those whose answer waits for its mail, that no sender holds."""
        now = timezone.now()
        free = Q(leased_until=None) | Q(leased_until__lt=now)
        return self.filter(free, needs_mail=True, mailed_at=None, handled_at__gt=now - TRIED_FOR)

    def old(self) -> Self:
        """Return those that were answered so long ago that they are forgotten."""
        return self.filter(state=Letter.State.DONE, handled_at__lt=timezone.now() - KEPT)


class Letter(Readable):
    """What somebody wrote to the Secretariat. The handlers read it, and its author."""

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
    # Of the form and its text: the same form sent twice arrives once.
    form_token = models.UUIDField(null=True, unique=True, editable=False)
    opened_at = models.DateTimeField(_("arrived"), default=timezone.now)
    answer = models.TextField(_("answer"), blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    handled_at = models.DateTimeField(_("answered"), null=True)
    # A visitor reads the answer in a mail: it waits, then it left.
    needs_mail = models.BooleanField(default=False, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    mailed_at = models.DateTimeField(_("sent"), null=True, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        indexes = [
            models.Index(fields=["state", "-opened_at", "-id"]),
            models.Index(
                fields=["handled_at"],
                condition=Q(needs_mail=True, mailed_at=None),
                name="desk_letter_unsent",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", handled_by__isnull=True, handled_at__isnull=True)
                | Q(state="done", handled_by__isnull=False, handled_at__isnull=False),
                name="desk_letter_handled_pair",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_id}"

    def get_absolute_url(self) -> str:
        """Return the address of the letter."""
        return reverse("desk:letter_detail", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it."""
        return self.state == self.State.OPEN

    def audience_tokens(self) -> set[str]:
        """Return who reads it: whoever handles it, and who wrote it."""
        author = {f"person:{self.opened_by_id}"} if self.opened_by_id else set()
        return author | {role.token for role in roles() if PERMISSION in role.permissions}

    @property
    def kind_title(self) -> str:
        """What it is."""
        return self.get_kind_display()

    @property
    def desk_kind(self) -> str:
        """The code of its kind of work."""
        return f"desk.{self.kind}"

    @property
    def line(self) -> str:
        """One line that names it to its handlers."""
        about = self.organisation if self.kind == self.Kind.ACCOUNT else self.text
        return Truncator(" ".join(about.split())).chars(90)

    @classmethod
    @transaction.atomic
    def write(cls, kind: str, *, by: Any, once: uuid.UUID | None = None, **fields: Any) -> "Letter":
        """Write to the Secretariat, once per form and text. `by` is None for a visitor."""
        # A form that is opened again, changed and sent is another letter.
        token = uuid.uuid5(once, repr(sorted(fields.items()))) if once else None
        letter = cls(
            kind=kind,
            marking=Marking.AMBER,
            opened_by=by,
            form_token=token,
            language=(get_language() or "en")[:2],
            **fields,
        )
        letter.set_audience()
        try:
            with transaction.atomic():
                letter.save()
        except IntegrityError:
            if once is None:
                raise
            return cls.objects.get(form_token=token)
        record("desk.write_letter", by=by, on=letter, kind=kind)
        WorkItem.put(letter.desk_kind, on=letter, by=by)
        return letter

    @transaction.atomic
    def close(self, *, by: Any, reason: str, is_mailed: bool = True) -> bool:
        """Answer it; False when a colleague was faster.

        A visitor gets the answer by mail, unless another mail says it (`is_mailed`).
        """
        needs_mail = is_mailed and self.opened_by_id is None and bool(self.email)
        values = {
            "state": self.State.DONE, "answer": reason, "handled_by": by,
            "handled_at": timezone.now(), "needs_mail": needs_mail,
        }  # fmt: skip
        if not Letter.objects.open().filter(pk=self.pk).update(**values):
            return False
        record("desk.answer_letter", by=by, on=self, kind=self.kind)
        if self.opened_by_id:
            tell("desk.close_item", kind="asked", on=self, by=by, people=[self.opened_by_id])
        if needs_mail:
            wake("desk.send_answers")
        return True

    def lease(self) -> bool:
        """Take its answer for sending; False when somebody else did."""
        mine = Letter.objects.unsent().filter(pk=self.pk)
        return bool(mine.update(leased_until=timezone.now() + LEASE))

    def note_sent(self) -> None:
        """Say that the mail with the answer was handed over."""
        self.mailed_at, self.leased_until = timezone.now(), None
        self.save(update_fields=["mailed_at", "leased_until"])

    @transaction.atomic
    def forget(self) -> None:
        """Remove it with what the desk keeps of it; the log still says that it was answered."""
        WorkItem.objects.about(self.desk_kind, self).delete()
        record("desk.forget_letter", by=None, on=self, kind=self.kind)
        self.delete()
