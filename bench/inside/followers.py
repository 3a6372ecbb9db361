"""Ten thousand people who follow one technology, made from one sample person."""

import json
import sys

from django.db import connection

from bench.inside.people import contact_point
from directory.models import Person
from portal.notifications.models import Follow

SUBJECT = "technology:bench"
PEOPLE = 10_000

# Everything of the person but what must be unique.
_COPY = """
INSERT INTO directory_person ({columns})
SELECT {values} FROM directory_person AS person, generate_series(1, %s) AS number
 WHERE person.id = %s
"""
_OWN = {
    "public_id": "'f' || lpad(number::text, 11, '0')",
    "email": "'follower' || number || '@follower.example'",
}


def followers(person: Person, count: int = PEOPLE) -> list[int]:
    """Return the ids of so many people, made and following at the first call."""
    found = Person.objects.filter(email__endswith="@follower.example").order_by("pk")
    if not found.exists():
        columns = [f.column for f in Person._meta.concrete_fields if not f.primary_key]
        values = [_OWN.get(column, f'person."{column}"') for column in columns]
        names = ", ".join(f'"{column}"' for column in columns)
        with connection.cursor() as cursor:
            cursor.execute(
                _COPY.format(columns=names, values=", ".join(values)), [count, person.pk]
            )
        Follow.objects.bulk_create(
            Follow(person_id=pk, subject=SUBJECT) for pk in found.values_list("pk", flat=True)
        )
    return list(found.values_list("pk", flat=True))


if __name__ == "__main__":
    json.dump(len(followers(contact_point())), sys.stdout)
