"""What the directory needs of a person: a confirmation, an answer, a deputy, a fuller card."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Exists
from django.db.models.functions import Now
from django.urls import reverse, reverse_lazy
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from directory.models import Administration, ContactRequest, Nomination, Seat, Signing
from portal.compiled import Compiled
from portal.markings.models import reader_of
from portal.needs import Need


def confirmation_needs(person: Any) -> Iterator[Need]:
    """Yield the confirmation, from a month before its day; it costs no question."""
    if not person.is_asked:
        return
    if person.is_lapsed:
        why: Any = _("Your card is hidden and you read public pages only, until you do")
    elif person.is_late:
        why = gettext("Your card is hidden from %(day)s on") % {
            "day": date_format(person.hidden_from)
        }
    else:
        why = _("Asked once a year")
    yield Need(
        title=_("Confirm that your card is right"),
        why=why,
        url=reverse("directory:account_confirm"),
        action=_("Look and confirm"),
        is_late=person.is_late,
        due=person.confirm_by,
    )


# Made once: a lazy plural costs more to make than to say.
SEATS_HANDED_OVER = ngettext_lazy(
    "%(n)d seat is handed over to you", "%(n)d seats are handed over to you", "n"
)
# Asked by every page of whoever is signed in.
NAMED = Compiled(
    lambda person: (
        Nomination.objects.open()
        .filter(origin="handover", accepted_at=None, person=person)
        .order_by()
        .values("pk")
    ),
    person=-1,
)


def handover_needs(person: Any) -> Iterator[Need]:
    """Yield the seats that somebody wants to hand over to the person."""
    yield Need(
        title=SEATS_HANDED_OVER,
        why=_("Say yes or no. The Secretariat then verifies it"),
        url=reverse_lazy("directory:nomination_list"),
        action=_("Answer"),
        waiting=[NAMED(person=person.pk)],
    )


def coordination_needs(person: Any) -> Iterator[Need]:
    """Yield what is open for the link of an administration."""
    yield from confirmation_needs(person)
    yield from handover_needs(person)
    yield Need(
        title=ngettext_lazy(
            "%(n)d person whom you named waits for a decision",
            "%(n)d people whom you named wait for a decision",
            "n",
        ),
        url=reverse("directory:nomination_list"),
        action=_("See how it stands"),
        waiting=[Nomination.objects.open().filter(named_by=person.pk)],
    )


def deputy_needs(person: Any) -> Iterator[Need]:
    """Yield the deputy who is missing beside a contact point."""
    home = person.administration_id
    if home is None or "seat:contact-point" not in reader_of(person).tokens:
        return
    held = Seat.objects.filled().filter(role__code="deputy", administration=home)
    named = Nomination.objects.open().filter(seat__role__code="deputy", seat__administration=home)
    missing = Administration.objects.filter(pk=home).filter(~Exists(held), ~Exists(named))
    yield Need(
        title=_("Nobody is your deputy"),
        why=_("Whoever looks for you while you are away finds nobody"),
        url=reverse("directory:person_name", args=["deputy"]),
        action=_("Name a deputy"),
        waiting=[missing],
    )


def card_needs(person: Any) -> Iterator[Need]:
    """Yield what colleagues miss on the card."""
    if not (person.post and (person.phone or person.mobile)):
        yield Need(
            title=_("Your card says too little"),
            why=_("A post and a number help colleagues to reach the right person"),
            url=reverse("directory:account_card"),
            action=_("Complete it"),
        )


ASKS_FOR_CONTACT = ngettext_lazy(
    "%(n)d colleague asks for contact", "%(n)d colleagues ask for contact", "n"
)
# Asked by every page of whoever is signed in: the clock is the database's.
ASKED = Compiled(
    lambda person: (
        ContactRequest.objects.filter(
            state="asked", expires_at__gt=Now(), recipient=person, is_unheard=False
        )
        .order_by()
        .values("pk")
    ),
    person=-1,
)


def asked_needs(person: Any) -> Iterator[Need]:
    """Yield the colleagues who ask for contact, on every page and so without a day."""
    yield Need(
        title=ASKS_FOR_CONTACT,
        why=_("Nobody sees your address before you answer"),
        url=reverse_lazy("directory:contact_request_list"),
        action=_("Answer"),
        waiting=[ASKED(person=person.pk)],
    )


def contact_needs(person: Any) -> Iterator[Need]:
    """Yield the colleagues who ask for contact, with the first day on which it expires."""
    asked = ContactRequest.objects.open().filter(recipient=person.pk, is_unheard=False)
    yield from (replace(need, waiting=[asked], due_in="expires_at") for need in asked_needs(person))


def signing_needs(person: Any) -> Iterator[Need]:
    """Yield the texts of the administration that wait for the person's signature."""
    home = person.administration_id
    if home is None:
        return
    yield Need(
        title=ngettext_lazy(
            "%(n)d text waits for a signature", "%(n)d texts wait for a signature", "n"
        ),
        why=_("It speaks for your administration once it is signed"),
        url=reverse("directory:signing_list"),
        action=_("Read and sign"),
        waiting=[Signing.objects.drafts().filter(administration=home).signable_by(person)],
        due_in="closes_at",
    )
