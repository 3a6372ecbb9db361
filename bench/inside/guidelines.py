"""Guidance as a contact point reads it."""

from django.urls import reverse
from django.utils.translation import override

from bench.inside import visit
from bench.inside.people import contact_point
from guidelines.kinds import Kind
from guidelines.models import Record
from portal.markings.models import Reader

FILTERS = ["technology={}", "technology={}&progress=adopted", "technology={}&sort=title"]
RECORDS = 8
COMPARED = 5

if __name__ == "__main__":
    person = contact_point()
    person.reader = Reader(person)
    client = visit.visitor(person)
    address = reverse("guidelines:record_list", args=[Kind.EXPERIENCE])
    readable = Record.objects.readable_by(person).published()
    cases = readable.filter(kind=Kind.EXPERIENCE)
    technology = cases.order_by("public_id")[0].codes_of("technology")[0]
    practices = readable.filter(kind=Kind.PRACTICE).order_by("public_id")[:RECORDS]
    with override("fr"):
        in_french = [record.get_absolute_url() for record in practices]
    codes = ",".join(str(row.code) for row in cases.order_by("public_id")[:COMPARED])
    visit.report(
        client,
        {
            "list": [address],
            "list at 90 %": [visit.deep(client, address, cases)],
            "filtered list": [f"{address}?{each.format(technology)}" for each in FILTERS],
            "record": [record.get_absolute_url() for record in practices],
            "record in French": in_french,
            "matrix": [reverse("guidelines:home")],
            "compare": [f"{reverse('guidelines:record_compare')}?codes={codes}"],
            "alike": [f"{reverse('guidelines:alike_list')}?technology={technology}"],
            "technology": [reverse("taxonomy:technology_detail", args=[technology])],
        },
    )
