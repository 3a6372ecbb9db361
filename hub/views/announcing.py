"""Sending news to people: whom, a look at it, the second person, and what became of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hub.delivery import is_counted, report_of
from hub.forms import AnnouncementForm
from hub.models import Announcement, News
from hub.preview import mails_of, reading_levels, send_test
from hub.recipients import preview_of, reach_choices
from portal.markings.access import access, get_or_post, may, post_only, require
from portal.paging import Order, Page
from portal.revision import posted
from portal.zones import zone_of

ORDERS = {"new": Order(gettext_lazy("Newest first"), ("-made_at", "-id"))}
# What the sender is told of a state that an announcement has come to.
SAID = {
    "scheduled": gettext_lazy(
        "It leaves at its time, or within a minute. Until then you can cancel it."
    ),
    "waiting": gettext_lazy("It waits for a second person, because it reaches many people."),
    "outdated": gettext_lazy("The news changed meanwhile. It is not sent: prepare it again."),
    "cancelled": gettext_lazy("It is cancelled. Nobody is told."),
    "sent": gettext_lazy("It was sent already."),
}


def _announcement(request: HttpRequest, public_id: str) -> Announcement:
    rows = Announcement.objects.select_related("news__audience", "made_by", "approved_by", "event")
    return rows.readable_or_404(request.user, public_id=public_id)


@access("hub.keep_announcements")
@require_safe
def announcement_list(request: HttpRequest) -> HttpResponse:
    """List the announcements."""
    rows = Announcement.objects.readable_by(request.user).select_related("news", "made_by")
    page = Page.of(rows, request, orders=ORDERS)
    return render(request, "hub/announcement_list.html", {"page": page})


@access("hub.keep_announcements")
@get_or_post
def announcement_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Choose whom a piece of news is sent to."""
    news = News.objects.select_related("audience").readable_or_404(
        request.user, public_id=public_id
    )
    require(request.user, "hub.announce_news", news)
    person: Any = request.user
    form = AnnouncementForm(posted(request), zone=person.zone)
    if form.is_valid():
        made = Announcement.prepare(by=person, news=news, **form.cleaned_data)
        return redirect("hub:announcement_detail", made.public_id)
    return render(request, "hub/announcement_add.html", {"form": form, "news": news})


@access("hub.keep_announcements")
@require_safe
def announcement_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show who will get it and how it looks, or what became of it."""
    made = _announcement(request, public_id)
    person: Any = request.user
    shown: dict[str, Any] = {
        "made": made,
        "reach": [words for token, words in reach_choices() if token in made.reach],
        "moment": made.sent_at or made.scheduled_at,
        "zone": zone_of(person.zone),
        "approves": may(person, "hub.approve_announcement", made),
    }
    if made.event:
        report = report_of(made.event) if is_counted(made.event) else None
        shown |= {"report": report, "told": report.told if report else made.recipients}
    elif made.is_open and made.is_current:
        shown["preview"] = preview_of(made.reach, made.news, made.scheduled_at)
        shown["mails"] = mails_of(made, person)
        shown["levels"] = reading_levels(made.news)
    return render(request, "hub/announcement_detail.html", shown)


@access("hub.keep_announcements")
@post_only
def announcement_schedule(request: HttpRequest, public_id: str) -> HttpResponse:
    """Confirm what was prepared."""
    made = _announcement(request, public_id)
    made.schedule(by=request.user)
    return _back(request, made)


@access("hub.keep_announcements")
@post_only
def announcement_approve(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let it be sent to many."""
    made = _announcement(request, public_id)
    require(request.user, "hub.approve_announcement", made)
    made.approve(by=request.user)
    return _back(request, made)


@access("hub.keep_announcements")
@post_only
def announcement_cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Do not send it."""
    made = _announcement(request, public_id)
    made.cancel(by=request.user)
    return _back(request, made)


@access("hub.keep_announcements")
@post_only
def announcement_test(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send the mail to oneself, marked as a test."""
    made = _announcement(request, public_id)
    if not (made.is_open and made.is_current):
        messages.error(request, _("It will not be sent, so there is nothing to test."))
        return redirect("hub:announcement_detail", public_id)
    try:
        send_test(made, by=request.user)
    except OSError:
        messages.error(request, _("The mail server does not answer. Try again in a few minutes."))
    else:
        messages.success(request, _("A test is on its way to you, in both languages."))
    return redirect("hub:announcement_detail", public_id)


def _back(request: HttpRequest, made: Announcement) -> HttpResponse:
    """Return to the announcement, saying what state it came to."""
    if made.state in SAID:
        messages.info(request, SAID[made.state])
    return redirect("hub:announcement_detail", made.public_id)
