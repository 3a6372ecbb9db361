"""Polls: what is asked, who voted, and apart from that what was chosen (ADR 17)."""

import datetime
from collections.abc import Sequence
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from forums.models.ballot import Ballot, Voter, silent_in
from forums.models.electorate import asked_in, signing_seats, signs_for_home
from forums.models.kinds import Kind, State
from forums.models.poll_kinds import LONGEST, MOST, NOTICE, REMINDED, STEP, Asks, Method, Shows
from forums.models.topic import Topic
from portal.audit.models import record
from portal.desk.models import Holiday
from portal.desk.workdays import ZONE, today
from portal.refusals import Refused
from portal.search.models import stale
from workspaces.models.admission import Today


class PollQuerySet(models.QuerySet["Poll"]):
    """Polls, as adjectives."""

    def due(self) -> Self:
        """Return those whose time is over and that nobody was told of yet."""
        over = self.filter(closed_at=None, closes_at__lte=timezone.now())
        return over.filter(topic__state=State.SHOWN)

    def unvoted_by(self, person: Any) -> Self:
        """Return the open ones that count no vote of a person, nor of their administration."""
        own = Voter.of(person.pk, person.administration_id or 0)
        voted = Voter.objects.filter(own, poll=OuterRef("pk"))
        return self.filter(~Exists(voted), closes_at__gt=timezone.now())

    def asking(self, person: int, home: int, tokens: list[str], rooms: list[int]) -> Self:
        """Return the open ones that ask a person who has not voted: a kept statement.

        They write in these rooms, work for that administration and hold these tokens.
        """
        asked = Q(asks=Asks.PERSONS) | Exists(signing_seats(person, home))
        topics = Topic.objects.shown().order_by().readable_with(tokens).filter(
            Q(workspace__ends_on=None) | Q(workspace__ends_on__gte=Today()), locked_at=None,
            workspace__among=rooms, workspace__state="active", pk=OuterRef("topic"),
        )  # fmt: skip
        # Poll by poll, of which few are open: joined, every topic would be read.
        rows = self.annotate(open_topic=Subquery(topics.values("pk")[:1]))
        return rows.filter(
            asked, ~Exists(Voter.objects.filter(Voter.of(person, home), poll=OuterRef("pk"))),
            closed_at=None, closes_at__gt=Now(), open_topic__isnull=False,
        )  # fmt: skip

    def seen_by(self, person: int, home: int, room: int) -> Self:
        """Return polls of a room with all that a page says of them to one reader: a kept statement.

        The reader works for the administration `home`; 0 is none.
        `labels` are the options, `has_voted` and `own` the reader's vote, `signs` whether they hold
        a seat that votes for their administration, `missing` how many of those asked did not vote.
        """
        voted = Voter.objects.filter(poll=OuterRef("pk")).filter(Voter.of(person, home))
        return self.annotate(
            labels=ArraySubquery(
                Option.objects.filter(poll=OuterRef("pk")).order_by("place").values("text")
            ),
            has_voted=Exists(voted),
            own=Subquery(voted.values("ballot__choices")[:1]),
            signs=Exists(signing_seats(person, home)),
            missing=Coalesce("left_out", silent_in(room)),
        )


class Poll(models.Model):
    """What a topic puts to the vote; its question is the title of the topic.

    The count stands here, each option by its place. Of an anonymous poll nothing else is kept of
    what was chosen: one row is changed for every vote, whatever the vote says.
    """

    topic = models.OneToOneField(Topic, on_delete=models.PROTECT, related_name="poll")
    method = models.CharField(max_length=8, choices=Method, default=Method.SINGLE)
    # Of several: how many at most; none: as many as one likes.
    most = models.PositiveSmallIntegerField(null=True)
    is_anonymous = models.BooleanField(default=False)
    asks = models.CharField(max_length=15, choices=Asks, default=Asks.PERSONS)
    shows = models.CharField(max_length=6, choices=Shows, default=Shows.CLOSED)
    closes_at = models.DateTimeField()
    # How often the options were written anew: a vote says which it read.
    edition = models.PositiveSmallIntegerField(default=0, editable=False)
    # When it was noted that its time is over, and how many had not voted then.
    closed_at = models.DateTimeField(null=True, editable=False)
    left_out = models.PositiveIntegerField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    # Votes or points of each option, how often each came first, and how many voted.
    points = ArrayField(models.PositiveIntegerField(), default=list, editable=False)
    firsts = ArrayField(models.PositiveIntegerField(), default=list, editable=False)
    votes = models.PositiveIntegerField(default=0, editable=False)
    # The same as readers of an open anonymous poll see it: as it was at the last step.
    known_points = ArrayField(models.PositiveIntegerField(), default=list, editable=False)
    known_firsts = ArrayField(models.PositiveIntegerField(), default=list, editable=False)
    known_votes = models.PositiveIntegerField(default=0, editable=False)

    objects = PollQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(asks="persons"),
                name="forums_administrations_vote_by_name",
            ),
            models.CheckConstraint(
                condition=Q(most=None) | Q(method="several", most__gte=1),
                name="forums_most_of_several",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, left_out=None)
                | Q(closed_at__isnull=False, left_out__isnull=False),
                name="forums_closed_poll_has_a_base",
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at"], condition=Q(closed_at=None), name="forums_poll_due")
        ]

    def __str__(self) -> str:
        return f"poll of {self.topic_id}"

    @property
    def is_over(self) -> bool:
        """Whether its time is over, by the clock: not only once somebody noted it."""
        return self.closes_at <= timezone.now()

    @property
    def is_ranking(self) -> bool:
        """Whether options are put in an order."""
        return self.method == Method.RANKING

    @property
    def asks_administrations(self) -> bool:
        """Whether each administration has one vote."""
        return self.asks == Asks.ADMINISTRATIONS

    @property
    def closes_text(self) -> str:
        """When it closes, by the clock of the reader, with the zone of that clock."""
        local = timezone.localtime(self.closes_at)
        zone = timezone.get_current_timezone_name()
        return f"{date_format(local, 'DATETIME_FORMAT')} ({zone.replace('_', ' ')})"

    def shows_results(self, *, has_voted: bool) -> bool:
        """Return whether somebody reads the count now; nobody that of a few anonymous votes."""
        if self.is_anonymous and not (self.votes if self.is_over else self.known_votes) >= STEP:
            return False
        return self.is_over or self.shows == Shows.ALWAYS or (
            self.shows == Shows.VOTED and has_voted
        )  # fmt: skip

    @property
    def is_in_steps(self) -> bool:
        """Whether readers see the count of the last step, not of now."""
        return self.is_anonymous and not self.is_over

    @classmethod
    @transaction.atomic
    def start(
        cls, room: Any, *, by: Any, options: Sequence[str], rules: dict[str, Any], **topic: Any
    ) -> Topic:
        """Begin a topic that puts its title to the vote. Pressed twice, it begins once."""
        begun = Topic.start(room, by=by, kind=Kind.POLL, **topic)
        poll, is_new = cls.objects.get_or_create(topic=begun, defaults=rules)
        if is_new:
            poll._offer(options)
            record("forums.start_poll", by=by, on=begun, options=len(options), **poll._said())
        return begun

    def _said(self) -> dict[str, Any]:
        """Return the rules of the poll, as the log keeps them."""
        return {"method": self.method, "asks": self.asks, "is_anonymous": self.is_anonymous}

    def _offer(self, options: Sequence[str]) -> None:
        self.options.all().delete()
        Option.objects.bulk_create(
            Option(poll=self, place=place, text=text) for place, text in enumerate(options)
        )
        self.points = self.firsts = self.known_points = self.known_firsts = [0] * len(options)
        self.save(update_fields=["points", "firsts", "known_points", "known_firsts"])

    @transaction.atomic
    def revise(self, *, by: Any, options: Sequence[str], rules: dict[str, Any]) -> None:
        """Change what is asked and how, while nobody has voted."""
        self._lock()
        self._assert_open()
        if self.votes:
            raise Refused(_("Somebody has voted. The options and rules stay as they are."))
        for name, value in rules.items():
            setattr(self, name, value)
        self.edition += 1
        self.save(update_fields=[*rules, "edition"])
        self._offer(options)
        record("forums.edit_poll", by=by, on=self.topic, options=len(options), **self._said())

    @transaction.atomic
    def vote(self, choices: Sequence[int], *, by: Any, seen: int = 0) -> bool:
        """Count a vote; False when the same vote is counted already.

        `seen` is the edition of the options that were on the page.

        A vote by name is changed until the poll closes. An anonymous one stays: nobody, nor the
        portal, knows which it is. The log says that somebody voted, never what.
        """
        self._lock()
        self.assert_takes(choices, by=by)
        if seen != self.edition:
            raise Refused(_("The options were changed meanwhile. Read them again, then vote."))
        voter, is_new = Voter.objects.get_or_create(
            poll=self, **Voter.keys(self, by), defaults={"person": by}
        )
        if self.is_anonymous:
            if not is_new:
                return False
        else:
            ballot = Ballot.objects.filter(voter=voter).first() or Ballot(voter=voter, choices=[])
            if ballot.choices == list(choices):
                return False
            self._count(ballot.choices, -1)
            ballot.choices, ballot.at = list(choices), timezone.now()
            ballot.save()
            if voter.person_id != by.pk:
                voter.person = by
                voter.save(update_fields=["person"])
        self._count(choices, 1)
        self.votes += is_new
        self._move_on()
        record("forums.vote" if is_new else "forums.change_vote", by=by, on=self.topic)
        return True

    @transaction.atomic
    def take_back(self, *, by: Any) -> bool:
        """Take a vote by name out of the count, while the poll is open; False where there is none.

        The log says that somebody did, never what they had chosen.
        """
        self._lock()
        self._assert_open()
        if self.is_over:
            raise Refused(_("This poll is closed. Its votes stay as they are."))
        if self.is_anonymous:
            raise Refused(_("Nobody knows which vote is yours, so it cannot be taken back."))
        if self.asks_administrations and not signs_for_home(by).exists():
            raise Refused(_("A holder of its seat votes for an administration."))
        voter = Voter.objects.filter(poll=self, **Voter.keys(self, by)).first()
        if voter is None:
            return False
        self._count(voter.ballot.choices, -1)
        self.votes -= 1
        voter.delete()
        self._move_on()
        record("forums.take_back_vote", by=by, on=self.topic)
        return True

    @transaction.atomic
    def end_at(self, moment: datetime.datetime, *, by: Any) -> bool:
        """Let it close sooner, now or later; who follows it is told. False where it does so."""
        self._lock()
        self._assert_open()
        if self.is_over:
            raise Refused(_("This poll is closed. Nobody votes in it any more."))
        now = timezone.now()
        if moment == self.closes_at:
            return False
        if self.is_anonymous and moment < min(self.closes_at, now + NOTICE):
            raise Refused(_("An anonymous poll stays open for another day, so that no vote shows."))
        self.closes_at = max(moment, now)
        self.save(update_fields=["closes_at"])
        record("forums.end_poll", by=by, on=self.topic, closes_at=self.closes_at.isoformat())
        if not self.finish():
            self.topic.tell("forums.end_poll", by=by)
        return True

    def assert_takes(self, choices: Sequence[int], *, by: Any) -> None:
        """Refuse a vote that comes too late, is not this person's to give, or does not fit."""
        self._assert_open()
        if self.topic.state != State.SHOWN:
            raise Refused(_("Others do not read this topic yet. Nobody votes in it."))
        if self.is_over:
            raise Refused(
                _("This poll closed on %(when)s. Your vote was not counted.")
                % {"when": self.closes_text}
            )
        if self.asks_administrations and not signs_for_home(by).exists():
            raise Refused(_("A holder of its seat votes for an administration."))
        known = set(choices) <= set(range(len(self.points)))
        most = 1 if self.method == Method.SINGLE else self.most or len(self.points)
        if not choices or not known or len(set(choices)) != len(choices) or len(choices) > most:
            raise Refused(_("This vote does not fit the poll. Vote again."))

    def _assert_open(self) -> None:
        """Refuse to change a poll whose room is read-only, or whose topic takes nothing more."""
        self.topic.workspace.assert_writable()
        if self.topic.is_locked or self.topic.state == State.REMOVED:
            raise Refused(_("This topic was closed or removed meanwhile. Nobody votes in it."))

    def worth(self, choices: Sequence[int]) -> list[int]:
        """Return what a vote gives to each option: one each, or points by place (Borda)."""
        given = [0] * len(self.points)
        for place, option in enumerate(choices):
            given[option] = len(given) - place if self.is_ranking else 1
        return given

    def _count(self, choices: Sequence[int], sign: int) -> None:
        """Add a vote to the count, or take it away; the row is locked by whoever calls."""
        given = self.worth(choices)
        self.points = [n + sign * more for n, more in zip(self.points, given, strict=True)]
        self.firsts = [
            n + sign * (option in choices[:1]) for option, n in enumerate(self.firsts)
        ]  # fmt: skip

    def _move_on(self) -> None:
        """Keep the count, and at a step what readers of an anonymous poll see."""
        if self.votes % STEP == 0:
            self.known_points, self.known_firsts = self.points, self.firsts
            self.known_votes = self.votes
        self.save(update_fields=[
            "points", "firsts", "votes", "known_points", "known_firsts", "known_votes"
        ])  # fmt: skip

    def _assert_to_be_reminded(self) -> None:
        """Refuse a reminder after the end, and one that comes too soon after the last."""
        self._assert_open()
        if self.is_over:
            raise Refused(_("This poll is closed. Nobody votes in it any more."))
        if self.reminded_at:
            last = timezone.localdate(self.reminded_at, timezone=ZONE)
            day = Holiday.objects.calendar().after(last, REMINDED)
            if day > today():
                raise Refused(
                    _("They were reminded on %(last)s already. You may again from %(day)s on.")
                    % {"last": date_format(last), "day": date_format(day)}
                )

    @transaction.atomic
    def remind(self, *, by: Any) -> None:
        """Ask those who did not vote once more; their names are shown to nobody."""
        self._lock()
        self._assert_to_be_reminded()
        self.reminded_at = timezone.now()
        self.save(update_fields=["reminded_at"])
        people = asked_in(self.topic.workspace_id, self.asks)
        if self.asks_administrations:
            heard = Voter.objects.filter(poll=self).values("administration")
            people = people.exclude(administration__in=heard)
        else:
            people = people.exclude(pk__in=Voter.objects.filter(poll=self).values("person"))
        record("forums.remind_voters", by=by, on=self.topic)
        named = list(people.values_list("pk", flat=True))
        self.topic.tell_people("forums.remind_vote", named, by=by)

    @transaction.atomic
    def finish(self) -> bool:
        """Note that its time is over, once: keep the base, and tell who follows the topic."""
        self._lock()
        if self.closed_at or not self.is_over:
            return False
        room = self.topic.workspace_id
        rows = Poll.objects.filter(pk=self.pk)
        self.left_out = rows.annotate(missing=silent_in(room)).values_list("missing", flat=True)[0]
        self.closed_at = timezone.now()
        self.save(update_fields=["closed_at", "left_out"])
        record("forums.close_poll", by=None, on=self.topic, votes=self.votes)
        self.topic.tell("forums.close_poll", by=None)
        stale(self.topic)
        return True

    def _lock(self) -> None:
        """Hold the row and see it as it is now; of every vote, the next one waits for it."""
        rows = Poll.objects.select_related("topic__workspace").select_for_update(of=("self",))
        self.refresh_from_db(from_queryset=rows)


class Option(models.Model):
    """One thing that can be chosen."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=LONGEST)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "place"], name="forums_option_place"),
            models.CheckConstraint(condition=Q(place__lt=MOST), name="forums_most_options"),
        ]

    def __str__(self) -> str:
        return self.text
