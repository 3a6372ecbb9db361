"""The signed-in home page."""

from django.urls import reverse

from bench.inside import visit
from bench.inside.people import contact_point

if __name__ == "__main__":
    visit.report(visit.visitor(contact_point()), {"home page": [reverse("home:front")]})
