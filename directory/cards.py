"""A person as one reader sees them: seats, languages, topics, and contact data under visibility."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.models import Person, Seat, SpokenLanguage
from directory.models.administration import Clock, clock
from portal.markings.models import reader_of
from portal.taxonomy.models import Process, Technology, local


class Line(NamedTuple):
    """One way to reach a person. An empty value is not given, or not shown: the note says which."""

    label: str
    value: str
    note: str
    is_email: bool = False


class SeatLine(NamedTuple):
    """A seat that the person holds today."""

    kind: str
    place: str
    since_text: str
    holding: int

    @property
    def title(self) -> str:
        """What the seat is called."""
        return str(Seat.Kind(self.kind).label)

    @property
    def short(self) -> str:
        """What a row calls it."""
        return {
            Seat.Kind.CONTACT_POINT: _("Contact point"),
            Seat.Kind.DEPUTY: _("Deputy"),
            Seat.Kind.REGIONAL_OFFICER: _("Regional officer"),
        }[Seat.Kind(self.kind)]

    @property
    def since(self) -> datetime.datetime:
        """When the person took it."""
        return datetime.datetime.fromisoformat(self.since_text)


class Spoken(NamedTuple):
    """A language and how well the person works in it."""

    name: str
    code: str

    @property
    def level(self) -> str:
        """The level in words."""
        return str(SpokenLanguage.Level(self.code).label)


class Contact(NamedTuple):
    """The contact point of an administration, for a row."""

    public_id: str
    given_name: str
    family_name: str
    since: datetime.datetime
    languages: list[str]

    @property
    def short_name(self) -> str:
        """Initial and family name."""
        return f"{self.given_name[:1]}. {self.family_name}".removeprefix(". ")


# Written out: building these joins anew takes three times as long as PostgreSQL needs for them.
SEATS_AND_LANGUAGES = """
SELECT person.id,
    (
        SELECT json_agg(json_build_array(language.name_en, language.name_fr, spoken.level)
            ORDER BY spoken.level DESC, spoken.id)
        FROM directory_spokenlanguage AS spoken
        JOIN taxonomy_language AS language ON language.id = spoken.language_id
        WHERE spoken.person_id = person.id
    ),
    (
        SELECT json_agg(json_build_array(seat.kind, coalesce(home.name_en, region.short_en),
            coalesce(home.name_fr, region.short_fr), holding.since, holding.id) ORDER BY seat.kind)
        FROM directory_holding AS holding
        JOIN directory_seat AS seat ON seat.id = holding.seat_id
        LEFT JOIN directory_administration AS home ON home.id = seat.administration_id
        LEFT JOIN directory_region AS region ON region.id = seat.region_id
        WHERE holding.person_id = person.id AND holding.until IS NULL
    )
FROM directory_person AS person WHERE person.id = ANY(%s)
"""


def cards_of(people: Iterable[Person], reader: Any) -> list["Card"]:
    """Return the cards of people whom the reader may read; seats and languages in one query."""
    people = list(people)
    with connection.cursor() as cursor:
        cursor.execute(SEATS_AND_LANGUAGES, [[person.pk for person in people]])
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    is_french = get_language() == "fr"
    cards = []
    for person in people:
        spoken, seated = found.get(person.pk, (None, None))
        languages = [
            Spoken(french if is_french else english, level)
            for english, french, level in spoken or []
        ]
        seats = [
            SeatLine(kind, french if is_french else english, since, holding)
            for kind, english, french, since, holding in seated or []
        ]
        cards.append(Card(person, reader, seats, languages))
    return cards


def with_topics(people: QuerySet[Person]) -> QuerySet[Person]:
    """Return the people with the technologies and processes they work on in the same query."""
    technologies = Technology.objects.filter(experts=OuterRef("pk")).order_by("position", "pk")
    processes = Process.objects.filter(experts=OuterRef("pk")).order_by("position", "pk")
    return people.annotate(
        technology_names=ArraySubquery(technologies.values(local("name"))),
        process_names=ArraySubquery(processes.values(local("name"))),
    )


CONTACTS = """
SELECT seat.administration_id, person.public_id, person.given_name, person.family_name,
    holding.since,
    ARRAY(
        SELECT CASE WHEN %s THEN language.name_fr ELSE language.name_en END
        FROM directory_spokenlanguage AS spoken
        JOIN taxonomy_language AS language ON language.id = spoken.language_id
        WHERE spoken.person_id = person.id ORDER BY spoken.level DESC, spoken.id
    )
FROM directory_seat AS seat
JOIN directory_holding AS holding ON holding.seat_id = seat.id AND holding.until IS NULL
JOIN directory_person AS person ON person.id = holding.person_id
WHERE seat.kind = 'contact-point' AND seat.administration_id = ANY(%s)
    AND person.state = 'verified' AND person.audience_id = ANY(%s)
"""


def contacts_of(administrations: list[Any], reader: Any) -> dict[int, Contact]:
    """Return the contact point of each administration whose card the reader may read."""
    ids = [row.pk for row in administrations]
    values: list[Any] = [get_language() == "fr", ids, reader_of(reader).audience_ids]
    with connection.cursor() as cursor:
        cursor.execute(CONTACTS, values)
        return {row[0]: Contact(*row[1:]) for row in cursor.fetchall()}


@dataclass(frozen=True)
class Card:
    """A person as one reader sees them."""

    person: Any
    reader: Any
    seats: list[SeatLine]
    languages: list[Spoken]

    @property
    def rank(self) -> str:
        """What cards of seats are sorted by: the contact point stands first."""
        return min(seat.kind for seat in self.seats)

    @property
    def spoken_words(self) -> str:
        """The names of the languages, for a row."""
        return ", ".join(spoken.name for spoken in self.languages)

    @property
    def badges(self) -> list[tuple[str, str]]:
        """What stands at the end of a row: an account not in use, and the seats."""
        person = self.person
        state = (
            [] if person.state == Person.State.VERIFIED else [("due", person.get_state_display())]
        )
        return state + [("info", seat.short) for seat in self.seats]

    @property
    def topics(self) -> list[str]:
        """The technologies and processes the person works on; found by `with_topics`."""
        return [*self.person.technology_names, *self.person.process_names]

    @property
    def lines(self) -> list[Line]:
        """The ways to reach the person that this reader may know."""
        person = self.person
        return [
            self._line(_("E-mail"), person.email, person.email_visibility)._replace(is_email=True),
            self._line(_("Telephone"), person.phone, person.phone_visibility),
            self._line(_("Mobile"), person.mobile, person.mobile_visibility),
        ]

    def _line(self, label: str, value: str, visibility: str) -> Line:
        """Return a line. A hidden field reads the same whether it is filled or not."""
        if not self.person.shows(visibility, self.reader):
            return Line(label, "", hidden_words(visibility))
        if not value:
            return Line(label, "", _("Not given"))
        return Line(label, value, shown_words(visibility))

    @property
    def clock(self) -> Clock:
        """The time where the person works, with the weekend of the administration."""
        home = self.person.administration
        first, last = (home.weekend_first, home.weekend_last) if home else (5, 6)
        return clock(self.person.zone, first, last)


def hidden_words(visibility: str) -> str:
    """Return what stands in the place of a field that the reader may not see."""
    return {
        Person.Visibility.MEMBERS: _("Shown to officers of Member administrations only"),
        Person.Visibility.REGION: _("Shown to their WCO region only"),
        Person.Visibility.SECRETARIAT: _("Shown to the Secretariat only"),
    }[Person.Visibility(visibility)]


def shown_words(visibility: str) -> str:
    """Return who else sees a field that the reader sees, where these are few."""
    return {
        Person.Visibility.MEMBERS: "",
        Person.Visibility.REGION: _("their WCO region only"),
        Person.Visibility.SECRETARIAT: _("the Secretariat only"),
    }[Person.Visibility(visibility)]
