"""What guidance needs of a person: the reviews that they were asked for."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from guidelines.models import Review
from portal.compiled import Compiled
from portal.needs import Need

# Asked by every page of whoever is signed in. Made once: a lazy plural costs more to make than to
# say.
ASKED = Compiled(
    lambda person: (
        Review.objects.waiting()
        .filter(person=person, manuscript__stage="review")
        .order_by()
        .values("pk")
    ),
    person=-1,
)
TITLE = ngettext_lazy(
    "You are asked to review %(n)d text", "You are asked to review %(n)d texts", "n"
)


def review_needs(person: Any) -> Iterator[Need]:
    """Yield the texts that wait for the person's review."""
    yield Need(
        title=TITLE,
        why=_("Your administration reads it before it is published"),
        url=reverse_lazy("guidelines:manuscript_list"),
        action=_("Read and review"),
        waiting=[ASKED(person=person.pk)],
    )
