"""Rooms of the generated worlds, and what happens to them later."""

import datetime
from collections.abc import Callable
from typing import Any

from directory.models import Holding
from portal.markings.models import Marking
from portal.refusals import Refused
from tests.workspaces.rooms import expire
from workspaces.models import (
    Admission,
    Invitation,
    JoinRequest,
    Lesson,
    RoomRequest,
    Workspace,
)

TEXTS = dict.fromkeys(("happened", "worked", "failed", "instead", "useful_for"), "Words.")


def allowed(verb: Callable[[], Any]) -> Any:
    """Return what a verb does, or nothing where the rules of the room refuse it."""
    try:
        return verb()
    except Refused:
        return None


def let_in(world: Any, room: Workspace, number: int) -> Admission | None:
    """Let a person, a seat or an administration in with a role that the number gives."""
    role = number % 4
    seats = [holding.seat for holding in Holding.objects.current().order_by("pk")]
    if number % 3 == 0 and seats:
        return allowed(
            lambda: Admission.admit(room, seats[number % len(seats)], role=role, by=world.keeper)
        )
    if number % 3 == 1:
        home = world.home(number)
        return allowed(lambda: Admission.admit(room, home, role=role % 2, by=world.keeper))
    person = world.person(number)
    return allowed(lambda: Admission.admit(room, person, role=role, by=world.keeper))


def put_out(world: Any, room: Workspace, number: int) -> None:
    """End one of the admissions."""
    current = list(room.admissions.current().order_by("pk"))
    if current:
        allowed(lambda: current[number % len(current)].end(by=world.keeper))


def run_out(world: Any, room: Workspace, number: int) -> None:
    """Let the last day of an admission pass."""
    current = list(room.admissions.current().order_by("pk"))
    if current:
        expire(current[number % len(current)])


def invited(world: Any, room: Workspace, number: int) -> Invitation | None:
    """Invite somebody, who may answer."""
    invitation: Invitation | None = allowed(
        lambda: Invitation.send(
            room, world.person(number), role=number % 4, by=world.keeper, reason="Please."
        )
    )
    if invitation and number % 3 == 1:
        allowed(lambda: invitation.accept(by=invitation.person))
    if invitation and number % 3 == 2:
        invitation.decline(by=invitation.person)
    return invitation


def changed(world: Any, room: Workspace, number: int) -> None:
    """List the room or hide it, open it or close it."""
    is_listed = bool(number % 3)
    joining = ["invitation", "open", "request"][number % 3]
    allowed(
        lambda: room.revise(
            by=world.keeper, is_listed=is_listed, joining=joining,
            is_open_to_partners=bool(number % 2),
        )
    )  # fmt: skip


ROOM_VERBS: dict[str, Callable[[Any, Any, int], Any]] = {
    "admit": let_in,
    "end": put_out,
    "expire": run_out,
    "invite": invited,
    "change": changed,
    "freeze": lambda world, room, number: room.freeze(by=world.keeper, why="Wait."),
    "thaw": lambda world, room, number: room.thaw(by=world.keeper),
    "archive": lambda world, room, number: room.archive(by=world.keeper),
    "learn": lambda world, room, number: allowed(
        lambda: Lesson.write(
            room, by=world.person(number), marking=list(Marking)[number % 4], **TEXTS
        )
    ),
}


def add_room(world: Any, values: dict[str, Any]) -> Workspace:
    """Return a room with what was generated, and a lesson in it."""
    joining = values["joining"] if values["is_listed"] else "invitation"
    room = Workspace.open(
        by=world.keeper, name="Room", kind="standing", purpose="Words.",
        is_listed=values["is_listed"], joining=joining,
        is_open_to_partners=values["is_open_to_partners"],
    )  # fmt: skip
    for place, role in enumerate(values["roles"]):
        let_in(world, room, role + 4 * (place + values["number"]))
    Lesson.write(room, by=world.keeper, marking=values["marking"], **TEXTS)
    return room


def rooms_worked_in(world: Any) -> None:
    """Ask for a room and into one, and invite somebody."""
    first, second = world.person(0), world.person(1)
    today = datetime.datetime.now(datetime.UTC).date()
    if first != second:
        request = allowed(lambda: RoomRequest.ask(
            by=first, second_owner=second, kind="mission", name="R", purpose="P", reason="Q",
            starts_on=today, ends_on=today, is_listed=True, joining="request",
        ))  # fmt: skip
        allowed(lambda: request and request.grant(by=world.keeper))
    for room in world.rooms:
        allowed(lambda room=room: JoinRequest.ask(room, by=second, reason="Please."))
        invited(world, room, 0)
