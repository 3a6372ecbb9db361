"""What happened to a seat and to a card, for whoever may know it."""

from operator import attrgetter

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from directory.history import Line, events_about, events_of, lines_of, steps_of
from directory.models import Person, Seat
from directory.views.sections import show
from portal.markings.access import SIGNED_IN, access, may
from portal.markings.models import NotReadable
from portal.paging import Order, Page

STEPS = {"new": Order(gettext_lazy("Newest first"), ("-at", "-id"))}
TIMES = {"new": Order(gettext_lazy("Newest first"), ("-since", "-id"))}
EVENTS = {"new": Order(gettext_lazy("Newest first"), ("-id",))}


@access("directory.read_cards")
@require_safe
def seat_history(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a seat's history: names to its own office and the Secretariat, times to others."""
    seat = Seat.objects.with_place().filter(public_id=public_id).first()
    if seat is None:
        raise NotReadable
    context = {"seat": seat, "names_people": may(request.user, "directory.read_seat", seat)}
    if context["names_people"]:
        page = Page.of(seat.steps.select_related("by"), request, orders=STEPS)
        says_why = may(request.user, "directory.record_letter")
        context |= {"page": page, "lines": _lines(seat, page, says_why=says_why)}
    else:
        # As on the page of the office: whether it is empty now is not said.
        ended = seat.holdings.filter(until__isnull=False)
        context |= {"page": Page.of(ended, request, orders=TIMES)}
    return show(request, "directory/seat_history.html", "administration_list", context)


def _lines(seat: Seat, page: Page, *, says_why: bool) -> list[Line]:
    """Return a page of steps, and what the log says of the seat in the time of this page."""
    told = events_about(seat)
    # What the log says stands with the step before it, so that it is on one page alone.
    if page.next:
        told = told.filter(at__gte=page.rows[-1].at)
    if page.previous:
        later = seat.steps.filter(at__gt=page.rows[0].at).order_by("at")
        told = told.filter(at__lt=later.values("at")[:1])
    lines = steps_of(seat, page.rows, says_why=says_why)
    lines += lines_of(told.order_by("-pk"), is_own=not says_why, seat=seat)
    return sorted(lines, key=attrgetter("at"), reverse=True)


@access(SIGNED_IN)
@require_safe
def person_history(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what happened to a card, to its owner and to who keeps cards."""
    person = Person.objects.with_post().filter(public_id=public_id).first()
    if person is None or not may(request.user, "directory.read_history", person):
        raise NotReadable
    is_own = person.pk == request.user.pk
    page = Page.of(events_of(person, is_own=is_own), request, orders=EVENTS)
    context = {
        "person": person,
        "is_own": is_own,
        "page": page,
        "lines": lines_of(page.rows, is_own=is_own),
        "seats": person.holdings.select_related(
            "seat__role", "seat__administration", "seat__region", "seat__partner"
        ).order_by("-since", "-pk")[:20],
    }
    return show(request, "directory/person_history.html", "person_list", context)
