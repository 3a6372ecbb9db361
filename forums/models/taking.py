"""A topic that comes back after an appeal, and its counts where posts came or went."""

from typing import Any

from django.db import transaction

from forums.models.kinds import State
from portal.audit.models import record


class Taken:
    """What becomes of a topic beside what its authors do."""

    # What `Topic` gives it.
    last_number: Any
    posts_shown: Any
    last_post_at: Any
    last_author: Any

    @transaction.atomic
    def restore(self: Any, *, by: Any) -> bool:
        """Bring back what was removed: somebody else decided otherwise."""
        rows = type(self)._default_manager.filter(pk=self.pk, state=State.REMOVED)
        if not rows.update(state=State.SHOWN, removed_why=""):
            return False
        self.refresh_from_db(fields=["state", "removed_why"])
        self.posts.filter(number=1).update(decided_by=None)
        self.show_to_others()
        record("forums.restore_topic", by=by, on=self)
        return True

    def count_again(self: Any) -> None:
        """Take its counts from the posts that others read: some came, or went elsewhere."""
        shown = self.posts.filter(state=State.SHOWN)
        never_shown = [State.HELD, State.UNSIGNED, State.DROPPED, State.RETURNED, State.REJECTED]
        told = self.posts.exclude(state__in=never_shown)
        last = told.order_by("-number").first()
        latest = shown.order_by("-written_at", "-number").first()
        self.last_number = last.number if last else 0
        self.posts_shown = shown.count()
        fields = ["last_number", "posts_shown"]
        if latest:
            self.last_post_at, self.last_author = latest.written_at, latest.author
            fields += ["last_post_at", "last_author"]
        self.save(update_fields=fields)
