"""Topics under TLP:RED: read by persons of the room whom their author names, and by nobody else.

Nothing is told of them, they are in no index, and their number says nothing to the others.
"""

import secrets
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm, remove_perm

from directory.models import Person
from forums.models.grant import VIEW
from forums.models.kinds import UNSEEN, State
from forums.models.question import UNANSWERED
from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.markings.models import Marking
from portal.markings.sources import holders_of
from portal.refusals import Refused
from workspaces.models import Happening, RoomItem, Workspace
from workspaces.models.labels import is_lower

# What stands in the activity of a room.
NOTED = {
    "forums.start_topic", "forums.accept_answer", "forums.close_topic", "forums.conclude_question",
    "forums.label_topic",
}  # fmt: skip
# Whom an author names, the author apart.
MOST_NAMED = 20
# From here on the numbers of topics that begin under RED: a gap among the others would tell of one.
FIRST_HIDDEN = 1_000_000


class NamedTopic(RoomItem):
    """What a topic does about its label, and about who is named to read it."""

    class Meta:
        abstract = True

    @property
    def is_red(self) -> bool:
        """Whether named persons alone read it."""
        return self.marking == Marking.RED

    @property
    def named(self) -> "models.QuerySet[Person]":
        """The persons whom its author named, still of the room or not."""
        grants: Any = self.person_grants  # type: ignore[attr-defined]
        return Person.objects.filter(pk__in=grants.values("user")).order_by("sort_key", "pk")  # type: ignore[no-any-return]

    def is_raised_by(self, marking: str) -> bool:
        """Return whether a label is stricter; a post takes no topic from all but its author."""
        if marking == Marking.RED and not self.is_red:
            raise Refused(_("Who began the topic puts it under TLP:RED, and names its readers."))
        return is_lower(self.marking, marking)

    def note(self, verb: str, *, by: Any) -> None:
        """Let what happened to it stand in the activity of its room, once it does."""
        if verb in NOTED and not self.is_red:
            Happening.note(self.workspace, verb, by=by, on=self)

    def begin_red(self, people: Iterable[Any], *, by: Any) -> None:
        """Name who reads a topic that begins under RED, before anything is written into it."""
        if not self.is_red:
            return
        if self.is_held:
            # Nobody would look at it: no moderator reads it.
            raise Refused(_("A moderator looks at your first post here. TLP:RED comes after it."))
        if people := list(people):
            self._name(people, by=by)
        self.set_audience()
        self.save(update_fields=["audience"])

    @transaction.atomic
    def name_readers(self, people: Iterable[Any], *, by: Any) -> int:
        """Let more persons of the room read it; return how many are new."""
        self.lock()  # type: ignore[attr-defined]
        self.workspace.assert_writable()
        self._assert_red()
        added = self._name(people, by=by)
        if added:
            self.show_to_others()  # type: ignore[attr-defined]
        return added

    @transaction.atomic
    def unname_reader(self, person: Any, *, by: Any) -> bool:
        """Let somebody read it no longer, from this moment on."""
        self.lock()  # type: ignore[attr-defined]
        self._assert_red()
        grants: Any = self.person_grants  # type: ignore[attr-defined]
        if not grants.filter(user=person).exists():
            return False
        remove_perm(VIEW, person, self)
        record("forums.unname_reader", by=by, on=self, reader_id=person.pk)
        self.show_to_others()  # type: ignore[attr-defined]
        return True

    @transaction.atomic
    def put_under(self, marking: str, *, by: Any, people: Iterable[Any] = ()) -> bool:
        """Put it under another label; only its author lowers it, never below what others wrote."""
        # A decision on the desk locks the item first, too.
        self.hold_desk()  # type: ignore[attr-defined]
        self.lock()  # type: ignore[attr-defined]
        self.workspace.assert_writable()
        before = self.marking
        if marking == before:
            return False
        if marking == Marking.RED:
            if by.pk != self.author_id:
                raise Refused(_("Only who began a topic puts it under TLP:RED."))
            self._assert_nothing_waits()
            self._name(people, by=by)
        elif is_lower(marking, before):
            self._lower(marking, by=by)
        if marking == Marking.RED or is_lower(marking, before):
            # Under RED posts keep their own label, so that what was milder may be so again.
            self.relabel(marking, by=by)
            self.save(update_fields=["marking", "audience"])
            self.show_to_others()  # type: ignore[attr-defined]
        else:
            self.raise_to(marking)  # type: ignore[attr-defined]
        if marking == Marking.RED:
            self._leave_others(by=by)
        self.note("forums.label_topic", by=by)
        record("forums.label_topic", by=by, on=self, before=before, marking=marking)
        return True

    def _leave_others(self, *, by: Any) -> None:
        """Take it from the desk, from who was asked about it and from what happened in the room."""
        asks: Any = self.asks  # type: ignore[attr-defined]
        asks.waiting().end("over")
        WorkItem.settle(UNANSWERED, on=self, by=by, outcome="concluded")
        Happening.forget(self)

    def _lower(self, marking: str, *, by: Any) -> None:
        """Lower the author's own posts with it; those of others stand as they were labelled."""
        if by.pk != self.author_id:
            raise Refused(_("Only whoever wrote it lowers its label."))
        posts: Any = self.posts  # type: ignore[attr-defined]
        stricter = [each for each in posts.all() if is_lower(marking, each.marking)]
        if any(each.author_id != by.pk for each in stricter):
            raise Refused(
                _("Posts of others stand under a higher label. Only who wrote them lowers it.")
            )
        posts.filter(pk__in=[each.pk for each in stricter]).update(marking=marking)
        if self.marking == Marking.RED:
            grants: Any = self.person_grants  # type: ignore[attr-defined]
            grants.all().delete()

    def _name(self, people: Iterable[Any], *, by: Any) -> int:
        grants: Any = self.person_grants  # type: ignore[attr-defined]
        known = set(grants.values_list("user_id", flat=True))
        new = {each.pk: each for each in people if each.pk not in known | {self.author_id}}
        inside = room_people(self.workspace).filter(pk__in=new)
        if inside.count() != len(new):
            raise Refused(_("Only people of this workspace are named."))
        if len(known) + len(new) > MOST_NAMED:
            raise Refused(_("At most %(most)s persons are named.") % {"most": MOST_NAMED})
        for person in new.values():
            assign_perm(VIEW, person, self)
            record("forums.name_reader", by=by, on=self, reader_id=person.pk)
        return len(new)

    def _assert_red(self) -> None:
        if not self.is_red:
            raise Refused(_("Readers are named under TLP:RED alone."))

    def _assert_nothing_waits(self) -> None:
        """Refuse to take from the moderators what is before them."""
        posts: Any = self.posts  # type: ignore[attr-defined]
        waits = posts.filter(state__in=UNSEEN - {State.REJECTED}).exists()
        if waits or posts.filter(flags__settled_at=None, flags__isnull=False).exists():
            raise Refused(
                _("Posts of this topic wait for a moderator or a signature. Try again after that.")
            )


def room_people(room: Workspace) -> "models.QuerySet[Person]":
    """Return the people of a room: whoever is let in today."""
    people = Person.objects.filter(holders_of({room.token()}), state=Person.State.VERIFIED)
    return people.order_by("sort_key", "pk")  # type: ignore[no-any-return]


def hidden_number() -> int:
    """Return the number of a topic that begins under RED; how many there are follows from none."""
    return FIRST_HIDDEN + secrets.randbelow(2**31 - 1 - FIRST_HIDDEN)
