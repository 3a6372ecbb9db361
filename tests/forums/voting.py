"""Polls and votes of the tests."""

import datetime
import uuid
from typing import Any

from django.utils import timezone

from forums.models import Poll
from portal.markings.models import Marking
from tests.people import as_reader, make_person
from tests.workspaces.rooms import admit

OPTIONS = ["Brussels", "Dakar", "Online"]
LATER = datetime.timedelta(days=14)


def put_to_vote(
    room: Any, by: Any, options: list[str] | None = None, *, title: str = "Where do we meet?",
    marking: str = Marking.AMBER, readers: Any = (), **rules: Any,
) -> Poll:  # fmt: skip
    """Return a poll in a room: for one option, by name, shown when it is closed."""
    values: dict[str, Any] = {
        "method": "single", "most": None, "is_anonymous": False, "asks": "persons",
        "shows": "closed", "closes_at": timezone.now() + LATER,
    }  # fmt: skip
    topic = Poll.start(
        room, by=as_reader(by), options=options or OPTIONS, rules=values | rules, title=title,
        language="en", marking=marking, source="Say where.", token=uuid.uuid4(), readers=readers,
    )  # fmt: skip
    return Poll.objects.get(topic=topic)


def vote(poll: Poll, by: Any, *choices: int) -> bool:
    """Give a vote, as a request would."""
    fresh = Poll.objects.get(pk=poll.pk)
    return fresh.vote(list(choices), by=as_reader(by), seen=fresh.edition)


def members(room: Any, home: Any, number: int) -> list[Any]:
    """Return so many people who may write in a room."""
    people = [make_person(f"Voter Number{n}", administration=home) for n in range(number)]
    for person in people:
        admit(room, person)
    return people


def over(poll: Poll) -> Poll:
    """Return the poll with its time over, noted by nobody yet."""
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - datetime.timedelta(hours=1))
    return Poll.objects.get(pk=poll.pk)
