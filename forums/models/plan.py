"""What moving, splitting or merging would do: who reads then, and why it cannot be."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory.models import Person
from forums.models.flag import Flag
from forums.models.kinds import UNSEEN, State
from forums.models.post import Post, is_moderated_by
from forums.models.topic import Topic
from portal.markings.models import Marking
from portal.markings.sources import holders_of
from workspaces.models import Workspace
from workspaces.models.kinds import Kind as RoomKind
from workspaces.models.labels import highest

# So many posts are split off at once, and so many names are shown of a longer list.
MOST_SPLIT, NAMED = 200, 10


class Way(models.TextChoices):
    """How posts come to stand elsewhere."""

    MOVE = "move", gettext_lazy("Move to another workspace")
    SPLIT = "split", gettext_lazy("Split off into a new topic")
    MERGE = "merge", gettext_lazy("Merge into another topic")


@dataclass(kw_only=True)
class Plan:
    """Which posts go where. It changes nothing; `Transfer.carry_out` does."""

    way: Way
    topic: Topic
    room: Workspace
    into: Topic | None = None
    numbers: tuple[int, ...] = ()
    title: str = ""

    @cached_property
    def posts(self) -> list[Post]:
        """The posts that go, in their order."""
        rows = Post.objects.filter(topic=self.topic)
        if self.way == Way.SPLIT:
            rows = rows.filter(number__in=self.numbers)
        return list(rows.defer("source", "html", "words").order_by("number"))

    @property
    def marking(self) -> Marking:
        """The label of the topic that they stand in then: never lower than the one now."""
        return highest(self.topic.marking, self.into.marking if self.into else self.topic.marking)

    @property
    def readers_after(self) -> set[str]:
        """Who reads them then."""
        return self.room.readers_of(self.marking)

    @cached_property
    def gains(self) -> "QuerySet[Person]":
        """Who reads them then and does not read them now."""
        return _people(self.readers_after, but=self.topic.audience_tokens())

    @cached_property
    def loses(self) -> "QuerySet[Person]":
        """Who reads them now, or the topic that they come into, and does not then."""
        lost = _people(self.topic.audience_tokens(), but=self.readers_after)
        if self.into:
            lost |= _people(self.into.audience_tokens(), but=self.readers_after)
        return lost

    @cached_property
    def numbers_of_people(self) -> tuple[int, int]:
        """How many gain and how many lose reading."""
        return self.gains.count(), self.loses.count()

    @property
    def gain_names(self) -> list[Person]:
        """Some of those who gain, as long as they are of the room: officers at large are many."""
        return list(self.gains.filter(holders_of({self.room.token()}))[:NAMED])

    @property
    def lose_names(self) -> list[Person]:
        """Some of those who lose, as long as they are of the room."""
        rooms = {self.topic.workspace.token(), self.room.token()}
        return list(self.loses.filter(holders_of(rooms))[:NAMED])

    @cached_property
    def lost_authors(self) -> list[int]:
        """Who wrote what goes, and does not read it then."""
        shown = [post for post in self.posts if post.state == State.SHOWN]
        authors = {post.author_id for post in shown if post.author_id}
        return list(self.loses.filter(pk__in=authors).values_list("pk", flat=True))

    @property
    def held(self) -> int:
        """How many of them wait for a moderator or for their author."""
        return sum(post.state in UNSEEN for post in self.posts)

    @property
    def reported(self) -> int:
        """How many of them readers reported."""
        standing = Flag.objects.filter(post__in=self.posts, settled_at=None)
        return standing.values("post").distinct().count()

    @property
    def accepted(self) -> int:
        """How many of them are accepted answers, and will not be: they answer another question."""
        if self.way == Way.MOVE:
            return 0
        return sum(post.accepted_at is not None for post in self.posts)

    @property
    def positions(self) -> int:
        """How many of them an administration signed."""
        return sum(post.is_position and post.state == State.SHOWN for post in self.posts)

    @property
    def is_poll(self) -> bool:
        """Whether people voted in the topic, or may."""
        return self.topic.kind == "poll"

    @property
    def seen(self) -> str:
        """The state that a moderator looks at: another one is looked at again."""
        edited = Post.objects.filter(topic=self.topic).aggregate(last=Max("edited_at"))["last"]
        into = self.into
        state = [
            self.way, self.topic.pk, self.topic.workspace_id, self.topic.state,
            self.topic.marking, self.topic.last_number, self.topic.posts_shown, edited,
            [(post.pk, post.number, post.state) for post in self.posts], self.room.pk, self.title,
            into and [into.pk, into.workspace_id, into.state, into.marking, into.last_number],
            sorted(self.readers_after), self.numbers_of_people,
        ]  # fmt: skip
        return hashlib.sha256(repr(state).encode()).hexdigest()[:24]

    def refusals(self, by: Any) -> Iterator[str]:
        """Yield why it cannot be, one plain reason each."""
        for room in {self.topic.workspace, self.room}:
            if not is_moderated_by(room, by):
                yield _("Only whoever moderates both workspaces does this.")
            if not room.is_writable:
                yield _("“%s” is read-only.") % room
        yield from self._of_topics()
        if self.way == Way.SPLIT:
            yield from self._of_split()
        yield from self._of_posts()
        yield from self._of_readers(by)

    def _of_topics(self) -> Iterator[str]:
        if any(topic.state != State.SHOWN for topic in (self.topic, self.into or self.topic)):
            yield _("Only what others read is moved. Release it first, or leave it where it is.")
        if self.way == Way.MOVE and self.room == self.topic.workspace:
            yield _("It stands in this workspace already.")
        if self.into == self.topic:
            yield _("A topic is merged into another one.")
        if self.way == Way.MERGE and self.is_poll:
            yield _("A poll stays in a topic of its own.")

    def _of_split(self) -> Iterator[str]:
        if not self.posts:
            yield _("Choose the posts that begin the new topic.")
            return
        if len(self.posts) > MOST_SPLIT:
            yield _("Choose %s posts at most.") % MOST_SPLIT
        if self.posts[0].is_first:
            yield _("The first post stays. Move the whole topic, or choose the posts after it.")
        if self.posts[0].state != State.SHOWN:
            yield _("The new topic begins with a post that others read.")

    def _of_posts(self) -> Iterator[str]:
        posts = [*self.posts]
        if Marking.RED in {self.marking, *(post.marking for post in posts)}:
            yield _("What is TLP:RED stays where it is: its readers are named.")
        if any(post.state == State.UNSIGNED for post in posts):
            yield _("A position waits to be signed here. Move it when it is signed or withdrawn.")
        if self.positions and self.way != Way.MOVE:
            yield _(
                "A signed position stays under the words that it answers."
                " It moves only with its whole topic."
            )

    def _of_readers(self, by: Any) -> Iterator[str]:
        gaining = self.numbers_of_people[0]
        if not gaining:
            return
        if self.positions:
            yield _("An administration signed a position for its present readers. Nobody is added.")
        if self.is_poll:
            yield _("People voted before their present readers. Nobody is added.")
        if self._may_widen() or {post.author_id for post in self.posts} == {by.pk}:
            return
        words = ngettext(
            "%(n)d person who does not read it now would read it, and it is %(label)s: only its"
            " authors give it to others.",
            "%(n)d people who do not read it now would read it, and it is %(label)s: only its"
            " authors give it to others.",
            gaining,
        )
        yield words % {"n": gaining, "label": self.topic.get_marking_display()}

    def _may_widen(self) -> bool:
        """Return whether the label says that other readers are meant, too."""
        if self.topic.workspace.kind == RoomKind.BILATERAL:
            return False
        match self.topic.marking:
            case Marking.CLEAR:
                return True
            case Marking.GREEN:
                # The community of officers; partners only where that was said when it was written.
                outside = not self.topic.workspace.is_open_to_partners
                return not (outside and self.gains.filter(partner__isnull=False).exists())
            case _:
                return False


def _people(tokens: set[str], *, but: set[str]) -> "QuerySet[Person]":
    """Return who holds one of these tokens and none of the others."""
    others = Person.objects.filter(holders_of(but)).values("pk")
    found = Person.objects.filter(holders_of(tokens)).exclude(pk__in=others)
    return found.order_by("family_name", "given_name", "pk")
