"""What guidance needs of a person: an answer to a colleague, and a word that a thing still runs."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from guidelines.models import Record, Relay
from guidelines.models.apart import RecordsOf
from portal.compiled import Compiled
from portal.markings.models import reader_of
from portal.needs import Need

# Asked by every page of whoever is signed in. Made once: a lazy plural costs more to make than to
# say.
ASKED = Compiled(
    lambda person, tokens: (
        Relay.objects.waiting().readable_with(tokens).exclude(asker=person).order_by().values("pk")
    ),
    person=-1,
    tokens=["nobody"],
)
# A contact point is asked for the whole administration, anybody else for what they wrote.
RUNNING = Compiled(
    lambda administration: (
        Record.objects.published()
        .filter(running_waits=True, pk__in=RecordsOf(administration))
        .order_by()
        .values("pk")
    ),
    administration=-1,
)
OWN_RUNNING = Compiled(
    lambda administration, person: (
        Record.objects.published()
        .filter(running_waits=True, pk__in=RecordsOf(administration, person))
        .order_by()
        .values("pk")
    ),
    administration=-1,
    person=-2,
)
ASKED_TITLE = ngettext_lazy(
    "%(n)d question to the author of your record", "%(n)d questions to authors of your records",
    "n",
)  # fmt: skip
RUNNING_TITLE = ngettext_lazy(
    "%(n)d experience: is it still running?", "%(n)d experiences: are they still running?", "n"
)


def identity_needs(person: Any) -> Iterator[Need]:
    """Yield the questions that wait for an author, and the experiences that nobody confirmed."""
    tokens = reader_of(person).tokens
    home = getattr(person, "administration_id", None)
    if "members" not in tokens or home is None:
        return
    yield Need(
        title=ASKED_TITLE,
        why=_("Whoever asks learns no name of you that the record does not tell"),
        url=reverse_lazy("guidelines:relay_list"),
        action=_("Read and answer"),
        waiting=[ASKED(person=person.pk, tokens=[f"administration:{home}"])],
    )
    is_contact = "seat:contact-point" in tokens
    running = (
        RUNNING(administration=home)
        if is_contact
        else OWN_RUNNING(administration=home, person=person.pk)
    )
    yield Need(
        title=RUNNING_TITLE,
        why=_("Asked every six months; one click answers"),
        url=reverse_lazy("guidelines:running_list"),
        action=_("Answer"),
        waiting=[running],
    )
