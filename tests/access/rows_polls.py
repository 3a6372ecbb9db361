"""Who meets what of polls and bookmarks: by role in the room, by rule and by state of the poll."""

import datetime
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from forums.models import Bookmark, Poll
from tests.access.rows import COMMUNITY, Answer, Row
from tests.access.rows_forums import ASKER, MARKED, OWN, ROOM, WRITER, data, forum, post
from tests.access.rows_topics import LOGGED
from tests.access.rows_workspaces import CONTRIBUTORS, INSIDE, INVITED, MODERATORS
from tests.forums.voting import put_to_vote, vote

CLOSES = f"{timezone.now() + datetime.timedelta(days=30):%Y-%m-%dT%H:%M}"


# Who reads the poll under TLP:RED: its author, and whom the author named.
NAMED = {ASKER, WRITER}


def build(world: SimpleNamespace) -> None:
    """Put questions to the vote in the hidden room, and mark a post in it."""
    asker, writer = world.people[ASKER], world.people[WRITER]
    options = [world.secrets.add("Canary option", INSIDE), "Another"]
    title = world.secrets.add("Canary poll", INSIDE)
    named = put_to_vote(world.forum, asker, options, title=title, shows="always")
    vote(named, writer, 0)
    fresh = put_to_vote(world.forum, asker, options, title="Nobody voted")
    secret = put_to_vote(world.forum, asker, title="Secret", is_anonymous=True, shows="always")
    homes = put_to_vote(world.forum, asker, title="Homes", asks="administrations")
    late = put_to_vote(world.forum, asker, title="Too late")
    secret_title = world.secrets.add("Canary red poll", NAMED)
    red = put_to_vote(world.forum, asker, title=secret_title, shows="always", marking="red",
                      readers=[writer])  # fmt: skip
    vote(red, writer, 0)
    before = timezone.now() - datetime.timedelta(hours=1)
    Poll.objects.filter(pk=late.pk).update(closes_at=before)
    world.polls = {
        name: each.topic.public_id
        for name, each in (
            ("named", named), ("fresh", fresh), ("secret", secret), ("homes", homes),
            ("late", late), ("red", red),
        )
    }  # fmt: skip
    reply = world.posts["reply"]
    Bookmark.put(reply, by=writer)
    note = world.secrets.add("Canary note", {WRITER})
    Bookmark.objects.get(person=writer).revise(by=writer, note=note, remind_on=None)


def poll(name: str = "named") -> Any:
    """Return the function that gives the address of a poll."""
    return lambda world: [world.polls[name]]


def mark(button: str) -> Any:
    """Return the function that gives what a button under a post sends."""
    return lambda world: {button: world.posts["reply"].public_id}


VOTE = {"ballot": "1", "seen": "0"}
EDIT = {
    "poll_options": "One\nTwo", "poll_method": "single", "poll_naming": "named",
    "poll_asks": "persons", "poll_shows": "closed", "poll_closes": CLOSES,
}  # fmt: skip
# Its holder alone votes for an administration: nobody of A but the contact point, and no region.
HOLDERS = {"ncp_a", "ncp_b"}
# What the author of the poll under TLP:RED alone does: whoever is named reads it, and may not.
ALONE: dict[str, Any] = {"refuse": 404, "others": {WRITER: Answer(status=403)}, "writes": LOGGED}

ROWS = [
    Row("forums:topic_detail", INSIDE, "poll", args=poll(), meets="Canary option",
        **ROOM, writes=MARKED),
    Row("forums:topic_list", INSIDE | INVITED, "polls", args=forum, query="show=unvoted", **ROOM),
    Row("forums:poll_vote", CONTRIBUTORS, args=poll(), meets="Canary option"),
    Row("forums:poll_vote", CONTRIBUTORS, "named", "POST", poll(), data(VOTE), ok=302),
    Row("forums:poll_vote", CONTRIBUTORS, "secret", "POST", poll("secret"), data(VOTE), ok=302),
    Row("forums:poll_vote", HOLDERS, "homes", "POST", poll("homes"), data(VOTE), ok=302,
        others=dict.fromkeys(CONTRIBUTORS - HOLDERS, Answer(status=409))),
    Row("forums:poll_vote", CONTRIBUTORS, "late", "POST", poll("late"), data(VOTE), ok=409),
    Row("forums:vote_list", INSIDE, args=poll(), meets="Canary option", **ROOM),
    # Nobody, nor its author, reads who chose what in an anonymous poll.
    Row("forums:vote_list", frozenset(), "secret", args=poll("secret"), **ROOM),
    Row("forums:poll_edit", MODERATORS, args=poll("fresh"), **OWN),
    Row("forums:poll_edit", MODERATORS, "post", "POST", poll("fresh"), data(EDIT), **OWN, ok=302),
    Row("forums:poll_take_back", CONTRIBUTORS, method="POST", args=poll(), ok=302),
    Row("forums:poll_end", MODERATORS, args=poll(), **OWN),
    Row("forums:poll_end", MODERATORS, "late", args=poll("late"), **OWN),
    Row("forums:poll_end", MODERATORS, "post", "POST", poll(), data({"closes": CLOSES}), **OWN,
        ok=302),
    Row("forums:poll_end", MODERATORS, "secret", "POST", poll("secret"), data({"now": "yes"}),
        **OWN, ok=409),
    Row("forums:poll_vote", NAMED, "red", args=poll("red"), meets="Canary red poll", writes=LOGGED,
        others=dict.fromkeys(CONTRIBUTORS - NAMED, Answer(status=404))),
    Row("forums:vote_list", NAMED, "red", args=poll("red"), **ROOM, writes=LOGGED),
    Row("forums:poll_edit", {ASKER}, "red", args=poll("red"), **ALONE),
    Row("forums:poll_end", {ASKER}, "red", args=poll("red"), **ALONE),
    Row("forums:poll_list", COMMUNITY),
    Row("forums:poll_remind", MODERATORS, method="POST", args=poll(), ok=302, **OWN),
    Row("forums:bookmark_list", COMMUNITY, meets="Canary note"),
    Row("forums:bookmark_set", INSIDE, "add", "POST", data=mark("add"), ok=302, **ROOM),
    Row("forums:bookmark_set", INSIDE, "drop", "POST", data=mark("drop"), ok=302, **ROOM),
    Row("forums:bookmark_edit", {WRITER}, args=post(), meets="Canary note", **ROOM),
    Row("forums:bookmark_edit", {WRITER}, "post", "POST", post(),
        data({"note": "Other", "remind": "week"}), ok=302, **ROOM),
]  # fmt: skip
