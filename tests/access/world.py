"""The world of the access matrix: one person of each kind, and what each room adds."""

import datetime
import importlib
import pkgutil
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace

import tests.access
from directory.models import PartnerOrganisation, Person, Region, Seat
from directory.roles import ROLES
from tests.access.rows import EVERYBODY, GUESTS, MEMBERS, Row
from tests.people import invite, make_administration, make_person, make_role_holder, seat

KINDS = sorted(EVERYBODY)
# Who reads cards of verified people.
CARDS = MEMBERS | GUESTS | {"administrator"}
# Why a partner is invited to the directory: whoever reads cards reads it.
WHY = "Canary reason of an invitation"


@dataclass
class Secret:
    """Words that only some kinds of person may meet in any answer."""

    words: str
    readers: frozenset[str]


@dataclass
class Secrets:
    """Every secret of the world."""

    rows: list[Secret] = field(default_factory=list)

    def add(self, words: str, readers: frozenset[str] | set[str]) -> str:
        """Plant words that only these kinds may meet, and return them."""
        self.rows.append(Secret(words, frozenset(readers)))
        return words

    def kept_from(self, kind: str) -> list[str]:
        """Return the words that this kind must never meet."""
        return [secret.words for secret in self.rows if kind not in secret.readers]


def tables() -> list[ModuleType]:
    """Return the modules that hold rows, one per room."""
    names = [module.name for module in pkgutil.iter_modules(tests.access.__path__)]
    rooms = sorted(name for name in names if name.startswith("rows_"))
    return [importlib.import_module(f"tests.access.{name}") for name in rooms]


def all_rows() -> list[Row]:
    """Return the rows of every room."""
    return [row for table in tables() for row in table.ROWS]


def build_world() -> SimpleNamespace:
    """Return the world; rooms add their objects by `build(world)`."""
    world = SimpleNamespace(people={}, secrets=Secrets())
    world.africa = _region("WCA", "West and Central Africa")
    world.europe = _region("EUR", "Europe")
    world.arcadia = make_administration("XA", "Arcadia", world.africa)
    world.borduria = make_administration("XB", "Borduria", world.europe)
    world.nowhere = make_administration("XN", "Nowhere", world.europe)
    world.elsewhere = make_administration("XE", "Elsewhere", world.africa)
    world.people = _people(world)
    for table in tables():
        if hasattr(table, "build"):
            table.build(world)
    return world


def _people(world: SimpleNamespace) -> dict[str, Person]:
    point = Seat.Kind.CONTACT_POINT
    organisation = PartnerOrganisation.objects.create(
        acronym="XPO", name_en="Example partner", name_fr="Partenaire", kind="un"
    )
    invited = PartnerOrganisation.objects.create(
        acronym="XPI", name_en="Invited partner", name_fr="Partenaire invité", kind="bank"
    )
    people = {role.code: make_role_holder(role.code) for role in ROLES}
    people |= {
        "officer": make_person("Olga Officer", administration=world.arcadia, factor=False),
        "former_holder": make_person("Hugo Holder", administration=world.arcadia),
        "coordinator": make_person("Carl Coordinator", administration=world.arcadia),
        "overdue": make_person("Otto Overdue", administration=world.elsewhere),
        "lapsed": make_person("Lea Lapsed", administration=world.elsewhere),
        "ncp_a": make_person("Ada Arcadi", administration=world.arcadia),
        "ncp_b": make_person("Boris Bordur", administration=world.borduria),
        "grantee": make_person("Greta Grantee", administration=world.borduria, factor=False),
        "ncp_without_factor": make_person(
            "Nora Nofactor", administration=world.nowhere, factor=False
        ),
        "unconfirmed": make_person(
            "Una Unconfirmed",
            administration=world.arcadia,
            factor=False,
            state=Person.State.UNCONFIRMED,
        ),
        "regional_officer": make_person("Rita Regional"),
        "partner": make_person("Paul Partner", partner=organisation, factor=False),
        "guest": make_person("Gina Guest", partner=invited),
        "suspended": make_person("Sam Suspended", administration=world.arcadia),
        "former": make_person("Fred Former", administration=world.arcadia),
    }
    seat(people["guest"], "partner-contact", partner=invited)
    why = world.secrets.add(WHY, CARDS)
    invite(invited, by=people["secretariat"], second=people["administrator"], why=why)
    seat(people["former_holder"], point, administration=world.arcadia)
    seat(people["ncp_a"], point, administration=world.arcadia)
    seat(people["ncp_b"], point, administration=world.borduria)
    seat(people["ncp_without_factor"], point, administration=world.nowhere)
    seat(people["coordinator"], Seat.Kind.COORDINATOR, administration=world.arcadia)
    seat(people["regional_officer"], Seat.Kind.REGIONAL_OFFICER, region=world.europe)
    seat(people["overdue"], point, administration=world.elsewhere)
    seat(people["lapsed"], Seat.Kind.DEPUTY, administration=world.elsewhere)
    for kind, late in (("overdue", 7), ("lapsed", 31)):
        day = people[kind].confirm_by
        assert day is not None
        people[kind].move_clock(today=day + datetime.timedelta(days=late))
    people["suspended"].suspend(by=people["secretariat"], reason="Left without notice.")
    people["former"].retire(by=people["secretariat"])
    return people


def _region(code: str, name: str) -> Region:
    return Region.objects.get_or_create(
        code=code,
        defaults={
            "slug": code.lower(), "name_en": name, "name_fr": name, "short_en": name,
            "short_fr": name,
        },
    )[0]  # fmt: skip
