"""What forums need of a person: an answer they were asked for, and care for their own questions."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from forums.models import Ask, Topic
from portal.compiled import Compiled
from portal.markings.models import reader_of
from portal.needs import Need

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
