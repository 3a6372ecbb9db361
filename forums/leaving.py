"""What the forums keep of a person: topics, posts and reports."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from directory.traces import Section, Trace, rows_of
from forums.models import (
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
    Voter,
)
from portal.markings.models import Marking

TOPICS = {"workspace__name": _("workspace"), "title": _("title"), "started_at": _("since")}
ASKS = {
    "topic__title": _("title"),
    "note": _("note"),
    "asked_at": _("when"),
    "state": _("state"),
}
VOTES = {"poll__topic__title": _("title"), "poll__is_anonymous": _("anonymous")}
CHOSEN = {
    "voter__poll__topic__title": _("title"),
    "choices": _("options by number, from 0"),
    "at": _("when"),
}
MARKS = {"post__public_id": _("post"), "note": _("note"), "remind_on": _("reminder")}
POSTS = {"topic__title": _("title"), "source": _("text"), "written_at": _("when")}


def sections(person: Any) -> list[Section]:
    """Return what the person began and wrote."""
    # What is under TLP:RED stands in no copy: it is read on its page, by whom it names.
    begun = Topic.objects.filter(author=person).exclude(marking=Marking.RED)
    written = Post.objects.filter(author=person)
    written = written.exclude(marking=Marking.RED).exclude(topic__marking=Marking.RED)
    topics, posts = begun.order_by("pk").values(*TOPICS), written.order_by("pk").values(*POSTS)
    asks = Ask.objects.filter(person=person).order_by("pk").values(*ASKS)
    return [
        Section("forum-topics", _("Topics you began"), rows_of(topics, TOPICS)),
        Section("forum-posts", _("Posts you wrote"), rows_of(posts, POSTS)),
        Section("forum-asks", _("Questions you were asked"), rows_of(asks, ASKS)),
        *polled(person),
    ]


def polled(person: Any) -> list[Section]:
    """Return in which polls the person voted, what they chose by name, and their bookmarks."""
    voted = Voter.objects.filter(person=person).order_by("pk").values(*VOTES)
    chosen = Ballot.objects.filter(voter__person=person).order_by("pk").values(*CHOSEN)
    # By their address alone: the person may read some of these posts no longer.
    marks = Bookmark.objects.filter(person=person).order_by("pk").values(*MARKS)
    return [
        Section("forum-polls", _("Polls you voted in"), rows_of(voted, VOTES)),
        Section("forum-votes", _("Your votes by name"), rows_of(chosen, CHOSEN)),
        Section("forum-bookmarks", _("Posts you bookmarked"), rows_of(marks, MARKS)),
    ]


def drop(person: Any) -> None:
    """Forget how far the person read, what they reported and marked; ask them nothing any more.

    A vote stays counted. That somebody gave an anonymous one is forgotten with their account.
    """
    ReadMark.objects.filter(person=person).delete()
    for topic in Topic.objects.filter(person_grants__user=person).distinct():
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
    },
)
