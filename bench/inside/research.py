"""The library as a contact point reads it."""

from django.urls import reverse

from bench.inside import visit
from bench.inside.people import contact_point
from portal.markings.models import Reader
from research.models import Work

FILTERS = ["technology={}", "technology={}&type=report", "technology={}&language=en&sort=title"]
RECORDS = 8

if __name__ == "__main__":
    person = contact_point()
    person.reader = Reader(person)
    client = visit.visitor(person)
    works = reverse("research:work_list")
    readable = Work.objects.readable_by(person).published()
    technologies = readable.earliest("pk").technologies.values_list("slug", flat=True)
    # Their identifiers are random, so these are any records.
    records = readable.order_by("public_id")[:RECORDS]
    visit.report(
        client,
        {
            "list": [works],
            "list at 90 %": [visit.deep(client, works, readable)],
            "filtered list": [f"{works}?{each.format(technologies[0])}" for each in FILTERS],
            "record": [record.get_absolute_url() for record in records],
        },
    )
