"""Who meets what of offices: changes by two, seats, domains, partners, requests, signings."""

import datetime
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from directory.models import AllowedDomain, PendingChange, Seat, Signing
from directory.models.pending_change import SEATS
from portal.desk.models import Letter, WorkItem
from tests.access.rows import ARCADIANS, COMMUNITY, Answer, Row
from tests.access.rows_desk import QUEUES
from tests.access.rows_directory import CARDS, OFFICER, asked, form
from tests.access.world import WHY
from tests.directory.signing import ACT, draft

# Who reads the seats of A.
OFFICERS_OF_A = ARCADIANS
OWN_OFFICERS = OFFICER | OFFICERS_OF_A
# Whoever works for an administration.
NATIONALS = OFFICERS_OF_A | {"ncp_b", "grantee", "overdue"}


def build(world: SimpleNamespace) -> None:
    """Let a change wait, a domain be listed, somebody ask for an account, and A sign."""
    # A number of the contact point of B waits: officers, and who is told of it, read it.
    world.change = PendingChange.ask(
        "phone",
        on=world.people["ncp_b"],
        value=world.secrets.add("+999 waiting canary", {"ncp_b", "secretariat"}),
        by=world.people["ncp_b"],
    )
    # A seat without a letter waits for the second of two.
    deputy = Seat.objects.create(role_id="deputy", administration=world.arcadia)
    given = PendingChange.ask(
        "seat",
        on=world.people["officer"],
        seat=deputy,
        by=world.people["secretariat"],
        why="Asked.",
    )
    world.given = WorkItem.objects.about(SEATS, given).get()
    world.seat_a = Seat.objects.get(role="contact-point", administration=world.arcadia)
    world.partner_seat = Seat.objects.create(
        role_id="partner-contact", partner=world.people["partner"].partner
    )
    world.domain = AllowedDomain.objects.create(
        administration=world.arcadia, domain=world.secrets.add("arcadia-canary.example", OFFICER)
    )
    world.request = Letter.write(
        "account",
        by=None,
        name="Nadia New",
        email="nadia@customs.example",
        organisation=world.secrets.add("Canary organisation", OFFICER | {"moderator"}),
        text="Please.",
    )
    world.signing = draft(
        world.people["ncp_a"], world.secrets.add("Canary position of A", OFFICERS_OF_A)
    )
    world.signed = Signing.draft(
        ACT,
        "question-8",
        administration=world.arcadia,
        title="Question 8",
        text=world.secrets.add("Canary signed by A", OFFICERS_OF_A),
        by=world.people["officer"],
    )
    world.signed.sign(by=world.people["ncp_a"], seen=world.signed.digest)


def about_signing(name: str, allow: set[str], **fields: Any) -> Row:
    """Return the row of a page or a button about a text of A, drafted or signed."""
    row = "signed" if fields.get("state") else "signing"
    # Of another administration it does not exist; of none, there is nothing to read.
    others = {kind: Answer(status=404) for kind in NATIONALS - OFFICERS_OF_A}
    return Row(
        f"directory:signing_{name}",
        args=lambda world: [getattr(world, row).public_id],
        allow=allow,
        others=others,
        **{"method": "POST"} | fields,
    )


def seat_of(world: Any) -> list[Any]:
    """Return the address of the contact point's seat of A."""
    return [world.seat_a.public_id]


def in_a_week() -> datetime.date:
    """Return a last day that is late enough whenever the cell is asked."""
    return timezone.now().date() + datetime.timedelta(days=7)


def invited(world: Any) -> list[Any]:
    """Return the address of the partner organisation that is invited to the directory."""
    return [world.people["guest"].partner_id]


def organisation(world: Any) -> list[Any]:
    """Return the address of the partner organisation."""
    return [world.people["partner"].partner_id]


ROWS = [
    Row(
        "desk:item_detail",
        OFFICER,
        "seat without a letter",
        args=lambda world: [world.given.public_id],
        others=dict.fromkeys(QUEUES - OFFICER, Answer(status=404)),
    ),
    Row("directory:partner_opening", args=organisation, allow=OFFICER),
    Row(
        "directory:partner_opening",
        method="POST",
        args=organisation,
        allow=OFFICER,
        data=lambda world: {"why": "Training.", "last_day": str(in_a_week())},
        ok=302,
    ),
    Row("directory:partner_opening", state="invited", args=invited, allow=OFFICER, meets=WHY),
    Row("directory:partner_close", method="POST", args=invited, allow=OFFICER, ok=302),
    *asked(
        "directory:address_ask",
        OFFICER,
        "ncp_b",
        form(email="other@customs.example", why="Called back."),
    ),
    # Nobody asks for their own by this way.
    *asked("directory:address_ask", set(), "secretariat", form(email="x@y.example"), state="own"),
    Row(
        "directory:change_withdraw",
        method="POST",
        args=lambda world: [world.change.public_id],
        allow={"ncp_b"},
        refuse=404,
        # Officers read it, and refuse it on the desk.
        others={"secretariat": Answer(status=403)},
        ok=302,
    ),
    # Seats are read by the own administration; the Secretariat keeps them.
    Row(
        "directory:administration_seats",
        args=lambda world: ["XA"],
        allow=OWN_OFFICERS,
        others={kind: Answer(status=404) for kind in CARDS - OWN_OFFICERS},
    ),
    Row("directory:seat_detail", args=seat_of, allow=OWN_OFFICERS, refuse=404),
    Row(
        "directory:seat_detail",
        state="partner",
        args=lambda world: [world.partner_seat.public_id],
        allow=OFFICER,
        refuse=404,
    ),
    Row(
        "directory:seat_mailbox",
        method="POST",
        args=seat_of,
        allow=OFFICER,
        data=form(mailbox="ncp@arcadia.example"),
        ok=302,
    ),
    Row(
        "directory:seat_close",
        method="POST",
        args=seat_of,
        allow=OFFICER,
        data=form(why="Merged with another."),
        ok=302,
    ),
    Row(
        "directory:seat_deputies",
        method="POST",
        args=seat_of,
        # The contact point of A, not its former one, and not the one of B.
        allow=OFFICER | {"ncp_a"},
        refuse=404,
        others={kind: Answer(status=403) for kind in OWN_OFFICERS - OFFICER - {"ncp_a"}},
        data=form(may_sign="yes"),
        ok=302,
    ),
    Row("directory:seat_role_list", allow=OFFICER),
    Row("directory:seat_role_add", allow=OFFICER),
    Row("directory:seat_role_add", method="POST", allow=OFFICER),
    Row("directory:seat_role_edit", args=lambda world: ["deputy"], allow=OFFICER),
    Row("directory:seat_role_edit", method="POST", args=lambda world: ["deputy"], allow=OFFICER),
    Row(
        "directory:seat_role_sign",
        method="POST",
        args=lambda world: ["cen-contact"],
        allow=OFFICER,
        data=form(signs="yes"),
        ok=302,
    ),
    Row(
        "directory:seat_role_retire",
        method="POST",
        args=lambda world: ["cen-contact"],
        allow=OFFICER,
        ok=302,
    ),
    Row("directory:administration_domains", args=lambda world: ["XA"], allow=OFFICER),
    Row(
        "directory:administration_domains", method="POST", args=lambda world: ["XA"], allow=OFFICER
    ),
    Row("directory:partner_domains", args=organisation, allow=OFFICER),
    Row("directory:partner_domains", method="POST", args=organisation, allow=OFFICER),
    Row(
        "directory:domain_drop",
        method="POST",
        args=lambda world: [world.domain.pk],
        allow=OFFICER,
        ok=302,
    ),
    # Whose address is shown is noted.
    Row(
        "directory:partner_detail",
        args=organisation,
        allow=COMMUNITY,
        writes={"directory_cardview"},
    ),
    Row(
        "directory:partner_detail",
        state="invited",
        args=invited,
        allow=COMMUNITY,
        meets=WHY,
        writes={"directory_cardview"},
    ),
    Row("directory:request_invite", args=lambda world: [world.request.public_id], allow=OFFICER),
    Row(
        "directory:request_invite",
        method="POST",
        args=lambda world: [world.request.public_id],
        allow=OFFICER,
    ),
    Row("directory:signing_list", allow=NATIONALS),
    about_signing("detail", OFFICERS_OF_A, method="GET"),
    about_signing("detail", OFFICERS_OF_A, method="GET", state="signed"),
    # The holder of the seat signs; others of A read it.
    about_signing("sign", {"ncp_a"}, ok=302),
    about_signing("amend", OFFICERS_OF_A),
    about_signing("withdraw", OFFICERS_OF_A, ok=302),
    about_signing("withdraw", {"ncp_a"}, ok=302, state="signed"),
]
