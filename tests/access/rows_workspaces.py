"""Who meets what of the workspaces: by role, by way in, by state, hidden and listed."""

from types import SimpleNamespace
from typing import Any

from directory.models import Holding
from portal.desk.models import WorkItem
from tests.access.rows import COMMUNITY, KEEPERS, MEMBERS, PARTNERS, WEAK, Answer, Row
from tests.workspaces.rooms import admit, expire, make_open_room, make_room, today
from workspaces.looking_after import ask_for_owners
from workspaces.models import Ending, Invitation, Lesson, Role, Workspace
from workspaces.requests import JOINING, ask_for_room, ask_to_join

OWNERS = {"ncp_a", "coordinator"}
# By name; by the seat of contact point of B; all of A by their administration, as readers.
MODERATORS = OWNERS | {"regional_officer"}
CONTRIBUTORS = MODERATORS | {"ncp_b"}
INSIDE = CONTRIBUTORS | {"officer", "former_holder"}
INVITED = {"grantee"}
# Who knows of a hidden room: nobody is invited any more into what is archived.
KNOWN = {"active": INSIDE | INVITED, "frozen": INSIDE | INVITED, "archived": INSIDE}
# Both own the bilateral room, one on each side.
SIDES = {"ncp_a", "ncp_b"}
# Whom the rule of the address lets through, and the reading rule does not.
UNREAD = dict.fromkeys(WEAK, Answer(status=403))
TEXTS = dict.fromkeys(("happened", "worked", "failed", "instead", "useful_for"), "Words.")
# A second press of what stands there already.
LESSON = TEXTS | {"marking": "amber", "seen": "-"}
TERM = {"role": "1", "until": today(200).isoformat()}


def build(world: SimpleNamespace) -> None:
    """Open one room of each kind and state; the same people are in the hidden ones."""
    world.rooms = {
        state: hidden_room(world, world.secrets.add(f"Canary room {state}", readers))
        for state, readers in KNOWN.items()
    }
    owners = [world.people[name] for name in sorted(OWNERS)]
    first, second = (world.people[name] for name in sorted(SIDES))
    world.rooms["frozen"].freeze(by=owners[0], why="Wait.")
    world.rooms["archived"].archive(by=owners[0])
    rooms = {
        "open": make_open_room(*owners, name="Everybody’s room"),
        "request": make_room(*owners, name="Room to ask", is_listed=True, joining="request"),
        "sides": make_room(
            first, second, kind="bilateral", name=world.secrets.add("Canary two sides", SIDES)
        ),
        "ownerless": make_room(name=world.secrets.add("Canary nobody’s", {"secretariat", "ncp_b"})),
    }
    rooms["sides"].freeze(by=second, why="Wait.")
    Ending.propose(rooms["sides"], by=first, why=world.secrets.add("Canary end", SIDES))
    admit(rooms["ownerless"], second, Role.MODERATOR)
    world.rooms |= rooms
    assert ask_for_owners() == 1
    asker = world.people["officer"]
    world.room_request = ask_for_room(
        by=asker, second_owner=owners[0], kind="standing", name="Third", reason="Needed.",
        purpose=world.secrets.add("Canary purpose", {"officer", "secretariat"}),
    )  # fmt: skip
    reason = world.secrets.add("Canary wish to join", {"editor", *OWNERS})
    asked = ask_to_join(rooms["request"], by=world.people["editor"], reason=reason)
    world.join_item = WorkItem.objects.about(JOINING, asked).get()


def hidden_room(world: SimpleNamespace, name: str) -> Workspace:
    """Open a hidden room with somebody of each role, by each way in, and some who lost it."""
    people = world.people
    room = make_room(*(people[each] for each in sorted(OWNERS)), name=name)
    admit(room, people["regional_officer"], Role.MODERATOR)
    admit(room, Holding.objects.current().get(person=people["ncp_b"]).seat, Role.CONTRIBUTOR)
    admit(room, world.arcadia, Role.READER)
    for weak in ("lapsed", "suspended", "unconfirmed", "ncp_without_factor"):
        admit(room, people[weak], Role.OWNER)
    admit(room, people["overdue"]).end(by=None)
    expire(admit(room, people["publisher"], Role.OWNER))
    Invitation.send(room, people["grantee"], role=Role.READER, by=people["ncp_a"])
    Lesson.write(room, by=people["ncp_a"], marking="amber", **TEXTS)
    return room


def room(state: str = "active") -> Any:
    """Return the function that gives the address of a room."""
    return lambda world: [world.rooms[state].public_id]


def member(kind: str, state: str = "active") -> Any:
    """Return the function that gives the address of somebody's admission to a room."""

    def args(world: SimpleNamespace) -> list[str]:
        there = world.rooms[state]
        return [there.public_id, there.admissions.get(person=world.people[kind]).public_id]

    return args


def invitation(world: SimpleNamespace) -> list[str]:
    """Return the address of the invitation into the active room."""
    return [world.rooms["active"].invitations.get().public_id]


def data(values: dict[str, Any]) -> Any:
    """Return the function that gives the values of a form."""
    return lambda world: values


def edited(world: SimpleNamespace) -> dict[str, Any]:
    """Return a room as its form gives it."""
    return {"name": "New", "purpose": "P", "joining": "invitation", "seen": "not what it was"}


def only_owners(name: str, post: dict[str, Any] | None = None, **row: Any) -> list[Row]:
    """Return the rows of a page of owners: not even moderators see it."""
    rows = [Row(f"workspaces:{name}", OWNERS, args=room()),
            Row(f"workspaces:{name}", frozenset(), "archived", args=room("archived"))]  # fmt: skip
    if post is not None:
        rows.append(Row(f"workspaces:{name}", OWNERS, "post", "POST", room(), data(post), **row))
    return rows


# An owner of other rooms.
APART = {"coordinator": Answer(status=404)}
LISTED = dict.fromkeys(KEEPERS | PARTNERS, Answer(status=404))
# They work on other queues, or moderate other rooms.
DESK = dict.fromkeys(
    {"secretariat", "moderator", "editor", "publisher", "ncp_b", "regional_officer"},
    Answer(status=404),
)
ASKING = {
    "kind": "standing", "name": "New", "purpose": "P", "joining": "invitation", "reason": "R",
    "second_owner": "Carl Coordinator",
}  # fmt: skip

ROWS = [
    Row("workspaces:workspace_list", COMMUNITY),
    Row("workspaces:listed_list", COMMUNITY),
    *[
        Row("workspaces:workspace_detail", readers, state, args=room(state), refuse=404,
            others=UNREAD, meets=f"Canary room {state}")
        for state, readers in KNOWN.items()
    ],
    *[
        Row("workspaces:workspace_detail", MEMBERS, state, args=room(state),
            others=LISTED)
        for state in ("open", "request")
    ],
    Row("workspaces:workspace_detail", SIDES, "sides", args=room("sides"), refuse=404,
        others=UNREAD, meets="Canary two sides"),
    Row("workspaces:workspace_detail", INSIDE | INVITED, "seen-as", args=room(), refuse=404,
        others=UNREAD, query="as=reader"),
    Row("workspaces:workspace_join", MEMBERS - OWNERS, "open", "POST", room("open"), ok=302,
        others=LISTED),
    Row("workspaces:workspace_join", frozenset(), "hidden", "POST", room(),
        others=dict.fromkeys(COMMUNITY - INSIDE - INVITED, Answer(status=404))),
    Row("workspaces:workspace_join", frozenset(), "request", "POST", room("request"),
        others=LISTED),
    Row("workspaces:join_request_add", MEMBERS - OWNERS, args=room("request"), others=LISTED),
    Row("workspaces:join_request_add", MEMBERS - OWNERS, "post", "POST", room("request"),
        data({"reason": "Please."}), ok=302, others=LISTED),
    Row("workspaces:join_request_withdraw", {"editor"}, method="POST", args=room("request"), ok=302,
        refuse=404, others=LISTED),
    Row("workspaces:join_request_add", frozenset(), "open", args=room("open"), others=LISTED),
    Row("workspaces:invitation_detail", INVITED, args=invitation, refuse=404, others=UNREAD),
    Row("workspaces:invitation_detail", INVITED, "accept", "POST", invitation,
        data({"answer": "accept"}), ok=302, refuse=404, others=UNREAD),
    Row("workspaces:room_request_add", MEMBERS),
    Row("workspaces:room_request_add", MEMBERS - {"coordinator"}, "post", "POST",
        data=data(ASKING), ok=302, others={"coordinator": Answer(status=200)}),
    Row("workspaces:room_request_detail", {"officer", "secretariat"},
        args=lambda world: [world.room_request.public_id], refuse=404, meets="Canary purpose",
        others=dict.fromkeys(WEAK | KEEPERS | PARTNERS, Answer(status=403))),
    Row("workspaces:owner_appoint", {"secretariat"}, args=room("ownerless"),
        meets="Canary nobody’s"),
    Row("workspaces:owner_appoint", frozenset(), "owned", args=room(),
        others={"secretariat": Answer(status=404)}),
    Row("workspaces:owner_appoint", {"secretariat"}, "post", "POST", room("ownerless"),
        data({"person": "Boris Bordur"}), ok=302),
    # On the desk, who moderates the room decides; nobody of the Secretariat meets it.
    Row("desk:item_detail", OWNERS, "join-request", args=lambda world: [world.join_item.public_id],
        meets="Canary wish to join", others=DESK),
    Row("desk:item_decide", OWNERS, "join-request", "POST",
        lambda world: [world.join_item.public_id], data({"decision": "accept", "seen": 1}),
        ok=302, others=DESK),
    Row("workspaces:member_list", INSIDE, args=room()),
    Row("workspaces:member_list", INSIDE, "archived", args=room("archived")),
    Row("workspaces:workspace_leave", INSIDE, args=room()),
    Row("workspaces:workspace_leave", INSIDE, "archived", args=room("archived")),
    # An owner of a room with two may not leave: the page says why.
    Row("workspaces:workspace_leave", MODERATORS, "post", "POST", room(), ok=302,
        others=dict.fromkeys(INSIDE - MODERATORS, Answer(status=200))),
    *only_owners("invite", {"people": "Boris Bordur", "role": "1"}),
    Row("workspaces:invite", frozenset(), "frozen", args=room("frozen")),
    *only_owners("member_add", {}),
    *only_owners("workspace_edit", {"name": "", "purpose": "", "joining": ""}),
    *only_owners("attestation", {}),
    *only_owners("workspace_archive", {}, ok=302),
    # Either side of a bilateral room asks, and the other one answers: a refusal is said there.
    Row("workspaces:workspace_archive", SIDES, "sides", args=room("sides"), meets="Canary end",
        others=APART),
    Row("workspaces:workspace_archive", SIDES, "sides-post", "POST", room("sides"),
        data({"why": "Done."}), ok=302, others=APART | {"ncp_b": Answer(status=200)}),
    Row("workspaces:ending_answer", SIDES, "sides", "POST", room("sides"),
        data({"answer": "decline", "why": "No."}), ok=302, others=APART),
    Row("workspaces:ending_answer", frozenset(), "nothing-asked", "POST", room(),
        data({"answer": "agree"}), others=dict.fromkeys(OWNERS, Answer(status=404))),
    Row("workspaces:workspace_edit", OWNERS, "conflict", "POST", room(), edited),
    Row("workspaces:workspace_freeze", OWNERS, args=room()),
    Row("workspaces:workspace_freeze", OWNERS, "post", "POST", room(), data({"why": "W"}), ok=302),
    Row("workspaces:workspace_freeze", frozenset(), "frozen", args=room("frozen")),
    Row("workspaces:workspace_thaw", OWNERS, "post", "POST", room("frozen"), ok=302),
    # Only the side that froze it opens it again.
    Row("workspaces:workspace_thaw", {"ncp_b"}, "sides", "POST", room("sides"), ok=302,
        others={"coordinator": Answer(status=404)}),
    Row("workspaces:member_edit", OWNERS, args=member("regional_officer")),
    Row("workspaces:member_edit", OWNERS, "post", "POST", member("regional_officer"), data(TERM),
        ok=302),
    Row("workspaces:member_edit", frozenset(), "ended", args=member("overdue"),
        others=dict.fromkeys(OWNERS, Answer(status=404))),
    Row("workspaces:member_edit", OWNERS, "archived", args=member("regional_officer", "archived")),
    Row("workspaces:member_edit", frozenset(), "archived-post", "POST",
        member("regional_officer", "archived"), data(TERM)),
    Row("workspaces:member_end", OWNERS, "archived-post", "POST",
        member("regional_officer", "archived"), data({"why": "Left."}), ok=302),
    Row("workspaces:member_end", OWNERS, "post", "POST", member("regional_officer"),
        data({"why": "Left."}), ok=302),
    Row("workspaces:invitation_withdraw", MODERATORS, "post", "POST",
        lambda world: [*room()(world), *invitation(world)], ok=302),
    Row("workspaces:lesson_edit", CONTRIBUTORS, args=room()),
    Row("workspaces:lesson_edit", CONTRIBUTORS, "post", "POST", room(), data(LESSON), ok=302),
    Row("workspaces:lesson_edit", frozenset(), "archived", args=room("archived")),
    Row("workspaces:workspace_export", OWNERS, "post", "POST", room()),
    Row("workspaces:workspace_export", OWNERS, "archived", "POST", room("archived")),
]  # fmt: skip
