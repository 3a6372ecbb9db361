"""Posts: what people write in topics, in whose voice, and what became of it."""

import uuid
from collections.abc import Iterable
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models import Person, Signing
from forums.models.attachment import Attachment
from forums.models.kinds import LANGUAGES, PER_PAGE, RIGHT_TO_LEFT, UNSEEN, Outcome, State, Voice
from forums.models.moderating import HELD, Moderated
from forums.models.position import Position
from forums.models.useful import Useful
from forums.models.words import named, quoted, targets
from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.identifiers import new_public_id
from portal.markings.models import Marking, reader_of
from portal.notifications.models.follow import follow_by_itself
from portal.refusals import Refused
from portal.search.models import stale
from portal.writing.rendering import excerpt, render
from portal.writing.text import Text, clean
from workspaces.models import RoomItem, RoomItemQuerySet, Workspace
from workspaces.models.kinds import Role
from workspaces.models.labels import assert_not_lower, highest


def is_moderated_by(room: Workspace, person: Any) -> bool:
    """Return whether somebody moderates a room today."""
    return room.token(Role.MODERATOR) in reader_of(person).tokens


class PostQuerySet(RoomItemQuerySet["Post"]):
    """Posts, as adjectives."""

    def are_first_of(self, person: Any, room: Workspace) -> bool:
        """Return whether a moderator looks first: anybody may join, and this one wrote nothing."""
        if not room.is_open or is_moderated_by(room, person):
            return False
        return not self.shown().in_room(room).filter(author=person).exists()

    def shown(self) -> Self:
        """Return those that others read."""
        return self.filter(state=State.SHOWN)

    def first_state(self, person: Any, room: Workspace, *, is_position: bool) -> State:
        """Return how something that somebody writes in a room begins."""
        if self.are_first_of(person, room):
            return State.HELD
        return State.UNSIGNED if is_position else State.SHOWN

    def on_page(self, page: int) -> Self:
        """Return those of one page, by number: the last page costs what the first does."""
        first = PER_PAGE * (page - 1)
        return self.filter(number__gt=first, number__lte=first + PER_PAGE).order_by("number")

    def with_people(self) -> Self:
        """Return them with who wrote them and whose position they are, in the same query."""
        return self.select_related(
            "author__administration", "author__partner", "signing__administration",
            "signing__signed_by",
        )  # fmt: skip


class Post(Moderated, Position, Useful, RoomItem):
    """One contribution to a topic. Rendered once; its address stays wherever it moves."""

    State = State
    Voice = Voice
    RULED = Q(topic__state=State.SHOWN) & ~Q(state__in=UNSEEN)
    LABELS = ("marking", "topic__marking")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    # Found by `forums_post_number`: an index of its own tempts the planner to read a whole topic.
    topic = models.ForeignKey(
        "forums.Topic", on_delete=models.PROTECT, related_name="posts", db_index=False
    )
    number = models.PositiveIntegerField(editable=False)
    # The form it came with: the same form sent twice is one post.
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    source = models.TextField(gettext_lazy("text"))
    html = models.TextField(editable=False)
    words = models.TextField(editable=False)
    rendered_by = models.PositiveSmallIntegerField(default=0, editable=False)
    language = models.CharField(gettext_lazy("language"), max_length=2, choices=LANGUAGES)
    voice = models.CharField(max_length=8, choices=Voice, default=Voice.PERSONAL, editable=False)
    signing = models.OneToOneField(
        Signing, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    # Who of the room may sign it, while it waits for that.
    asked = ArrayField(models.BigIntegerField(), default=list, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.SHOWN, editable=False)
    # As long as a reason on the desk may be.
    why = models.CharField(max_length=5000, blank=True, editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    # Since when an answer is accepted, and by whom.
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    # How many files it has whose bytes are kept: a page without any asks for none.
    files_count = models.PositiveSmallIntegerField(default=0, editable=False)
    # Who rejected or removed it, while it is so.
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    is_sample = models.BooleanField(default=False, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("post")
        ordering = ["topic", "number"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="forums_post_number"),
            models.UniqueConstraint(fields=["author", "token"], name="forums_one_form_one_post"),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="forums_accepted_pair",
            ),
            models.CheckConstraint(
                condition=Q(voice="position") | Q(signing=None), name="forums_position_is_signed"
            ),
        ]
        indexes = [models.Index(fields=["author", "-id"])]

    def __str__(self) -> str:
        return f"{self.topic.reference}, {self.number}"

    def get_absolute_url(self) -> str:
        """Return the address that survives a move."""
        return reverse("forums:post_open", args=[self.public_id])

    @property
    def page(self) -> int:
        """The page that it stands on."""
        return (self.number - 1) // PER_PAGE + 1

    @property
    def is_held(self) -> bool:
        """Whether its author and the moderators alone read it."""
        return self.state in UNSEEN or self.topic.is_held

    @property
    def is_first(self) -> bool:
        """Whether the topic begins with it."""
        return self.number == 1

    @property
    def is_position(self) -> bool:
        """Whether it speaks for an administration, or will when its holder confirms."""
        return self.voice == Voice.POSITION

    @property
    def direction(self) -> str:
        """Which way its language runs."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    @property
    def label(self) -> str:
        """The label that it stands under: never milder than its topic's."""
        return highest(self.marking, self.topic.marking)

    def audience_tokens(self) -> set[str]:
        """Return who reads it: nobody who may not read its topic."""
        if self.state in {State.UNSIGNED, State.DROPPED}:
            return self._named(self.asked if self.state == State.UNSIGNED else [])
        if self.is_held or self.topic.state == State.REMOVED:
            return self.keepers()
        if self.label == Marking.RED:
            return self.topic.named_readers()
        # The topic's: whoever changes a post has locked it, and the room with it.
        return self.topic.workspace.readers_of(self.label)

    @classmethod
    def sent_before(cls, *, by: Any, post: dict[str, Any]) -> "Post | None":
        """Return what the same form made when it was sent before, or nothing.

        Who goes back and writes another text into a form that was sent writes another post.
        """
        forms = cls.objects.filter(author=by, token=post["token"])
        known = forms.select_related("topic").first()
        if known is None or known.source == clean(post["source"]):
            return known
        post["token"] = uuid.uuid4()
        return None

    @classmethod
    def write(
        cls, topic: Any, *, by: Any, source: str, language: str, token: Any, marking: str = "",
        is_position: bool = False, is_sample: bool = False, files: Iterable[Attachment] = (),
    ) -> "Post":  # fmt: skip
        """Write the next post of a topic that the caller has locked; held words tell nobody."""
        state = cls.objects.first_state(by, topic.workspace, is_position=is_position)
        if topic.state in UNSEEN - {State.UNSIGNED}:
            state = State.HELD
        elif topic.is_red:
            # Nobody would look at it first: no moderator reads it.
            state = State.SHOWN
        post = cls(
            workspace=topic.workspace, topic=topic, author=by, number=topic.next_number,
            token=token, marking=highest(marking or topic.marking, topic.marking),
            voice=Voice.POSITION if is_position else Voice.PERSONAL, state=state,
            is_sample=is_sample,
        )  # fmt: skip
        if not post.is_held:
            # What waits raises no label: it would tell of itself.
            topic.raise_to(post.marking)
        post.enter()
        mentions = post.take_words(source, language)
        post.save()
        Attachment.attach(post, files, by=by)
        record("forums.write_post", by=by, on=post, topic_id=topic.pk)
        if state == State.HELD:
            post.hold(by=by)
        elif is_position:
            post.propose_position(by=by)
        else:
            post.appear(by=by, mentions=mentions, at=post.written_at)
        return post

    @transaction.atomic
    def edit(
        self, *, by: Any, source: str, language: str, seen: int, files: Iterable[Attachment] = ()
    ) -> "Post":
        """Write it anew, or add files; what it said before is kept. `seen` is what was edited."""
        # A decision on the desk locks the item first, too.
        WorkItem.hold(HELD, on=self)
        self.topic.lock()
        row = Post.objects.select_for_update().get(pk=self.pk)
        if row.topic_id == self.topic_id:
            row.topic = self.topic
        else:
            row.topic.lock()
        row.topic.assert_open()
        row.assert_editable()
        arrived = Attachment.arriving(files, row, by=by)
        is_reworded = (row.source, row.language) != (source, language)
        if not is_reworded and not arrived:
            # Pressed twice.
            return row
        if is_reworded:
            row._reword(source, language, seen, by=by)
        Attachment.attach(row, arrived, by=by)
        # Under TLP:RED a post keeps its own label until it says something else.
        row.marking = row.label
        if row.state == State.RETURNED:
            row.state, row.why = State.HELD, ""
            row.carry_state()
            WorkItem.put(HELD, on=row, by=by)
        elif row.state == State.HELD:
            # A page that was opened before shows other words: it decides nothing.
            WorkItem.turn_over(HELD, on=row)
        row.set_audience()
        row.save(update_fields=[
            "source", "html", "words", "rendered_by", "language", "edited_at", "state", "why",
            "audience", "marking",
        ])  # fmt: skip
        return row

    def _reword(self, source: str, language: str, seen: int, *, by: Any) -> None:
        """Keep what it says, and say something else; the caller saves it."""
        count = self.versions.count()
        if count != seen:
            raise Refused(_("This post was changed meanwhile. Read it again; your text is kept."))
        self.keep_version(by=by, was_shown=self.state == State.SHOWN)
        self.take_words(source, language)
        if self.state == State.SHOWN:
            self.edited_at = timezone.now()
        record("forums.edit_post", by=by, on=self, version=count + 2)
        stale(self.topic, hide=True)

    def assert_editable(self) -> None:
        """Refuse to change what was signed, or what a moderator took away."""
        if self.is_position:
            raise Refused(_("A position stays as it was signed. Withdraw it and write another."))
        if self.state in {State.REMOVED, State.REJECTED}:
            raise Refused(_("A moderator took this post away meanwhile. Your text is kept here."))

    def keep_version(self, *, by: Any, was_shown: bool) -> None:
        """Keep what it says now before it says something else, or nothing."""
        self.versions.create(
            number=self.versions.count() + 1, source=self.source, by=by, at=timezone.now(),
            was_shown=was_shown, room_id=self.topic.workspace_id, marking=self.label,
        )  # fmt: skip

    def take_words(self, source: str, language: str) -> tuple[str, ...]:
        """Render what was typed; return whom it names. It quotes nothing stricter than itself."""
        text = Text(source)
        quotes = quoted(text.quotes, self.topic.posts.shown())
        for each in quotes:
            assert_not_lower(each, self)
        shown = render(
            text, key=self.public_id, language=language, quotes=targets(quotes),
            people=named(text.names, self.topic.audience_tokens(), by=self.author),
        )  # fmt: skip
        self.source, self.language = text.source, language
        self.html, self.words, self.rendered_by = shown.html, shown.words, shown.version
        return shown.people

    @transaction.atomic
    def accept(self, *, by: Any) -> bool:
        """Say that it answers the question; several may."""
        self.topic.lock()
        rows = Post.objects.shown().filter(
            pk=self.pk, topic=self.topic_id, accepted_at=None, topic__kind="question"
        )
        if self.is_first or not rows.update(accepted_at=timezone.now(), accepted_by=by):
            return False
        self.refresh_from_db(fields=["accepted_at", "accepted_by"])
        record("forums.accept_answer", by=by, on=self)
        self.topic.tell("forums.accept_answer", by=by, on=self, people=[self.author_id])
        self.topic.conclude(Outcome.ANSWERED, by=by)
        return True

    @transaction.atomic
    def unaccept(self, *, by: Any) -> bool:
        """Take that back; a question without an accepted answer waits again."""
        self.topic.lock()
        rows = Post.objects.filter(pk=self.pk, accepted_at__isnull=False)
        if not rows.update(accepted_at=None, accepted_by=None):
            return False
        self.refresh_from_db(fields=["accepted_at", "accepted_by"])
        record("forums.unaccept_answer", by=by, on=self)
        self.topic.lose_answer(by=by)
        return True

    def appear(self, *, by: Any, at: Any, mentions: Iterable[str] = ()) -> None:
        """Count it and tell of it: the first post tells of its topic. The topic is locked."""
        self.topic.count(self, at=at)
        self.topic.hear(self)
        if self.author:
            follow_by_itself(self.topic.subject, person=self.author)
        mentioned = list(
            Person.objects.filter(public_id__in=[*mentions]).values_list("pk", flat=True)
        )
        if mentioned:
            self.topic.tell_people("forums.mention_person", mentioned, by=by, on=self)
        if self.is_first:
            self.topic.tell("forums.start_topic", by=by)
        else:
            self.topic.tell("forums.reply_topic", by=by, on=self, is_batch=True)
        stale(self.topic)

    @property
    def excerpt(self) -> str:
        """The beginning of its words."""
        return excerpt(self.words)
