"""What moderators do to a post: hold it, show it, send it back, take it away, settle reports."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from directory.acts import hold_signers
from forums.models.flag import Flag
from forums.models.kinds import State
from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.notifications.models import tell
from portal.refusals import Refused
from portal.search.models import stale
from workspaces.models.labels import is_lower

# The kinds of work on the desk.
HELD, FLAGGED = "forums.held", "forums.flag"


class Moderated:
    """What moderators decide about a post."""

    # What `Post` gives it.
    accepted_at: Any
    accepted_by: Any

    @property
    def is_taken(self: Any) -> bool:
        """Whether a moderator rejected or removed it, itself."""
        return self.state in (State.REJECTED, State.REMOVED) and not self.is_position

    @property
    def is_appealable(self: Any) -> bool:
        """Whether its author may ask that somebody else looks again."""
        return bool(self.is_taken or (self.is_first and self.topic.state == State.REMOVED))

    def hold_topic(self: Any) -> None:
        """Lock the topic that it stands in; refuse where it was moved after it was looked at."""
        self.topic.lock()
        if not type(self).objects.filter(pk=self.pk, topic=self.topic_id).exists():
            raise Refused(_("This post was moved meanwhile. Open it again."))

    def hold(self: Any, *, by: Any) -> None:
        """Put it before the moderators of the room."""
        WorkItem.put(HELD, on=self, by=by)

    @transaction.atomic
    def release(self: Any, *, by: Any, reason: str = "") -> bool:
        """Let others read what was held; now its readers are told.

        A position goes on to whoever may sign it.
        """
        if self.is_position and self.author:
            self.topic.hold_desk()
            hold_signers(self.author.administration_id)
        self.hold_topic()
        self._assert_may_appear()
        if self.is_position:
            return bool(self._propose_held(by=by))
        if not self._show({State.HELD}, why=""):
            return False
        record("forums.release_post", by=by, on=self)
        return True

    def _assert_may_appear(self: Any) -> None:
        """Refuse to show what stands in a topic that nobody reads."""
        if self.topic.state == State.REMOVED:
            raise Refused(_("This topic was removed. Reject what waits in it."))
        if self.topic.is_held and not self.is_first:
            raise Refused(_("The first post of this topic waits. Decide about that first."))

    def _show(self: Any, comes_from: set[Any], **changes: Any) -> bool:
        """Let others read it, under the number and the label that it has among them.

        The topic is locked by whoever calls.
        """
        topic, number = self.topic, self.number
        if number <= topic.last_number and not self.is_first:
            # Others read further meanwhile: it comes after what they read.
            number = topic.next_number
        waiting = type(self).objects.filter(pk=self.pk, state__in=comes_from)
        if not waiting.update(state=State.SHOWN, number=number, **changes):
            return False
        self.refresh_from_db()
        self.topic, self.workspace = topic, topic.workspace
        self.carry_state()
        topic.raise_to(self.marking)
        topic.workspace.hold(topic.marking)
        with override(self.author.language if self.author else "en"):
            mentions = self.take_words(self.source, self.language)
        self.set_audience()
        self.save(update_fields=["audience", "html", "words", "rendered_by"])
        if self.is_first:
            topic.show_to_others()
        self.appear(by=self.author, mentions=mentions, at=timezone.now())
        return True

    def carry_state(self: Any) -> None:
        """Let a topic that others do not read yet stand as its first post does."""
        if self.is_first and self.topic.is_held and self.topic.state != self.state:
            self.topic.state = self.state
            self.topic.save(update_fields=["state"])

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
        # A decision on the desk locks the item first, too.
        WorkItem.hold(FLAGGED, on=self)
        if not self.take_away(by=by, why=reason):
            return False
        WorkItem.settle(FLAGGED, on=self, by=by, outcome="remove")
        return True

    def take_away(self: Any, *, by: Any, why: str) -> bool:
        """Leave a stone with the reason in its place; of a first post, take the whole topic."""
        if self.is_first:
            if not self.topic.remove(by=by, why=why):
                return False
            type(self).objects.filter(pk=self.pk).update(decided_by=by)
            # Who reported it reads the room still, the topic no more.
            if people := Flag.settle(self):
                tell("forums.answer_report", kind="forum", on=self.workspace, by=by, people=people)
            return True
        if not self._hide("remove", {State.SHOWN}, State.REMOVED, by=by, why=why):
            return False
        if people := Flag.settle(self):
            self.topic.tell_people("forums.answer_flag", people, by=by, on=self)
        return True

    def _hide(self: Any, verb: str, comes_from: set[Any], state: str, *, by: Any, why: str) -> bool:
        self.hold_topic()
        row = type(self).objects.select_for_update(no_key=True).get(pk=self.pk)
        if row.state not in comes_from:
            return False
        topic = self.topic
        self.refresh_from_db()
        self.topic, self.workspace = topic, topic.workspace
        was_shown, was_accepted = self.state == State.SHOWN, self.accepted_at is not None
        self.state, self.why = state, why
        self.decided_by = by if state in (State.REJECTED, State.REMOVED) else None
        if state == State.REMOVED:
            # Its words are kept for the moderators; what stands in its place is read by all.
            self.keep_version(by=by, was_shown=was_shown)
            self.source = self.html = self.words = ""
            self.attachments.standing().update(removed_at=timezone.now(), removed_by=by)
            self.accepted_at = self.accepted_by = None
        self.carry_state()
        self.set_audience()
        self.save(update_fields=[
            "state", "why", "audience", "source", "html", "words", "accepted_at", "accepted_by",
            "decided_by",
        ])  # fmt: skip
        if self.is_first and self.topic.is_held:
            self.topic.show_to_others()
        record(f"forums.{verb}_post", by=by, on=self, personal={"why": why})
        if was_shown:
            self.topic.recount()
        if was_accepted:
            self.topic.lose_answer(by=by)
        if by is not None and self.author_id and by.pk != self.author_id:
            self.topic.tell_people(f"forums.{verb}_post", [self.author_id], by=by, on=self)
        stale(self.topic, hide=True)
        return True

    @transaction.atomic
    def flag(self: Any, *, by: Any, why: str, reason: str = Flag.Reason.OTHER) -> bool:
        """Report it to the moderators of its room; once for each reader."""
        # Under TLP:RED no moderator reads what would be reported.
        if self.state != State.SHOWN or self.topic.is_red:
            return False
        # Whoever decides about it now decides without this report; it is an item of its own then.
        WorkItem.hold(FLAGGED, on=self)
        _flag, is_new = Flag.objects.get_or_create(
            post=self, by=by, settled_at=None, defaults={"why": why, "reason": reason}
        )
        if is_new:
            record("forums.flag_post", by=by, on=self, personal={"why": why}, reason=reason)
            WorkItem.put(FLAGGED, on=self, by=None)
        return is_new

    @transaction.atomic
    def keep_flagged(self: Any, *, by: Any, reason: str = "") -> bool:
        """Leave it as it is: whoever reported it is told."""
        self._assert_not_own(by)
        people = Flag.settle(self)
        record("forums.keep_post", by=by, on=self)
        # Nobody is told where whoever reported it has left the portal.
        if people:
            self.topic.tell_people("forums.keep_post", people, by=by, on=self)
        return True

    def _assert_not_own(self: Any, by: Any) -> None:
        """Refuse to decide what readers reported of one's own words."""
        if by is not None and by.pk == self.author_id:
            raise Refused(_("You wrote this post. Another moderator decides about it."))

    @transaction.atomic
    def remove_flagged(self: Any, *, by: Any, reason: str) -> bool:
        """Remove it, as was asked: whoever reported it is told."""
        self._assert_not_own(by)
        return self.take_away(by=by, why=reason)

    @transaction.atomic
    def restore(self: Any, *, by: Any, reason: str = "") -> bool:
        """Let others read what was rejected or removed: somebody else decided otherwise."""
        if self.is_first and self.topic.state == State.REMOVED:
            return bool(self.topic.restore(by=by))
        self.hold_topic()
        self._assert_may_appear()
        if self.state == State.REJECTED:
            if not self._show({State.REJECTED}, why="", decided_by=None):
                return False
            record("forums.restore_post", by=by, on=self)
            return True
        last = self.versions.order_by("-number").first()
        gone = type(self).objects.filter(pk=self.pk, state=State.REMOVED)
        if last is None or not gone.update(state=State.SHOWN, why="", decided_by=None):
            return False
        self.refresh_from_db(fields=["state", "why", "decided_by"])
        self.take_words(last.source, self.language)
        self.set_audience()
        self.save(update_fields=["audience", "source", "html", "words", "rendered_by"])
        # It was told of when it was written; nobody hears of it twice.
        self.topic.recount()
        record("forums.restore_post", by=by, on=self)
        stale(self.topic)
        return True

    @transaction.atomic
    def raise_label(self: Any, marking: str, *, by: Any) -> bool:
        """Put a stricter label on it, at once; only its author puts a milder one."""
        WorkItem.hold(FLAGGED, on=self)
        self.hold_topic()
        self.refresh_from_db(fields=["marking"])
        if not is_lower(self.marking, marking) and not is_lower(self.topic.marking, marking):
            return False
        self.marking = marking
        self.save(update_fields=["marking"])
        # A topic is as restricted as its posts; all of them follow.
        self.topic.raise_to(marking)
        self.refresh_from_db(fields=["audience"])
        record("forums.raise_label", by=by, on=self, marking=marking)
        people = Flag.settle(self)
        WorkItem.settle(FLAGGED, on=self, by=by, outcome="raise")
        told = {*people, self.author_id} - {None}
        self.topic.tell_people("forums.raise_label", told, by=by, on=self)
        return True

    @property
    def standing_flags(self: Any) -> "models.QuerySet[Flag]":
        """What readers reported of it and nobody settled."""
        return self.flags.filter(settled_at=None).order_by("at")
