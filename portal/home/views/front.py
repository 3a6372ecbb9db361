"""The home page: public for visitors, "what needs you" for people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.markings.access import PUBLIC, access


@access(PUBLIC)
def front(request: HttpRequest) -> HttpResponse:
    """Show the home page."""
    return render(request, "home/front.html")
