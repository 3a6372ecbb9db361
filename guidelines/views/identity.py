"""What the administration of a record says of it: whose it is, and whether it still runs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.forms.identity import OpenForm, RunningForm
from guidelines.models import Identity
from guidelines.pages.fetching import record_or_404
from guidelines.pages.identity import whose
from guidelines.pages.ours import running_of
from portal.markings.access import access, get_or_post, post_only
from portal.refusals import Refused
from portal.revision import posted

# What one page shows: no administration has so many.
MOST = 100


@access("guidelines.open_identity")
@get_or_post
def identity_open(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let more be known of whose record it is, or put the date of its seal off."""
    row = record_or_404(request, public_id, "guidelines.open_identity")
    identity = Identity.of(row)
    assert identity is not None  # it is their own
    form = OpenForm(posted(request), identity=identity)
    if form.is_bound and form.is_valid():
        try:
            form.save(by=request.user)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Kept. This is what readers are told from now on."))
            return redirect(row)
    context = {
        "record": row, "form": form, "identity": identity, "whose": whose(row),
        "headline": _("Say who may know"), "button": _("Save"),
    }  # fmt: skip
    return render(request, "guidelines/identity_open.html", context)


@access("guidelines.say_running")
@require_safe
def running_list(request: HttpRequest) -> HttpResponse:
    """Show the own experiences that are said to run, the oldest word first."""
    context = {"rows": running_of(request.user)[:MOST]}
    return render(request, "guidelines/running_list.html", context)


@access("guidelines.say_running")
@post_only
def running_say(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the answer to: is it still running?"""
    row = record_or_404(request, public_id, "guidelines.say_running")
    form = RunningForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the answers."))
        return redirect(row)
    answer = form.cleaned_data["answer"]
    try:
        if answer == "yes":
            row.say_running(by=request.user)
            messages.success(request, _("Thank you. Readers see that it still runs."))
            return redirect(row)
        manuscript = row.say_changed(by=request.user, has_ended=answer == "ended")
    except Refused as why:
        messages.error(request, str(why))
        return redirect(row)
    messages.info(request, _("Say in the new version what changed, then send it on."))
    return redirect(manuscript)
