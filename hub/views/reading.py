"""News, meetings, deliverables and links, as their readers see them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hub.models import Deliverable, Link, Meeting, News
from portal.markings.access import PUBLIC, access, may
from portal.paging import Order, Page
from research.models import Work

NEWEST = {"new": Order(_("Newest first"), ("-date", "-id"))}
COMING = {"first": Order(_("Soonest first"), ("start", "id"))}
PAST = {"last": Order(_("Latest first"), ("-start", "-id"))}
IN_ORDER = {"order": Order(_("In the order of the project"), ("position", "id"))}


@access(PUBLIC)
@require_safe
def news_list(request: HttpRequest) -> HttpResponse:
    """List the news."""
    rows = News.objects.published().readable_by(request.user)
    page = Page.of(rows, request, orders=NEWEST)
    return render(request, "hub/news_list.html", {"page": page})


@access(PUBLIC)
@require_safe
def news_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one piece of news."""
    news = News.objects.select_related("audience").readable_or_404(
        request.user, public_id=public_id
    )
    keeps = may(request.user, "hub.keep_items", news)
    return render(request, "hub/news_detail.html", {"item": news, "keeps": keeps})


@access(PUBLIC)
@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """List the meetings that come."""
    rows = Meeting.objects.published().readable_by(request.user).coming()
    page = Page.of(rows, request, orders=COMING)
    return render(request, "hub/meeting_list.html", _with_clocks(request, page))


@access(PUBLIC)
@require_safe
def meeting_past(request: HttpRequest) -> HttpResponse:
    """List the meetings that have been."""
    rows = Meeting.objects.published().readable_by(request.user).past()
    page = Page.of(rows, request, orders=PAST)
    return render(request, "hub/meeting_past.html", _with_clocks(request, page))


def _with_clocks(request: HttpRequest, page: Page) -> dict[str, Any]:
    zone = getattr(request.user, "zone", "")
    return {"page": page, "meetings": [(meeting, meeting.clocks(zone)) for meeting in page]}


@access(PUBLIC)
@require_safe
def meeting_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one meeting, in the viewer's time and in the host's."""
    meeting = Meeting.objects.select_related("audience").readable_or_404(
        request.user, public_id=public_id
    )
    shown = {
        "item": meeting,
        "clocks": meeting.clocks(getattr(request.user, "zone", "")),
        "keeps": may(request.user, "hub.keep_items", meeting),
    }
    return render(request, "hub/meeting_detail.html", shown)


@access(PUBLIC)
@require_safe
def deliverable_list(request: HttpRequest) -> HttpResponse:
    """List what the project produces."""
    rows = Deliverable.objects.published().readable_by(request.user).select_related("technology")
    page = Page.of(rows, request, orders=IN_ORDER)
    # A record may have been withdrawn since: only those that the reader can open are linked.
    works = Work.objects.readable_by(request.user).published().only("public_id")
    records = works.in_bulk([row.work_id for row in page if row.work_id])
    shown = {"page": page, "rows": [(row, records.get(row.work_id)) for row in page]}
    return render(request, "hub/deliverable_list.html", shown)


@access(PUBLIC)
@require_safe
def link_list(request: HttpRequest) -> HttpResponse:
    """List the links, by group."""
    rows = Link.objects.published().readable_by(request.user)
    page = Page.of(rows, request, orders=IN_ORDER)
    return render(request, "hub/link_list.html", {"page": page})
