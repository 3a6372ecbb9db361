"""Whose record it is, to officers of the Secretariat: by two of them, and never unseen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.forms.identity import ReasonForm
from guidelines.models import Unsealing
from guidelines.models.unsealing import show_identity
from guidelines.pages.fetching import record_or_404
from portal.markings.access import access, get_or_post, may, post_only, require
from portal.refusals import Refused
from portal.revision import posted


def unsealing_or_404(request: HttpRequest, public_id: str) -> Unsealing:
    """Return an unsealing that the person may read of."""
    rows = Unsealing.objects.select_related("record", "asked_by", "decided_by")
    return rows.readable_or_404(request.user, public_id=public_id)


@access("guidelines.unseal_identity")
@get_or_post
def unsealing_ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask a second officer to agree that two see whose record it is."""
    row = record_or_404(request, public_id)
    form = ReasonForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            asked = Unsealing.ask(row, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("A second officer decides. Nobody sees anything yet."))
            return redirect(asked)
    title, button = _("Ask for an unsealing"), _("Ask a second officer")
    context = {"record": row, "form": form, "headline": title, "button": button}
    return render(request, "guidelines/unsealing_ask.html", context)


@access("guidelines.read_unsealing")
@require_safe
def unsealing_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an unsealing to officers, and to the administration whose record was unsealed."""
    row = unsealing_or_404(request, public_id)
    context = {
        "unsealing": row,
        "record": row.record,
        "may_look": row.is_open and may(request.user, "guidelines.look_at_identity", row),
    }
    return render(request, "guidelines/unsealing_detail.html", context)


@access("guidelines.look_at_identity")
@post_only
def unsealing_look(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show to one of the two whose record it is, and log it."""
    row = unsealing_or_404(request, public_id)
    require(request.user, "guidelines.look_at_identity", row)
    try:
        identity = row.look(by=request.user)
    except Refused as why:
        messages.error(request, str(why))
        return redirect(row)
    context = {"record": row.record, "identity": identity, "back": row, "by_two": True}
    return render(request, "guidelines/identity_shown.html", context)


@access("guidelines.show_identity")
@post_only
def identity_show(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show to an officer whose record it is, where its author lets the Secretariat know."""
    row = record_or_404(request, public_id)
    try:
        identity = show_identity(row, by=request.user)
    except Refused as why:
        messages.error(request, str(why))
        return redirect(row)
    context = {"record": row, "identity": identity, "back": row, "by_two": False}
    return render(request, "guidelines/identity_shown.html", context)
