"""What a seat asks of its holder, and the people of the administration for its coordinator."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from directory.duties import asked_of
from directory.models import Holding, Person, SeatRole
from directory.rows import as_rows, rows_of
from directory.views.sections import show
from portal.markings.access import access, may, require
from portal.paging import Order, Page

ORDERS = {"name": Order(_("By name"), ("sort_key", "id"))}


@access("directory.hold_seat")
@require_safe
def role_desk(request: HttpRequest) -> HttpResponse:
    """Show what the reader's seats ask, with what is open in each part."""
    person: Any = request.user
    held = Holding.objects.current().filter(person=person.pk)
    seats = [
        row.seat
        for row in held.select_related("seat__administration", "seat__region", "seat__partner")
    ]
    coordinates = may(person, "directory.coordinate")
    context = {
        "asked": asked_of(person),
        "seats": seats,
        "offers": _offers(seats, coordinates=coordinates),
        "coordinates": coordinates,
    }
    return show(request, "directory/role_desk.html", "role_desk", context)


def _offers(seats: list[Any], *, coordinates: bool) -> list[SeatRole]:
    """Return the kinds of seat that the holder of these may propose people for."""
    held = {seat.role_id for seat in seats if seat.administration_id}
    return [
        role
        for role in SeatRole.table().values()
        if role.office == SeatRole.Office.ADMINISTRATION
        and not role.is_retired
        and role.code not in held
        and (coordinates or (role.stands_in_for and role.stands_in_for.code in held))
    ]


@access("directory.coordinate")
@require_safe
def own_people(request: HttpRequest) -> HttpResponse:
    """List everybody of the coordinator's own administration, whatever the state of the account."""
    person: Any = request.user
    home = person.administration
    require(person, "directory.coordinate", home)
    # The coordinator sees that a colleague exists and how the account stands, never hidden fields.
    people = as_rows(Person.objects.filter(administration=home).exclude(state="former"))
    page = Page.of(people, request, orders=ORDERS)
    readable = Person.objects.readable_by(person).filter(administration=home)
    is_open = set(readable.values_list("public_id", flat=True))
    rows = [row | {"is_open": row["public_id"] in is_open} for row in rows_of(page.rows)]
    context = {"page": page, "rows": rows, "home": home}
    return show(request, "directory/own_people.html", "role_desk", context)
