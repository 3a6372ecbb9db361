"""Generated worlds: people, records, texts, letters and files, and what happens to them later."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from hypothesis import strategies as st

from directory.models import (
    Administration,
    ContactImport,
    ContactRequest,
    Drill,
    Holding,
    Nomination,
    PartnerOpening,
    PartnerOrganisation,
    PendingChange,
    Person,
    Region,
    Seat,
    Signing,
)
from directory.roles import ROLES
from guidelines.models import Record
from hub.models import Item
from portal.desk.models import Letter
from portal.markings.models import Audience, Marking, Readable
from portal.search.models import SavedSearch
from portal.taxonomy.models import Language
from research.models import Work
from tests.directory.signing import ACT
from tests.files.conftest import folder, received  # noqa: F401 files lie in a folder of the test
from tests.forums.worlds import TALK_VERBS, talk
from tests.guidelines.worlds import ADVICE_VERBS, add_advice
from tests.hub.items import MAKERS as HUB_MAKERS
from tests.workspaces.rooms import today
from tests.workspaces.worlds import ROOM_VERBS, add_room, rooms_worked_in
from workspaces.models import Workspace

READABLE = {
    model._meta.label: model
    for model in apps.get_models()
    if issubclass(model, Readable) and not model._meta.proxy
}
FACTORS = [None, *Authenticator.Type.values]
# What a later verb does to a person or a record; each takes the world, the object and a number.
type Verb = Callable[["World", Any, int], Any]


@dataclass
class World:
    """Everything that was generated, as it was when it was made."""

    regions: list[Region] = field(default_factory=list)
    administrations: list[Administration] = field(default_factory=list)
    partners: list[PartnerOrganisation] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    rooms: list[Workspace] = field(default_factory=list)
    advice: list[Record] = field(default_factory=list)

    @property
    def keeper(self) -> Person:
        """Who does what is told: what nobody does is told to nobody."""
        return self.people[0]

    @property
    def maker(self) -> Person | None:
        """The keeper, once there is one."""
        return self.people[0] if self.people else None

    def person(self, number: int) -> Person:
        return self.people[number % len(self.people)]

    def home(self, number: int) -> Administration:
        return self.administrations[number % len(self.administrations)]


number = st.integers(0, 11)
people = st.fixed_dictionaries(
    {
        "home": st.sampled_from(["administration", "partner", "none"]),
        "state": st.sampled_from(Person.State.values),
        "factor": st.sampled_from(FACTORS),
        "is_sample": st.booleans(),
        "seat": st.sampled_from([None, *Seat.Kind]),
        "role": st.sampled_from([None, *(role.code for role in ROLES)]),
        "number": number,
    }
)
works = st.fixed_dictionaries(
    {
        "marking": st.sampled_from(Marking),
        "state": st.sampled_from(Work.State),
        "is_open_to_partners": st.booleans(),
        "person_grant": st.booleans(),
        "administration_grant": st.booleans(),
        "number": number,
    }
)
items = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(sorted(HUB_MAKERS)),
        "marking": st.sampled_from([Marking.CLEAR, Marking.GREEN]),
        "state": st.sampled_from(Item.State),
        "number": number,
    }
)

groups = st.fixed_dictionaries(
    {
        "is_listed": st.booleans(),
        "joining": st.sampled_from(["open", "request", "invitation"]),
        "is_open_to_partners": st.booleans(),
        "marking": st.sampled_from([each for each in Marking if each != Marking.RED]),
        "roles": st.lists(st.integers(0, 3), max_size=3),
        "number": number,
    }
)


def seated(world: World, person: Person, number: int, kind: str = Seat.Kind.DEPUTY) -> None:
    """Give a seat of an administration, or of a region."""
    place: dict[str, Any] = {"administration": world.home(number)}
    if kind == Seat.Kind.REGIONAL_OFFICER:
        place = {"region": world.regions[number % len(world.regions)]}
    Seat.objects.get_or_create(role_id=kind, **place)[0].give_to(person, by=world.maker)


def named(world: World, person: Person, number: int) -> Nomination:
    """Name somebody for a seat."""
    place, _is_new = Seat.objects.get_or_create(
        role_id=Seat.Kind.COORDINATOR, administration=world.home(number)
    )
    return Nomination.put_forward(
        place,
        origin=Nomination.Origin.PROPOSAL,
        by=world.person(number + 1),
        email=person.email,
        given_name=person.given_name,
        family_name=person.family_name,
        person=person if number % 2 else None,
    )


def taken_over(world: World, person: Person) -> None:
    """Let the Secretariat seat whoever is named."""
    nomination = Nomination.objects.open().filter(email=person.email).first()
    if nomination:
        nomination.verify(by=world.keeper, person=person)


def moved(world: World, person: Person, number: int) -> None:
    """Change where somebody works, or to nowhere."""
    home = world.home(number) if number % 3 else None
    person.revise(by=world.keeper, administration=home, partner=None)


def invited(world: World, person: Person, number: int) -> None:
    """Let somebody speak for the partner, and open the directory to its contacts or close it."""
    partner = world.partners[0]
    if number % 2:
        Seat.objects.get_or_create(role_id="partner-contact", partner=partner)[0].give_to(
            person, by=world.maker
        )
    day = today(30)
    opening = PartnerOpening.ask(partner, by=world.keeper, why="They train.", last_day=day)
    if opening.is_open and not number % 3:
        opening.close(by=world.keeper)
    elif not opening.is_open and opening.asked_by_id != person.pk:
        opening.accept(by=person)


PERSON_VERBS: dict[str, Verb] = {
    "be invited": invited,
    "verify": lambda world, person, number: person.verify(by=world.keeper),
    "suspend": lambda world, person, number: person.suspend(by=world.keeper, reason="Left."),
    "restore": lambda world, person, number: person.restore(by=world.keeper),
    "retire": lambda world, person, number: person.retire(by=world.keeper),
    "seat": seated,
    "region": lambda world, person, number: seated(
        world, person, number, Seat.Kind.REGIONAL_OFFICER
    ),
    "give role": lambda world, person, number: person.assign_role(
        ROLES[number % len(ROLES)].code, by=world.keeper
    ),
    "end role": lambda world, person, number: person.end_role(
        ROLES[number % len(ROLES)].code, by=world.keeper
    ),
    "move": moved,
    "edit": lambda world, person, number: person.revise(by=world.keeper, post="Changed"),
    # The card is due, overdue, hidden from others, or confirmed again.
    "get late": lambda world, person, number: person.move_clock(
        today=(person.confirm_by or today()) + datetime.timedelta(days=20 * (number % 4 - 1))
    ),
    "confirm": lambda world, person, number: person.confirm(by=person),
    "be named": named,
    "take over": lambda world, person, number: taken_over(world, person),
    "lose factors": lambda world, person, number: person.authenticator_set.all().delete(),
}
WORK_VERBS: dict[str, Verb] = {
    "mark": lambda world, work, number: work.revise(
        by=world.keeper, marking=list(Marking)[number % 5], administration=world.home(number)
    ),
    "open": lambda world, work, number: work.revise(by=world.keeper, is_open_to_partners=True),
    "edit": lambda world, work, number: work.revise(by=world.keeper, title=f"Title {number}"),
    "publish": lambda world, work, number: work.publish(by=world.keeper),
    "withdraw": lambda world, work, number: work.withdraw(by=world.keeper),
    "grant person": lambda world, work, number: work.grant(world.person(number), by=world.keeper),
    "revoke person": lambda world, work, number: work.revoke(world.person(number), by=world.keeper),
    "grant home": lambda world, work, number: work.grant(world.home(number).group, by=world.keeper),
    "revoke home": lambda world, work, number: work.revoke(
        world.home(number).group, by=world.keeper
    ),
}
ITEM_VERBS: dict[str, Verb] = {
    "publish": lambda world, item, number: item.publish(by=world.keeper),
    "withdraw": lambda world, item, number: item.withdraw(by=world.keeper),
    "edit": lambda world, item, number: item.revise(
        by=world.keeper, marking=[Marking.CLEAR, Marking.GREEN][number % 2]
    ),
}
TABLES = {
    "people": PERSON_VERBS,
    "works": WORK_VERBS,
    "items": ITEM_VERBS,
    "rooms": ROOM_VERBS | TALK_VERBS,
    "advice": ADVICE_VERBS,
}
# Which rows, which one of them, which verb, what with, and whether by somebody who read it first.
verbs = st.lists(
    st.one_of(
        st.tuples(st.just(each), number, st.sampled_from(sorted(table)), number, st.booleans())
        for each, table in TABLES.items()
    ),
    max_size=8,
)


def build(
    homes: list[bool], persons: list[Any], records: list[Any], articles: list[Any],
    groups: list[Any],
) -> World:  # fmt: skip
    """Return a world of these people, works and items."""
    world = World()
    for code in ("R1", "R2"):
        names = {"name_en": code, "name_fr": code, "short_en": code, "short_fr": code}
        world.regions.append(Region.objects.create(code=code, slug=code.lower(), **names))
    for position, is_special in enumerate(homes):
        kind = Administration.Kind.SPECIAL if is_special else Administration.Kind.MEMBER
        code = f"X{position}"
        place = None if is_special else world.regions[position % 2]
        world.administrations.append(
            Administration.enrol(
                by=None, iso2=code, iso3=f"{code}X", name_en=code, name_fr=code, kind=kind,
                region=place,
            )
        )  # fmt: skip
    world.partners.append(
        PartnerOrganisation.objects.create(acronym="XP", name_en="P", name_fr="P", kind="un")
    )
    for position, values in enumerate(persons):
        world.people.append(add_person(world, position, values))
    english = Language.objects.get_or_create(
        code="en", defaults={"name_en": "English", "name_fr": "anglais", "endonym": "English"}
    )[0]
    if len(world.people) > 1:
        invited(world, world.person(1), 1)
    for values in records:
        world.works.append(add_work(world, english, values))
        published = values["state"] != Work.State.DRAFT
        world.advice.append(add_advice(world, english, values["number"], is_published=published))
    for values in articles:
        world.items.append(add_item(world, values))
    for values in groups:
        world.rooms.append(add_room(world, values))
        talk(world, world.rooms[-1], values["number"])
    for seat_kind in Seat.Kind:
        # No row has such an audience; announcements reach it.
        Audience.objects.intern([f"seat:{seat_kind}"])
    named(world, world.person(0), 1)
    for number in range(2):
        file = received(world.person(number), readers=[f"administration:{world.home(0).pk}"])
        if number:
            file.release(kind="pdf", scanner="none", pages=1, width=None, height=None)
    kept_true(world)
    SavedSearch.keep(by=world.person(1), address="q=risk", words="risk", find="'risk'")
    letter = Letter.write(Letter.Kind.MISTAKE, by=world.person(1), text="Wrong.")
    letter.close(by=world.person(2), reason="Right.")
    Letter.write(Letter.Kind.ACCOUNT, by=None, text="Please.")
    return world


def kept_true(world: World) -> None:
    """Ask for contact, for a change and for a signature; import a list and test who answers."""
    first, second, home = world.person(0), world.person(1), world.home(0)
    if first != second:
        ContactRequest.ask(first, by=second, message="May I write?", address="a@b.example")
    PendingChange.ask("phone", on=first, value="+999 1", by=second)
    PendingChange.ask("role", on=first, value=ROLES[0].code, by=second)
    rooms_worked_in(world)
    Signing.draft(ACT, "question", administration=home, title="Q", text="Yes.", by=first)
    ContactImport.receive(received(first), by=first, sender="DG", channel="e-mail", dated=today())
    Drill.start(Holding.objects.current(), by=first, days=3, once=uuid.uuid4(), name="Test")


def add_person(world: World, position: int, values: dict[str, Any]) -> Person:
    home: dict[str, Any] = {}
    if values["home"] == "administration":
        home["administration"] = world.home(values["number"])
    if values["home"] == "partner":
        home["partner"] = world.partners[0]
    person = Person.enrol(
        by=None,
        email=f"person{position}@customs.example",
        given_name="Person",
        family_name=str(position),
        state=values["state"],
        is_sample=values["is_sample"],
        **home,
    )
    if values["factor"]:
        Authenticator.objects.create(user=person, type=values["factor"], data={})
    if values["seat"]:
        seated(world, person, values["number"], values["seat"])
    if values["role"]:
        person.assign_role(values["role"], by=None)
    return person


def add_work(world: World, english: Language, values: dict[str, Any]) -> Work:
    owned = values["marking"] in (Marking.AMBER, Marking.AMBER_STRICT) or values["number"] % 2
    work = Work.add(
        by=world.person(values["number"]),
        authors=[],
        title="A work",
        year=2026,
        kind=Work.Type.REPORT,
        language=english,
        abstract="Words.",
        marking=values["marking"],
        is_open_to_partners=values["is_open_to_partners"],
        administration=world.home(values["number"]) if owned else None,
    )
    if values["person_grant"]:
        work.grant(world.person(values["number"] + 1), by=world.keeper)
    if values["administration_grant"]:
        work.grant(world.home(values["number"] + 1).group, by=world.keeper)
    if values["state"] != Work.State.DRAFT:
        work.publish(by=world.keeper)
    if values["state"] == Work.State.WITHDRAWN:
        work.withdraw(by=world.keeper)
    return work


def add_item(world: World, values: dict[str, Any]) -> Item:
    author = world.person(values["number"])
    item = HUB_MAKERS[values["kind"]](by=author, marking=values["marking"])
    if values["state"] != Item.State.DRAFT:
        item.publish(by=world.keeper)
    if values["state"] == Item.State.WITHDRAWN:
        item.withdraw(by=world.keeper)
    return item


def act(world: World, step: tuple[str, int, str, int, bool]) -> None:
    """Let somebody do something, maybe with a row that they read before all else happened."""
    name, which, verb, with_number, is_late = step
    rows = getattr(world, name)
    if rows:
        row = rows[which % len(rows)]
        row = row if is_late else type(row)._base_manager.get(pk=row.pk)
        TABLES[name][verb](world, row, with_number)
