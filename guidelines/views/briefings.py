"""Two pages for heads of administration: to read, to print, and as a PDF made by the worker."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.models import Briefing
from guidelines.pages.briefing import Brief
from portal.audit.models import record
from portal.files.serving import serve
from portal.markings.access import PUBLIC, access, may, post_only
from portal.markings.models import NotReadable, reader_of
from portal.taxonomy.models import Technology


@access(PUBLIC)
@require_safe
def briefing_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the two pages about a technology, from what the reader may read now."""
    technology = get_object_or_404(Technology, slug=slug)
    context = {
        "technology": technology,
        "brief": Brief(technology, reader_of(request.user)),
        "may_make": may(request.user, "guidelines.make_briefing"),
    }
    return render(request, "guidelines/briefing_detail.html", context)


@access("guidelines.make_briefing")
@post_only
def briefing_make(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the two pages as a PDF."""
    technology = get_object_or_404(Technology, slug=slug)
    language = (get_language() or "en")[:2]
    row = Briefing.ask(technology, by=request.user, language=language)
    if row is None:
        messages.warning(request, _("You asked for twenty files today. Come back tomorrow."))
        return redirect("guidelines:briefing_detail", slug)
    return redirect(row)


@access("guidelines.make_briefing")
@require_safe
def briefing_state(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say how far a file is; for anybody but who asked it does not exist."""
    row = own_or_404(request, public_id)
    context = {"briefing": row, "last": Briefing.Step.KEPT.value}
    return render(request, "guidelines/briefing_state.html", context)


@access("guidelines.make_briefing")
@require_safe
def briefing_file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Give a file to who asked for it, while they may still read all that is in it."""
    row = own_or_404(request, public_id)
    if row.file is None or not row.is_ready or not row.is_readable_by(request.user):
        raise NotReadable
    answer = serve(request, row.file)
    if request.method == "GET":
        record("guidelines.fetch_briefing", by=row.person, technology=row.technology.slug)
    return answer


def own_or_404(request: HttpRequest, public_id: str) -> Briefing:
    """Return a briefing of the person."""
    person: Any = request.user
    rows = Briefing.objects.select_related("technology", "file", "person")
    row = rows.filter(person=person.pk, public_id=public_id).first()
    if row is None:
        raise NotReadable
    return row
