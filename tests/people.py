"""The people of the tests: one fixture per kind of person, and the places they come from."""

import datetime
from functools import cache
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from directory.models import (
    Administration,
    PartnerOpening,
    PartnerOrganisation,
    Person,
    Region,
    Seat,
)
from directory.models.partner_opening import OPENING
from portal.desk.models import WorkItem
from portal.markings.models import Reader

PASSWORD = "correct horse battery staple"


def make_administration(iso2: str, name: str, region: Region) -> Administration:
    """Return a Member administration that exists only in tests."""
    return Administration.enrol(
        by=None, iso2=iso2, iso3=f"{iso2}X", name_en=name, name_fr=f"{name} (fr)", region=region
    )


@cache
def hashed() -> str:
    """Return everybody's password as it is stored: to hash it for each took a third of a test."""
    return make_password(PASSWORD)


def make_person(name: str, *, factor: bool = True, **fields: Any) -> Person:
    """Return a verified person with a second factor, welcomed; fields say where they belong."""
    person = Person.enrol(
        by=None,
        email=f"{name.lower().replace(' ', '.')}@customs.example",
        given_name=name.split(maxsplit=1)[0],
        family_name=name.rsplit(maxsplit=1)[-1],
        **{
            "state": Person.State.VERIFIED,
            "welcomed_at": timezone.now(),
            "terms_version": Person.TERMS_VERSION,
        }
        | fields,
    )
    person.password = hashed()
    person.save(update_fields=["password"])
    if factor:
        second_factor(person)
    return person


def second_factor(person: Person) -> None:
    """Let the person prove who they are by an app, too."""
    Authenticator.objects.create(
        user=person, type=Authenticator.Type.TOTP, data={"secret": "encrypted"}
    )


def seat(person: Person, kind: str, **place: Any) -> Person:
    """Return the person, now in a seat."""
    Seat.objects.get_or_create(role_id=kind, **place)[0].give_to(person, by=None)
    return person


def invite(
    organisation: PartnerOrganisation, *, by: Person, second: Person, why: str = "They train."
) -> PartnerOpening:
    """Return the invitation of an organisation to the directory, asked and given by two."""
    day = timezone.now().date() + datetime.timedelta(days=30)
    opening = PartnerOpening.ask(organisation, by=by, why=why, last_day=day)
    assert opening.accept(by=second)
    WorkItem.settle(OPENING, on=opening, by=second, outcome="accept")
    return opening


def as_reader(person: Person) -> Person:
    """Return the person as a request would see them: with a reader computed now."""
    fresh = Person.objects.get(pk=person.pk)
    fresh.reader = Reader(fresh)
    return fresh


@pytest.fixture
def europe(db: None) -> Region:
    return Region.objects.get_or_create(
        code="EUR",
        defaults={
            "slug": "europe", "name_en": "Europe", "name_fr": "Europe",
            "short_en": "Europe", "short_fr": "Europe",
        },
    )[0]  # fmt: skip


@pytest.fixture
def africa(db: None) -> Region:
    return Region.objects.get_or_create(
        code="WCA",
        defaults={
            "slug": "west-central-africa", "name_en": "West and Central Africa",
            "name_fr": "Afrique occidentale et centrale",
            "short_en": "West and Central Africa", "short_fr": "Afrique occidentale et centrale",
        },
    )[0]  # fmt: skip


@pytest.fixture
def arcadia(africa: Region) -> Administration:
    """Administration A."""
    return make_administration("XA", "Arcadia", africa)


@pytest.fixture
def borduria(europe: Region) -> Administration:
    """Administration B, of another region."""
    return make_administration("XB", "Borduria", europe)


@pytest.fixture
def ncp_a(arcadia: Administration) -> Person:
    """The contact point of A."""
    person = make_person("Ada Arcadi", administration=arcadia)
    return seat(person, Seat.Kind.CONTACT_POINT, administration=arcadia)


@pytest.fixture
def ncp_b(borduria: Administration) -> Person:
    """The contact point of B, of another region."""
    person = make_person("Boris Bordur", administration=borduria)
    return seat(person, Seat.Kind.CONTACT_POINT, administration=borduria)


@pytest.fixture
def officer(arcadia: Administration) -> Person:
    """An officer of A without a seat or a second factor."""
    return make_person("Olga Officer", administration=arcadia, factor=False)


@pytest.fixture
def ncp_without_factor(europe: Region) -> Person:
    """A contact point who has not set up a second factor."""
    home = make_administration("XN", "Nowhere", europe)
    person = make_person("Nora Nofactor", administration=home, factor=False)
    return seat(person, Seat.Kind.CONTACT_POINT, administration=home)


@pytest.fixture
def unconfirmed(arcadia: Administration) -> Person:
    """An account whose address is not confirmed."""
    return make_person(
        "Una Unconfirmed",
        administration=arcadia,
        factor=False,
        state=Person.State.UNCONFIRMED,
    )


@pytest.fixture
def regional_officer(europe: Region) -> Person:
    """The regional officer of Europe, in no administration."""
    return seat(make_person("Rita Regional"), Seat.Kind.REGIONAL_OFFICER, region=europe)


@pytest.fixture
def partner(db: None) -> Person:
    """A person of a partner organisation."""
    organisation = PartnerOrganisation.objects.get_or_create(
        acronym="XPO",
        defaults={
            "name_en": "Example Partner Organisation", "name_fr": "Organisation partenaire",
            "kind": "un",
        },
    )[0]  # fmt: skip
    return make_person("Paul Partner", partner=organisation, factor=False)


@pytest.fixture
def guest(secretariat: Person, administrator: Person) -> Person:
    """The contact of a partner organisation that is invited to the directory."""
    organisation = PartnerOrganisation.objects.create(
        acronym="XPI", name_en="Invited Partner", name_fr="Partenaire invité", kind="un"
    )
    person = make_person("Gina Guest", partner=organisation)
    seat(person, "partner-contact", partner=organisation)
    invite(organisation, by=secretariat, second=administrator)
    return person


@pytest.fixture
def former_holder(arcadia: Administration, ncp_a: Person) -> Person:
    """An officer of A who was its contact point before."""
    person = make_person("Hugo Holder", administration=arcadia)
    seat(person, Seat.Kind.CONTACT_POINT, administration=arcadia)
    seat(ncp_a, Seat.Kind.CONTACT_POINT, administration=arcadia)
    return person


def late(person: Person, days: int) -> Person:
    """Return the person, so many days after the day by which they should have confirmed."""
    assert person.confirm_by is not None
    person.move_clock(today=person.confirm_by + datetime.timedelta(days=days))
    return person


@pytest.fixture
def overdue(africa: Region) -> Person:
    """A contact point who should have confirmed their card last week."""
    home = make_administration("XE", "Elsewhere", africa)
    person = make_person("Otto Overdue", administration=home)
    return late(seat(person, Seat.Kind.CONTACT_POINT, administration=home), 7)


@pytest.fixture
def lapsed(africa: Region) -> Person:
    """A contact point who confirmed nothing for thirteen months."""
    home = make_administration("XL", "Latecoming", africa)
    person = make_person("Lea Lapsed", administration=home)
    return late(seat(person, Seat.Kind.CONTACT_POINT, administration=home), 31)


@pytest.fixture
def suspended(arcadia: Administration, secretariat: Person) -> Person:
    """An officer of A whose account was stopped."""
    person = make_person("Sam Suspended", administration=arcadia)
    person.suspend(by=secretariat, reason="Left without notice.")
    return person


@pytest.fixture
def former(arcadia: Administration, secretariat: Person) -> Person:
    """A former officer of A."""
    person = make_person("Fred Former", administration=arcadia)
    person.retire(by=secretariat)
    return person


def make_role_holder(role: str) -> Person:
    """Return a person of the Secretariat with one site role."""
    person = make_person(f"{role.title()} Role")
    person.assign_role(role, by=None)
    return person


@pytest.fixture
def secretariat(db: None) -> Person:
    """A Secretariat officer."""
    return make_role_holder("secretariat")


@pytest.fixture
def editor(db: None) -> Person:
    return make_role_holder("editor")


@pytest.fixture
def publisher(db: None) -> Person:
    return make_role_holder("publisher")


@pytest.fixture
def moderator(db: None) -> Person:
    return make_role_holder("moderator")


@pytest.fixture
def auditor(db: None) -> Person:
    return make_role_holder("auditor")


@pytest.fixture
def administrator(db: None) -> Person:
    return make_role_holder("administrator")
