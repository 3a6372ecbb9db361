"""A person as one reader sees them: seats, languages, topics, and contact data under visibility."""

import datetime
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from directory.models import Holding, Person, Seat, SpokenLanguage
from directory.models.administration import Clock, clock
from portal.taxonomy.models import Process, Technology, local


class Line(NamedTuple):
    """One way to reach a person. An empty value is not given, or not shown: the note says which."""

    label: str
    value: str
    note: str
    is_email: bool = False


class SeatLine(NamedTuple):
    """A seat that the person holds today."""

    title: str
    short: str
    place: str
    since: datetime.datetime
    holding: int


class Spoken(NamedTuple):
    """A language and how well the person works in it."""

    name: str
    level: str


def with_seats(people: QuerySet[Person]) -> QuerySet[Person]:
    """Return the people with their post, languages and seats in the same query."""
    languages = SpokenLanguage.objects.filter(person=OuterRef("pk")).order_by("-level", "pk")
    seats = Holding.objects.current().filter(person=OuterRef("pk")).order_by("pk")
    return people.select_related("administration__region", "partner").annotate(
        spoken=ArraySubquery(
            languages.values(line=JSONObject(name=f"language__{local('name')}", level="level"))
        ),
        seated=ArraySubquery(
            seats.values(
                line=JSONObject(
                    kind="seat__kind",
                    administration=f"seat__administration__{local('name')}",
                    region=f"seat__region__{local('short')}",
                    since="since",
                    holding="pk",
                )
            )
        ),
    )


def with_topics(people: QuerySet[Person]) -> QuerySet[Person]:
    """Return the people with the technologies and processes they work on in the same query."""
    technologies = Technology.objects.filter(experts=OuterRef("pk")).order_by("position", "pk")
    processes = Process.objects.filter(experts=OuterRef("pk")).order_by("position", "pk")
    return people.annotate(
        technology_names=ArraySubquery(technologies.values(local("name"))),
        process_names=ArraySubquery(processes.values(local("name"))),
    )


def contacts_of(administrations: list[Any], reader: Any) -> dict[int, Holding]:
    """Return the contact point of each administration, with its languages, in one query."""
    languages = SpokenLanguage.objects.filter(person=OuterRef("person")).order_by("-level", "pk")
    holdings = (
        Holding.objects.current()
        .seen_by(reader)
        .filter(seat__kind=Seat.Kind.CONTACT_POINT, seat__administration__in=administrations)
        .select_related("seat", "person")
        .annotate(languages=ArraySubquery(languages.values(f"language__{local('name')}")))
    )
    return {holding.seat.administration_id: holding for holding in holdings}


@dataclass(frozen=True)
class Card:
    """A person, found by `with_seats`, as one reader sees them."""

    person: Any
    reader: Any

    @property
    def seats(self) -> list[SeatLine]:
        """The seats held today."""
        return [
            SeatLine(
                title=str(Seat.Kind(seat["kind"]).label),
                short=short_title(seat["kind"]),
                place=seat["administration"] or seat["region"],
                since=datetime.datetime.fromisoformat(seat["since"]),
                holding=seat["holding"],
            )
            for seat in self.person.seated
        ]

    @property
    def languages(self) -> list[Spoken]:
        """The languages the person works in, best first."""
        return [
            Spoken(each["name"], str(SpokenLanguage.Level(each["level"]).label))
            for each in self.person.spoken
        ]

    @property
    def spoken_words(self) -> str:
        """The names of these languages, for a row."""
        return ", ".join(each["name"] for each in self.person.spoken)

    @property
    def badges(self) -> list[tuple[str, str]]:
        """What stands at the end of a row: an account not in use, and the seats."""
        person = self.person
        state = (
            [] if person.state == person.State.VERIFIED else [("due", person.get_state_display())]
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


def short_title(kind: str) -> str:
    """Return what a row calls a seat."""
    return {
        Seat.Kind.CONTACT_POINT: _("Contact point"),
        Seat.Kind.DEPUTY: _("Deputy"),
        Seat.Kind.REGIONAL_OFFICER: _("Regional officer"),
    }[Seat.Kind(kind)]


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
