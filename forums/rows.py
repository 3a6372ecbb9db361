"""Topics and posts as the rows of a page: dicts of what is shown, in the reader's language.

Models of a post with its people have two hundred columns; a page shows twelve of them. What rows
have in common, such as a rule of the topic or the beginning of an address, is found once.
"""

import datetime
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from directory.models import Person
from forums.models import PER_PAGE, Poll, Post, Topic
from forums.models.bookmark import marked
from forums.models.kinds import Kind, Outcome, State, Voice
from forums.models.numbers import reference
from forums.models.post import is_moderated_by
from portal.compiled import Compiled
from portal.lists import KeptList
from portal.markings.models import Marking, reader_of
from portal.taxonomy.models import local

# A row as its template knows it.
type Row = dict[str, Any]

TOPIC = (
    "id", "public_id", "number", "kind", "title", "language", "state", "outcome", "deadline",
    "locked_at", "is_pinned", "started_at", "last_post_at", "last_number", "posts_shown", "read",
    "marking",
)  # fmt: skip
POST = (
    "id", "public_id", "number", "author_id", "html", "language", "voice", "state", "why",
    "written_at", "edited_at", "accepted_at", "signing_id", "signing__signed_at", "marking",
    "files_count", "useful_at", "is_marked",
)  # fmt: skip


def _either(*names: str) -> Combinable:
    """Return the first of these columns that is neither null nor empty."""
    return Coalesce(*(NullIf(F(name), Value("")) for name in names), Value(""))


def _person(path: str) -> Combinable:
    """Return the name of a person, or what stands in its place, in the reader's language."""
    name = Trim(Concat(f"{path}__given_name", Value(" "), f"{path}__family_name"))
    stand_in = [f"{path}__{local('stand_in')}", f"{path}__stand_in_en"]
    return Coalesce(*(NullIf(F(each), Value("")) for each in stand_in), name)


def _home(path: str) -> Combinable:
    """Return the name of the organisation that a person works for, in the reader's language."""
    return _either(
        *(f"{path}__{kind}__{name}" for kind in ("administration", "partner")
          for name in (local("name"), "name_en"))
    )  # fmt: skip


@cache
def _listed(language: str, show: str, has_kind: bool) -> KeptList:
    """Return the list of topics under a filter, with the names of one language."""

    def build(room: int, person: int, audiences: list[int], kind: str = "") -> QuerySet[Topic]:
        topics = Topic.objects.readable_within(audiences).filter(workspace=room)
        topics = topics.with_mark_of(Person(pk=person))
        if kind:
            topics = topics.filter(kind=kind)
        match show:
            case "unanswered":
                topics = topics.filter(outcome=Outcome.OPEN)
            case "unread":
                topics = topics.filter(last_number__gt=F("read"))
            case "mine":
                topics = topics.filter(author=person)
        return topics

    kind: dict[str, Any] = {"kind": "?"} if has_kind else {}
    return KeptList(build, shape=as_rows, room=-1, person=-2, audiences=[-3], **kind)


def topics_of(room: Any, person: Any, chosen: dict[str, str]) -> Any:
    """Return the topics of a room that somebody may read, under what a filter chose."""
    if chosen.get("show") == "unvoted":
        # Which polls are open depends on the hour: nothing of that is kept.
        rows = Topic.objects.readable_by(person).in_room(room).with_mark_of(person)
        if "kind" in chosen:
            rows = rows.filter(kind=chosen["kind"])
        return as_rows(rows.filter(pk__in=Poll.objects.unvoted_by(person).values("topic")))
    kind = {"kind": chosen["kind"]} if "kind" in chosen else {}
    kept = _listed(get_language() or "en", chosen.get("show", ""), bool(kind))
    return kept.of(room=room.pk, person=person.pk, audiences=reader_of(person).audience_ids, **kind)


def as_rows(topics: QuerySet[Topic]) -> QuerySet[Topic, Any]:
    """Return topics `with_mark_of` somebody as dicts; `rows_of` makes rows of them."""
    return topics.values(
        *TOPIC,
        begun_by=_either(
            f"author__administration__{local('name')}", "author__administration__name_en"
        ),
        begun_name=_person("author"),
        last_given=F("last_author__given_name"),
        last_family=F("last_author__family_name"),
    )


def rows_of(topics: Iterable[Row]) -> list[Row]:
    """Return topics with what a row of a list shows of each."""
    rows = list(topics)
    for topic in rows:
        topic |= {
            "reference": reference(topic["number"]),
            "is_red": topic["marking"] == Marking.RED,
            "address": _address("topic_detail", topic),
            "is_new": topic["read"] < topic["last_number"],
            "by": topic["begun_by"] or topic["begun_name"],
            "said": _said(topic),
            "badge": badge(
                kind=topic["kind"], state=topic["state"], outcome=topic["outcome"],
                deadline=topic["deadline"], is_locked=topic["locked_at"] is not None,
            ),
        }  # fmt: skip
    return rows


def _said(topic: Row) -> str:
    """Return what followed in a topic, and when."""
    if topic["posts_shown"] < 2:
        return _day(topic["started_at"])
    replies, given = topic["posts_shown"] - 1, topic["last_given"]
    return ngettext(
        "%(n)s reply, by %(name)s %(day)s", "%(n)s replies, last by %(name)s %(day)s", replies
    ) % {
        "n": replies,
        "name": f"{given[:1]}. {topic['last_family']}" if given else topic["last_family"],
        "day": _day(topic["last_post_at"]),
    }


@cache
def _posts(language: str) -> Compiled:
    """Return the statement for the posts of a page, with the names of one language."""
    return Compiled(
        lambda topic, before, last, audiences, person: marked(
            Post.objects.filter(
                audience__among=audiences, topic=topic, number__gt=before, number__lte=last
            ),
            Person(pk=person),
        )
        .order_by("number")
        .values(
            *POST,
            who=_person("author"),
            home=_home("author"),
            signer=_either(
                f"signing__administration__{local('name')}", "signing__administration__name_en"
            ),
            signed_by=_person("signing__signed_by"),
        ),
        topic=-1, before=900_001, last=900_021, audiences=[-2], person=-31,
    )  # fmt: skip


def posts_of(topic: Any, page: int, person: Any) -> list[Row]:
    """Return the posts of a page of a topic that somebody may read."""
    last = PER_PAGE * page
    values = {"before": last - PER_PAGE, "last": last, "audiences": reader_of(person).audience_ids}
    kept = _posts(get_language() or "en")
    return kept.rows(topic=topic.pk, person=person.pk, **values)


def with_files(posts: Sequence[Row], topic: Any) -> list[Post]:
    """Return the posts that have files as models, without asking for them again."""
    found = []
    for post in posts:
        post["files"] = None
        if post["files_count"]:
            names = ("id", "public_id", "number", "author_id", "voice", "marking", "files_count")
            model = Post(topic=topic, workspace=topic.workspace, **{n: post[n] for n in names})
            post["files"] = model
            found.append(model)
    return found


def shown_posts(person: Any, topic: Any, posts: Sequence[Row]) -> list[Row]:
    """Return posts with what their reader sees and may do; an act is its address, or nothing.

    The rules of the topic are asked once, not once for each post.
    """
    room, state = topic.workspace, Post.State
    is_open = room.is_writable and not topic.is_locked and topic.state != state.REMOVED
    moderates = room.is_writable and is_moderated_by(room, person)
    answers = topic.is_question and room.is_writable
    answers = answers and (moderates or topic.author_id == person.pk)
    is_asker = topic.is_question and topic.author_id == person.pk and room.is_writable
    reports = not topic.is_red and room.token() in reader_of(person).tokens
    is_gone = topic.state == state.REMOVED
    has_new = False
    for post in posts:
        number, is_own = post["number"], post["author_id"] == person.pk
        is_shown, is_position = post["state"] == state.SHOWN, post["voice"] == Voice.POSITION
        is_standing = post["state"] not in {state.REMOVED, state.REJECTED}
        is_answer = is_shown and number > 1
        is_taken = (not is_standing and not is_position) or (is_gone and number == 1)
        may_edit = is_own and is_open and is_standing and not is_position
        is_new = 0 < topic.read < number and not is_own
        post |= {
            "signed_on": _date(post["signing__signed_at"]),
            "at": post["written_at"].isoformat(timespec="minutes"),
            "day": _moment(post["written_at"]),
            "is_first_new": is_new and not has_new,
            "is_position": is_position,
            "standing": "" if is_shown else str(state(post["state"]).label),
            "address": _address("post_open", post),
            "history": _address("post_history", post, post["edited_at"]),
            "edit": _address("post_edit", post, may_edit),
            "accept": _address("post_accept", post, answers and is_answer),
            "useful": _address("post_useful", post, is_asker and is_answer and not is_own),
            "mark": _address("bookmark_edit", post, post["is_marked"]),
            "appeal": _address("post_appeal", post, is_own and is_taken),
            "report": _address("post_flag", post, reports and is_shown and not is_own),
            "remove": _address("post_remove", post, moderates and is_shown),
        }
        has_new = has_new or is_new
    return list(posts)


def standing_of(topic: Topic) -> dict[str, str]:
    """Return the badge of a topic."""
    return badge(
        kind=topic.kind, state=topic.state, outcome=topic.outcome, deadline=topic.deadline,
        is_locked=topic.is_locked,
    )  # fmt: skip


def badge(*, kind: str, state: str, outcome: str, deadline: Any, is_locked: bool) -> dict[str, str]:
    """Return how a topic stands: the look of its badge, and its words."""
    look, words = "info", str(Kind(kind).label)
    if state == State.HELD:
        look, words = "due", _("Waits for a moderator")
    elif state == State.REMOVED:
        look, words = "void", _("Removed")
    elif state != State.SHOWN:
        look, words = "due", str(State(state).label)
    elif outcome == Outcome.OPEN:
        words = _("Question, open")
        if deadline:
            words = _("Answer by %(day)s") % {"day": _words(deadline, "j M", get_language())}
    elif outcome:
        look = "late" if outcome == Outcome.EXPIRED else "ok"
        words = str(Outcome(outcome).label)
    elif is_locked:
        look, words = "void", pgettext("topic", "Closed")
    return {"look": look, "words": words}


def _date(moment: datetime.datetime | None) -> str:
    """Return the day of a moment with its year, where its reader is."""
    return date_format(timezone.localtime(moment)) if moment else ""


def _day(moment: datetime.datetime) -> str:
    """Return the day of a moment where its reader is."""
    return _words(timezone.localtime(moment).date(), "j M", get_language())


def _moment(moment: datetime.datetime) -> str:
    """Return day and time."""
    moment = moment.astimezone(datetime.UTC)
    return f"{_words(moment.date(), 'D j M', get_language())}, {moment:%H:%M} UTC"


@lru_cache(maxsize=4096)
def _words(day: datetime.date, shape: str, language: str) -> str:
    """Return a day in words. Rows of a page share few, and the words of a day stay the same."""
    return date_format(day, shape)


def _address(name: str, row: Row, is_there: Any = True) -> str:
    """Return an address of a topic or a post, or nothing."""
    if not is_there:
        return ""
    before, after = _around(name, get_language() or "en")
    return f"{before}{row['public_id']}{after}"


@lru_cache
def _around(name: str, language: str) -> tuple[str, str]:
    """Return what stands before and after the identifier in the addresses of this name."""
    before, _dash, after = reverse(f"forums:{name}", args=["-"]).rpartition("-")
    return before, after
