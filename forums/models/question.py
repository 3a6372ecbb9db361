"""Questions: what a topic asks for, how long it waits, and how it ends."""

import datetime
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forums.models.kinds import LANGUAGES, Kind, Outcome, State
from forums.models.terms import terms_of
from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.desk.workdays import today
from portal.markings.models import Marking
from portal.notifications.models import tell
from portal.refusals import Refused
from workspaces.models import RoomItem, RoomItemQuerySet
from workspaces.models.kinds import Role

# The kind of work on the desk: questions that nobody answered for long.
UNANSWERED = "forums.unanswered"
# The day of a question without one: it comes after every other.
SOME_DAY = datetime.date(9999, 12, 31)


# Sorts the questions that wait; lists page by it, so it is never empty.
WANTED_BY = Coalesce(F("deadline"), Value(SOME_DAY, output_field=models.DateField()))


class Step(models.IntegerChoices):
    """How far a question without an answer was carried."""

    NONE = 0, _("Waits")
    TOLD = 1, _("Its asker and the moderators were told")
    DESK = 2, _("On the desk")


class QuestionQuerySet[M: "RoomItem"](RoomItemQuerySet[M]):
    """Questions, as adjectives."""

    def unanswered(self) -> Self:
        """Return the questions that wait for an answer, the most urgent first."""
        waiting = self.filter(state=State.SHOWN, kind=Kind.QUESTION, outcome=Outcome.OPEN)
        return waiting.annotate(wanted_by=WANTED_BY).order_by("wanted_by", "pk")

    def answerable(self) -> Self:
        """Return those that take answers: neither closed nor in a room that is read-only."""
        goes_on = Q(workspace__ends_on=None) | Q(workspace__ends_on__gte=timezone.now().date())
        return self.filter(goes_on, locked_at=None, workspace__state="active")

    def without_a_word(self) -> Self:
        """Return those to which nobody but the asker wrote what others read."""
        posts: Any = self.model._meta.get_field("posts").related_model
        written = posts.objects.filter(topic=OuterRef("pk"), state=State.SHOWN)
        return self.filter(~Exists(written.exclude(author=OuterRef("author"))))

    def overdue(self) -> Self:
        """Return those whose day is past, or that wait for longer than they should."""
        return self.filter(Q(deadline__lt=timezone.now().date()) | Q(step__gt=Step.NONE))

    def expiring(self) -> Self:
        """Return the open questions whose day is past; not those of a room that is kept."""
        past = self.unanswered().filter(deadline__lt=timezone.now().date())
        return past.exclude(workspace__state="archived")


class Question(models.Model):
    """What a topic holds that is a question. A question without an answer waits by working days."""

    # The day by which an answer is wished, and the languages it may come in: none for any.
    deadline = models.DateField(_("answer wished by"), null=True, blank=True)
    languages = ArrayField(
        models.CharField(max_length=2, choices=LANGUAGES),
        verbose_name=_("languages accepted"), default=list, blank=True,
    )  # fmt: skip
    # What it is about, by the codes of the taxonomies: people are found by them.
    technologies = ArrayField(models.SlugField(), default=list, blank=True)
    processes = ArrayField(models.SlugField(), default=list, blank=True)
    # The day from which its working days are counted, at the Secretariat.
    waits_from = models.DateField(default=today, editable=False)
    step = models.PositiveSmallIntegerField(choices=Step, default=Step.NONE, editable=False)
    # How many people were asked: nothing is looked for where it is none.
    asked = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def is_waiting(self: Any) -> bool:
        """Whether it is a question that others read and that has no answer yet."""
        return bool(self.outcome == Outcome.OPEN and self.state == State.SHOWN)

    @property
    def is_late(self) -> bool:
        """Whether its day is past."""
        return self.deadline is not None and self.deadline < timezone.now().date()

    @property
    def has_terms(self) -> bool:
        """Whether it says what it is about."""
        return bool(self.technologies or self.processes)

    @property
    def who_reads(self: Any) -> str:
        """Its audience in words: whom asking can reach."""
        if self.marking == Marking.RED:
            return gettext("The people whom it names read it. Nobody else is asked.")
        if "members" in self.audience_tokens():
            return gettext("Every officer reads it.")
        if self.workspace.sides:
            return gettext("The members of both sides read it. Nobody else can be asked.")
        return gettext("The members of this workspace read it. An owner can invite others.")

    @property
    def terms(self) -> list[str]:
        """What it is about, in words."""
        return terms_of(self.technologies, self.processes)

    @property
    def accepted(self) -> list[str]:
        """The languages in which an answer may come, in words; none for any."""
        names = dict(LANGUAGES)
        return [str(names.get(code, code)) for code in self.languages]

    @property
    def answerers(self: Any) -> set[str]:
        """The tokens of who reads it and may answer: contributors, and who may join by themselves.

        Nobody is asked who could only read.
        """
        tokens = set(self.audience_tokens())
        writes = {Role.CONTRIBUTOR.token(self.workspace_id)}
        return tokens - {self.workspace.token()} | writes if "members" in tokens else writes

    def hold_desk(self: Any) -> None:
        """Lock its item on the desk before its own row, as a decision does."""
        if self.step == Step.DESK:
            WorkItem.hold(UNANSWERED, on=self)

    def assert_askable(self: Any) -> None:
        """Refuse to ask people about what they could not answer."""
        if not self.is_waiting:
            raise Refused(str(_("This question waits for no answer.")))
        if self.marking == Marking.RED:
            raise Refused(str(_("What is TLP:RED is read by those it names. Nobody is asked.")))
        self.assert_open()

    @transaction.atomic
    def conclude(self: Any, outcome: str, *, by: Any) -> bool:
        """Say how a question ended, or that it waits again."""
        return bool(self._end(outcome, by=by))

    @transaction.atomic
    def ask_again(self: Any, *, by: Any, deadline: datetime.date | None = None) -> bool:
        """Let a question that ended wait for an answer again, until another day."""
        return bool(self._end(Outcome.OPEN, by=by, deadline=deadline))

    def _end(self: Any, outcome: str, *, by: Any, **changes: Any) -> bool:
        self.hold_desk()
        if outcome == Outcome.OPEN:
            kept = None if self.is_late else self.deadline
            changes = {"deadline": kept, "waits_from": today()} | changes
        changes |= {"outcome": outcome, "step": Step.NONE}
        rows = type(self).objects.filter(pk=self.pk, kind=Kind.QUESTION).exclude(outcome=outcome)
        if not rows.update(**changes):
            return False
        for name, value in changes.items():
            setattr(self, name, value)
        record("forums.conclude_question", by=by, on=self, outcome=outcome)
        if outcome != Outcome.OPEN:
            self.asks.waiting().end("over")
            self.tell("forums.conclude_question", by=by, outcome=outcome)
            WorkItem.settle(UNANSWERED, on=self, by=by, outcome="concluded")
        return True

    def hear(self: Any, post: Any) -> None:
        """Take a post that others read from now on: whoever was asked has answered.

        The first one lets the question wait from today, however long it was held.
        """
        if not self.is_question:
            return
        rows = type(self).objects.filter(pk=self.pk)
        if post.is_first:
            rows.update(waits_from=today())
        elif post.author_id != self.author_id:
            if self.asked:
                self.asks.waiting().filter(person=post.author_id).end("answered")
            if self.step and rows.update(step=Step.NONE):
                WorkItem.settle(UNANSWERED, on=self, by=post.author, outcome="answered")

    @transaction.atomic
    def urge(self: Any) -> bool:
        """Tell its asker and the moderators that nobody answered yet."""
        rows = type(self).objects.unanswered().filter(pk=self.pk, step=Step.NONE)
        if not rows.order_by().update(step=Step.TOLD):
            return False
        self.step = Step.TOLD
        record("forums.urge_question", by=None, on=self)
        self._tell_asker("forums.urge_question", reach={Role.MODERATOR.token(self.workspace_id)})
        return True

    @transaction.atomic
    def hand_over(self: Any) -> bool:
        """Put it before those who route questions: it waits for longer than it should."""
        rows = type(self).objects.unanswered().filter(pk=self.pk, step=Step.TOLD)
        if not rows.order_by().update(step=Step.DESK):
            return False
        self.step = Step.DESK
        record("forums.hand_over_question", by=None, on=self)
        WorkItem.put(UNANSWERED, on=self, by=None)
        return True

    @transaction.atomic
    def expire(self: Any, *, by: Any = None) -> bool:
        """End a question that nobody answered; its asker may ask it again."""
        self.hold_desk()
        rows = type(self).objects.unanswered().filter(pk=self.pk)
        if by is None:
            rows = rows.filter(deadline__lt=timezone.now().date())
        if not rows.order_by().update(outcome=Outcome.EXPIRED, step=Step.NONE):
            return False
        self.refresh_from_db(fields=["outcome", "step"])
        self.asks.waiting().end("expired")
        record("forums.expire_question", by=by, on=self)
        self._tell_asker("forums.expire_question", by=by)
        WorkItem.settle(UNANSWERED, on=self, by=by, outcome="expire")
        return True

    def _tell_asker(self: Any, verb: str, *, by: Any = None, reach: Any = ()) -> None:
        people = {self.author_id} - {None}
        if self.marking != Marking.RED:
            tell(verb, kind="question", on=self, by=by, people=people, reach=reach)

    @transaction.atomic
    def let_wait(self: Any, *, by: Any) -> bool:
        """Leave it to wait: its working days are counted from today on."""
        rows = type(self).objects.unanswered().filter(pk=self.pk).order_by()
        if not rows.update(step=Step.NONE, waits_from=today()):
            return False
        self.step, self.waits_from = Step.NONE, today()
        record("forums.let_question_wait", by=by, on=self)
        return True


def fields_of(
    deadline: datetime.date | None, languages: list[str] | None, terms: dict[str, list[str]] | None
) -> dict[str, Any]:
    """Return what a question asks for, as fields."""
    return {"deadline": deadline, "languages": languages or []} | (terms or {})
