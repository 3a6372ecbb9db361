"""Who reads topics and posts: every role of a room x every label x every state, by thinking.

Beside them what goes with a label: its page, the named readers of TLP:RED, files, copies of rooms.
"""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile

from forums.models import Attachment
from portal.files.purposes import purpose_of
from portal.files.uploads import keep_upload
from portal.markings.models import Marking
from tests.access.rows import MEMBERS, WEAK, Answer, Row
from tests.access.rows_workspaces import INSIDE, MODERATORS, OWNERS, hidden_room
from tests.forums.talk import answer, ask
from tests.people import as_reader
from tests.workspaces.rooms import admit, make_open_room
from workspaces.exporting import make_due
from workspaces.models import RoomExport

UNREAD = dict.fromkeys(WEAK, Answer(status=403))
AUTHOR, OTHER, CONTRIBUTOR, READER = "ncp_a", "coordinator", "ncp_b", "officer"
# In the open room nobody is in but two owners and a contributor.
WITHIN = {AUTHOR, OTHER, CONTRIBUTOR}
LOGGED, MARKED = {"audit_event"}, {"forums_readmark"}
STATES = ("shown", "closed", "removed", "held")


def readers(room: str, label: str, state: str) -> frozenset[str] | set[str]:
    """Return who reads a topic that the owner of a room began; a held one, its contributor.

    TLP:RED names the contributor; an owner who is not named reads nothing of it.
    """
    if label == Marking.RED:
        return {AUTHOR} if state == "removed" else {AUTHOR, CONTRIBUTOR}
    if state in ("removed", "held"):
        moderators = MODERATORS if room == "hidden" else {AUTHOR, OTHER}
        return moderators | ({CONTRIBUTOR} if state == "held" else set())
    if room == "hidden":
        return INSIDE
    return MEMBERS if label in (Marking.CLEAR, Marking.GREEN) else WITHIN


def cases() -> Iterator[tuple[str, str, str]]:
    """Yield every room, label and state that there is.

    Nobody's words wait in a room by invitation, and nothing under TLP:RED waits for a moderator.
    """
    for room in ("hidden", "open"):
        for label in Marking.values:
            for state in STATES:
                if state != "held" or (room == "open" and label != Marking.RED):
                    yield room, label, state


def canary(*case: str) -> str:
    """Return the title of the topic of a case."""
    return f"Canary lattice {' '.join(case)} end"


def build(world: SimpleNamespace) -> None:
    """Begin one topic for each case, with files in two of them, and take a copy of a room."""
    people = world.people
    hidden = hidden_room(world, world.secrets.add("Canary lattice room", INSIDE | {"grantee"}))
    opened = make_open_room(people[AUTHOR], people[OTHER], name="Lattice")
    admit(opened, people[CONTRIBUTOR])
    world.lattice = {}
    for case in cases():
        where, label, state = case
        title = world.secrets.add(canary(*case), readers(*case))
        named = [people[CONTRIBUTOR]] if label == Marking.RED else []
        author = people[CONTRIBUTOR if state == "held" else AUTHOR]
        topic = ask(
            hidden if where == "hidden" else opened, author, title, marking=label, readers=named,
            source=title,
        )  # fmt: skip
        if state == "closed":
            topic.close(by=author, why="Enough.")
        elif state == "removed":
            topic.posts.get().remove(by=author, reason="Enough.")
        world.lattice[case] = topic
    world.lattice_posts = {
        label: with_file(world, world.lattice["hidden", label, "shown"])
        for label in (Marking.AMBER, Marking.RED)
    }
    world.lattice_room = hidden
    world.lattice_export = RoomExport.ask(hidden, by=people[AUTHOR], language="en")
    assert make_due() == 1


def with_file(world: SimpleNamespace, topic: Any) -> Any:
    """Return an answer of the contributor with a file that was released."""
    by = as_reader(world.people[CONTRIBUTOR])
    secret = world.secrets.add(
        f"Canary in a file {topic.marking} end", readers("hidden", topic.marking, "shown")
    )
    upload = ContentFile(secret.encode(), name="note.txt")
    kept = keep_upload(upload, purpose_of("forums.post"), owner=str(by.pk))
    file = Attachment.receive(kept, room=topic.workspace, by=by)
    post = answer(topic, by, "See the file.", files=[file])
    file.file.release(kind="txt", scanner="clamd", pages=None, width=None, height=None)
    return post


def topic_of(*case: str) -> Any:
    """Return the function that gives the address of the topic of a case."""
    return lambda world: [world.lattice[case].public_id]


def first_post_of(*case: str) -> Any:
    """Return the function that gives the address of its first post."""
    return lambda world: [world.lattice[case].posts.get(number=1).public_id]


def file_of(label: str) -> Any:
    """Return the function that gives the address of a file."""
    return lambda world: [
        world.lattice_posts[label].public_id,
        world.lattice_posts[label].attachments.get().public_id,
    ]


def room(world: SimpleNamespace) -> list[str]:
    """Return the address of the hidden room."""
    return [world.lattice_room.public_id]


def only(*allow: str, room: str = "hidden", label: str = "amber") -> dict[str, Any]:
    """Return the answers of a page for some of a topic's readers: 403 for the others of them.

    Everybody may have begun a topic or sent a file, so the rule of the address lets all pass.
    """
    others = readers(room, label, "shown") - set(allow)
    return {
        "allow": set(allow), "refuse": 404, "others": dict.fromkeys(others, Answer(status=403))
    }  # fmt: skip


AMBER, RED = ("hidden", "amber", "shown"), ("hidden", "red", "shown")
OFF = "forums:post_file_remove"

ROWS = [
    *[
        Row("forums:topic_detail", readers(*case), "-".join(case), args=topic_of(*case),
            meets=canary(*case), refuse=404, others=UNREAD,
            writes=MARKED | (LOGGED if case[1] == "red" else set()))
        for case in cases()
    ],
    *[
        Row("forums:post_open", readers(*case), "-".join(case), args=first_post_of(*case), ok=302,
            refuse=404, others=UNREAD)
        for case in cases()
    ],
    Row("forums:topic_label", state="amber", args=topic_of(*AMBER), **only(AUTHOR)),
    Row("forums:topic_label", state="red", args=topic_of(*RED), writes=LOGGED,
        **only(AUTHOR, label="red")),
    Row("forums:topic_label", state="post", method="POST", args=topic_of(*AMBER), ok=302,
        data=lambda world: {"marking": "amber-strict"}, **only(AUTHOR)),
    Row("forums:topic_label", state="raise", method="POST", args=topic_of(*AMBER), ok=302,
        data=lambda world: {"marking": "red", "readers": ""}, **only(AUTHOR)),
    Row("forums:topic_readers", state="red", args=topic_of(*RED), writes=LOGGED,
        **only(AUTHOR, label="red")),
    Row("forums:topic_readers", state="amber", args=topic_of(*AMBER), **only()),
    Row("forums:topic_readers", state="post", method="POST", args=topic_of(*RED), ok=302,
        data=lambda world: {"readers": world.people[OTHER].name}, **only(AUTHOR, label="red")),
    Row("forums:topic_reader_remove", state="red", method="POST", args=topic_of(*RED), ok=302,
        data=lambda world: {"person": world.people[CONTRIBUTOR].public_id},
        **only(AUTHOR, label="red")),
    Row("forums:post_file", INSIDE, "amber", args=file_of("amber"), writes=LOGGED, refuse=404,
        meets="Canary in a file amber end", others=UNREAD),
    Row("forums:post_file", {AUTHOR, CONTRIBUTOR}, "red", args=file_of("red"), writes=LOGGED,
        refuse=404, meets="Canary in a file red end", others=UNREAD),
    Row(OFF, state="amber", method="POST", args=file_of("amber"), ok=302, **only(CONTRIBUTOR)),
    Row(OFF, state="red", method="POST", args=file_of("red"), ok=302,
        **only(CONTRIBUTOR, label="red")),
    Row("workspaces:activity", INSIDE, args=room, meets="Canary lattice hidden amber shown end"),
    Row("workspaces:export_list", OWNERS, args=room),
    Row("workspaces:export_file", {AUTHOR}, "asked", refuse=403, writes=LOGGED,
        args=lambda world: [*room(world), world.lattice_export.public_id],
        others={OTHER: Answer(status=404)}),
]  # fmt: skip
