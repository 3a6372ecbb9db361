"""Bookmarks: posts that somebody wants to find again, and be reminded of."""

from typing import Any, Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models import Person
from forums.models.kinds import State
from forums.models.post import Post, PostQuerySet
from portal.audit.models import record
from portal.markings.models import reader_of
from portal.notifications.models import tell
from portal.refusals import Refused

# More of them nobody finds again.
MOST_BOOKMARKS = 1000


class BookmarkQuerySet(models.QuerySet["Bookmark"]):
    """Bookmarks, as adjectives."""

    def of(self, person: Any) -> Self:
        """Return those of a person whose posts they may read today."""
        return self.filter(
            person=person.pk, post__audience_id__among=reader_of(person).audience_ids
        )

    def with_posts(self) -> Self:
        """Return them with what a list shows of their posts, in the same query."""
        return self.select_related("post__topic__workspace", "post__author").defer(
            "post__html", "post__source"
        )

    def waiting(self) -> Self:
        """Return those whose reminder is still to come."""
        return self.filter(remind_on__isnull=False, reminded_at=None)


class Bookmark(models.Model):
    """One person's mark on one post. Nobody else learns of it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="bookmarks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(gettext_lazy("note"), max_length=300, blank=True)
    # On the morning of this day, where the person is.
    remind_on = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = BookmarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "post"], name="forums_one_bookmark"),
            models.CheckConstraint(
                condition=Q(reminded_at=None) | Q(remind_on__isnull=False),
                name="forums_reminded_of_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-made_at", "-id"], name="forums_bookmark_list"),
            models.Index(
                fields=["remind_on"],
                condition=Q(remind_on__isnull=False, reminded_at=None),
                name="forums_bookmark_due",
            ),
        ]

    def __str__(self) -> str:
        return f"bookmark of post {self.post_id}"

    @classmethod
    @transaction.atomic
    def put(cls, post: Post, *, by: Any) -> bool:
        """Mark a post; False if it is marked already."""
        if cls.objects.filter(person=by).count() >= MOST_BOOKMARKS:
            raise Refused(_("You have 1,000 bookmarks. Remove some first."))
        _mark, is_new = cls.objects.get_or_create(post=post, person=by)
        if is_new:
            record("forums.add_bookmark", by=by, on=post)
        return is_new

    @classmethod
    @transaction.atomic
    def drop(cls, post: Post, *, by: Any) -> bool:
        """Take the mark off a post; False if there is none."""
        gone, _rows = cls.objects.filter(post=post, person=by).delete()
        if gone:
            record("forums.drop_bookmark", by=by, on=post)
        return bool(gone)

    @transaction.atomic
    def revise(self, *, by: Any, note: str, remind_on: Any) -> None:
        """Change the note and the day of the reminder; another day reminds again."""
        if remind_on != self.remind_on:
            self.reminded_at = None
        self.note, self.remind_on = note, remind_on
        self.save(update_fields=["note", "remind_on", "reminded_at"])
        record("forums.edit_bookmark", by=by, on=self.post, reminds=remind_on is not None)

    @transaction.atomic
    def remind(self) -> bool:
        """Remind its person of it, once; of what was removed or taken from their eyes, never."""
        waiting = Bookmark.objects.waiting().filter(pk=self.pk, remind_on=self.remind_on)
        if not waiting.update(reminded_at=timezone.now()):
            return False
        post = self.post
        if post.state != State.SHOWN or post.topic.state != State.SHOWN or post.topic.is_red:
            return False
        # Whoever may not read the post any more is left out when it is told (ADR 9).
        tell("forums.remind_bookmark", kind="reminder", on=post, by=None, people=[self.person_id])
        return True


def marked(posts: PostQuerySet, person: Any) -> PostQuerySet:
    """Return posts with `is_marked`, whether this person has a bookmark on each."""
    own = Bookmark.objects.filter(post=OuterRef("pk"), person=person.pk)
    return posts.annotate(is_marked=Exists(own))
