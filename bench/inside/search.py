"""Search as a contact point uses it; the words are those of the load data."""

from urllib.parse import urlencode

from django.urls import reverse

from bench.inside import visit
from bench.inside.people import contact_point

QUERIES = [
    "customs",
    "risk model",
    "blockchain certificate",
    "How can machine learning find valuation fraud?",
    "contenedores frontera",
    "Load000100",
    "zzzz",
]

if __name__ == "__main__":
    results = reverse("search:results")
    mix = [f"{results}?{urlencode({'q': query})}" for query in QUERIES]
    pages = {"mix of queries": mix, "common word": mix[:1]}
    visit.report(visit.visitor(contact_point()), pages)
