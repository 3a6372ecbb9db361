"""Topics: what a room talks about, in posts that are read page by page."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Self

from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.acts import hold_signers
from directory.models import Person
from forums.models.counting import Counted
from forums.models.documents import document_of
from forums.models.kinds import LANGUAGES, PER_PAGE, UNSEEN, Kind, Outcome, State
from forums.models.mark import ReadMark
from forums.models.moderating import HELD
from forums.models.numbers import next_key, next_number, reference
from forums.models.post import Post, is_moderated_by
from forums.models.question import WANTED_BY, Question, QuestionQuerySet, fields_of
from forums.models.red import NamedTopic
from forums.models.taking import Taken
from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.identifiers import new_public_id
from portal.markings.models import Marking, share_audiences
from portal.notifications.models import readers_of_many_changed, tell
from portal.refusals import Refused
from portal.search.models import Document, stale
from workspaces.models import Workspace
from workspaces.models.labels import is_lower

# A position in these states is signed, or waits for it, with the title of the topic it begins.
SIGNED_WITH_TITLE = frozenset({State.UNSIGNED, State.SHOWN})


class TopicQuerySet(QuestionQuerySet["Topic"]):
    """Topics, as adjectives."""

    def shown(self) -> Self:
        """Return those that are not held, returned, rejected or removed."""
        return self.filter(state=State.SHOWN)

    def removed(self) -> Self:
        """Return those that a moderator took away."""
        return self.filter(state=State.REMOVED)

    def with_mark_of(self, person: Any) -> Self:
        """Return them with `read`, the number of the last post that somebody read: 0 for none."""
        mark = ReadMark.objects.filter(topic=OuterRef("pk"), person=person.pk)
        return self.annotate(read=Coalesce(Subquery(mark.values("number")[:1]), 0))

    def with_reach_of(self, person: Any) -> Self:
        """Return them with `reach`, the number of the last post that waits and that somebody reads.

        None where nothing waits after what others read.
        """
        waiting = Post.objects.readable_by(person).filter(
            topic=OuterRef("pk"), number__gt=OuterRef("last_number")
        )
        return self.annotate(reach=Subquery(waiting.order_by("-number").values("number")[:1]))

    def with_people(self) -> Self:
        """Return them with their room, who began them and who wrote last, in the same query."""
        return self.select_related(
            "workspace", "author__administration", "author__partner", "last_author__administration"
        )


class Topic(Counted, Taken, Question, NamedTopic):
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
    is_pinned = models.BooleanField(default=False, editable=False)
    locked_at = models.DateTimeField(null=True, editable=False)
    locked_why = models.CharField(max_length=300, blank=True, editable=False)
    removed_why = models.CharField(max_length=5000, blank=True, editable=False)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    # Kept by the verbs: the number of the last post that others had on a page, how many they read
    # now, who wrote last. What waits counts nothing.
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
            models.Index(WANTED_BY, F("id"), condition=Q(outcome="open"), name="forums_topic_open"),
            models.Index(fields=["author"], condition=Q(step__gt=0), name="forums_topic_stalled"),
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
        return reference(self.number)

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

    # The number of the last post that waits and that somebody reads nevertheless: `with_reach_of`.
    reach = 0

    @property
    def pages(self) -> int:
        """How many pages its posts fill."""
        return max(1, -(-max(self.last_number, self.reach or 0) // PER_PAGE))

    @classmethod
    @transaction.atomic
    def start(
        cls, room: Workspace, *, by: Any, kind: str, title: str, language: str, marking: str,
        deadline: datetime.date | None = None, languages: list[str] | None = None,
        terms: dict[str, list[str]] | None = None, readers: Iterable[Any] = (), **post: Any,
    ) -> "Topic":  # fmt: skip
        """Begin a topic with its first post. Pressed twice, it begins once."""
        if post.get("is_position"):
            hold_signers(by.administration_id)
        # The room's row is locked from here on: the same form waits and finds what it made.
        number = next_number(cls, room, marking)
        if known := Post.sent_before(by=by, post=post):
            return known.topic
        if kind == Kind.ANNOUNCEMENT and not is_moderated_by(room, by):
            raise Refused(_("Moderators and owners of the workspace announce."))
        is_question = kind == Kind.QUESTION
        topic = cls(
            workspace=room, author=by, kind=kind, title=title, language=language, marking=marking,
            outcome=Outcome.OPEN if is_question else Outcome.NONE,
            state=Post.objects.first_state(by, room, is_position=bool(post.get("is_position"))),
            number=number, **(fields_of(deadline, languages, terms) if is_question else {}),
        )  # fmt: skip
        topic.pk = next_key(cls)
        topic.enter()
        topic.save(force_insert=True)
        topic.begin_red(readers, by=by)
        record("forums.start_topic", by=by, on=topic, what=kind)
        Post.write(topic, by=by, language=language, marking=marking, **post)
        return topic

    @transaction.atomic
    def reply(self, *, by: Any, **post: Any) -> Post:
        """Add a post. Pressed twice, it is added once; what was locked meanwhile takes none."""
        if post.get("is_position"):
            self.hold_desk()
            hold_signers(by.administration_id)
        self.lock()
        if known := Post.sent_before(by=by, post=post):
            return known
        self.assert_open()
        return Post.write(self, by=by, **post)

    def assert_open(self) -> None:
        """Refuse to add to what takes nothing more."""
        self.workspace.assert_writable()
        if self.state == State.REMOVED:
            raise Refused(_("This topic was removed meanwhile. Your text is kept here."))
        if self.state == State.MERGED:
            raise Refused(_("This topic was merged meanwhile. Your text is kept here."))
        if self.state in {State.UNSIGNED, State.DROPPED}:
            raise Refused(_("This topic waits for a signature. Nobody answers it yet."))
        if self.is_locked:
            raise Refused(_("This topic was closed meanwhile. Your text is kept here."))

    @transaction.atomic
    def revise(self, *, by: Any, **fields: Any) -> None:
        """Change its title, its language or what it asks."""
        first = self.posts.filter(number=1).first()
        if first:
            # A decision on the desk locks the item first, too.
            WorkItem.hold(HELD, on=first)
        self.lock()
        self.workspace.assert_writable()
        words = {"title", "language"}
        changed = {name for name, value in fields.items() if getattr(self, name) != value}
        if not changed:
            return
        if changed & words and first and first.is_position and first.state in SIGNED_WITH_TITLE:
            raise Refused(_("The title is signed with the position. It stays as it is."))
        if "title" in changed:
            self._keep_title(by=by)
        for name in changed:
            setattr(self, name, fields[name])
        self.save(update_fields=[*changed])
        if first and changed & words:
            WorkItem.turn_over(HELD, on=first)
        record("forums.edit_topic", by=by, on=self, fields=sorted(changed))
        stale(self, hide=True)

    def _keep_title(self, *, by: Any) -> None:
        """Keep what it is called before it is called something else.

        What a moderator replaces is shown to others no longer.
        """
        is_own = by is not None and by.pk == self.author_id
        self.wordings.create(
            number=self.wordings.count() + 1, title=self.title, marking=self.marking, by=by,
            was_shown=is_own and self.state == State.SHOWN, room=self.workspace,
        )  # fmt: skip

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
    def remove(self, *, by: Any, why: str) -> bool:
        """Take it from everybody's eyes but its author's and the moderators'; the reason stays."""
        rows = Topic.objects.filter(pk=self.pk).exclude(state__in=[State.REMOVED, State.MERGED])
        if not rows.update(state=State.REMOVED, removed_why=why):
            return False
        self.refresh_from_db(fields=["state", "removed_why"])
        self.show_to_others()
        record("forums.remove_topic", by=by, on=self, personal={"why": why})
        if self.author_id:
            self.tell_people("forums.remove_topic", [self.author_id], by=by)
        return True

    def audience_tokens(self) -> set[str]:
        """Return who reads it; while it waits, whoever reads its first post.

        What was removed stands as a stone for its keepers alone.
        """
        if self.state == State.MERGED:
            return set()
        if self.state == State.REMOVED:
            return self.keepers()
        if self.state in {State.UNSIGNED, State.DROPPED}:
            first = self.posts.filter(number=1).first()
            return first.audience_tokens() if first else self._named([])
        return super().audience_tokens()

    def show_to_others(self) -> None:
        """Give the topic and its posts the readers that follow from its state and label."""
        self.set_audience()
        self.save(update_fields=["audience"])
        stale(self, hide=True)
        posts = list(self.posts.defer("source", "html", "words"))
        before = {post.pk: post.audience_id for post in posts}
        for post in posts:
            post.topic, post.workspace = self, self.workspace
            post.marking = post.label  # of what is told of it
        share_audiences(posts)
        changed = defaultdict(list)
        for post in posts:
            if post.audience_id != before[post.pk]:
                changed[post.audience_id].append(post.pk)
        for audience, keys in changed.items():
            self.posts.filter(pk__in=keys).update(audience=audience)
        readers_of_many_changed(posts)

    def raise_to(self, marking: str) -> None:
        """Take the label of a post that is stricter; its milder posts take it, too."""
        if not self.is_raised_by(marking):
            return
        self.relabel(marking, by=None)
        self.save(update_fields=["marking", "audience"])
        milder = [each for each in Marking if is_lower(each, marking)]
        self.posts.filter(marking__in=milder).update(marking=marking)
        self.show_to_others()

    def tell(self, verb: str, *, by: Any, on: Any = None, people: Any = (), **detail: Any) -> None:
        """Tell who follows the topic or its room, and these people; of TLP:RED nothing is told."""
        detail |= {"kind": "forum", "subjects": [self.subject, self.workspace.subject]}
        if not self.is_red:
            tell(verb, on=on or self, by=by, people=people, **detail)
            self.note(verb, by=by)

    def tell_people(self, verb: str, people: Any, *, by: Any, on: Any = None) -> None:
        """Tell these people, and nobody who only follows: it concerns them alone."""
        if not self.is_red:
            tell(verb, kind="forum", on=on or self, by=by, people=people)

    def lock(self) -> None:
        """Hold the room, then the row, and see both as they are now."""
        self.hold_desk()
        room = self.workspace
        room.lock()
        self.refresh_from_db(from_queryset=Topic.objects.select_for_update(no_key=True))
        is_moved, self.workspace = self.workspace_id != room.pk, room
        if is_moved:
            raise Refused(_("This topic was moved meanwhile. Your text is kept here."))

    def search_document(self) -> Document | None:
        """Return what the search index keeps of it: nothing of what is held, removed or RED."""
        if self.state != State.SHOWN or self.marking == Marking.RED:
            return None
        return document_of(self)
