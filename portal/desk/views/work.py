"""One item of the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.markings.access import access


@access("desk.work_queues")
@require_safe
def item_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an item."""
    return render(request, "desk/home.html")
