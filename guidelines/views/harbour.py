"""What the administration of a record says of it: whose it is, and whether it still runs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.forms.harbour import OpenForm, RunningForm
from guidelines.harbour import whose
from guidelines.models import Identity, Record
from guidelines.running import say_changed, say_running
from portal.desk.registry import Refused
from portal.markings.access import access, get_or_post, post_only, require
from portal.revision import posted

# What one page shows: no administration has so many.
MOST = 100


@access("guidelines.open_identity")
@get_or_post
def identity_open(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let more be known of whose record it is, or put the date of its seal off."""
    rows = Record.objects.published().detailed()  # type: ignore[attr-defined]
    row = rows.readable_or_404(request.user, public_id=public_id)
    require(request.user, "guidelines.open_identity", row)
    identity = Identity.objects.select_related("administration__region").get(record=row)
    identity.record = row
    form = OpenForm(posted(request), identity=identity)
    if form.is_bound and form.is_valid():
        try:
            form.save(by=request.user)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Kept. This is what readers are told from now on."))
            return redirect(row)
    context = {"record": row, "form": form, "identity": identity, "whose": whose(row)}
    return render(request, "guidelines/identity_open.html", context)


@access("guidelines.say_running")
@require_safe
def running_list(request: HttpRequest) -> HttpResponse:
    """Show the own experiences that are said to run, the oldest word first."""
    rows = Record.objects.readable_by(request.user).published().experiences()
    own = rows.filter(identity__administration=request.user.administration_id)  # type: ignore[union-attr]
    context = {"rows": own.filter(running_at__isnull=False).order_by("running_at", "pk")[:MOST]}
    return render(request, "guidelines/running_list.html", context)


@access("guidelines.say_running")
@post_only
def running_say(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the answer to: is it still running?"""
    row = Record.objects.published().readable_or_404(request.user, public_id=public_id)
    require(request.user, "guidelines.say_running", row)
    form = RunningForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the answers."))
        return redirect(row)
    answer = form.cleaned_data["answer"]
    try:
        if answer == "yes":
            say_running(row, by=request.user)
            messages.success(request, _("Thank you. Readers see that it still runs."))
            return redirect(row)
        manuscript = say_changed(row, by=request.user, has_ended=answer == "ended")
    except Refused as why:
        messages.error(request, str(why))
        return redirect(row)
    messages.info(request, _("Say in the new version what changed, then send it on."))
    return redirect(manuscript)
