"""Texts in preparation: the list of what waits, and the steps on and back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from guidelines.kinds import Stage
from guidelines.manuscript_page import WAITS
from guidelines.models import Manuscript, Review, journey
from guidelines.policies import staff
from guidelines.views.manuscripts import manuscript_or_404
from portal.desk.registry import Refused
from portal.markings.access import access, post_only, require
from portal.paging import Order, Page

ORDERS = {"newest": Order(gettext_lazy("newest"), ("-stage_since", "-id"))}


@access("guidelines.read_manuscript")
@require_safe
def manuscript_list(request: HttpRequest) -> HttpResponse:
    """List the texts on their way that the person reads, and whom each waits for."""
    asked = Review.objects.waiting().filter(person=request.user.pk, manuscript=OuterRef("pk"))
    rows = Manuscript.objects.readable_by(request.user).open().select_related("record")
    page = Page.of(rows.annotate(is_asked=Exists(asked)), request, orders=ORDERS, counted=rows)
    lines = [(row, _waits(row)) for row in page.rows]
    context = {"page": page, "lines": lines, "staff": staff(request.user)}
    return render(request, "guidelines/manuscript_list.html", context)


def _waits(row: Any) -> Any:
    if row.is_asked and row.stage == Stage.REVIEW:
        return gettext_lazy("Your review")
    if row.stage == Stage.WRITING and row.returned_at:
        return gettext_lazy("It came back with a reason")
    return WAITS[Stage(row.stage)]


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
