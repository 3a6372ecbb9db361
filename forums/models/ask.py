"""Asking people: who was asked to answer a question, by whom, and what they said to that."""

import datetime
from collections.abc import Collection
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from directory.models import Person
from forums.models.question import UNANSWERED
from forums.models.topic import Topic
from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.identifiers import new_public_id
from portal.markings.sources import holders_of
from portal.notifications.models import tell
from portal.refusals import Refused

# Nobody is asked more than once in this time.
REST = datetime.timedelta(days=7)
# So many may be asked about one question at a time.
MOST = 5
LONGEST_NOTE = 300


class AskQuerySet(models.QuerySet["Ask"]):
    """Asks, as adjectives."""

    def waiting(self) -> Self:
        """Return those that nobody answered."""
        return self.filter(state=Ask.State.WAITING)

    def recent(self) -> Self:
        """Return those of the last week: whoever got one is not asked again."""
        return self.filter(asked_at__gt=timezone.now() - REST)

    def with_people(self) -> Self:
        """Return them with who was asked and who asked, in the same query."""
        return self.select_related("person__administration", "asked_by__administration")

    def end(self, state: str) -> int:
        """Give those that wait another state; return how many."""
        return self.update(state=state, ended_at=timezone.now())


class Ask(models.Model):
    """One person asked to answer one question. It ends with an answer, a no, or the question."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("ask", "Waits for an answer")
        ANSWERED = "answered", pgettext_lazy("ask", "Answered")
        DECLINED = "declined", pgettext_lazy("ask", "Declined")
        PASSED = "passed", pgettext_lazy("ask", "Passed on")
        EXPIRED = "expired", pgettext_lazy("ask", "Not answered in time")
        OVER = "over", pgettext_lazy("ask", "No longer needed")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="asks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(gettext_lazy("note"), max_length=LONGEST_NOTE, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    # The one that was passed on.
    instead_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="passed_to"
    )

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["person", "-asked_at", "-id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "topic"], condition=Q(state="waiting"), name="forums_one_ask"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None)
                | ~Q(state="waiting") & Q(ended_at__isnull=False),
                name="forums_ask_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"ask {self.pk} of topic {self.topic_id}"

    def get_absolute_url(self) -> str:
        """Return the address of what was asked."""
        return self.topic.get_absolute_url()

    @property
    def pass_url(self) -> str:
        """Where it is passed on."""
        return reverse("forums:ask_pass", args=[self.public_id])

    @property
    def is_waiting(self) -> bool:
        """Whether nobody answered it."""
        return self.state == self.State.WAITING

    @classmethod
    @transaction.atomic
    def send(
        cls, topic: Topic, people: Collection[int], *, by: Any, note: str = "",
        instead_of: "Ask | None" = None,
    ) -> list["Ask"]:  # fmt: skip
        """Ask people. Who may not be asked is left out; nobody left to ask is refused.

        The rows of the people are locked: of two who ask the same person at once, one does.
        """
        topic.hold_desk()
        topic.lock()
        topic.assert_askable()
        readers = Person.objects.filter(holders_of(topic.answerers), pk__in=people)
        known = readers.exclude(pk__in=[topic.author_id, by.pk]).order_by().values("pk")
        held = Person.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=known)
        pks = [each.pk for each in held.order_by("pk").only("pk")]
        free = list(Person.objects.filter(may_be_asked(topic), pk__in=pks).order_by("pk"))
        if not free:
            raise Refused(_("They cannot be asked now: asked this week, or at rest."))
        if topic.asks.waiting().count() + len(free) > MOST:
            raise Refused(_("Five people at a time. Wait for their answers first."))
        asks = Ask.objects.bulk_create(
            Ask(topic=topic, person=each, asked_by=by, note=note, instead_of=instead_of)
            for each in free
        )
        Topic.objects.filter(pk=topic.pk).update(asked=F("asked") + len(asks))
        topic.asked += len(asks)
        record("forums.ask_people", by=by, on=topic, people=[each.pk for each in free])
        tell("forums.ask_people", kind="question", on=topic, by=by,
             people=[each.pk for each in free])  # fmt: skip
        WorkItem.settle(UNANSWERED, on=topic, by=by, outcome="ask")
        return asks

    @transaction.atomic
    def decline(self, *, by: Any) -> bool:
        """Say that somebody else should answer."""
        if not self._ended(self.State.DECLINED):
            return False
        record("forums.decline_ask", by=by, on=self.topic, ask=self.pk)
        self._tell_back("forums.decline_ask", by=by)
        return True

    @transaction.atomic
    def pass_on(self, to: Person, *, by: Any, note: str = "") -> "Ask":
        """Let a colleague be asked instead."""
        if to.pk == self.asked_by_id:
            raise Refused(_("They asked you. Choose somebody else."))
        # The question first, then the ask: as whoever answers does.
        self.topic.lock()
        if not self._ended(self.State.PASSED):
            raise Refused(_("This was answered or taken back meanwhile."))
        (ask,) = type(self).send(self.topic, [to.pk], by=by, note=note, instead_of=self)
        record("forums.pass_on_ask", by=by, on=self.topic, ask=self.pk, to=to.pk)
        self._tell_back("forums.pass_on_ask", by=by)
        return ask

    def _ended(self, state: str) -> bool:
        if not type(self).objects.waiting().filter(pk=self.pk).end(state):
            return False
        self.refresh_from_db(fields=["state", "ended_at"])
        return True

    def _tell_back(self, verb: str, *, by: Any) -> None:
        asker = {pk for pk in (self.asked_by_id, self.topic.author_id) if pk}
        tell(verb, kind="question", on=self.topic, by=by, people=asker)


class Rest(models.Model):
    """Until when somebody wants to be asked nothing."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    until = models.DateField(gettext_lazy("do not ask me until"))

    def __str__(self) -> str:
        return f"{self.person_id} until {self.until}"

    @property
    def is_on(self) -> bool:
        """Whether its day is still to come."""
        return self.until >= timezone.now().date()

    @classmethod
    @transaction.atomic
    def take(cls, *, by: Any, until: datetime.date) -> "Rest":
        """Be asked nothing until a day."""
        rest, _is_new = cls.objects.update_or_create(person=by, defaults={"until": until})
        record("forums.rest_asks", by=by, on=by, until=until)
        return rest

    @classmethod
    @transaction.atomic
    def end(cls, *, by: Any) -> bool:
        """Be asked again."""
        if not cls.objects.filter(person=by).delete()[0]:
            return False
        record("forums.rest_asks", by=by, on=by, until=None)
        return True


def may_be_asked(topic: Topic) -> Q:
    """Return the condition on persons whom nobody asked this week, who do not rest, and did not
    meet this question before: they answered it, or said no to it.
    """
    person = OuterRef("pk")
    asked = Ask.objects.filter(person=person)
    rests = Rest.objects.filter(person=person, until__gte=timezone.now().date())
    wrote = topic.posts.filter(author=person, state=topic.State.SHOWN)
    met = asked.filter(topic=topic).exclude(state__in=[Ask.State.EXPIRED, Ask.State.OVER])
    return ~(Exists(asked.recent()) | Exists(rests) | Exists(met) | Exists(wrote))
