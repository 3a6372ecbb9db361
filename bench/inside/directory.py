"""The directory as a contact point reads it."""

from django.urls import reverse

from bench.inside import visit
from bench.inside.people import contact_point
from directory.models import Person
from portal.markings.models import Reader

PEOPLE = 8
# A name with one letter wrong, who speaks well enough and works now.
QUERY = "q=lood0001&language=fr&level=B1&now=1"

if __name__ == "__main__":
    person = contact_point()
    person.reader = Reader(person)
    client = visit.visitor(person)
    people = reverse("directory:person_list")
    # Their identifiers are random, so these are any people.
    readable = Person.objects.readable_by(person)
    some = readable.order_by("public_id")[:PEOPLE]
    visit.report(
        client,
        {
            "administrations": [reverse("directory:administration_list")],
            "people": [people],
            "people found": [f"{people}?{QUERY}"],
            "people at 90 %": [visit.deep(client, people, readable)],
            "person": [each.get_absolute_url() for each in some],
        },
    )
