"""Posts: what people write in topics, in whose voice, and what became of it."""

import uuid
from collections.abc import Iterable
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models import Person, Signing
from directory.models.signing import digest
from forums.models.flag import Flag
from forums.models.kinds import LANGUAGES, RIGHT_TO_LEFT, UNSEEN, State, Voice
from forums.models.topic import PER_PAGE, Topic
from forums.models.words import named, quoted, targets
from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.desk.registry import Refused
from portal.identifiers import new_public_id
from portal.markings.models import Marking
from portal.markings.sources import holders_of
from portal.notifications.models.follow import follow_by_itself
from portal.search.models import stale
from portal.writing.rendering import excerpt, render
from portal.writing.text import Text
from workspaces.models import RoomItem, RoomItemQuerySet
from workspaces.models.labels import assert_not_lower, highest

# The kinds of work on the desk.
HELD, FLAGGED = "forums.held", "forums.flag"
# What administrations sign.
POSITION = "forums.position"


class PostQuerySet(RoomItemQuerySet["Post"]):
    """Posts, as adjectives."""

    def shown(self) -> Self:
        """Return those that others read."""
        return self.filter(state=State.SHOWN)

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


class Post(RoomItem):
    """One contribution to a topic. Rendered once; its address stays wherever it moves."""

    State = State
    Voice = Voice
    RULED = Q(topic__state=State.SHOWN) & ~Q(state__in=UNSEEN)
    LABELS = ("marking", "topic__marking")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="posts")
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
    why = models.CharField(max_length=1000, blank=True, editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    # Since when an answer is accepted, and by whom.
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(
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

    def audience_tokens(self) -> set[str]:
        """Return who reads it: nobody who may not read its topic."""
        if self.state == State.UNSIGNED:
            return {f"person:{pk}" for pk in {self.author_id, *self.asked} if pk}
        if self.is_held or self.topic.state == State.REMOVED:
            return self.keepers()
        if self.marking == Marking.RED:
            return self.topic.named_readers()
        # The topic's: whoever changes a post has locked it, and the room with it.
        return self.topic.workspace.readers_of(highest(self.marking, self.topic.marking))

    @transaction.atomic
    def edit(self, *, by: Any, source: str, language: str, seen: int) -> "Post":
        """Write it anew; what it said before is kept. `seen` is the version that was edited."""
        self.topic.lock()
        row = Post.objects.select_for_update().get(pk=self.pk)
        if row.topic_id == self.topic_id:
            row.topic = self.topic
        else:
            row.topic.lock()
        row.topic.assert_open()
        if row.is_position:
            raise Refused(_("A position stays as it was signed. Withdraw it and write another."))
        count = row.versions.count()
        if count != seen:
            raise Refused(_("This post was changed meanwhile. Read it again; your text is kept."))
        if (row.source, row.language) == (source, language):
            return row
        row.versions.create(number=count + 1, source=row.source, by=by, at=timezone.now())
        row.take_words(source, language)
        row.edited_at = timezone.now()
        if row.state == State.RETURNED:
            row.state, row.why = State.HELD, ""
            WorkItem.put(HELD, on=row, by=by)
        row.set_audience()
        row.save(update_fields=[
            "source", "html", "words", "rendered_by", "language", "edited_at", "state", "why",
            "audience",
        ])  # fmt: skip
        record("forums.edit_post", by=by, on=row, version=count + 2)
        stale(row.topic, hide=True)
        return row

    def take_words(self, source: str, language: str) -> tuple[str, ...]:
        """Render what was typed; return whom it names. It quotes nothing stricter than itself."""
        text = Text(source)
        quotes = quoted(text.quotes, self.topic.posts.shown())
        for each in quotes:
            assert_not_lower(each, self)
        shown = render(
            text, key=self.public_id, language=language, quotes=targets(quotes),
            people=named(text.names, self.topic.audience_tokens()),
        )  # fmt: skip
        self.source, self.language = text.source, language
        self.html, self.words, self.rendered_by = shown.html, shown.words, shown.version
        return shown.people

    def hold(self, *, by: Any) -> None:
        """Put it before the moderators of the room."""
        WorkItem.put(HELD, on=self, by=by)

    @property
    def signed_words(self) -> str:
        """What is signed: the post by its address and its digest; its words stay in the room."""
        return _("Post %(post)s in a workspace. SHA-256 of its text: %(digest)s") % {
            "post": self.public_id, "digest": digest(self.source)
        }  # fmt: skip

    def propose_position(self, *, by: Any) -> None:
        """Let a holder of the seat say that it speaks for the administration; a holder does now."""
        if by.administration is None:
            raise Refused(_("Only officers of an administration write its position."))
        self.voice, self.state = Voice.POSITION, State.UNSIGNED
        signing = Signing.draft(
            POSITION, self.public_id, administration=by.administration,
            title=_("A position in a workspace"), text=self.signed_words, by=by,
        )  # fmt: skip
        inside = Person.objects.filter(holders_of({self.workspace.token()}))
        asked = inside.filter(pk__in=signing.signers())
        self.asked = sorted(asked.values_list("pk", flat=True))
        self.set_audience()
        self.save(update_fields=["voice", "state", "asked", "audience"])
        if signing.capacity_of(by):
            signing.sign(by=by, seen=signing.digest)

    def take_position(self, signing: Signing) -> None:
        """Let others read what was signed. The text is the one whose digest was signed."""
        # The words around the digest are in the language of whoever drafted it.
        if digest(self.source) not in signing.text:
            raise Refused(_("The text was changed after it was sent to be signed."))
        self.topic.lock()
        unsigned = Post.objects.filter(pk=self.pk, state=State.UNSIGNED)
        if unsigned.update(state=State.SHOWN, signing=signing):
            self.refresh_from_db(fields=["state", "signing"])
            self.set_audience()
            self.save(update_fields=["audience"])
            self.appear(by=self.author)

    def lose_position(self, signing: Signing) -> None:
        """Take away what its administration withdrew; a stone says so."""
        self._hide(
            "withdraw", {State.SHOWN, State.UNSIGNED}, State.REMOVED, by=signing.withdrawn_by,
            why=_("The administration withdrew its position."),
        )  # fmt: skip

    @transaction.atomic
    def accept(self, *, by: Any) -> bool:
        """Say that it answers the question; several may."""
        rows = Post.objects.shown().filter(pk=self.pk, accepted_at=None, topic__kind="question")
        if self.is_first or not rows.update(accepted_at=timezone.now(), accepted_by=by):
            return False
        self.refresh_from_db(fields=["accepted_at", "accepted_by"])
        record("forums.accept_answer", by=by, on=self)
        self.topic.tell("forums.accept_answer", by=by, on=self, people=[self.author_id])
        self.topic.conclude(Topic.Outcome.ANSWERED, by=by)
        return True

    @transaction.atomic
    def unaccept(self, *, by: Any) -> bool:
        """Take that back; a question without an accepted answer waits again."""
        rows = Post.objects.filter(pk=self.pk, accepted_at__isnull=False)
        if not rows.update(accepted_at=None, accepted_by=None):
            return False
        self.refresh_from_db(fields=["accepted_at", "accepted_by"])
        record("forums.unaccept_answer", by=by, on=self)
        if not self.topic.posts.filter(accepted_at__isnull=False).exists():
            self.topic.conclude(Topic.Outcome.OPEN, by=by)
        return True

    @transaction.atomic
    def release(self, *, by: Any, reason: str = "") -> bool:
        """Let others read what was held; now its readers are told."""
        self.topic.lock()
        held = Post.objects.filter(pk=self.pk, state=State.HELD)
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
    def give_back(self, *, by: Any, reason: str) -> bool:
        """Ask its author for another text."""
        return self._hide("return", {State.HELD}, State.RETURNED, by=by, why=reason)

    @transaction.atomic
    def reject(self, *, by: Any, reason: str) -> bool:
        """Let nobody else read it, and say why."""
        return self._hide("reject", {State.HELD, State.RETURNED}, State.REJECTED, by=by, why=reason)

    @transaction.atomic
    def remove(self, *, by: Any, reason: str) -> bool:
        """Take it from everybody's eyes, on its page; what readers reported of it is settled."""
        if not self.take_away(by=by, why=reason):
            return False
        WorkItem.settle(FLAGGED, on=self, by=by, outcome="remove")
        return True

    def take_away(self, *, by: Any, why: str) -> bool:
        """Leave a stone with the reason in its place; of a first post, take the whole topic."""
        people = Flag.settle(self)
        if people and not self.is_first:
            self.topic.tell("forums.answer_flag", by=by, on=self, people=people)
        if self.is_first:
            return self.topic.remove(by=by, why=why)
        return self._hide("remove", {State.SHOWN}, State.REMOVED, by=by, why=why)

    def _hide(self, verb: str, comes_from: set[Any], state: str, *, by: Any, why: str) -> bool:
        self.topic.lock()
        if not Post.objects.filter(pk=self.pk, state__in=comes_from).update(state=state, why=why):
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
            Topic.objects.filter(pk=self.topic_id).update(posts_shown=F("posts_shown") - 1)
        record(f"forums.{verb}_post", by=by, on=self, personal={"why": why})
        if by is not None and self.author_id and by.pk != self.author_id:
            self.topic.tell(f"forums.{verb}_post", by=by, on=self, people=[self.author_id])
        stale(self.topic, hide=True)
        return True

    @transaction.atomic
    def flag(self, *, by: Any, why: str) -> bool:
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
    def keep_flagged(self, *, by: Any, reason: str = "") -> bool:
        """Leave it as it is: whoever reported it is told."""
        people = Flag.settle(self)
        if not people:
            return False
        record("forums.keep_post", by=by, on=self)
        self.topic.tell("forums.keep_post", by=by, on=self, people=people)
        return True

    @transaction.atomic
    def remove_flagged(self, *, by: Any, reason: str) -> bool:
        """Remove it, as was asked: whoever reported it is told."""
        return self.take_away(by=by, why=reason)

    def appear(self, *, by: Any, mentions: Iterable[str] = ()) -> None:
        """Count it and tell of it: the first post tells of its topic."""
        Topic.objects.filter(pk=self.topic_id).update(
            posts_shown=F("posts_shown") + 1, last_post_at=self.written_at, last_author=self.author
        )
        if self.author:
            follow_by_itself(self.topic.subject, person=self.author)
        mentioned = list(
            Person.objects.filter(public_id__in=[*mentions]).values_list("pk", flat=True)
        )
        if mentioned:
            self.topic.tell("forums.mention_person", by=by, on=self, people=mentioned)
        if self.is_first:
            self.topic.tell("forums.start_topic", by=by)
        else:
            self.topic.tell("forums.reply_topic", by=by, on=self, is_batch=True)
        stale(self.topic)

    @property
    def standing_flags(self) -> "models.QuerySet[Flag]":
        """What readers reported of it and nobody settled."""
        return self.flags.filter(settled_at=None).order_by("at")

    @property
    def excerpt(self) -> str:
        """The beginning of its words."""
        return excerpt(self.words)
