"""Saving a contact as a vCard or a QR code, and asking for contact where no address is shown."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from directory.cards import Card, cards_of
from directory.forms.contact import AnswerForm, AskForm, SaveContactForm
from directory.models import ContactRequest, Export, Person
from directory.models.card_view import BudgetSpentError
from directory.models.contact_request import TooManyRequestsError
from directory.qr import qr_svg
from directory.vcards import vcard_of
from directory.views.sections import show, spent
from portal.compiled import Compiled
from portal.markings.access import SIGNED_IN, access, get_or_post, require
from portal.markings.models import NotReadable, reader_of
from portal.paging import Order, Page
from portal.revision import posted

ORDERS = {"asked": Order(gettext_lazy("newest"), ("-asked_at", "-id"))}
# What a QR code holds beside the name and the post: the more, the smaller its squares.
CODED = ("email", "phone", "mobile", "office")
# What a long contact leaves out of it.
LONG = ("ORG", "TITLE", "ROLE")


# The reading rule stands inside, so that the statement is kept.
CARD = Compiled(
    lambda public_id, tokens: (
        Person.objects.with_post().readable_with(tokens).filter(public_id=public_id)
    ),
    public_id="?",
    tokens=["nobody"],
)
OWN_CARD = Compiled(
    lambda public_id: Person.objects.with_post().filter(public_id=public_id), public_id="?"
)


def card_or_404(request: HttpRequest, public_id: str) -> Card:
    """Return the card of this address: one's own always, others as the reader may."""
    if public_id == getattr(request.user, "public_id", None):
        found = OWN_CARD.found(public_id=public_id)
    else:
        tokens = sorted(reader_of(request.user).tokens)
        found = CARD.found(public_id=public_id, tokens=tokens)
    if not found:
        raise NotReadable
    return cards_of(found, request.user)[0]


@access(SIGNED_IN)
@get_or_post
def person_contact(request: HttpRequest, public_id: str) -> HttpResponse:
    """Offer a contact as a file or as a code to scan; each is noted as a copy of one card."""
    card = card_or_404(request, public_id)
    form = SaveContactForm(posted(request))
    context: dict[str, Any] = {"person": card.person, "form": form}
    if not (form.is_bound and form.is_valid()):
        return show(request, "directory/person_contact.html", "person_list", context)
    chosen = form.cleaned_data["format"]
    # Made first: what cannot be made is no copy.
    code = code_of(card) if chosen == Export.Format.QR else None
    if code and not code.drawn:
        form.add_error(None, _("This contact is too long for a code. Download the vCard."))
        return show(request, "directory/person_contact.html", "person_list", context)
    try:
        Export.take([card.person], by=request.user, format=chosen)
    except BudgetSpentError:
        return spent(request)
    if code:
        return show(request, "directory/person_qr.html", "person_list", context | {"code": code})
    response = HttpResponse(vcard_of(card), content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="contact-{public_id}.vcf"'
    return response


class Code(NamedTuple):
    """A contact in squares that a phone reads; nothing where it is too long for a code."""

    drawn: str
    is_shortened: bool = False


def code_of(card: Card) -> Code:
    """Return the contact as a code: where it is too long, without what its owner does where."""
    for without in ((), LONG):
        text = vcard_of(card, CODED, is_short=True, without=without)
        if drawn := qr_svg(text):
            return Code(drawn, is_shortened=bool(without))
    return Code("")


@access("directory.ask_contact")
@get_or_post
def contact_request_ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let somebody ask for contact a person whose address they do not see."""
    person = Person.objects.with_post().readable_or_404(request.user, public_id=public_id)
    require(request.user, "directory.ask_contact", person)
    if cards_of([person], request.user)[0].has_address:
        messages.info(request, _("This card shows an address. You can write to it."))
        return redirect(person)
    form = AskForm(posted(request), person=request.user)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            asked = ContactRequest.ask(
                person, by=request.user, message=values["message"], address=values["address"]
            )
        except TooManyRequestsError:
            form.add_error(None, _("You have asked as many people today as one person may."))
        else:
            messages.success(request, _("Your request is kept. It is open for 30 days."))
            return redirect(asked)
    context = {"person": person, "form": form}
    return show(request, "directory/contact_request_ask.html", "person_list", context)


@access(SIGNED_IN)
@require_safe
def contact_request_list(request: HttpRequest) -> HttpResponse:
    """Show the requests that the reader sent and got."""
    mine = Q(sender=request.user.pk) | Q(recipient=request.user.pk)
    rows = ContactRequest.objects.readable_by(request.user).filter(mine).with_people()
    page = Page.of(rows, request, orders=ORDERS)
    return show(request, "directory/contact_request_list.html", "person_list", {"page": page})


@access(SIGNED_IN)
@get_or_post
def contact_request_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a request to its two people, and take the answer of the one who is asked."""
    rows = ContactRequest.objects.with_people()
    asked = rows.readable_or_404(request.user, public_id=public_id)
    is_mine = asked.sender_id == request.user.pk
    form = None
    if not is_mine and asked.is_open:
        form = AnswerForm(posted(request), person=request.user)
    if request.method == "POST" and (form is None or form.is_valid()):
        if form and form.give(asked, by=request.user):
            messages.success(request, _("Your answer is sent."))
        else:
            messages.info(request, _("Nothing was changed: this request waits no more."))
        return redirect(asked)
    context = {
        "asked": asked,
        "form": form,
        "is_mine": is_mine,
        "other": asked.recipient if is_mine else asked.sender,
        "address": asked.recipient_address if is_mine else asked.sender_address,
        "own_address": asked.sender_address if is_mine else asked.recipient_address,
    }
    return show(request, "directory/contact_request_detail.html", "person_list", context)
