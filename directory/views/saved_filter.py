"""Filters of the list of people, kept by who uses them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from directory.forms.saved_filter import KeepFilterForm
from directory.models import SavedFilter
from directory.views.sections import show
from portal.markings.access import access, get_or_post, post_only


@access("directory.read_cards")
@get_or_post
def filter_list(request: HttpRequest) -> HttpResponse:
    """List the reader's own filters, and keep the one that they come with."""
    person: Any = request.user
    query = request.GET.urlencode()
    form = KeepFilterForm(request.POST or None, initial={"query": query}) if query else None
    if request.method == "POST":
        form = KeepFilterForm(request.POST)
        if form.is_valid():
            if SavedFilter.keep(by=person, **form.cleaned_data):
                messages.success(request, _("The filter is kept."))
                return redirect("directory:filter_list")
            form.add_error(None, _("You keep 30 filters, which is the most. Remove one first."))
    kept = SavedFilter.objects.filter(person=person)
    return show(request, "directory/filter_list.html", "person_list", {"form": form, "kept": kept})


@access("directory.read_cards")
@post_only
def filter_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one of the reader's own filters."""
    row = get_object_or_404(SavedFilter, pk=pk, person=request.user)
    row.drop(by=request.user)
    messages.success(request, _("The filter is removed."))
    return redirect("directory:filter_list")
