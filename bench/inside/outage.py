"""The pages that somebody uses while the broker is away, and the session of who asks."""

from django.urls import reverse

from bench.inside import visit
from bench.inside.people import contact_point

PAGES = (
    "home:front",
    "notifications:inbox",
    "research:work_list",
    "directory:administration_list",
    "notifications:preferences",
    "search:results",
)

if __name__ == "__main__":
    pages = {name: [reverse(name)] for name in PAGES}
    visit.report(visit.visitor(contact_point()), pages)
