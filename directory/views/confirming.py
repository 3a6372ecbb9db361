"""The yearly confirmation: one page, one button."""

from typing import Any

from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from directory import confirming
from directory.adapters import first_step
from directory.cards import cards_of
from directory.models import Person
from portal.markings.access import SIGNED_IN, access, get_or_post


@access(SIGNED_IN)
@get_or_post
def confirm(request: HttpRequest) -> HttpResponse:
    """Show the own card as others see it, and take one press for the whole year."""
    reader: Any = request.user
    person = Person.objects.with_post().get(pk=reader.pk)
    if request.method != "POST":
        context = {"person": person, "card": cards_of([person], reader)[0]}
        return render(request, "directory/account_confirm.html", context)
    if confirming.confirm(person, by=person):
        messages.success(request, _("Thank you. Your card is confirmed for a year."))
    # A second press finds nothing to do, and leads to the same place.
    onward = get_next_redirect_url(request) or reverse("directory:account_confirm")
    step = first_step(person)
    return redirect(step or onward)
