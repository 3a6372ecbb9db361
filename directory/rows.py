"""People as rows of a list: what is shown of each, found by one statement for a whole page."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.utils.translation import get_language

from directory.models import Person
from directory.models.seat_role import SeatRole
from portal.lists import KeptList, KeptRows
from portal.markings.models import reader_of

# How a list says that a name is only spelled like the words of its filter.
IS_NEAR = "is_near"

# Written out: building these joins anew takes three times as long as PostgreSQL needs for them.
LANGUAGES = """(
    SELECT string_agg(CASE WHEN %s THEN language.name_fr ELSE language.name_en END, ', '
        ORDER BY spoken.level DESC, spoken.id)
    FROM directory_spokenlanguage AS spoken
    JOIN taxonomy_language AS language ON language.id = spoken.language_id
    WHERE spoken.person_id = directory_person.id
)"""
SEATS = """ARRAY(
    SELECT seat.role_id FROM directory_holding AS holding
    JOIN directory_seat AS seat ON seat.id = holding.seat_id
    JOIN directory_seatrole AS role ON role.code = seat.role_id
    WHERE holding.person_id = directory_person.id AND holding.until IS NULL ORDER BY role.position
)"""


def as_rows(people: QuerySet[Person]) -> QuerySet[Person, Any]:
    """Return the people as dicts with what a row shows: they cost half of what models do."""
    return people.values(
        "id", "public_id", "given_name", "family_name", "sort_key", "post", "post_fr", "state",
        "confirmation",
        "changed_at", "is_sample", "administration__iso2", "administration__name_en",
        "administration__name_fr", "partner__name_en", "partner__name_fr",
        *([IS_NEAR] if IS_NEAR in people.query.annotations else []),
    ).annotate(
        languages_spoken=RawSQL(LANGUAGES, [get_language() == "fr"], output_field=TextField()),  # noqa: S611 no value of anybody in it
        seats_held=RawSQL(SEATS, [], output_field=ArrayField(TextField())),  # noqa: S611 nor here
    )  # fmt: skip


@cache
def _kept(language: str) -> KeptList:
    """Return the list of all people with the languages that they speak in one language."""
    return KeptList(
        Person.objects.readable_within, shape=as_rows, is_planned_once=False, audiences=[-987_654]
    )


def everybody(reader: Any) -> KeptRows:
    """Return the people that somebody may read: as rows, by statements that are kept."""
    return _kept(get_language() or "en").of(audiences=reader_of(reader).audience_ids)


def rows_of(people: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows in the reader's language."""
    is_french = get_language() == "fr"
    suffix = "fr" if is_french else "en"
    named = SeatRole.table()
    rows = []
    for person in people:
        is_verified = person["state"] == Person.State.VERIFIED
        rows.append(
            {
                "public_id": person["public_id"],
                "code": person["administration__iso2"] or "",
                "name": f"{person['given_name']} {person['family_name']}".strip(),
                "post": (person["post_fr"] if is_french else "") or person["post"],
                "home": person[f"administration__name_{suffix}"]
                or person[f"partner__name_{suffix}"],
                "languages": person["languages_spoken"],
                "is_sample": person["is_sample"],
                "state": "" if is_verified else str(Person.State(person["state"]).label),
                "is_near": person.get(IS_NEAR, 0),
                "confirmation": person["confirmation"],
                "seats": [named[code].short for code in person["seats_held"]],
            }
        )
    return rows
