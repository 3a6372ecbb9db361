"""Sample workspaces of every kind, with sample persons alone, and what waits for an answer."""

import datetime
from typing import Any

from django.utils import timezone

from directory.models import Administration, Person, Seat
from portal.home.seed.files import Record, items
from workspaces.models import Admission, Invitation, Joining, Kind, Lesson, Role, Workspace
from workspaces.requests import ask_for_room, ask_to_join

ROLES = {
    "owners": Role.OWNER,
    "moderators": Role.MODERATOR,
    "contributors": Role.CONTRIBUTOR,
    "readers": Role.READER,
}
KINDS = {kind.value: kind for kind in Kind}
JOININGS = {joining.value: joining for joining in Joining}
TEXTS = ("happened", "worked", "failed", "instead", "useful_for")


def load() -> None:
    """Open the sample rooms, and put one request of each kind on the desk."""
    people = sample_people()
    homes = {home.iso2: home for home in Administration.objects.all()}
    seats = {
        f"{seat.administration.iso2} {seat.role_id}": seat
        for seat in Seat.objects.with_place().filter(administration__isnull=False)
        if seat.administration
    }
    for item in items("sample_rooms.json"):
        _open(item, people, homes, seats)
    ask_for_room(
        by=people["sn-ncp"],
        second_owner=people["ci-ncp"],
        kind=Kind.STANDING,
        name="Sample: single window operators",
        purpose="How single windows pass data on, and who answers when they fail.",
        reason="Four administrations of the region ask for it.",
        joining=Joining.REQUEST,
        is_listed=True,
    )


def sample_people() -> dict[str, Person]:
    """Return the sample persons by the key of their item."""
    known = {person.email: person for person in Person.objects.with_post().filter(is_sample=True)}
    return {item["key"]: known[item["email"]] for item in items("sample_people.json")
            if item["email"] in known}  # fmt: skip


def _open(item: Record, people: Any, homes: Any, seats: Any) -> None:
    owners = item.some_of("owners", people)
    fields: dict[str, Any] = {}
    kind = item.one_of("kind", KINDS)
    if kind == Kind.BILATERAL:
        fields = {"side_a": owners[0].administration, "side_b": owners[1].administration}
    room = Workspace.open(
        by=owners[0],
        kind=kind,
        name=item["name"],
        purpose=item["purpose"],
        joining=item.one_of("joining", JOININGS),
        is_listed=item["is_listed"],
        is_open_to_partners=item["is_open_to_partners"],
        starts_on=_day(item["starts_in"]),
        ends_on=_day(item["ends_in"]),
        is_sample=True,
        **fields,
    )
    let_in = {"by": owners[0], "is_quiet": True}
    for name, role in ROLES.items():
        for person in item.some_of(name, people):
            Admission.admit(room, person, role=role, **let_in)
    for home in item.some_of("administrations", homes):
        Admission.admit(room, home, role=Role.CONTRIBUTOR, **let_in)
    for seat in item.some_of("seats", seats):
        Admission.admit(room, seat, role=Role.CONTRIBUTOR, **let_in)
    for person in item.some_of("invited", people):
        Invitation.send(room, person, role=Role.CONTRIBUTOR, by=owners[0], reason="Join us.")
    for person in item.some_of("asking", people):
        ask_to_join(room, by=person, reason="We begin a test of seals next year.")
    if lesson := item["lesson"]:
        texts = {name: lesson[name] for name in TEXTS}
        Lesson.write(room, by=owners[0], marking=lesson["marking"], **texts)
        room.archive(by=owners[0])


def _day(days: int | None) -> datetime.date | None:
    return None if days is None else timezone.now().date() + datetime.timedelta(days=days)
