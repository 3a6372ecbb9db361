"""Who meets what of the directory: Members, administrations, people, seats and roles."""

from types import SimpleNamespace
from typing import Any

from directory.models import CardView, ContactRequest, Nomination, Person, SavedFilter, Seat
from directory.models.card_view import today
from tests.access.rows import COMMUNITY, EVERYBODY, MEMBERS, SECRETARIAT, SIGNED_IN, Answer, Row
from tests.access.world import CARDS
from tests.people import make_administration

OFFICER = {"secretariat"}
ADMINISTRATOR = {"administrator"}
# Who keeps accounts.
KEEPERS = OFFICER | ADMINISTRATOR
# Who reads the cards of all others than verified people.
STOPPED_CARDS = SECRETARIAT | ADMINISTRATOR
# Opening a card is noted in the ledger of its administration.
LOOK = {"directory_cardview"}
REASON = {"reason": "For a meeting.", "format": "csv"}
GAP = "Vacantia, vacant"
# Who keeps nominations, who made this one, and whoever is named.
NOMINATORS = OFFICER | {"ncp_b", "grantee"}
EUROPEANS = {"ncp_b", "grantee", "regional_officer"}


def build(world: SimpleNamespace) -> None:
    """Give people numbers and posts that only some may meet."""
    numbers = {
        "phone": world.secrets.add("+999 region canary", EUROPEANS | SECRETARIAT),
        "mobile": world.secrets.add("+999 secretariat canary", {"ncp_b"} | SECRETARIAT),
        "phone_visibility": Person.Visibility.REGION,
        "mobile_visibility": Person.Visibility.SECRETARIAT,
    }
    post = world.secrets.add("Canary post of a suspended officer", STOPPED_CARDS)
    unconfirmed = world.secrets.add(
        "Canary post of an unconfirmed officer", STOPPED_CARDS | {"unconfirmed"}
    )
    partner = world.secrets.add("Canary post of a partner", CARDS | {"partner"})
    for kind, fields in {
        "ncp_b": numbers,
        "suspended": {"post": post},
        "unconfirmed": {"post": unconfirmed},
        "partner": {"post": partner},
    }.items():
        world.people[kind].revise(by=None, **fields)
    # A Member without a contact point: its gap has a name for the Secretariat alone.
    make_administration("XV", "Vacantia", world.europe)
    world.secrets.add(GAP, SECRETARIAT)
    world.nomination = Nomination.put_forward(
        Seat.objects.get(role="contact-point", administration=world.borduria),
        origin="proposal",
        by=world.people["ncp_b"],
        person=world.people["grantee"],
        email=world.secrets.add("nominee@customs.example", NOMINATORS),
        given_name="Greta",
        family_name="Grantee",
    )
    # Greta shows no address: whoever asks learns none.
    world.people["grantee"].revise(by=None, email_visibility=Person.Visibility.SECRETARIAT)
    words = world.secrets.add("Canary message of a request", {"ncp_a", "grantee"})
    world.asked = ContactRequest.ask(
        world.people["grantee"],
        by=world.people["ncp_a"],
        message=words,
        address="asker-canary@b.example",
    )
    world.secrets.add("asker-canary@b.example", {"ncp_a"})
    # A partner finds no cards, and is asked all the same.
    words = world.secrets.add("Canary message to a partner", {"ncp_b", "partner"})
    world.asked_partner = ContactRequest.ask(
        world.people["partner"], by=world.people["ncp_b"], message=words, address="b@b.example"
    )
    seen = CardView(viewer=world.people["ncp_b"], person=world.people["officer"], day=today())
    seen.home, seen.administration = world.arcadia, world.borduria
    seen.save()
    world.kept = SavedFilter.objects.create(
        person=world.people["ncp_b"],
        name=world.secrets.add("Canary name of a filter", {"ncp_b"}),
        query="q=a",
    )
    world.holding = world.people["ncp_a"].holdings.current().get()


def person(kind: str) -> Any:
    """Return the function that gives the address of a person."""
    return lambda world: [world.people[kind].public_id]


def form(**values: str) -> Any:
    """Return the function that gives the data of a form."""
    return lambda world: values


# A seat that is given without a letter.
GIVEN = form(seat="deputy", why="Named by telephone.")


def asked(name: str, allow: set[str], kind: str, data: Any = None, **fields: Any) -> list[Row]:
    """Return the rows of a question and of its answer about a person."""
    args = fields.pop("args", person(kind))
    return [
        Row(name, allow=allow, args=args, **fields),
        Row(name, method="POST", allow=allow, args=args, data=data or form(), ok=302, **fields),
    ]


def about_nomination(name: str, allow: set[str], **fields: Any) -> Row:
    """Return the row of a button on the page of a nomination."""
    readers = {kind: Answer(status=403) for kind in NOMINATORS - allow}
    return Row(
        f"directory:nomination_{name}",
        method="POST",
        args=lambda world: [world.nomination.public_id],
        allow=allow,
        refuse=fields.pop("refuse", 404),
        others=readers,
        **fields,
    )


ASKERS = MEMBERS - SECRETARIAT - {"grantee"}
# The Secretariat sees the address and may write; nobody asks themselves.
SEES_ADDRESS = {kind: Answer(status=302) for kind in SECRETARIAT}
ROWS = [
    Row("directory:nomination_add", allow=OFFICER),
    Row("directory:nomination_add", method="POST", allow=OFFICER),
    Row(
        "directory:nomination_detail",
        args=lambda world: [world.nomination.public_id],
        allow=NOMINATORS,
        refuse=404,
    ),
    about_nomination("accept", {"grantee"}, ok=302),
    about_nomination("withdraw", OFFICER | {"ncp_b"}, ok=302),
    about_nomination("prove", OFFICER, refuse=403),
    Row(
        "directory:invitation_send",
        method="POST",
        args=person("unconfirmed"),
        allow=OFFICER,
        ok=302,
    ),
    # An account that is open needs no invitation.
    Row(
        "directory:invitation_send", method="POST", state="open", args=person("ncp_b"), allow=set()
    ),
    Row(
        "directory:invitation_revoke",
        method="POST",
        args=person("unconfirmed"),
        allow=OFFICER,
        ok=302,
    ),
    Row("directory:filter_list", allow=CARDS),
    Row("directory:filter_list", state="with one", allow=CARDS, query="region=EUR"),
    Row(
        "directory:filter_list",
        method="POST",
        allow=CARDS,
        data=form(name="Europe", query="region=EUR"),
        ok=302,
    ),
    # Somebody else's filter is nobody's.
    Row(
        "directory:filter_drop",
        method="POST",
        args=lambda world: [world.kept.pk],
        allow={"ncp_b"},
        ok=302,
        others=dict.fromkeys(CARDS - {"ncp_b"}, Answer(status=404)),
    ),
    Row("directory:join", allow=EVERYBODY),
    Row(
        "directory:join",
        method="POST",
        allow=EVERYBODY,
        data=form(email="nobody@customs.example", code="AAAAA-AAAAA"),
    ),
    Row("directory:join_password", allow=EVERYBODY, ok=302, visitors=Answer(status=302)),
    Row(
        "directory:join_password",
        method="POST",
        allow=EVERYBODY,
        ok=302,
        data=form(password1="a very long one", password2="a very long one"),
        visitors=Answer(status=302),
    ),
    Row("directory:member_list", allow=EVERYBODY),
    Row("directory:role_list", allow=EVERYBODY),
    Row("directory:partner_list", allow=COMMUNITY),
    Row("directory:administration_list", allow=CARDS, meets=GAP),
    Row("directory:administration_list", state="filtered", allow=CARDS, query="q=bordur&sort=x"),
    Row(
        "directory:administration_detail",
        allow=EVERYBODY,
        args=lambda world: ["XB"],
        writes=LOOK,
    ),
    Row(
        "directory:look_list",
        allow=OFFICER | {"ncp_a", "coordinator"},
        args=lambda world: ["XA"],
        meets="Borduria",
    ),
    Row("directory:look_list", state="other", allow=OFFICER | {"ncp_b"}, args=lambda world: ["XB"]),
    Row("directory:person_copy", allow=MEMBERS, query="region=EUR"),
    Row("directory:person_copy", method="POST", state="empty", allow=MEMBERS),
    Row("directory:person_copy", method="POST", allow=MEMBERS, data=lambda world: REASON),
    Row("directory:person_contact", allow=CARDS, args=person("ncp_b"), refuse=404),
    Row(
        "directory:person_contact",
        method="POST",
        state="file",
        allow=CARDS,
        args=person("ncp_b"),
        data=form(format="vcard"),
        refuse=404,
    ),
    Row(
        "directory:person_contact",
        method="POST",
        state="code",
        allow=CARDS,
        args=person("ncp_b"),
        data=form(format="qr"),
        refuse=404,
    ),
    Row("directory:contact_request_list", allow=SIGNED_IN),
    # A card whose address the Secretariat and its owner see.
    Row("directory:contact_request_ask", allow=ASKERS, args=person("grantee"), others=SEES_ADDRESS),
    Row(
        "directory:contact_request_ask",
        method="POST",
        allow=ASKERS,
        args=person("grantee"),
        data=lambda world: {"message": "Hello"},
        others=SEES_ADDRESS,
    ),
    Row(
        "directory:contact_request_ask",
        state="unreadable",
        args=person("suspended"),
        allow=set(),
        others={kind: Answer(status=404) for kind in MEMBERS - SECRETARIAT}
        | {kind: Answer(status=302) for kind in SECRETARIAT},
    ),
    Row(
        "directory:contact_request_detail",
        allow={"ncp_a", "grantee"},
        args=lambda world: [world.asked.public_id],
        refuse=404,
    ),
    Row(
        "directory:contact_request_detail",
        method="POST",
        ok=302,
        allow={"ncp_a", "grantee"},
        args=lambda world: [world.asked.public_id],
        data=form(answer="decline"),
        refuse=404,
    ),
    Row(
        "directory:contact_request_detail",
        state="of a partner",
        allow={"ncp_b", "partner"},
        args=lambda world: [world.asked_partner.public_id],
        meets="Canary message to a partner",
        refuse=404,
    ),
    Row(
        "directory:contact_request_detail",
        method="POST",
        state="of a partner",
        ok=302,
        allow={"ncp_b", "partner"},
        args=lambda world: [world.asked_partner.public_id],
        data=form(answer="decline"),
        refuse=404,
    ),
    Row("directory:administration_edit", allow=OFFICER, args=lambda world: ["XB"]),
    Row("directory:administration_edit", method="POST", allow=OFFICER, args=lambda world: ["XB"]),
    Row("directory:vacancy_opening", allow=OFFICER),
    Row(
        "directory:vacancy_opening",
        method="POST",
        allow=OFFICER,
        data=form(readers="holders"),
        ok=302,
    ),
    Row("directory:person_list", allow=CARDS),
    Row("directory:person_list", state="filtered", allow=CARDS, query="state=suspended&q=s"),
    Row("directory:person_add", allow=KEEPERS),
    Row("directory:person_add", method="POST", allow=KEEPERS),
    Row(
        "directory:person_add",
        method="POST",
        state="complete",
        allow=KEEPERS,
        data=form(email="new@customs.example", given_name="N", family_name="New", language="en"),
        ok=302,
    ),
    Row("directory:person_detail", args=person("ncp_b"), allow=CARDS, refuse=404, writes=LOOK),
    Row(
        "directory:person_detail",
        state="partner",
        writes=LOOK,
        args=person("partner"),
        # One's own card is always there.
        allow=CARDS | {"partner"},
        refuse=404,
    ),
    Row(
        "directory:person_detail",
        state="unconfirmed",
        writes=LOOK,
        args=person("unconfirmed"),
        allow=STOPPED_CARDS | {"unconfirmed"},
        refuse=404,
    ),
    Row(
        "directory:person_detail",
        state="suspended",
        writes=LOOK,
        args=person("suspended"),
        allow=STOPPED_CARDS,
        refuse=404,
    ),
    Row(
        "directory:person_detail",
        state="former",
        writes=LOOK,
        args=person("former"),
        allow=STOPPED_CARDS,
        refuse=404,
    ),
    # What happened to a card is for its owner and for who keeps cards; a visitor learns nothing.
    Row(
        "directory:person_history",
        args=person("ncp_b"),
        allow=KEEPERS | {"ncp_b"},
        refuse=404,
    ),
    Row(
        "directory:person_history", state="former", args=person("former"), allow=KEEPERS, refuse=404
    ),
    Row("directory:seat_history", args=lambda world: [world.holding.seat.public_id], allow=CARDS),
    Row("directory:person_edit", args=person("ncp_b"), allow=KEEPERS),
    Row("directory:person_edit", method="POST", args=person("ncp_b"), allow=KEEPERS),
    *asked("directory:person_verify", KEEPERS, "unconfirmed"),
    *asked("directory:person_suspend", KEEPERS, "ncp_b", form(reason="Left.")),
    # Nobody stops themselves.
    *asked("directory:person_suspend", ADMINISTRATOR, "secretariat", form(reason="x"), state="own"),
    *asked("directory:person_restore", KEEPERS, "suspended"),
    *asked("directory:person_retire", KEEPERS, "ncp_b"),
    *asked("directory:person_leave", KEEPERS, "ncp_b", form(choice="keep", is_sure="on")),
    # Everybody leaves by their own page.
    *asked(
        "directory:person_leave",
        ADMINISTRATOR,
        "secretariat",
        form(choice="keep", is_sure="on"),
        state="own",
    ),
    Row(
        "directory:person_leave_not",
        method="POST",
        args=person("ncp_b"),
        allow=KEEPERS,
        ok=302,
    ),
    *asked("directory:seat_give", OFFICER, "officer", GIVEN),
    # A stopped account takes no seat.
    *asked(
        "directory:seat_give",
        set(),
        "suspended",
        GIVEN,
        state="suspended",
    ),
    *asked(
        "directory:seat_end",
        OFFICER,
        "ncp_a",
        form(why="Left."),
        args=lambda world: [world.people["ncp_a"].public_id, world.holding.pk],
    ),
    *asked("directory:role_assign", ADMINISTRATOR, "editor", form(role="publisher")),
    *asked("directory:role_assign", set(), "administrator", form(role="editor"), state="own"),
    *asked(
        "directory:role_end",
        ADMINISTRATOR,
        "editor",
        args=lambda world: [world.people["editor"].public_id, "editor"],
    ),
]
