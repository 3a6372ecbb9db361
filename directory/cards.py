"""A person as one reader sees them: seats, languages, topics, and contact data under visibility."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.models import Person, Seat, SpokenLanguage
from directory.models.administration import Clock, clock
from directory.models.seat_role import SeatRole
from directory.reachable import is_open
from directory.seat_lines import SeatLine, Stamp, stamp_of
from directory.tokens import ROLES
from portal.compiled import ask
from portal.markings.models import reader_of
from portal.markings.roles import Role


class Line(NamedTuple):
    """One way to reach a person. An empty value is not given, or not shown: the note says which."""

    label: str
    value: str
    note: str
    is_email: bool = False


class Spoken(NamedTuple):
    """A language and how well the person works in it."""

    name: str
    code: str
    # The language as other programs know it.
    tag: str

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
    state: str
    is_unreachable: bool
    languages: list[str]

    @property
    def badge(self) -> tuple[str, str]:
        """How the state of the seat looks, and what it is called."""
        if self.is_unreachable:
            return "late", _("Cannot be reached")
        looks = {Seat.State.VERIFIED: "ok", Seat.State.DUE: "due"}
        return looks.get(Seat.State(self.state), "late"), str(Seat.State(self.state).label)

    @property
    def short_name(self) -> str:
        """Initial and family name."""
        return f"{self.given_name[:1]}. {self.family_name}".removeprefix(". ")


# Written out: building these joins anew takes three times as long as PostgreSQL needs for them.
CARDS = """
SELECT person.id,
    (
        SELECT json_agg(json_build_array(language.name_en, language.name_fr, spoken.level,
            language.code)
            ORDER BY spoken.level DESC, spoken.id)
        FROM directory_spokenlanguage AS spoken
        JOIN taxonomy_language AS language ON language.id = spoken.language_id
        WHERE spoken.person_id = person.id
    ),
    (
        SELECT json_agg(json_build_array(seat.role_id,
            coalesce(home.name_en, region.short_en, partner.name_en),
            coalesce(home.name_fr, region.short_fr, partner.name_fr), holding.since, holding.id,
            seat.state, seat.state_since, seat.unreachable_since, seat.mailbox,
            nomination.origin, nomination.decided_at, seat.public_id,
            EXISTS (SELECT 1 FROM directory_evidence AS letter
                WHERE letter.nomination_id = nomination.id AND letter.verified_at IS NOT NULL))
            ORDER BY role.position, holding.id)
        FROM directory_holding AS holding
        JOIN directory_seat AS seat ON seat.id = holding.seat_id
        JOIN directory_seatrole AS role ON role.code = seat.role_id
        LEFT JOIN directory_nomination AS nomination ON nomination.id = holding.nomination_id
        LEFT JOIN directory_administration AS home ON home.id = seat.administration_id
        LEFT JOIN directory_region AS region ON region.id = seat.region_id
        LEFT JOIN directory_partnerorganisation AS partner ON partner.id = seat.partner_id
        WHERE holding.person_id = person.id AND holding.until IS NULL
    ),
    (
        SELECT json_agg(json_build_array(topic.name_en, topic.name_fr) ORDER BY topic.position)
        FROM directory_person_technologies AS link
        JOIN taxonomy_technology AS topic ON topic.id = link.technology_id
        WHERE link.person_id = person.id
    ),
    (
        SELECT json_agg(json_build_array(topic.name_en, topic.name_fr) ORDER BY topic.position)
        FROM directory_person_processes AS link
        JOIN taxonomy_process AS topic ON topic.id = link.process_id
        WHERE link.person_id = person.id
    ),
    ARRAY(
        SELECT given.role FROM directory_roleassignment AS given
        WHERE given.person_id = person.id AND given.until IS NULL ORDER BY given.id
    )
FROM directory_person AS person WHERE person.id = ANY(%s)
"""


def cards_of(people: Iterable[Person], reader: Any) -> list["Card"]:
    """Return the cards of people whom the reader may read; what belongs to them in one query."""
    people = list(people)
    found = {row[0]: row[1:] for row in ask(CARDS, [[person.pk for person in people]])}
    is_french = get_language() == "fr"
    cards = []
    for person in people:
        spoken, seated, technologies, processes, codes = found[person.pk]
        languages = [
            Spoken(french if is_french else english, level, tag)
            for english, french, level, tag in spoken or []
        ]
        seats = [
            SeatLine(kind, french if is_french else english, *rest)
            for kind, english, french, *rest in seated or []
        ]
        topics = [pair[is_french] for pair in [*(technologies or []), *(processes or [])]]
        held = [ROLES[code] for code in codes if code in ROLES]
        cards.append(Card(person, reader, seats, languages, topics, held))
    return cards


CONTACTS = """
SELECT seat.administration_id, person.public_id, person.given_name, person.family_name,
    holding.since, seat.state, seat.unreachable_since IS NOT NULL,
    ARRAY(
        SELECT CASE WHEN %s THEN language.name_fr ELSE language.name_en END
        FROM directory_spokenlanguage AS spoken
        JOIN taxonomy_language AS language ON language.id = spoken.language_id
        WHERE spoken.person_id = person.id ORDER BY spoken.level DESC, spoken.id
    )
FROM directory_seat AS seat
JOIN directory_holding AS holding ON holding.seat_id = seat.id AND holding.until IS NULL
JOIN directory_person AS person ON person.id = holding.person_id
WHERE seat.role_id = 'contact-point' AND seat.administration_id = ANY(%s)
    AND person.state = 'verified' AND person.audience_id = ANY(%s)
"""


def contacts_of(administrations: list[int], reader: Any) -> dict[int, Contact]:
    """Return the contact point of each administration whose card the reader may read."""
    values: list[Any] = [get_language() == "fr", administrations, reader_of(reader).audience_ids]
    return {row[0]: Contact(*row[1:]) for row in ask(CONTACTS, values)}


@dataclass(frozen=True)
class Card:
    """A person as one reader sees them."""

    person: Any
    reader: Any
    seats: list[SeatLine]
    languages: list[Spoken]
    topics: list[str]
    roles: list[Role]

    @property
    def rank(self) -> int:
        """What cards of seats are sorted by: the contact point stands first."""
        roles = SeatRole.table()
        return min(roles[seat.kind].position for seat in self.seats)

    @property
    def row(self) -> dict[str, Any]:
        """What a row of a list shows of a verified person without a seat."""
        person = self.person
        return {
            "public_id": person.public_id,
            "code": person.administration.iso2 if person.administration else "",
            "name": person.name,
            "post": person.local_post,
            "home": person.home.name if person.home else "",
            "languages": ", ".join(spoken.name for spoken in self.languages),
            "is_sample": person.is_sample,
            "confirmation": person.confirmation,
            "state": "",
            "seats": [],
        }

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

    @cached_property
    def stamps(self) -> list[tuple[SeatLine, Stamp]]:
        """The seats, each with its state, why and since when."""
        return [(seat, stamp_of(seat, self.person)) for seat in self.seats]

    @cached_property
    def mailboxes(self) -> list[str]:
        """The addresses of the offices that the person holds, for whoever reads as a Member."""
        if not self.person.shows(Person.Visibility.MEMBERS, self.reader):
            return []
        return list(dict.fromkeys(seat.mailbox for seat in self.seats if seat.mailbox))

    @cached_property
    def has_address(self) -> bool:
        """Whether this reader sees an address to write to."""
        return self.person.shows(self.person.email_visibility, self.reader) or bool(self.mailboxes)

    @property
    def is_reachable(self) -> bool:
        """Whether the person works at this moment."""
        there, person = self.clock, self.person
        in_hours = is_open(there.now.time(), person.hours_from, person.hours_until)
        return in_hours and not there.is_weekend

    @property
    def opens(self) -> datetime.datetime | None:
        """When the person works next; None while they do, and where every day is a weekend."""
        there = self.clock
        if self.is_reachable:
            return None
        for days in range(8):
            day = there.now.date() + datetime.timedelta(days=days)
            opens = datetime.datetime.combine(day, self.person.hours_from)
            if opens > there.now and not there.is_weekend_on(day):
                return opens
        return None

    @cached_property
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
