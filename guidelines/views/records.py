"""Reading: the lists and one record."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guidelines.kinds import Kind, State
from guidelines.lists.listing import Listing
from guidelines.pages.record import RecordPage
from guidelines.pages.statement import shown_or_404
from guidelines.views.succession import show_superseded, show_withdrawn
from portal.markings.access import PUBLIC, access


def kind_or_404(word: str) -> Kind:
    """Return the kind that an address names."""
    if word not in Kind.values:
        raise Http404
    return Kind(word)


@access(PUBLIC)
@require_safe
def record_list(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the records of one kind that the person may read, narrowed by facets."""
    listing = Listing(request, kind_or_404(kind))
    return render(request, "guidelines/record_list.html", listing.context())


@access(PUBLIC)
@require_safe
def record_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one record, or that it was withdrawn or superseded."""
    row = shown_or_404(request.user, public_id)
    if row.state == State.SUPERSEDED:
        return show_superseded(request, row)
    if row.state == State.WITHDRAWN:
        return show_withdrawn(request, row)
    context = {"page": RecordPage(row, request.user), "record": row}
    return render(request, "guidelines/record_detail.html", context)
