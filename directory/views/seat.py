"""Who holds which seat, and the seat itself: its state, its mailbox, who signs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from directory.forms.person import SeatEndForm, SeatForm
from directory.forms.seat import MailboxForm
from directory.models import Administration, PendingChange, Person, Seat
from directory.views.person import Step
from directory.views.sections import show
from portal.markings.access import SIGNED_IN, access, get_or_post, may, post_only, require
from portal.markings.models import NotReadable, reader_of
from portal.refusals import Refused
from portal.revision import posted


@access("directory.read_cards")
@require_safe
def administration_seats(request: HttpRequest, iso2: str) -> HttpResponse:
    """List the seats of an administration, to its officers and the Secretariat."""
    home = Administration.objects.readable_or_404(request.user, iso2=iso2)
    seats = Seat.objects.readable_by(request.user).filter(administration=home).with_place()
    keeps = may(request.user, "directory.keep_seats")
    if not keeps and f"administration:{home.pk}" not in reader_of(request.user).tokens:
        raise NotReadable
    context = {
        "administration": home,
        "seats": seats.with_holder().order_by("role__position", "pk"),
        "keeps": keeps,
    }
    return show(request, "directory/administration_seats.html", "administration_list", context)


@access(SIGNED_IN)
@require_safe
def seat_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a seat to the Secretariat and the own administration."""
    seat = _seat(request, public_id)
    return show(request, "directory/seat_detail.html", "administration_list", _page(request, seat))


@access("directory.keep_seats")
@post_only
def seat_mailbox(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change the mailbox of a seat; while somebody holds it, a second officer decides."""
    seat = _seat(request, public_id)
    form = MailboxForm(request.POST, seat=seat)
    if form.is_valid():
        try:
            messages.success(request, form.save(by=request.user))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(seat)
    page = _page(request, seat) | {"form": form}
    return show(request, "directory/seat_detail.html", "administration_list", page)


@access("directory.keep_seats")
@post_only
def seat_close(request: HttpRequest, public_id: str) -> HttpResponse:
    """End a seat that nobody holds for good, with the reason."""
    seat = _seat(request, public_id)
    form = SeatEndForm(request.POST)
    if not form.is_valid():
        page = _page(request, seat) | {"end_form": form}
        return show(request, "directory/seat_detail.html", "administration_list", page)
    if seat.close(by=request.user, why=form.cleaned_data["why"]):
        messages.success(request, _("The seat is ended. Naming somebody opens it again."))
    else:
        messages.info(request, _("Nothing was changed: this seat cannot be ended now."))
    return redirect(seat)


@access(SIGNED_IN)
@post_only
def seat_deputies(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let deputies sign, or no longer: the contact point decides, or the Secretariat."""
    seat = _seat(request, public_id)
    require(request.user, "directory.let_deputies_sign", seat)
    if seat.let_deputies_sign(request.POST.get("may_sign") == "yes", by=request.user):
        messages.success(request, _("Your decision is saved."))
    return redirect(seat)


def _seat(request: HttpRequest, public_id: str) -> Seat:
    seats = Seat.objects.with_place().with_holder()
    return seats.readable_or_404(request.user, public_id=public_id)


def _page(request: HttpRequest, seat: Seat) -> dict[str, object]:
    """Return what the page of a seat shows this reader."""
    keeps = may(request.user, "directory.keep_seats", seat)
    waiting = (
        PendingChange.objects.readable_by(request.user).waiting().filter(seat=seat).with_owner()
    )
    return {
        "seat": seat,
        "waiting": waiting,
        "form": MailboxForm(seat=seat) if keeps else None,
        "end_form": SeatEndForm() if keeps and seat.may_close else None,
        "keeps": keeps,
        "may_let_sign": may(request.user, "directory.let_deputies_sign", seat),
    }


@access("directory.seat_person")
@get_or_post
def seat_give(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let an officer ask for a seat of a person without a letter; a second officer gives it."""
    people = Person.objects.with_post()
    person = people.readable_or_404(request.user, public_id=public_id)
    require(request.user, "directory.seat_person", person)
    form = SeatForm(posted(request), person=person)
    if form.is_bound and form.is_valid():
        try:
            form.ask(by=request.user)
        except Refused as refusal:
            form.add_error("seat", str(refusal))
        else:
            messages.success(
                request, _("The seat waits for a second officer. It counts from then.")
            )
            return redirect(person)
    return show(
        request, "directory/person_seat.html", "person_list", {"form": form, "person": person}
    )


END = Step(
    "end",
    "directory.seat_person",
    gettext_lazy("End this seat?"),
    gettext_lazy(
        "The person stays an officer and becomes a former holder. The seat is empty then."
    ),
    gettext_lazy("End the seat"),
    gettext_lazy("The seat is ended."),
    is_danger=True,
)


@access("directory.seat_person")
@get_or_post
def seat_end(request: HttpRequest, public_id: str, holding: int) -> HttpResponse:
    """Ask, then take a person out of a seat. A second press finds it ended."""
    person = Person.objects.readable_or_404(request.user, public_id=public_id)
    require(request.user, "directory.seat_person", person)
    held = get_object_or_404(person.holdings.select_related("seat"), pk=holding)
    form = SeatEndForm(posted(request))
    if form.is_bound and form.is_valid():
        held.end(by=request.user, why=form.cleaned_data["why"])
        messages.success(request, str(END.done))
        return redirect(person)
    context = {"person": person, "step": END, "about": held.seat, "form": form}
    return show(request, "directory/person_confirm.html", "person_list", context)
