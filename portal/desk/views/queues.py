"""The queues of the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.markings.access import access


@access("desk.work_queues")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the queues."""
    return render(request, "desk/home.html")


@access("desk.work_queues")
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show one queue."""
    return render(request, "desk/home.html")
