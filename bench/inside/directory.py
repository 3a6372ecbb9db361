"""The directory as a contact point reads it."""

from django.urls import reverse

from bench.inside import visit
from bench.inside.people import contact_point
from directory.models import Person
from portal.markings.models import Reader

PEOPLE = 8
# One of the load data, and that name with one letter wrong.
NAME, TYPED = "Load000123", "lood000123"
# None of them speaks anything, whatever the hour: the page says which filters are in the way.
NOBODY = f"q={TYPED}&language=fr&level=B1&now=1"

if __name__ == "__main__":
    person = contact_point()
    person.reader = Reader(person)
    client = visit.visitor(person)
    people = reverse("directory:person_list")
    # Their identifiers are random, so these are any people.
    readable = Person.objects.readable_by(person)
    some = readable.order_by("public_id")[:PEOPLE]
    technology = readable.get(family_name=NAME).technologies.order_by("pk")[0]
    visit.report(
        client,
        {
            "administrations": [reverse("directory:administration_list")],
            "people": [people],
            "people found": [f"{people}?q={TYPED}&technology={technology.slug}"],
            "nobody found": [f"{people}?{NOBODY}"],
            "people at 90 %": [visit.deep(client, people, readable)],
            "person": [each.get_absolute_url() for each in some],
        },
    )
