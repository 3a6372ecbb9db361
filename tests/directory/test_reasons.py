"""A reason may be as long as its field says, whatever the decision does with it."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory import collecting, confirming, inviting, leaving, reviewing, vacancies
from directory.models import (
    Invitation,
    Nomination,
    PartnerOpening,
    PartnerOrganisation,
    PendingChange,
    Person,
    Seat,
    SeatRole,
    SeatStep,
)
from directory.models.partner_opening import OPENING
from directory.models.pending_change import SEATS
from directory.models.seat import BOUNCE
from directory.models.seat_role import SIGNING
from portal.desk.forms.queue import LONGEST_REASON
from portal.desk.models import Letter, WorkItem
from portal.desk.registry import reviewable_of, reviewables
from tests.people import make_administration, make_person

pytestmark = pytest.mark.django_db
LONG = "x" * LONGEST_REASON


def _proposal(ncp_a: Person, secretariat: Person) -> Any:
    seat, _is_new = Seat.objects.get_or_create(role_id="deputy", administration=ncp_a.home)
    return Nomination.put_forward(
        seat, origin="proposal", by=ncp_a, email="dora@arcadia.example", given_name="Dora",
        family_name="Deputy",
    )  # fmt: skip


def _handover(ncp_a: Person, secretariat: Person) -> Any:
    return Nomination.put_forward(
        Seat.objects.get(), origin="handover", by=ncp_a, email="nia@arcadia.example",
        given_name="Nia", family_name="New",
    )  # fmt: skip


def _bounce(ncp_a: Person, secretariat: Person) -> Any:
    seat = Seat.objects.get()
    seat.note_unreachable(why="mail", by=None)
    return seat


def _vacancy(ncp_a: Person, secretariat: Person) -> Any:
    home = make_administration("XV", "Vacantia", ncp_a.home.region)  # type: ignore[union-attr]
    return Seat.objects.create(role_id="contact-point", administration=home)


def _invitation(ncp_a: Person, secretariat: Person) -> Any:
    new = make_person("Una New", state=Person.State.UNCONFIRMED)
    return Invitation.send_to(new, by=ncp_a)


def _signing_kind(ncp_a: Person, secretariat: Person) -> Any:
    kind = SeatRole.objects.get(code="cen-contact")
    kind.ask_to_sign(True, by=ncp_a)
    return kind


def _opening(ncp_a: Person, secretariat: Person) -> Any:
    organisation = PartnerOrganisation.objects.create(
        acronym="XPR", name_en="P", name_fr="P", kind="un"
    )
    day = timezone.now().date() + datetime.timedelta(days=7)
    return PartnerOpening.ask(organisation, by=ncp_a, why="They train.", last_day=day)


def _given(ncp_a: Person, secretariat: Person) -> Any:
    seat = Seat.objects.create(role_id="deputy", administration=ncp_a.administration)
    return PendingChange.ask("seat", on=secretariat, seat=seat, by=ncp_a, why="By telephone.")


def _late(ncp_a: Person, secretariat: Person) -> Any:
    Person.objects.filter(pk=ncp_a.pk).update(confirmation="overdue")
    Seat.objects.update(state="overdue")
    return ncp_a


def _letter(kind: str) -> Callable[..., Any]:
    return lambda ncp_a, secretariat: Letter.write(kind, by=ncp_a, text="Wrong.")


def _role(ncp_a: Person, secretariat: Person) -> Any:
    return PendingChange.ask("role", on=secretariat, value="moderator", by=ncp_a)


ROWS: dict[str, Callable[[Person, Person], Any]] = {
    "desk.account": _letter("account"),
    "desk.mistake": _letter("mistake"),
    reviewing.KIND: _handover,
    confirming.OVERDUE: _late,
    vacancies.KIND: _vacancy,
    BOUNCE: _bounce,
    collecting.KIND: lambda ncp_a, _by: ncp_a,
    leaving.KIND: lambda ncp_a, _by: leaving.ask(
        ncp_a, by=ncp_a, choice="keep", drops_drafts=False
    ),
    "directory.change": lambda ncp_a, _by: PendingChange.ask(
        "phone", on=ncp_a, value="+1", by=ncp_a
    ),
    "directory.role": _role,
    SEATS: _given,
    OPENING: _opening,
    inviting.KIND: _invitation,
    SIGNING: _signing_kind,
}
DECISIONS = [
    (kind, decision.code)
    for kind in ROWS
    for decision in reviewable_of(kind).decisions
    if decision.verb and (kind, decision.code) != (reviewing.KIND, "accept")
]


def decide(item: WorkItem, code: str, by: Person) -> int:
    browser = Client()
    browser.force_login(by)
    sent = {"decision": code, "reason": LONG, "seen": item.turn}
    address = reverse("desk:item_decide", args=[item.public_id])
    return browser.post(address, sent).status_code


def test_every_kind_is_tried() -> None:
    own = [kind for kind in reviewables() if kind.code.startswith(("desk.", "directory."))]

    assert set(ROWS) == {kind.code for kind in own}


@pytest.mark.parametrize(("kind", "code"), DECISIONS)
def test_decision_takes_a_long_reason(kind: str, code: str, ncp_a: Person) -> None:
    officer = make_person("Olga Officer")
    for role in ("secretariat", "administrator"):
        officer.assign_role(role, by=None)
    row = ROWS[kind](ncp_a, make_person("Ole Other"))
    item = WorkItem.put(kind, on=row, by=None)

    assert decide(item, code, officer) == 302

    assert item.steps.filter(reason=LONG).exists()


def test_verified_proposal_keeps_the_whole_reason(ncp_a: Person, secretariat: Person) -> None:
    item = WorkItem.put(reviewing.KIND, on=_proposal(ncp_a, secretariat), by=None)

    assert decide(item, "accept", secretariat) == 302

    assert SeatStep.objects.filter(seat__role_id="deputy").latest("pk").why == LONG
