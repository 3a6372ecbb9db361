"""Topics: what a room talks about, in posts that are read page by page."""

import datetime
import uuid
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models import Person
from forums.models.kinds import LANGUAGES, UNSEEN, Kind, Outcome, State
from forums.models.mark import ReadMark
from portal.audit.models import record
from portal.desk.registry import Refused
from portal.identifiers import new_public_id
from portal.markings.models import Marking, reader_of
from portal.notifications.models import readers_changed, tell
from portal.search.models import Document, stale
from portal.search.models import Kind as Found
from portal.writing.text import clean
from workspaces.models import RoomItem, RoomItemQuerySet, Workspace
from workspaces.models.kinds import Role
from workspaces.models.labels import highest

# Posts of one page; page n holds the numbers from PER_PAGE * (n - 1) + 1 on.
PER_PAGE = 20


class TopicQuerySet(RoomItemQuerySet["Topic"]):
    """Topics, as adjectives."""

    def shown(self) -> Self:
        """Return those that are not held, returned, rejected or removed."""
        return self.filter(state=State.SHOWN)

    def removed(self) -> Self:
        """Return those that a moderator took away."""
        return self.filter(state=State.REMOVED)

    def unanswered(self) -> Self:
        """Return the questions that wait for an answer, the most urgent first."""
        waiting = self.shown().filter(kind=Kind.QUESTION, outcome=Outcome.OPEN)
        return waiting.order_by(F("deadline").asc(nulls_last=True), "pk")

    def with_mark_of(self, person: Any) -> Self:
        """Return them with `read`, the number of the last post that somebody read: 0 for none."""
        mark = ReadMark.objects.filter(topic=OuterRef("pk"), person=person.pk)
        return self.annotate(read=Coalesce(Subquery(mark.values("number")[:1]), 0))

    def with_people(self) -> Self:
        """Return them with their room, who began them and who wrote last, in the same query."""
        return self.select_related(
            "workspace", "author__administration", "author__partner", "last_author__administration"
        )


class Topic(RoomItem):
    """One subject of a room; its label is the highest of its posts'."""

    Kind = Kind
    Outcome = Outcome
    State = State
    RULED = Q(state=State.SHOWN)

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    # As people say it in the room: T-12.
    number = models.PositiveIntegerField(editable=False)
    kind = models.CharField(gettext_lazy("kind"), max_length=12, choices=Kind)
    title = models.CharField(gettext_lazy("title"), max_length=200)
    language = models.CharField(gettext_lazy("language"), max_length=2, choices=LANGUAGES)
    state = models.CharField(max_length=8, choices=State, default=State.SHOWN, editable=False)
    outcome = models.CharField(
        max_length=8, choices=Outcome, default=Outcome.NONE, blank=True, editable=False
    )
    # Of a question: the day by which an answer is wished, and the languages it may come in.
    deadline = models.DateField(gettext_lazy("answer wished by"), null=True, blank=True)
    languages = ArrayField(
        models.CharField(max_length=2, choices=LANGUAGES),
        verbose_name=gettext_lazy("languages accepted"), default=list, blank=True,
    )  # fmt: skip
    is_pinned = models.BooleanField(default=False, editable=False)
    locked_at = models.DateTimeField(null=True, editable=False)
    locked_why = models.CharField(max_length=300, blank=True, editable=False)
    removed_why = models.CharField(max_length=300, blank=True, editable=False)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    # Kept by the verbs: the number of the last post, how many others read, who wrote last.
    last_number = models.PositiveIntegerField(default=0, editable=False)
    posts_shown = models.PositiveIntegerField(default=0, editable=False)
    last_post_at = models.DateTimeField(default=timezone.now, editable=False)
    last_author = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    is_sample = models.BooleanField(default=False, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("topic")
        ordering = ["-is_pinned", "-last_post_at", "-pk"]
        indexes = [
            models.Index(fields=["workspace", "-is_pinned", "-last_post_at", "-id"]),
            models.Index(
                fields=["deadline", "id"], condition=Q(outcome="open"), name="forums_topic_open"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="forums_topic_number"),
            models.CheckConstraint(
                condition=Q(kind="question") & ~Q(outcome="") | ~Q(kind="question") & Q(outcome=""),
                name="forums_questions_have_outcomes",
            ),
            models.CheckConstraint(
                condition=Q(kind="question") | Q(deadline=None), name="forums_question_deadline"
            ),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=False) | Q(locked_why=""), name="forums_locked_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the topic."""
        return reverse("forums:topic_detail", args=[self.public_id])

    @property
    def reference(self) -> str:
        """How people of the room say it."""
        return f"T-{self.number}"

    @property
    def subject(self) -> str:
        """What followers of the topic follow."""
        return f"topic:{self.public_id}"

    @property
    def is_held(self) -> bool:
        """Whether its author and the moderators alone read it."""
        return self.state in UNSEEN

    @property
    def is_locked(self) -> bool:
        """Whether nobody adds to it."""
        return self.locked_at is not None

    @property
    def is_question(self) -> bool:
        """Whether it asks for an answer."""
        return self.kind == Kind.QUESTION

    @property
    def replies(self) -> int:
        """How many posts followed the first."""
        return max(0, self.posts_shown - 1)

    @property
    def pages(self) -> int:
        """How many pages its posts fill."""
        return max(1, -(-self.last_number // PER_PAGE))

    @classmethod
    @transaction.atomic
    def start(
        cls, room: Workspace, *, by: Any, kind: str, title: str, language: str, marking: str,
        deadline: datetime.date | None = None, languages: list[str] | None = None, **post: Any,
    ) -> "Topic":  # fmt: skip
        """Begin a topic with its first post. Pressed twice, it begins once."""
        # The room's row is locked from here on: the same form waits and finds what it made.
        number = _next_number(room)
        if known := sent_before(cls.posts.rel.related_model, by=by, post=post):
            return known.topic
        if kind == Kind.ANNOUNCEMENT and not is_moderated_by(room, by):
            raise Refused(_("Moderators and owners of the workspace announce."))
        is_question = kind == Kind.QUESTION
        topic = cls(
            workspace=room, author=by, kind=kind, title=title, language=language, marking=marking,
            outcome=Outcome.OPEN if is_question else Outcome.NONE,
            deadline=deadline if is_question else None,
            languages=languages or [] if is_question else [],
            state=State.HELD if holds_first_words(room, by) else State.SHOWN,
            number=number,
        )  # fmt: skip
        topic.pk = _next_key(cls)
        topic.enter()
        topic.save(force_insert=True)
        record("forums.start_topic", by=by, on=topic, what=kind)
        topic.add_post(by=by, language=language, marking=marking, **post)
        return topic

    @transaction.atomic
    def reply(self, *, by: Any, **post: Any) -> Any:
        """Add a post. Pressed twice, it is added once; what was locked meanwhile takes none."""
        self.lock()
        if known := sent_before(self.posts.model, by=by, post=post):
            return known
        self.assert_open()
        return self.add_post(by=by, **post)

    def add_post(
        self, *, by: Any, source: str, language: str, token: Any, marking: str = "",
        is_position: bool = False, is_sample: bool = False,
    ) -> Any:  # fmt: skip
        """Write the next post; held words tell nobody. The row is locked by whoever calls."""
        held = self.is_held or holds_first_words(self.workspace, by)
        post = self.posts.model(
            workspace=self.workspace, topic=self, author=by, number=self.last_number + 1,
            token=token, marking=highest(marking or self.marking, self.marking),
            state=State.HELD if held else State.SHOWN, is_sample=is_sample,
        )  # fmt: skip
        mentions = post.take_words(source, language)
        if post.marking != self.marking:
            self.raise_to(post.marking)
        post.enter()
        post.save()
        self.last_number = post.number
        self.save(update_fields=["last_number"])
        record("forums.write_post", by=by, on=post, topic_id=self.pk)
        if is_position:
            post.propose_position(by=by)
        elif held:
            post.hold(by=by)
        else:
            post.appear(by=by, mentions=mentions)
        return post

    def assert_open(self) -> None:
        """Refuse to add to what takes nothing more."""
        self.workspace.assert_writable()
        if self.state == State.REMOVED:
            raise Refused(_("This topic was removed meanwhile. Your text is kept here."))
        if self.is_locked:
            raise Refused(_("This topic was closed meanwhile. Your text is kept here."))

    @transaction.atomic
    def revise(self, *, by: Any, **fields: Any) -> None:
        """Change its title, its language or what it asks."""
        self.lock()
        self.workspace.assert_writable()
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=[*fields])
        record("forums.edit_topic", by=by, on=self, fields=sorted(fields))
        stale(self, hide=True)

    @transaction.atomic
    def pin(self, is_pinned: bool, *, by: Any) -> bool:
        """Keep it at the head of the list, or no longer."""
        rows = Topic.objects.filter(pk=self.pk).exclude(is_pinned=is_pinned)
        if not rows.update(is_pinned=is_pinned):
            return False
        self.is_pinned = is_pinned
        record("forums.pin_topic", by=by, on=self, is_pinned=is_pinned)
        return True

    @transaction.atomic
    def close(self, *, by: Any, why: str = "") -> bool:
        """Let nobody add to it any more."""
        rows = Topic.objects.filter(pk=self.pk, locked_at=None)
        if not rows.update(locked_at=timezone.now(), locked_why=why):
            return False
        self.refresh_from_db(fields=["locked_at", "locked_why"])
        record("forums.close_topic", by=by, on=self, personal={"why": why} if why else None)
        self.tell("forums.close_topic", by=by)
        return True

    @transaction.atomic
    def reopen(self, *, by: Any) -> bool:
        """Let people add to it again."""
        rows = Topic.objects.filter(pk=self.pk, locked_at__isnull=False)
        if not rows.update(locked_at=None, locked_why=""):
            return False
        self.refresh_from_db(fields=["locked_at", "locked_why"])
        record("forums.reopen_topic", by=by, on=self)
        return True

    @transaction.atomic
    def conclude(self, outcome: str, *, by: Any) -> bool:
        """Say how a question ended, or that it waits again."""
        rows = Topic.objects.filter(pk=self.pk, kind=Kind.QUESTION).exclude(outcome=outcome)
        if not rows.update(outcome=outcome):
            return False
        self.outcome = outcome
        record("forums.conclude_question", by=by, on=self, outcome=outcome)
        if outcome != Outcome.OPEN:
            self.tell("forums.conclude_question", by=by, outcome=outcome)
        return True

    @transaction.atomic
    def remove(self, *, by: Any, why: str) -> bool:
        """Take it from everybody's eyes but its author's and the moderators'; the reason stays."""
        rows = Topic.objects.filter(pk=self.pk).exclude(state=State.REMOVED)
        if not rows.update(state=State.REMOVED, removed_why=why):
            return False
        self.refresh_from_db(fields=["state", "removed_why"])
        self.show_to_others()
        record("forums.remove_topic", by=by, on=self, personal={"why": why})
        return True

    def audience_tokens(self) -> set[str]:
        """Return who reads it; what was removed stands as a stone for its keepers alone."""
        return self.keepers() if self.state == State.REMOVED else super().audience_tokens()

    def show_to_others(self) -> None:
        """Give the topic and its posts the readers that follow from its state and label."""
        self.set_audience()
        self.save(update_fields=["audience"])
        stale(self, hide=True)
        for post in self.posts.iterator():
            post.topic = self
            post.set_audience()
            post.save(update_fields=["audience"])
            readers_changed(post)

    def raise_to(self, marking: str) -> None:
        """Carry the label of a post that is stricter: a topic is as restricted as its posts."""
        before = self.audience_id
        self.relabel(marking, by=None)
        self.save(update_fields=["marking", "audience"])
        if self.audience_id != before:
            self.show_to_others()

    def tell(self, verb: str, *, by: Any, on: Any = None, people: Any = (), **detail: Any) -> None:
        """Tell who follows the topic or its room, and these people."""
        subjects = [self.subject, self.workspace.subject]
        tell(verb, kind="forum", on=on or self, by=by, subjects=subjects, people=people, **detail)

    def lock(self) -> None:
        """Hold the room, then the row, and see both as they are now."""
        room = self.workspace
        room.lock()
        self.refresh_from_db(from_queryset=Topic.objects.select_for_update(no_key=True))
        if self.workspace_id == room.pk:
            self.workspace = room
        else:
            self.workspace.lock()

    def search_document(self) -> Document | None:
        """Return what the search index keeps of it: nothing of what is held, removed or RED."""
        if self.state != State.SHOWN or self.marking == Marking.RED:
            return None
        words = (
            self.posts.filter(state=State.SHOWN).order_by("number").values_list("words", flat=True)
        )
        line = f"{self.workspace.name} · {self.get_kind_display()}"
        return Document(
            kind=Found.TOPIC,
            titles={self.language: self.title},
            bodies={self.language: "\n".join(words[:PER_PAGE])},
            lines={"en": line, "fr": line},
            reference=self.reference,
            path=f"topics/{self.public_id}/",
            language=self.language,
            date=self.started_at.date(),
        )


def sent_before(posts: Any, *, by: Any, post: dict[str, Any]) -> Any:
    """Return what the same form made when it was sent before, or nothing.

    Somebody who goes back and writes another text into the form that was sent writes another post.
    """
    known = posts.objects.filter(author=by, token=post["token"]).select_related("topic").first()
    if known is None or known.source == clean(post["source"]):
        return known
    post["token"] = uuid.uuid4()
    return None


def is_moderated_by(room: Workspace, person: Any) -> bool:
    """Return whether somebody moderates a room today."""
    return room.token(Role.MODERATOR) in reader_of(person).tokens


def holds_first_words(room: Workspace, person: Any) -> bool:
    """Return whether a moderator looks first: anybody may join, and this one never wrote there."""
    if not room.is_open or is_moderated_by(room, person):
        return False
    return not Topic.objects.filter(
        posts__workspace=room, posts__author=person, posts__state=State.SHOWN
    ).exists()


def _next_number(room: Workspace) -> int:
    """Return the number of the next topic of a room, whose row is locked from now on."""
    room.lock()
    return 1 + (Topic.objects.filter(workspace=room).aggregate(n=models.Max("number"))["n"] or 0)


def _next_key(model: type[models.Model]) -> int:
    """Return a key that no other row has: readers are computed before the row is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        return int(cursor.fetchone()[0])
