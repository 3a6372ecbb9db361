"""Files of posts: sent while somebody writes, read by whoever reads the post, taken off again.

The file itself names no reader: it is given out through its post, so that a label that is raised or
a member who is removed needs no copy of a rule to be changed.
"""

import datetime
from collections.abc import Iterable
from typing import Any, Self

from django.db import models, transaction
from django.db.models import F, Q, Sum
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models import Person
from portal.audit.models import record
from portal.files.models import RESTRICTED, StoredFile
from portal.files.uploads import Kept
from portal.identifiers import new_public_id
from portal.markings.models import Marking
from portal.refusals import Refused
from workspaces.models import Workspace

PURPOSE = "forums.post"
# Files of one post, and the bytes of each.
MOST = 5
MOST_BYTES = 20 * 1024 * 1024
# What one person sends in 24 hours, and what the posts of one room hold, in bytes.
PER_DAY = 100 * 1024 * 1024
PER_ROOM = 5 * 1024 * 1024 * 1024
DAY = datetime.timedelta(days=1)
# A draft is kept for so long; a file that came into no post goes with it.
UNUSED = datetime.timedelta(days=91)
# Moderators look at what was taken off for so long.
KEPT = datetime.timedelta(days=30)


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Files of posts, as adjectives."""

    def pending(self) -> Self:
        """Return those that wait in a form, or in a draft, for their post."""
        return self.filter(post=None)

    def standing(self) -> Self:
        """Return those that nobody took off."""
        return self.filter(removed_at=None)

    def held(self) -> Self:
        """Return those whose bytes take room."""
        return self.filter(file__erased_at=None)

    def outlived(self) -> Self:
        """Return those that nobody needs any more: never posted, or taken off long ago."""
        now = timezone.now()
        unused = Q(post=None, sent_at__lt=now - UNUSED)
        return self.held().filter(unused | Q(removed_at__lt=now - KEPT))


class Attachment(models.Model):
    """One file that somebody sent into a room, for one of their posts."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey(
        "forums.Post", on_delete=models.PROTECT, null=True, related_name="attachments"
    )
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    # Of the file, so that what a room holds is counted here.
    size = models.BigIntegerField(gettext_lazy("size"))
    sent_at = models.DateTimeField(gettext_lazy("when"), default=timezone.now)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("file")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_by=None) | Q(removed_at__isnull=False),
                name="forums_attachment_removed_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["removed_at"], condition=Q(removed_at__isnull=False),
                name="forums_attachment_removed",
            ),
            models.Index(
                fields=["sent_at"], condition=Q(post=None), name="forums_attachment_pending"
            ),
            models.Index(fields=["by", "sent_at"], include=["size"], name="forums_attachment_day"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.file)

    def get_absolute_url(self) -> str:
        """Return where it is fetched."""
        return reverse("forums:post_file", args=[self.post.public_id, self.public_id])  # type: ignore[union-attr]

    @property
    def is_shown(self) -> bool:
        """Whether readers of the post fetch it."""
        return self.removed_at is None and self.file.is_released

    @classmethod
    @transaction.atomic
    def receive(cls, kept: Kept, *, room: Workspace, by: Any) -> "Attachment":
        """Take a file in while its post is written, within what a person and a room may send."""
        # Whoever sends two at once is counted twice: the rows are held until this has ended.
        Person.objects.select_for_update(no_key=True).get(pk=by.pk)
        mine = cls.objects.filter(by=by, workspace=room)
        if known := mine.filter(file__once=kept.once, file__sha256=kept.sha256).first():
            return known
        _assert_within_day(kept, by)
        room.lock()
        _assert_within_room(kept, room)
        # Its label until a post says another; nobody reads it by its own row.
        label = Marking.AMBER
        file = StoredFile.receive(kept, by=by, purpose=PURPOSE, marking=label, readers=[])
        known = cls.objects.filter(file=file).first()
        return known or cls.objects.create(workspace=room, by=by, file=file, size=file.size)

    @classmethod
    def arriving(
        cls, files: Iterable["Attachment"], post: Any, *, by: Any
    ) -> "list[Attachment]":  # fmt: skip
        """Return those of these files that wait for this post, and hold them."""
        if not (keys := [each.pk for each in files]):
            return []
        waiting = cls.objects.pending().standing().filter(by=by, workspace=post.workspace_id)
        rows = waiting.filter(pk__in=keys).select_for_update(of=("self",))
        return list(rows.select_related("file").order_by("pk")[: MOST + 1])

    @classmethod
    def attach(cls, post: Any, files: Iterable["Attachment"], *, by: Any) -> None:
        """Put files that wait into a post; the post keeps how many it has."""
        if not (found := cls.arriving(files, post, by=by)):
            return
        there = cls.objects.standing().held().filter(post=post).count() if post.files_count else 0
        if there + len(found) > MOST:
            raise Refused(too_many())
        cls.objects.filter(pk__in=[each.pk for each in found]).update(post=post)
        StoredFile.objects.filter(pk__in=[each.file_id for each in found]).update(
            marking=post.label
        )
        post.files_count += len(found)
        post.save(update_fields=["files_count"])
        record("forums.attach_files", by=by, on=post, files=[each.public_id for each in found])

    @transaction.atomic
    def take_off(self, *, by: Any) -> bool:
        """Let nobody but moderators fetch it any more; its bytes are erased later."""
        rows = Attachment.objects.standing().filter(pk=self.pk)
        if not rows.update(removed_at=timezone.now(), removed_by=by):
            return False
        self.refresh_from_db(fields=["removed_at", "removed_by"])
        record("forums.remove_file", by=by, on=self.post, file=self.public_id)
        if self.post and self.post.label == Marking.RED:
            # Nobody looks after what is under RED: nothing of it is kept.
            self.erase()
        return True

    @transaction.atomic
    def erase(self) -> bool:
        """Erase the bytes; a post without any has none to ask for."""
        if not self.file.erase(by=None, reason=""):
            return False
        if self.post_id:
            posts = self._meta.get_field("post").related_model
            posts._default_manager.filter(pk=self.post_id).update(files_count=F("files_count") - 1)  # type: ignore[union-attr]
        return True

    def note_download(self, *, by: Any) -> None:
        """Log that somebody fetched it, where the label of its post restricts it."""
        label = self.post.label if self.post else Marking.AMBER
        if label in RESTRICTED:
            record("forums.download_file", by=by, on=self.post, file=self.public_id, marking=label)


def tell_refused(file: StoredFile) -> None:
    """Tell whoever posted a file that nobody gets it: it was refused after the post was sent."""
    row = Attachment.objects.standing().select_related("post__topic").filter(file=file).first()
    if row and row.post:
        row.post.topic.tell_people("forums.refuse_file", [row.by_id], by=None, on=row.post)


def drop_outlived() -> int:
    """Erase what nobody needs any more; return how many files."""
    rows = Attachment.objects.outlived().select_related("file").order_by("pk")
    return sum(row.erase() for row in rows[:500])


def too_many() -> str:
    """Return what is said of a post with too many files."""
    return _("A post takes %(most)s files. Take some off.") % {"most": MOST}


def _assert_within_day(kept: Kept, by: Any) -> None:
    today = Attachment.objects.filter(by=by, sent_at__gt=timezone.now() - DAY)
    _assert_within(
        kept, today, PER_DAY,
        _(
            "You sent %(used)s of files within 24 hours; %(most)s are taken."
            " %(name)s has %(size)s: send it tomorrow, or a smaller copy."
        ),
    )  # fmt: skip


def _assert_within_room(kept: Kept, room: Workspace) -> None:
    _assert_within(
        kept, Attachment.objects.held().filter(workspace=room), PER_ROOM,
        _(
            "The files of this workspace take %(used)s of %(most)s."
            " %(name)s has %(size)s and does not fit in."
        ),
    )  # fmt: skip


def _assert_within(kept: Kept, rows: Any, most: int, words: str) -> None:
    used = rows.aggregate(used=Sum("size"))["used"] or 0
    if used + kept.size > most:
        sizes = {"used": used, "most": most, "size": kept.size}
        shown = {name: filesizeformat(size) for name, size in sizes.items()}
        raise Refused(words % (shown | {"name": kept.name}))
