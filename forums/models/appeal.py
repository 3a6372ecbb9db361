"""Appeals of authors whose post was rejected or removed."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forums.models.post import Post
from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.refusals import Refused
from workspaces.models import Workspace
from workspaces.models.appeal import Judged, has_no_other_judge

# The kind of work on the desk.
APPEAL = "forums.appeal"


class Appeal(Judged):
    """An author asks that another moderator looks at a post; once for each post."""

    post = models.OneToOneField(Post, on_delete=models.PROTECT, related_name="appeal")

    class Meta(Judged.Meta):
        verbose_name = gettext_lazy("appeal")

    def __str__(self) -> str:
        return f"appeal about post {self.post_id}"

    @property
    def room(self) -> Workspace:
        """Where it is answered."""
        return self.post.workspace

    @property
    def contested(self) -> str:
        """The words that were taken away, as they were typed."""
        if self.post.source:
            return str(self.post.source)
        last = self.post.versions.order_by("-number").first()
        return last.source if last else ""

    @property
    def decision_why(self) -> str:
        """The reason that was given."""
        return str(self.post.why or self.post.topic.removed_why)

    @classmethod
    @transaction.atomic
    def lodge(cls, post: Post, *, by: Any, words: str) -> "Appeal":
        """Ask that somebody else looks again, and show it to them; once."""
        post.topic.lock()
        post.refresh_from_db(fields=["state", "decided_by"])
        if not post.is_appealable or post.author_id != by.pk:
            raise Refused(_("There is nothing to appeal against."))
        against = post.decided_by
        alone = has_no_other_judge(post.workspace, by.pk, against.pk if against else None)
        values = {"by": by, "against": against, "words": words, "is_for_secretariat": alone}
        appeal, is_new = cls.objects.get_or_create(post=post, defaults=values)
        if is_new:
            record("forums.appeal", by=by, on=post, personal={"words": words}, up=alone)
            WorkItem.put(APPEAL, on=appeal, by=by)
        return appeal

    @transaction.atomic
    def uphold(self, *, by: Any, reason: str) -> bool:
        """Leave it as it was decided; both sides read why."""
        return self._answer(self.State.UPHELD, "uphold", by=by, reason=reason)

    @transaction.atomic
    def overturn(self, *, by: Any, reason: str = "") -> bool:
        """Show the post, or the topic that began with it, again."""
        if not self._answer(self.State.OVERTURNED, "overturn", by=by, reason=reason):
            return False
        if not self.post.restore(by=by, reason=reason):
            raise Refused(_("It was decided anew meanwhile. There is nothing to bring back."))
        return True

    def _answer(self, state: str, verb: str, *, by: Any, reason: str) -> bool:
        if not self.settle(state, by=by, answer=reason):
            return False
        post = self.post
        personal = {"answer": reason} if reason else None
        record(f"forums.{verb}_decision", by=by, on=post, personal=personal)
        post.topic.tell_people(f"forums.{verb}_decision", self.told, by=by, on=post)
        return True
