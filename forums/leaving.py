"""What the forums keep of a person: topics, posts and reports."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from directory.traces import Section, Trace, rows_of
from forums.models import Ask, Flag, Post, PostVersion, ReadMark, Rest, Topic
from workspaces.models import Workspace

TOPICS = {"room": _("workspace"), "title": _("title"), "started_at": _("since")}
ASKS = {"about": _("title"), "note": _("note"), "asked_at": _("when"), "state": _("state")}
POSTS = {"about": _("title"), "source": _("text"), "written_at": _("when")}


def sections(person: Any) -> list[Section]:
    """Return what the person began and wrote."""
    # The words of others, the name of a room and the title of a topic, only where they are read.
    room = Workspace.objects.readable_by(person).filter(pk=OuterRef("workspace"))
    topic = Topic.objects.readable_by(person).filter(pk=OuterRef("topic"))
    title = Subquery(topic.values("title")[:1])
    topics = Topic.objects.filter(author=person).annotate(room=Subquery(room.values("name")[:1]))
    posts = Post.objects.filter(author=person).annotate(about=title).order_by("pk")
    asks = Ask.objects.filter(person=person).annotate(about=title).order_by("pk")
    began = topics.order_by("pk").values(*TOPICS)
    return [
        Section("forum-topics", _("Topics you began"), rows_of(began, TOPICS)),
        Section("forum-posts", _("Posts you wrote"), rows_of(posts.values(*POSTS), POSTS)),
        Section("forum-asks", _("Questions you were asked"), rows_of(asks.values(*ASKS), ASKS)),
    ]


def drop(person: Any) -> None:
    """Forget how far the person read and what they reported; ask them nothing any more."""
    ReadMark.objects.filter(person=person).delete()
    Flag.objects.filter(by=person).delete()
    Rest.objects.filter(person=person).delete()
    Ask.objects.waiting().filter(person=person).end(Ask.State.OVER)


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
    },
)
