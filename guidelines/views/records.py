"""Reading: the lists and one record."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from guidelines.kinds import Kind, State
from guidelines.models import Record
from guidelines.page import RecordPage
from guidelines.policies import staff
from portal.markings.access import PUBLIC, access
from portal.paging import Order, Page

ORDERS = {
    "newest": Order(_("newest"), ("-published_at", "-id")),
    "title": Order(_("title"), ("title_key", "id")),
}


def kind_or_404(word: str) -> Kind:
    """Return the kind that an address names."""
    if word not in Kind.values:
        raise Http404
    return Kind(word)


@access(PUBLIC)
@require_safe
def record_list(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the records of one kind that the person may read."""
    found = kind_or_404(kind)
    rows = Record.objects.readable_by(request.user).published().filter(kind=found).rows()
    page = Page.of(rows, request, orders=ORDERS)
    context = {"kind": found, "page": page, "staff": staff(request.user)}
    return render(request, "guidelines/record_list.html", context)


@access(PUBLIC)
@require_safe
def record_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one record, or that it was withdrawn or superseded."""
    rows = Record.objects.detailed().exclude(state=State.DRAFT)  # type: ignore[attr-defined]
    row = rows.readable_or_404(request.user, public_id=public_id)
    context = {"page": RecordPage(row, request.user), "record": row, "staff": staff(request.user)}
    if row.state == State.WITHDRAWN:
        return render(request, "guidelines/record_withdrawn.html", context, status=410)
    return render(request, "guidelines/record_detail.html", context)
