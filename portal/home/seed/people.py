"""Sample persons: invented, marked, with `.example` addresses; production refuses them."""

import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from directory import roles
from directory.models import (
    Administration,
    Holding,
    PartnerOrganisation,
    Person,
    Region,
    Seat,
    SeatRole,
    SpokenLanguage,
    TermsAcceptance,
)
from directory.models.confirmation import EVERY
from directory.second_factor import enrol_totp
from portal.home.seed.files import Record, items
from portal.taxonomy.models import Language, Process, Technology

PASSWORD = "smart-customs-demo"  # noqa: S105 - printed by bin/run, refused in production
# A suspended or former person is verified first, then stopped by the verb.
STATES = {
    "verified": Person.State.VERIFIED,
    "suspended": Person.State.VERIFIED,
    "former": Person.State.VERIFIED,
    "unconfirmed": Person.State.UNCONFIRMED,
}
SEATS = {code.value: code for code in Seat.Kind}
ROLES = {role.code: role.code for role in roles.ROLES}


class Places:
    """Where persons belong, by code; read once."""

    def __init__(self) -> None:
        self.administrations = {row.iso2: row for row in Administration.objects.all()}
        self.partners = {row.acronym: row for row in PartnerOrganisation.objects.all()}
        self.regions = {row.code: row for row in Region.objects.all()}
        self.languages = {row.code: row for row in Language.objects.all()}
        self.technologies: dict[str, Technology] = {
            row.slug: row for row in Technology.objects.all()
        }
        self.processes: dict[str, Process] = {row.slug: row for row in Process.objects.all()}


def load_people() -> None:
    """Load the sample persons with their seats, roles and languages."""
    places = Places()
    for item in items("sample_people.json"):
        _load_person(item, places)
    # Hashed once: a hash of each one's own would take as long as everything else together.
    Person.objects.filter(is_sample=True).update(password=make_password(PASSWORD))


def _load_person(item: Record, places: Places) -> None:
    affiliation = Record(item.place, item["affiliation"])
    home: dict[str, Any] = {}
    if affiliation["type"] == "administration":
        home["administration"] = affiliation.one_of("code", places.administrations)
    if affiliation["type"] == "partner":
        home["partner"] = affiliation.one_of("code", places.partners)
    visibility = item["visibility"]
    person = Person.enrol(
        by=None,
        email=item["email"],
        given_name=item["given_name"],
        family_name=item["family_name"],
        post=item["post_en"],
        post_fr=item["post_fr"],
        phone=item["phone"],
        mobile=item["mobile"],
        email_visibility=visibility["email"],
        phone_visibility=visibility["phone"],
        mobile_visibility=visibility["mobile"],
        language=item["interface_language"],
        zone=item["zone"],
        state=item.one_of("status", STATES),
        is_sample=True,
        welcomed_at=timezone.now(),
        terms_version=Person.TERMS_VERSION,
        **home,
    )
    TermsAcceptance.objects.create(person=person, version=Person.TERMS_VERSION)
    expertise = Record(item.place, item["expertise"])
    person.technologies.set(expertise.some_of("technologies", places.technologies))
    person.processes.set(expertise.some_of("processes", places.processes))
    SpokenLanguage.objects.bulk_create(
        SpokenLanguage(
            person=person,
            language=Record(item.place, spoken).one_of("code", places.languages),
            level=spoken["level"],
        )
        for spoken in item["languages"]
    )
    for values in item["seats"]:
        _take_seat(person, Record(item.place, values), places)
    _confirm(person, item)
    for role in item.some_of("roles", ROLES):
        person.assign_role(role, by=None)
    if item["second_factor"] == "totp":
        enrol_totp(person)
    if item["status"] == "suspended":
        person.suspend(by=None, reason="Sample of a suspended account.")
    if item["status"] == "former":
        person.retire(by=None)


def _confirm(person: Person, item: Record) -> None:
    """Let the year of a holder begin on the day of the last confirmation."""
    days = [seat["confirmed_days_ago"] for seat in item["seats"] if seat["ended_days_ago"] is None]
    if not days or days[0] is None:
        return
    now = timezone.now()
    person.confirmed_at = now - datetime.timedelta(days=days[0])
    person.confirm_by = person.confirmed_at.date() + EVERY
    person.save(update_fields=["confirmed_at", "confirm_by"])
    person.move_clock(today=now.date())


def _take_seat(person: Person, item: Record, places: Places) -> None:
    kind = item.one_of("seat", SEATS)
    place = (
        {"region": item.one_of("region", places.regions)}
        if kind == Seat.Kind.REGIONAL_OFFICER
        else {"administration": item.one_of("administration", places.administrations)}
    )
    seat, _created = Seat.objects.get_or_create(role=SeatRole.table()[kind], **place)
    since = timezone.now() - datetime.timedelta(days=item["nominated_days_ago"])
    if item["ended_days_ago"] is None:
        holding = seat.give_to(person, by=None)
        Holding.objects.filter(pk=holding.pk).update(since=since)
    else:
        until = timezone.now() - datetime.timedelta(days=item["ended_days_ago"])
        seat.holdings.create(person=person, since=since, until=until)
