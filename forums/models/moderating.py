"""What moderators do to a post: hold it, show it, send it back, take it away, settle reports."""

from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from forums.models.flag import Flag
from forums.models.kinds import UNSEEN, State
from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.search.models import stale

# The kinds of work on the desk.
HELD, FLAGGED = "forums.held", "forums.flag"


class Moderated:
    """What moderators decide about a post."""

    def hold(self: Any, *, by: Any) -> None:
        """Put it before the moderators of the room."""
        WorkItem.put(HELD, on=self, by=by)

    @transaction.atomic
    def release(self: Any, *, by: Any, reason: str = "") -> bool:
        """Let others read what was held; now its readers are told."""
        self.topic.lock()
        held = type(self).objects.filter(pk=self.pk, state=State.HELD)
        if not held.update(state=State.SHOWN, why=""):
            return False
        self.refresh_from_db(fields=["state", "why"])
        if self.topic.state in UNSEEN:
            self.topic.state = State.SHOWN
            self.topic.save(update_fields=["state"])
        record("forums.release_post", by=by, on=self)
        self.set_audience()
        self.save(update_fields=["audience"])
        self.topic.show_to_others()
        self.appear(by=self.author)
        return True

    @transaction.atomic
    def give_back(self: Any, *, by: Any, reason: str) -> bool:
        """Ask its author for another text."""
        return self._hide("return", {State.HELD}, State.RETURNED, by=by, why=reason)

    @transaction.atomic
    def reject(self: Any, *, by: Any, reason: str) -> bool:
        """Let nobody else read it, and say why."""
        return self._hide("reject", {State.HELD, State.RETURNED}, State.REJECTED, by=by, why=reason)

    @transaction.atomic
    def remove(self: Any, *, by: Any, reason: str) -> bool:
        """Take it from everybody's eyes, on its page; what readers reported of it is settled."""
        if not self.take_away(by=by, why=reason):
            return False
        WorkItem.settle(FLAGGED, on=self, by=by, outcome="remove")
        return True

    def take_away(self: Any, *, by: Any, why: str) -> bool:
        """Leave a stone with the reason in its place; of a first post, take the whole topic."""
        people = Flag.settle(self)
        if people and not self.is_first:
            self.topic.tell_people("forums.answer_flag", people, by=by, on=self)
        if self.is_first:
            return self.topic.remove(by=by, why=why)
        return self._hide("remove", {State.SHOWN}, State.REMOVED, by=by, why=why)

    def _hide(self: Any, verb: str, comes_from: set[Any], state: str, *, by: Any, why: str) -> bool:
        self.topic.lock()
        if (
            not type(self)
            .objects.filter(pk=self.pk, state__in=comes_from)
            .update(state=state, why=why)
        ):
            return False
        was_shown = self.state == State.SHOWN
        self.refresh_from_db(fields=["state", "why"])
        if state == State.REMOVED:
            # Its words are kept for the moderators; what stands in its place is read by all.
            self.versions.create(
                number=self.versions.count() + 1, source=self.source, by=by, at=timezone.now()
            )
            self.source = self.html = self.words = ""
        self.set_audience()
        self.save(update_fields=["audience", "source", "html", "words"])
        if was_shown:
            type(self.topic).objects.filter(pk=self.topic_id).update(
                posts_shown=F("posts_shown") - 1
            )
        record(f"forums.{verb}_post", by=by, on=self, personal={"why": why})
        if by is not None and self.author_id and by.pk != self.author_id:
            self.topic.tell_people(f"forums.{verb}_post", [self.author_id], by=by, on=self)
        stale(self.topic, hide=True)
        return True

    @transaction.atomic
    def flag(self: Any, *, by: Any, why: str) -> bool:
        """Report it to the moderators of its room; once for each reader."""
        if self.state != State.SHOWN:
            return False
        _flag, is_new = Flag.objects.get_or_create(
            post=self, by=by, settled_at=None, defaults={"why": why}
        )
        if is_new:
            record("forums.flag_post", by=by, on=self, personal={"why": why})
            WorkItem.put(FLAGGED, on=self, by=None)
        return is_new

    @transaction.atomic
    def keep_flagged(self: Any, *, by: Any, reason: str = "") -> bool:
        """Leave it as it is: whoever reported it is told."""
        people = Flag.settle(self)
        if not people:
            return False
        record("forums.keep_post", by=by, on=self)
        self.topic.tell_people("forums.keep_post", people, by=by, on=self)
        return True

    @transaction.atomic
    def remove_flagged(self: Any, *, by: Any, reason: str) -> bool:
        """Remove it, as was asked: whoever reported it is told."""
        return self.take_away(by=by, why=reason)

    @property
    def standing_flags(self: Any) -> "models.QuerySet[Flag]":
        """What readers reported of it and nobody settled."""
        return self.flags.filter(settled_at=None).order_by("at")
