"""Comments on a paragraph of a text in preparation, each with what became of it."""

from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from guidelines.models.manuscript import Manuscript
from guidelines.models.telling import tell_owner
from guidelines.text.paragraphs import paragraph_of
from guidelines.text.sections import section_of
from portal.audit.models import record as log
from portal.identifiers import new_public_id
from portal.notifications.models import tell
from portal.refusals import Refused

LONGEST = 2000
# More than this is a text of its own.
MOST_OPEN = 200


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments, as adjectives."""

    def waiting(self) -> Self:
        """Return those of which nobody said what became of them."""
        return self.filter(state=Comment.State.OPEN)


class Comment(models.Model):
    """What a reader says of one paragraph. Whoever reads the text reads it."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("comment", "Open")
        ACCEPTED = "accepted", pgettext_lazy("comment", "Accepted")
        CHANGED = "changed", pgettext_lazy("comment", "Changed in other words")
        REFUSED = "refused", pgettext_lazy("comment", "Not accepted")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    manuscript = models.ForeignKey(Manuscript, on_delete=models.PROTECT, related_name="comments")
    section = models.CharField(max_length=20)
    paragraph = models.PositiveSmallIntegerField()
    # Of the words that it is about, and their beginning: they may be others by now.
    digest = models.CharField(max_length=64)
    quote = models.CharField(max_length=600, blank=True)
    words = models.TextField(_("comment"), max_length=LONGEST)
    # None: whoever writes the text is kept apart.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    answer = models.TextField(_("answer"), max_length=LONGEST, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None, answered_by=None)
                | ~Q(state="open") & Q(answered_at__isnull=False),
                name="guidelines_comment_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused", answer=""), name="guidelines_refused_comment_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk} on text {self.manuscript_id}"

    def get_absolute_url(self) -> str:
        """Return the place of the comment on the page of its text."""
        return f"{self.manuscript.get_absolute_url()}#c-{self.public_id}"

    @property
    def answer_url(self) -> str:
        """Where somebody says what became of it."""
        return reverse("guidelines:comment_answer", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        """Whether nobody said what became of it."""
        return self.state == self.State.OPEN

    @classmethod
    @transaction.atomic
    def write(
        cls, manuscript: Manuscript, *, by: Any, section: str, paragraph: int, words: str, seen: str
    ) -> "Comment":
        """Comment on a paragraph; `seen` is the digest of its words on the page. Twice is once."""
        manuscript.lock()
        if not manuscript.is_open:
            raise Refused(gettext("This text is published or given up. It takes no comments."))
        about = paragraph_of(manuscript.kind, manuscript.content, section, paragraph)
        if about is None or about.digest != seen:
            raise Refused(gettext("The paragraph was changed after you opened it. Read it again."))
        actor, waiting = manuscript.record.actor(by), manuscript.comments.waiting()
        same = {"section": section, "digest": seen, "words": words, "by": actor}
        if twin := waiting.filter(**same).first():
            return twin
        if waiting.count() >= MOST_OPEN:
            raise Refused(gettext("Too many comments are open. Return the text instead."))
        comment = cls.objects.create(
            manuscript=manuscript, paragraph=paragraph, quote=about.quote, **same
        )
        log("guidelines.comment", by=actor, on=manuscript, comment=comment.pk, section=section)
        identity = manuscript.record.identity_or_none
        people = set(identity.people()) if identity else set()
        tell_owner(
            "guidelines.comment", kind="guidelines", record=manuscript.record, on=manuscript,
            by=actor, people=(people | set(manuscript.written_by)) - {by.pk}, is_batch=True,
        )  # fmt: skip
        return comment

    @transaction.atomic
    def settle(self, state: str, *, by: Any, answer: str = "") -> bool:
        """Say what became of it; False if a colleague did. What is not accepted says why."""
        manuscript = self.manuscript
        manuscript.lock()
        type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        self.refresh_from_db(fields=["state"])
        if not self.is_open:
            return False
        if not manuscript.is_open:
            raise Refused(gettext("This text is published or given up."))
        if state == self.State.REFUSED and not answer.strip():
            raise Refused(gettext("Say why it is not accepted."))
        actor = manuscript.record.actor(by)
        self.state, self.answer, self.answered_by = state, answer.strip(), actor
        self.answered_at = timezone.now()
        self.save(update_fields=["state", "answer", "answered_by", "answered_at"])
        log("guidelines.answer_comment", by=actor, on=manuscript, comment=self.pk, state=state)
        if self.by_id and self.by_id != by.pk:
            tell("guidelines.answer_comment", kind="guidelines", on=manuscript, by=actor,
                 people=[self.by_id], is_batch=True)  # fmt: skip
        return True

    @property
    def section_title(self) -> Any:
        """What the section is called."""
        found = section_of(self.manuscript.kind, self.section)
        return found.label if found else self.section
