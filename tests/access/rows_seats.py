"""Who meets what of the pages for holders of seats: the desk of a seat, naming, own people."""

from types import SimpleNamespace
from typing import Any

from directory.models import Nomination, Seat
from tests.access.rows import SIGNED_IN, Answer, Row

# Who holds a seat of an administration today, confirmed or no more than a month late.
POINTS = {"ncp_a", "ncp_b", "overdue"}
COORDINATOR = {"coordinator"}
ELSEWHERE = {"regional_officer", "guest"}
HOLDERS = POINTS | COORDINATOR | ELSEWHERE
# Who works for no administration: there is no such seat for them.
NOWHERE = dict.fromkeys(ELSEWHERE, Answer(status=404))
# Whoever proposes, officers, and nobody else: not the contact point of the same administration.
PROPOSERS = COORDINATOR | {"secretariat"}
NEW = {
    "given_name": "Nia", "family_name": "New", "email": "nia@customs.example", "language": "en",
}  # fmt: skip


def build(world: SimpleNamespace) -> None:
    """Let A's coordinator propose somebody for a seat of A."""
    place, _is_new = Seat.objects.get_or_create(
        role_id="clikc-coordinator", administration=world.arcadia
    )
    world.proposal = Nomination.put_forward(
        place,
        origin="proposal",
        by=world.people["coordinator"],
        email=world.secrets.add("proposed@customs.example", PROPOSERS),
        given_name="Pia",
        family_name="Proposed",
    )


def seat(code: str) -> Any:
    """Return the function that gives the address of a kind of seat."""
    return lambda world: [code]


def proposal(world: SimpleNamespace) -> list[Any]:
    """Return the address of the proposal."""
    return [world.proposal.public_id]


def named(code: str, allow: set[str]) -> list[Row]:
    """Return the rows of naming somebody for one kind of seat of the own administration."""
    return [
        Row("directory:person_name", allow, code, args=seat(code), others=NOWHERE),
        Row(
            "directory:person_name", allow, f"{code} sent", "POST", seat(code), lambda world: NEW,
            ok=302, others=NOWHERE,
        ),
    ]  # fmt: skip


ROWS = [
    Row("directory:role_desk", HOLDERS),
    Row("directory:own_people", COORDINATOR),
    Row("directory:nomination_list", SIGNED_IN),
    # The holder hands over; the coordinator proposes. Either in the own administration alone: the
    # address names no other.
    *named("contact-point", POINTS | COORDINATOR),
    *named("deputy", POINTS | COORDINATOR),
    *named("clikc-coordinator", COORDINATOR),
    *named("national-coordinator", COORDINATOR),
    Row(
        "directory:person_name", state="no such seat", args=seat("nothing"),
        others=dict.fromkeys(HOLDERS, Answer(status=404)),
    ),
    # Whoever proposed reads it and takes it back; the letter and the decision are the officers'.
    Row(
        "directory:nomination_detail", PROPOSERS, "proposal", args=proposal, refuse=404,
        meets="proposed@customs.example",
    ),
    Row(
        "directory:nomination_prove", {"secretariat"}, "proposal", "POST", proposal,
        refuse=403,
    ),
    Row(
        "directory:nomination_withdraw", PROPOSERS, "proposal", "POST", proposal, ok=302,
        refuse=404,
    ),
    Row("directory:nomination_accept", set(), "proposal", "POST", proposal, refuse=404,
        others=dict.fromkeys(PROPOSERS, Answer(status=403))),
]  # fmt: skip
