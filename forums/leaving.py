"""What the forums keep of a person: topics, posts and reports."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from directory.traces import Section, Trace, rows_of
from forums.models import (
    Appeal,
    Ask,
    Ballot,
    Bookmark,
    Flag,
    Option,
    Post,
    PostVersion,
    ReadMark,
    Rest,
    Topic,
    Transfer,
    Voter,
    Wording,
)
from portal.markings.models import Marking
from workspaces.models import Workspace

TOPICS = {"room": _("workspace"), "title": _("title"), "started_at": _("since")}
ASKS = {"about": _("title"), "note": _("note"), "asked_at": _("when"), "state": _("state")}
VOTES = {"about": _("title"), "poll__is_anonymous": _("anonymous")}
CHOSEN = {"about": _("title"), "choices": _("options by number, from 0"), "at": _("when")}
MARKS = {"post__public_id": _("post"), "note": _("note"), "remind_on": _("reminder")}
POSTS = {"about": _("title"), "source": _("text"), "written_at": _("when")}


def sections(person: Any) -> list[Section]:
    """Return what the person began and wrote."""
    # What is under TLP:RED stands in no copy: it is read on its page, by whom it names.
    begun = Topic.objects.filter(author=person).exclude(marking=Marking.RED)
    written = Post.objects.filter(author=person)
    written = written.exclude(marking=Marking.RED).exclude(topic__marking=Marking.RED)
    room = Workspace.objects.readable_by(person).filter(pk=OuterRef("workspace"))
    topics = begun.annotate(room=Subquery(room.values("name")[:1])).order_by("pk")
    posts = written.annotate(about=_title(person, "topic")).order_by("pk")
    asks = Ask.objects.filter(person=person).annotate(about=_title(person, "topic")).order_by("pk")
    return [
        Section("forum-topics", _("Topics you began"), rows_of(topics.values(*TOPICS), TOPICS)),
        Section("forum-posts", _("Posts you wrote"), rows_of(posts.values(*POSTS), POSTS)),
        Section("forum-asks", _("Questions you were asked"), rows_of(asks.values(*ASKS), ASKS)),
        *polled(person),
    ]


def _title(person: Any, topic: str) -> Subquery:
    """Return the title of a topic where the person reads it still; else nothing."""
    return Subquery(
        Topic.objects.readable_by(person).filter(pk=OuterRef(topic)).values("title")[:1]
    )


def polled(person: Any) -> list[Section]:
    """Return in which polls the person voted, what they chose by name, and their bookmarks."""
    voted = Voter.objects.filter(person=person).annotate(about=_title(person, "poll__topic"))
    chosen = Ballot.objects.filter(voter__person=person)
    chosen = chosen.annotate(about=_title(person, "voter__poll__topic"))
    # By their address alone: the person may read some of these posts no longer.
    marks = Bookmark.objects.filter(person=person).order_by("pk").values(*MARKS)
    votes, choices = voted.order_by("pk").values(*VOTES), chosen.order_by("pk").values(*CHOSEN)
    return [
        Section("forum-polls", _("Polls you voted in"), rows_of(votes, VOTES)),
        Section("forum-votes", _("Your votes by name"), rows_of(choices, CHOSEN)),
        Section("forum-bookmarks", _("Posts you bookmarked"), rows_of(marks, MARKS)),
    ]


def drop(person: Any) -> None:
    """Forget how far the person read, what they reported and marked; ask them nothing any more.

    A vote stays counted. That somebody gave an anonymous one is forgotten with their account.
    """
    ReadMark.objects.filter(person=person).delete()
    named = Topic.objects.filter(person_grants__user=person)
    # Room by room, and in each by key, as everybody takes them.
    for topic in named.order_by("workspace", "pk").distinct():
        topic.unname_reader(person, by=None)
    Flag.objects.filter(by=person).delete()
    Rest.objects.filter(person=person).delete()
    Ask.objects.waiting().filter(person=person).end(Ask.State.OVER)
    Bookmark.objects.filter(person=person).delete()
    Voter.objects.filter(person=person, poll__is_anonymous=True).delete()


TRACE = Trace(
    room="forums",
    sections=sections,
    drop=drop,
    texts={
        Topic: ("title", "locked_why", "removed_why"),
        Post: ("source", "html", "words", "why"),
        PostVersion: ("source",),
        Ask: ("note",),
        Flag: ("why",),
        Option: ("text",),
        Bookmark: ("note",),
        Appeal: ("words", "answer"),
        Transfer: ("why",),
        Wording: ("title",),
    },
)
