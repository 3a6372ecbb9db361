"""What a person wants to hear, how often and when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.markings.access import SIGNED_IN, access


@access(SIGNED_IN)
def preferences(request: HttpRequest) -> HttpResponse:
    """Show and save what one is sent."""
    return render(request, "notifications/preferences.html")
