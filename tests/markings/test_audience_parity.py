"""One rule asked four ways over generated worlds: all answers agree, for everybody and all rows."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from directory.models import (
    Administration,
    Nomination,
    PartnerOrganisation,
    Person,
    Region,
    Seat,
)
from directory.roles import ROLES
from hub.models import Item
from portal.desk.models import Letter
from portal.markings.models import Audience, Marking, Readable, Reader
from portal.markings.sources import holders_of
from portal.notifications.models import Event
from portal.notifications.registry import notifiable
from portal.search.models import Entry, SavedSearch, searchable_models
from portal.taxonomy.models import Language
from research.models import Work
from tests.files.conftest import folder, received  # noqa: F401 files lie in a folder of the test
from tests.hub.items import MAKERS as HUB_MAKERS

pytestmark = pytest.mark.django_db

READABLE = {
    model._meta.label: model
    for model in apps.get_models()
    if issubclass(model, Readable) and not model._meta.proxy
}
TODAY = datetime.datetime.now(datetime.UTC).date()
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


PERSON_VERBS: dict[str, Verb] = {
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
        today=(person.confirm_by or TODAY) + datetime.timedelta(days=20 * (number % 4 - 1))
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
# Which rows, which one of them, which verb, what with, and whether by somebody who read it first.
verbs = st.lists(
    st.one_of(
        st.tuples(st.just(each), number, st.sampled_from(sorted(table)), number, st.booleans())
        for each, table in (("people", PERSON_VERBS), ("works", WORK_VERBS), ("items", ITEM_VERBS))
    ),
    max_size=8,
)
TABLES = {"people": PERSON_VERBS, "works": WORK_VERBS, "items": ITEM_VERBS}


def build(homes: list[bool], persons: list[Any], records: list[Any], articles: list[Any]) -> World:
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
    for values in records:
        world.works.append(add_work(world, english, values))
    for values in articles:
        world.items.append(add_item(world, values))
    for seat_kind in Seat.Kind:
        # No row has such an audience; announcements reach it.
        Audience.objects.intern([f"seat:{seat_kind}"])
    named(world, world.person(0), 1)
    for number in range(2):
        file = received(world.person(number), readers=[f"administration:{world.home(0).pk}"])
        if number:
            file.release(kind="pdf", scanner="none", pages=1, width=None, height=None)
    SavedSearch.keep(by=world.person(1), address="q=risk", words="risk", find="'risk'")
    letter = Letter.write(Letter.Kind.MISTAKE, by=world.person(1), text="Wrong.")
    letter.close(by=world.person(2), reason="Right.")
    Letter.write(Letter.Kind.ACCOUNT, by=None, text="Please.")
    return world


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


def check() -> None:
    """Compare the answers for every person and every row of every readable model."""
    audiences = {audience.pk: set(audience.tokens) for audience in Audience.objects.all()}
    readers: list[Any] = [*Person.objects.all(), AnonymousUser()]
    for person in readers:
        person.reader = Reader(person)
    rows = {label: list(model._base_manager.all()) for label, model in READABLE.items()}
    for label, found in rows.items():
        for row in found:
            assert audiences[row.audience_id] == row.audience_tokens(), (label, row.pk)
        for person in readers:
            readable = READABLE[label].objects.readable_by(person)
            expected = {row.pk for row in found if row.is_readable_by(person)}
            assert set(readable.values_list("pk", flat=True)) == expected, (label, person)
    for tokens in audiences.values():
        holders = Person.objects.filter(holders_of(tokens)).values_list("pk", flat=True)
        expected = {each.pk for each in readers if each.pk and each.reader.tokens & tokens}
        assert set(holders) == expected, tokens
    copies = {
        (entry.object_type, entry.object_id): entry.audience_id for entry in Entry.objects.all()
    }
    for label, searched in searchable_models().items():
        for row in searched.model._base_manager.all():
            assert copies[label, row.pk] == row.audience_id, (label, row.pk)
    for event in Event.objects.all():
        told = notifiable(event.object_type)[0]._base_manager.get(pk=event.object_id)
        assert audiences[event.audience_id] == told.audience_tokens(), event
        assert event.marking == told.marking, event


worlds = given(
    is_demo=st.booleans(),
    homes=st.lists(st.booleans(), min_size=1, max_size=3),
    persons=st.lists(people, min_size=1, max_size=6),
    records=st.lists(works, max_size=4),
    articles=st.lists(items, max_size=3),
    later=verbs,
)
FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def agree(is_demo: bool, later: list[Any], **generated: Any) -> None:
    """Build a world, let things happen in it, and compare; leave nothing behind."""
    with override_settings(DEMO=is_demo), transaction.atomic():
        world = build(**generated)
        for step in later:
            act(world, step)
        check()
        transaction.set_rollback(True)


@worlds
@settings(
    max_examples=12, deadline=None, suppress_health_check=FIXTURES, derandomize=True, database=None
)
def test_every_answer_agrees(**generated: Any) -> None:
    agree(**generated)


@pytest.mark.nightly
@worlds
@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=FIXTURES,
    database=None,
    phases=[Phase.generate, Phase.shrink],
)
def test_every_answer_agrees_in_many_worlds(**generated: Any) -> None:
    agree(**generated)


def test_worlds_hold_rows_of_every_readable_model() -> None:
    """A new readable model needs a place in the generated worlds."""
    hub = {READABLE[label] for label in READABLE if label.startswith("hub.")}

    assert {type(maker()) for maker in HUB_MAKERS.values()} == hub
    assert set(READABLE) - {model._meta.label for model in hub} == {
        "desk.Letter",
        "desk.WorkItem",
        "directory.Administration",
        "directory.Nomination",
        "directory.Person",
        "files.StoredFile",
        "research.Work",
        "search.SavedSearch",
    }


def test_an_edit_by_who_read_the_card_earlier_does_not_open_it_again() -> None:
    with transaction.atomic():
        person = Person.enrol(
            by=None,
            email="person@customs.example",
            given_name="Person",
            family_name="Late",
            state=Person.State.VERIFIED,
        )
        Person.objects.get(pk=person.pk).suspend(by=None, reason="Left.")

        person.revise(by=None, post="Changed")

        check()
