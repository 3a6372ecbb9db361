"""Moving, splitting and merging: posts that come to stand elsewhere, and the trace they leave."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import Person
from forums.models import carrying, numbering
from forums.models.kinds import Kind, Outcome, State
from forums.models.numbers import next_key, next_number
from forums.models.plan import Plan, Way
from forums.models.post import Post
from forums.models.question import UNANSWERED
from forums.models.topic import Topic
from portal.audit.models import record
from portal.desk.models import Conflict, WorkItem
from portal.notifications.models import tell
from portal.notifications.models.follow import follow_by_itself
from portal.refusals import Refused
from workspaces.models import Workspace


class Transfer(models.Model):
    """One time that posts went elsewhere. The address of a merged topic leads on by it."""

    Way = Way

    way = models.CharField(max_length=5, choices=Way)
    # Where the posts stand now, and the topic that they came from.
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="arrivals")
    origin = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="departures")
    from_room = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    to_room = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    posts = models.PositiveIntegerField()
    why = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["origin", "way"])]

    def __str__(self) -> str:
        return f"{self.way} of {self.posts} posts"

    @classmethod
    @transaction.atomic
    def carry_out(cls, plan: Plan, *, by: Any, seen: str, why: str) -> "Transfer":
        """Do what was looked at. What changed meanwhile raises Conflict, what may not be Refused.

        Desk items first, then rooms, topics and posts, each by their keys: two moderators who
        merge crosswise wait for one another and never for each other.
        """
        plan = _locked(plan)
        if refusal := next(plan.refusals(by), ""):
            raise Refused(refusal)
        if plan.seen != seen:
            raise Conflict
        lost, origin, room = plan.lost_authors, plan.topic, plan.topic.workspace
        # The plan asks how things stand; from here on they change.
        posts, count = plan.posts, len(plan.posts)
        accepted = [post.pk for post in posts if post.accepted_at]
        topic = DO[plan.way](plan)
        if plan.way != Way.MOVE:
            _answers_fall([origin, topic], accepted)
        if plan.way == Way.MERGE:
            # Whoever was asked finds the question elsewhere, and its asker there with it.
            origin.asks.waiting().end("over")
            WorkItem.settle(UNANSWERED, on=origin, by=by, outcome="concluded")
        transfer = cls.objects.create(
            way=plan.way, topic=topic, origin=origin, from_room=room, to_room=plan.room,
            posts=count, why=why, by=by,
        )  # fmt: skip
        plan.room.hold(topic.marking)
        for each in {origin, topic}:
            if each.state != State.MERGED:
                each.count_again()
            carrying.readers_follow(each)
        carrying.links_follow(origin, topic)
        record(
            f"forums.{plan.way}_topic", by=by, on=topic, personal={"why": why}, posts=count,
            origin_id=origin.pk, from_id=room.pk, to_id=plan.room.pk,
        )  # fmt: skip
        transfer.tell_of_it(carrying.authors_of(posts), lost)
        return transfer

    def tell_of_it(self, authors: set[int], lost: list[int]) -> None:
        """Tell once who follows either topic, and who wrote; and authors who no longer read it."""
        topic = self.topic
        subjects = [topic.subject, self.origin.subject, self.to_room.subject]
        tell(
            f"forums.{self.way}_topic", kind="forum", on=topic, by=self.by, subjects=subjects,
            people=authors - {*lost}, posts=self.posts,
        )  # fmt: skip
        if lost:
            # Of the room that they wrote in: where it went is not theirs to know.
            tell("forums.lose_posts", kind="forum", on=self.from_room, by=self.by, people=lost)


def _locked(plan: Plan) -> Plan:
    """Return the plan as things stand now, with everything that it changes held."""
    topics = [each for each in (plan.topic, plan.into) if each]
    posts = Post.objects.filter(topic__in=topics)
    items = carrying.desk_items(topics, posts.values_list("pk", flat=True)).standing()
    list(items.order_by("pk").select_for_update())
    rooms = {each.workspace_id for each in topics} | {plan.room.pk}
    held = Workspace.objects.filter(pk__in=rooms).order_by("pk").select_for_update(no_key=True)
    room_of = {room.pk: room for room in held}
    rows = Topic.objects.filter(pk__in=[each.pk for each in topics]).order_by("pk")
    now = {topic.pk: topic for topic in rows.select_for_update(no_key=True)}
    for topic in now.values():
        if topic.workspace_id not in room_of:
            raise Conflict
        topic.workspace = room_of[topic.workspace_id]
    list(posts.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    return Plan(
        way=plan.way, topic=now[plan.topic.pk], room=room_of[plan.room.pk],
        into=now[plan.into.pk] if plan.into else None, numbers=plan.numbers, title=plan.title,
    )  # fmt: skip


def _move(plan: Plan) -> Topic:
    topic = plan.topic
    topic.workspace, topic.number = plan.room, next_number(Topic, plan.room, plan.marking)
    # What was kept at the head of one list is not of another.
    topic.is_pinned = False
    topic.save(update_fields=["workspace", "number", "is_pinned"])
    Post.objects.filter(topic=topic).update(workspace=plan.room)
    return topic


def _split(plan: Plan) -> Topic:
    first, old = plan.posts[0], plan.topic
    kind = Kind.EXPERIENCE if plan.is_poll or old.kind == Kind.ANNOUNCEMENT else old.kind
    new = Topic(
        workspace=plan.room, author=first.author, kind=kind, title=plan.title,
        language=first.language, marking=plan.marking,
        number=next_number(Topic, plan.room, plan.marking),
        outcome=Outcome.OPEN if kind == Kind.QUESTION else Outcome.NONE,
        started_at=first.written_at, is_sample=old.is_sample,
    )  # fmt: skip
    new.pk = next_key(Topic)
    new.set_audience()
    new.save(force_insert=True)
    numbering.take_out(old, new, [post.number for post in plan.posts])
    for author in Person.objects.filter(pk__in=carrying.authors_of(plan.posts)):
        follow_by_itself(new.subject, person=author)
    return new


def _merge(plan: Plan) -> Topic:
    old, into = plan.topic, plan.into
    assert into is not None
    numbering.put_behind(old, into)
    carrying.follows_go_on(old, into)
    Transfer.objects.filter(way=Way.MERGE, topic=old).update(topic=into)
    old.state, old.last_number, old.posts_shown = State.MERGED, 0, 0
    old.save(update_fields=["state", "last_number", "posts_shown"])
    into.marking = plan.marking
    into.save(update_fields=["marking"])
    return into


DO = {Way.MOVE: _move, Way.SPLIT: _split, Way.MERGE: _merge}


def _answers_fall(topics: list[Topic], accepted: list[int]) -> None:
    """Accept no answer under another question; a question that has none left waits again."""
    if not accepted:
        return
    Post.objects.filter(pk__in=accepted).update(accepted_at=None, accepted_by=None)
    for topic in topics:
        answered = topic.posts.filter(accepted_at__isnull=False).exists()
        if topic.outcome == Outcome.ANSWERED and not answered:
            Topic.objects.filter(pk=topic.pk).update(outcome=Outcome.OPEN)
            topic.outcome = Outcome.OPEN
