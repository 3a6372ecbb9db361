"""Feeds by secret address, and the page on which a person makes and ends these addresses."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.markings.access import PUBLIC, SIGNED_IN, access, may, post_only
from portal.markings.models import Reader
from portal.notifications import agenda, atom
from portal.notifications.dispatch import IN_USE
from portal.notifications.feeds import Feed, entries_of, feed_of, feeds
from portal.notifications.models import FeedToken


@access(PUBLIC)
@require_safe
def feed(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Answer whoever has the secret address with what its person may read now.

    No cache may keep it, like every page: so there is nothing to compare a second answer with.
    """
    person: Any = FeedToken.holder(code, token)
    found = feed_of(code)
    if found is None or person is None:
        raise Http404
    person.reader = Reader(person)
    if IN_USE not in person.reader.tokens:
        raise Http404
    with translation.override(person.language):
        response = answer(found, person)
    response["Content-Language"] = person.language
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def answer(found: Feed, person: Any) -> HttpResponse:
    """Return the feed in its format."""
    entries = entries_of(found, person)
    if found.is_calendar:
        return HttpResponse(agenda.calendar_of(found, entries), content_type=agenda.MIME)
    return HttpResponse(atom.atom_of(found, entries, person), content_type=atom.MIME)


@access(SIGNED_IN)
@require_safe
def feed_list(request: HttpRequest) -> HttpResponse:
    """List the feeds, and which of them have an address."""
    return show(request)


@access("notifications.keep_feeds")
@post_only
def feed_renew(request: HttpRequest, code: str) -> HttpResponse:
    """Make a new address and show it once; the old one ends."""
    found = _or_404(code)
    token = FeedToken.renew(found.code, by=request.user)
    address = settings.BASE_URL + reverse("feed", args=[found.code, token])
    # The switch of languages would lead to a page without it.
    request.is_shown_once = True  # type: ignore[attr-defined]
    return show(request, fresh=found, address=address)


@access(SIGNED_IN)
@post_only
def feed_end(request: HttpRequest, code: str) -> HttpResponse:
    """End an address."""
    found = _or_404(code)
    if FeedToken.end(found.code, by=request.user):
        messages.success(request, _("The address of “%(feed)s” has ended.") % {"feed": found.title})
    return redirect("notifications:feed_list")


def _or_404(code: str) -> Feed:
    found = feed_of(code)
    if found is None:
        raise Http404
    return found


def show(request: HttpRequest, **fresh: Any) -> HttpResponse:
    """Return the page of the feeds; `fresh` and `address` are the address made just now."""
    made: Any = FeedToken.objects.filter(person=request.user.pk).values_list("feed", "made_at")
    since = dict(made)
    rows = [(each, since.get(each.code)) for each in feeds()]
    shown = {"rows": rows, "makes": may(request.user, "notifications.keep_feeds")}
    return render(request, "notifications/feed_list.html", shown | fresh)
