"""What an administration has in the room, on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guidelines.pages.ours import Ours
from portal.markings.access import access


@access("guidelines.read_ours")
@require_safe
def ours(request: HttpRequest) -> HttpResponse:
    """Show the texts, answers and questions of the own administration, and what still runs."""
    return render(request, "guidelines/ours.html", {"ours": Ours(request.user)})
