"""Who holds which seat."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.forms.person import SeatForm
from directory.models import Person
from directory.views.person import Step, question
from directory.views.sections import show
from portal.markings.access import access, require
from portal.revision import posted


@access("directory.seat_person")
@question
def seat_give(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let the Secretariat seat a person."""
    people = Person.objects.with_post()
    person = people.readable_or_404(request.user, public_id=public_id)
    require(request.user, "directory.seat_person", person)
    form = SeatForm(posted(request), person=person)
    if form.is_bound and form.is_valid():
        form.save(by=request.user)
        messages.success(request, _("The person holds the seat."))
        return redirect(person)
    return show(request, "person_seat", "person_list", {"form": form, "person": person})


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
@question
def seat_end(request: HttpRequest, public_id: str, holding: int) -> HttpResponse:
    """Ask, then take a person out of a seat. A second press finds it ended."""
    person = Person.objects.readable_or_404(request.user, public_id=public_id)
    require(request.user, "directory.seat_person", person)
    held = get_object_or_404(person.holdings.select_related("seat"), pk=holding)
    if request.method == "POST":
        held.end(by=request.user)
        messages.success(request, str(END.done))
        return redirect(person)
    context = {"person": person, "step": END, "about": held.seat}
    return show(request, "person_confirm", "person_list", context)
