"""Rows beside each other and beside the directory: who is new, who is there, who is in doubt."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from directory.addresses import findings
from directory.models import AllowedDomain, Holding, Nomination, Person
from directory.models.administration import sort_key
from directory.models.contact_import import ImportRow

State = ImportRow.State

type Key = tuple[Any, ...]


def mark_twins(rows: Iterable[ImportRow]) -> None:
    """Mark what stands in the file before: the first one counts."""
    by_email: dict[str, ImportRow] = {}
    by_name: dict[Key, ImportRow] = {}
    seats: dict[Key, ImportRow] = {}
    for row in rows:
        if row.state != State.READY:
            continue
        found = _twin(row, by_email.get(row.email), by_name.get(_named(row)), seats.get(_seat(row)))
        if found:
            row.say(found[0], "", found[1].number)
            row.state = State.DUPLICATE if found[0] in ("twice", "seat-twice") else State.REVIEW
            continue
        by_email.setdefault(row.email, row)
        by_name.setdefault(_named(row), row)
        if row.role_id:
            seats[_seat(row)] = row


def _twin(
    row: ImportRow, mail: ImportRow | None, name: ImportRow | None, seat: ImportRow | None
) -> tuple[str, ImportRow] | None:
    """Return what an earlier row has in common with this one, and that row."""
    if mail and _office(mail) != _office(row):
        return "two-offices", mail
    if mail and _named(mail) != _named(row):
        return "two-names", mail
    if mail and row.role_id in (None, mail.role_id):
        return "twice", mail
    if name and not mail:
        return "two-addresses", name
    if seat and row.role_id:
        return "seat-twice", seat
    return None


class Known:
    """What the directory says of these rows: five queries, however many there are."""

    def __init__(self, rows: list[ImportRow]) -> None:
        emails = {row.email for row in rows}
        homes = {row.administration_id for row in rows} - {None}
        partners = {row.partner_id for row in rows} - {None}
        people = list(Person.objects.filter(email__in=emails))
        keys = {sort_key(f"{row.family_name} {row.given_name}") for row in rows}
        named = Person.objects.filter(sort_key__in=keys)
        self.by_email = {person.email: person for person in people}
        self.by_name = {_named_person(person): person for person in named}
        roles: Any = {row.role_id for row in rows} - {None}
        of_them = Q(seat__administration__in=homes) | Q(seat__partner__in=partners)
        held = Holding.objects.current().filter(of_them, seat__role__in=roles)
        self.holders: dict[Key, int] = {
            (role, home, partner): person
            for role, home, partner, person in held.values_list(
                "seat__role", "seat__administration", "seat__partner", "person"
            )
        }
        standing = Nomination.objects.open().filter(of_them, seat__role__in=roles)
        self.nominated: set[Key] = set(
            standing.values_list("seat__role", "seat__administration", "seat__partner")
        )
        self.domains: dict[Key, set[str]] = defaultdict(set)
        listed = AllowedDomain.objects.filter(
            administration__in=homes
        ) | AllowedDomain.objects.filter(partner__in=partners)
        for home, partner, domain in listed.values_list("administration", "partner", "domain"):
            self.domains[home, partner].add(domain)

    def judge(self, row: ImportRow) -> None:
        """Say what the directory makes of a row that is ready by itself."""
        person = row.person = self.by_email.get(row.email)
        odd = findings(row.email, self.domains[_office(row)])
        for finding in odd:
            row.say(finding.code, "email")
        state = self._known(row, person) if person else self._new(row)
        if any(finding.is_grave for finding in odd):
            state = State.REVIEW
        row.state = self._seat(row, person) if state == State.READY else state

    def _known(self, row: ImportRow, person: Person) -> State:
        if not person.is_active:
            return _in_doubt(row, "stopped", person.name)
        if _home(person) != _office(row):
            return _in_doubt(row, "other-office", person.name)
        if _named_person(person) != _named(row):
            return _in_doubt(row, "other-name", person.name)
        if row.role_id is None or self.holders.get(_seat(row)) == person.pk:
            return State.PRESENT
        return State.READY

    def _new(self, row: ImportRow) -> State:
        namesake = self.by_name.get(_named(row))
        return _in_doubt(row, "other-address", namesake.email) if namesake else State.READY

    def _seat(self, row: ImportRow, person: Person | None) -> State:
        if not row.role_id:
            return State.READY
        if _seat(row) in self.holders:
            return _in_doubt(row, "held")
        return _in_doubt(row, "nominated") if _seat(row) in self.nominated else State.READY


def judge(rows: list[ImportRow]) -> None:
    """Compare rows that are ready by themselves with the directory."""
    ready = [row for row in rows if row.state == State.READY]
    known = Known(ready)
    for row in ready:
        known.judge(row)


def _in_doubt(row: ImportRow, code: str, what: str = "") -> State:
    row.say(code, "", what)
    return State.REVIEW


def _office(row: ImportRow) -> Key:
    return row.administration_id, row.partner_id


def _home(person: Person) -> Key:
    return person.administration_id, person.partner_id


def _named(row: ImportRow) -> Key:
    return (*_office(row), sort_key(f"{row.family_name} {row.given_name}"))


def _named_person(person: Person) -> Key:
    return (*_home(person), person.sort_key)


def _seat(row: ImportRow) -> Key:
    return row.role_id, *_office(row)
