"""What an administration has in the room, on one page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.forms.circumstances import CircumstancesForm
from guidelines.models import Circumstances
from guidelines.pages.ours import Ours
from portal.markings.access import access, get_or_post, may
from portal.revision import posted


@access("guidelines.read_ours")
@require_safe
def ours(request: HttpRequest) -> HttpResponse:
    """Show the texts, answers and questions of the own administration, and what still runs."""
    return render(request, "guidelines/ours.html", {"ours": Ours(request.user)})


@access("guidelines.find_alike")
@get_or_post
def circumstances_edit(request: HttpRequest) -> HttpResponse:
    """Say what the own administration is like, and whether others see what they share with it."""
    person: Any = request.user
    row = Circumstances.objects.filter(administration=person.administration_id).first()
    may_tell = may(person, "guidelines.tell_circumstances")
    form = CircumstancesForm(posted(request), row=row, may_tell=may_tell)
    if form.is_bound and form.is_valid():
        form.save(by=person)
        messages.success(request, _("Kept."))
        return redirect("guidelines:alike_list")
    context = {"form": form, "is_told": bool(row and row.is_told)}
    return render(request, "guidelines/circumstances_form.html", context)
