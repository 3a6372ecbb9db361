"""People by the lines that somebody types: an address, or a name of the directory."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Concat, Lower

from directory.models import Person
from directory.models.person import normalised_email


def found(lines: Iterable[str], by: Any) -> dict[str, list[Person]]:
    """Return the people of each line, in one query: verified, and readable by whoever asks.

    A line without people tells nothing: nobody of that name, or nobody that the asker may read.
    """
    wanted = {line: key_of(line) for line in lines}
    keys = set(wanted.values())
    full = Lower(Concat("given_name", Value(" "), "family_name"))
    people = (
        Person.objects.verified()
        .readable_by(by)
        .annotate(full=full)
        .filter(Q(email__in=keys) | Q(full__in=keys))
        .select_related("administration__region", "partner")
        .order_by("sort_key", "pk")
    )
    named: dict[str, list[Person]] = {}
    for person in people:
        named.setdefault(person.full, []).append(person)
        # An address that the card hides is confirmed to nobody by trying it.
        if person.shows(person.email_visibility, by):
            named.setdefault(person.email, []).append(person)
    return {line: named.get(key, []) for line, key in wanted.items()}


def key_of(line: str) -> str:
    """Return a line as it compares: an address normalised, a name as given and family name."""
    line = " ".join(line.split())
    if "@" in line:
        return normalised_email(line)
    family, comma, given = (part.strip() for part in line.partition(","))
    return (f"{given} {family}" if comma and given else line).lower()
