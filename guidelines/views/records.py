"""Reading: the lists and one record."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guidelines.kinds import Kind, State
from guidelines.listing import Listing
from guidelines.page import RecordPage, record_or_404
from guidelines.policies import staff
from portal.markings.access import PUBLIC, access


def kind_or_404(word: str) -> Kind:
    """Return the kind that an address names."""
    if word not in Kind.values:
        raise Http404
    return Kind(word)


@access(PUBLIC)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show where guidance begins."""
    context = {"kinds": Kind.choices, "staff": staff(request.user)}
    return render(request, "guidelines/home.html", context)


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
    row = record_or_404(request.user, public_id)
    context = {"page": RecordPage(row, request.user), "record": row, "staff": staff(request.user)}
    if row.state == State.WITHDRAWN:
        return render(request, "guidelines/record_withdrawn.html", context, status=410)
    return render(request, "guidelines/record_detail.html", context)
