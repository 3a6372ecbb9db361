"""What a topic counts of its posts, in its own row: the verbs keep it, under a lock of the row."""

import datetime
from typing import Any

from django.db import models

from forums.models.kinds import Outcome


class Counted:
    """How many posts others read, how far they go, who wrote last, and what answers."""

    # What `Topic` gives it.
    last_number: Any
    posts_shown: Any
    last_post_at: Any
    last_author: Any

    @property
    def next_number(self: Any) -> int:
        """The number that its next post gets; what waits has one, too."""
        last = self.posts.aggregate(last=models.Max("number"))["last"]
        return max(last or 0, self.last_number) + 1

    def count(self: Any, post: Any, *, at: datetime.datetime) -> None:
        """Count a post that others read from this moment on."""
        self.last_number = max(self.last_number, post.number)
        self.posts_shown += 1
        self.last_post_at, self.last_author = at, post.author
        self._keep_counts()

    def recount(self: Any) -> None:
        """Count again what others read: a post was taken from them."""
        shown = self.posts.shown().order_by("number")
        self.posts_shown = shown.count()
        if last := shown.last():
            self.last_post_at, self.last_author = last.written_at, last.author
        self._keep_counts()

    def _keep_counts(self: Any) -> None:
        counts = ["last_number", "posts_shown", "last_post_at", "last_author"]
        self.save(update_fields=counts)

    def lose_answer(self: Any, *, by: Any) -> None:
        """Wait again where the last accepted answer is none any more."""
        if not self.posts.filter(accepted_at__isnull=False).exists():
            self.conclude(Outcome.OPEN, by=by)
