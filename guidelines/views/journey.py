"""Texts in preparation: the list of what waits, and the steps on and back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from guidelines.kinds import Stage
from guidelines.models import Manuscript, journey
from guidelines.models.anew import go_elsewhere
from guidelines.pages.ours import texts_of, waits_for
from guidelines.views.manuscripts import manuscript_or_404
from portal.markings.access import access, post_only, require
from portal.paging import Order, Page
from portal.refusals import Refused

ORDERS = {"newest": Order(gettext_lazy("newest"), ("-stage_since", "-id"))}


@access("guidelines.read_manuscript")
@require_safe
def manuscript_list(request: HttpRequest) -> HttpResponse:
    """List the texts on their way that the person reads, and whom each waits for."""
    counted = Manuscript.objects.readable_by(request.user).open()
    page = Page.of(texts_of(request.user), request, orders=ORDERS, counted=counted)
    lines = [(row, waits_for(row)) for row in page.rows]
    context = {"page": page, "lines": lines}
    return render(request, "guidelines/manuscript_list.html", context)


@access("guidelines.send_on")
@post_only
def manuscript_send(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send a text on to its next step."""
    row = manuscript_or_404(request, public_id)
    require(request.user, "guidelines.send_on", row)
    if _tried(request, lambda: journey.send_on(row, by=request.user)):
        messages.success(request, _said(row))
    return redirect(row)


def _said(row: Manuscript) -> str:
    if row.stage == Stage.CLEARANCE:
        return _("Sent on. A holder of a seat that signs for your administration clears it.")
    return _("Sent on. The Secretariat reads it now.")


@access("guidelines.send_on")
@post_only
def manuscript_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a text back to write in it again."""
    row = manuscript_or_404(request, public_id)
    require(request.user, "guidelines.send_on", row)
    if _tried(request, lambda: journey.take_back(row, by=request.user)):
        messages.success(request, _("Taken back. You write in it again."))
    return redirect(row)


@access("guidelines.send_on")
@post_only
def manuscript_drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a text up."""
    row = manuscript_or_404(request, public_id)
    require(request.user, "guidelines.send_on", row)
    if _tried(request, lambda: journey.drop(row, by=request.user)):
        messages.success(request, _("Given up. Whoever wrote it may still read it."))
    return redirect(row)


@access("guidelines.take_elsewhere")
@post_only
def manuscript_elsewhere(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a text whose record was withdrawn or replaced go on in a record of its own."""
    row = manuscript_or_404(request, public_id)
    require(request.user, "guidelines.take_elsewhere", row)
    found = go_elsewhere(row, by=request.user)
    messages.success(request, _("Your text goes on here. Correct it, then send it on."))
    return redirect(found)


def _tried(request: HttpRequest, act: Callable[[], bool]) -> bool:
    """Do a step, or say why it cannot be done."""
    try:
        done = act()
    except Refused as why:
        messages.error(request, str(why))
        return False
    if not done:
        messages.info(request, _("A colleague was faster: the text stands elsewhere by now."))
    return done
