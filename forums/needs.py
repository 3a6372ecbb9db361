"""What forums need of a person: answers and votes they were asked for, care for own questions."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from forums.models import Ask, Poll, Topic
from portal.compiled import Compiled
from portal.markings.models import reader_of
from portal.needs import Need
from workspaces.models import Role
from workspaces.models.workspace import room_keys

# Asked by every page of whoever is signed in. Made once: a lazy plural costs more to make than to
# say.
ASKED = Compiled(
    lambda person, tokens: (
        Ask.objects.waiting()
        .filter(
            person=person, topic__in=Topic.objects.unanswered().order_by().readable_with(tokens)
        )
        .order_by()
        .values("pk", wished=F("topic__deadline"))
    ),
    person=-1,
    tokens=["nobody"],
)
STALLED = Compiled(
    lambda person: (
        Topic.objects.unanswered().filter(author=person, step__gt=0).order_by().values("pk")
    ),
    person=-1,
)
UNVOTED = Compiled(
    lambda person, home, tokens, rooms: (
        Poll.objects.asking(person, home, tokens, rooms)
        .order_by()
        .values("pk", closes=F("closes_at"))
    ),
    person=-1,
    home=-2,
    tokens=["nobody"],
    rooms=[-3],
)
UNVOTED_TITLE = ngettext_lazy(
    "%(n)d poll waits for your vote", "%(n)d polls wait for your vote", "n"
)
ASKED_TITLE = ngettext_lazy(
    "You are asked to answer %(n)d question", "You are asked to answer %(n)d questions", "n"
)
STALLED_TITLE = ngettext_lazy(
    "%(n)d question of yours has no answer", "%(n)d questions of yours have no answer", "n"
)


def asked_needs(person: Any) -> Iterator[Need]:
    """Yield the questions that somebody was asked to answer, and their own that nobody answers."""
    tokens = sorted(reader_of(person).tokens)
    yield Need(
        title=ASKED_TITLE,
        why=_("A colleague asked you by name"),
        url=reverse_lazy("forums:ask_list"),
        action=_("Answer or decline"),
        waiting=[ASKED(person=person.pk, tokens=tokens)],
        due_in="wished",
    )
    yield Need(
        title=STALLED_TITLE,
        why=_("Ask other people, or say how it ended"),
        url=reverse_lazy("forums:ask_list"),
        action=_("Look"),
        waiting=[STALLED(person=person.pk)],
    )


def poll_needs(person: Any) -> Iterator[Need]:
    """Yield the open polls that ask a person who has not voted; whoever writes nowhere has none."""
    if rooms := room_keys(person, Role.CONTRIBUTOR):
        known = {"home": person.administration_id or 0, "tokens": sorted(reader_of(person).tokens)}
        yield Need(
            title=UNVOTED_TITLE,
            why=_("Members of a workspace are asked"),
            url=reverse_lazy("forums:poll_list"),
            action=_("Vote"),
            waiting=[UNVOTED(person=person.pk, rooms=rooms, **known)],
            due_in="closes",
        )
