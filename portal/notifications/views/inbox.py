"""The inbox: what a person was told, and may still read."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.markings.access import SIGNED_IN, access, post_only
from portal.markings.models import NotReadable
from portal.needs import MOST_UNREAD, forget_head, head_of
from portal.notifications.forms.inbox import InboxFilter, JumpForm, MarkForm
from portal.notifications.lines import Line, lines_of
from portal.notifications.models import Notification
from portal.notifications.models.notification import MOST_COUNTED
from portal.paging import Order, Page

ORDERS = {
    "new": Order(gettext_lazy("Newest first"), ("-made_at", "-id")),
    "old": Order(gettext_lazy("Oldest first"), ("made_at", "id")),
}


def _of(person: Any) -> Any:
    return Notification.objects.readable_by(person)


@access(SIGNED_IN)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """List what the reader was told. Looking at the list marks nothing."""
    filters = InboxFilter(request.GET)
    if JumpForm(request.GET).is_jump:
        return redirect(_first_unread(filters.narrow(_of(request.user)), request))
    told = filters.told_to(request.user)
    page = Page.of(told, request, orders=ORDERS, total=attrgetter("told"), cap=MOST_COUNTED)
    shown = list(_rows(lines_of(page.rows, request.user)))
    context = {"filters": filters, "page": page, "rows": shown}
    # The list is of now: so is its number.
    context["standing"] = head_of(request.user, is_unread_now=True)
    # An old line may be unread that the count of the header no longer looks at.
    context["has_unread"] = any(not row.is_read for row in shown)
    if filters.is_narrow:
        context["fitting"] = (
            filters.narrow(_of(request.user)).unread().values("pk")[: MOST_UNREAD + 1].count()
        )
    jump = request.GET.copy()
    jump["jump"] = "on"
    context["jump"] = jump.urlencode()
    return render(request, "notifications/inbox.html", context)


def _first_unread(rows: Any, request: HttpRequest) -> str:
    """Return the address of the page that begins with the oldest unread line of these."""
    oldest = rows.unread().order_by("made_at", "id").first()
    address = Page.beginning_with(oldest, rows, request, orders=ORDERS, without="jump")
    return f"{address}#n{oldest.pk}" if oldest else address


class _Row(NamedTuple):
    """What a row of the list shows, in words, in the order in which the template takes it apart."""

    pk: int
    url: str
    sentence: str
    why: str
    area: str
    iso: str
    when: str
    is_read: bool
    marking: str
    label: str


def _rows(lines: Sequence[Line]) -> Iterator[_Row]:
    """Yield the rows of the list: the template only puts each word in its place."""
    inbox, language = reverse("notifications:inbox"), get_language()
    for line in lines:
        one, event, words = line.notification, line.event, line.words
        at = timezone.localtime(event.at)
        yield _Row(
            pk=one.pk,
            url=f"{inbox}{one.pk}/",
            sentence=words.sentence,
            why=line.why,
            area=words.area,
            iso=at.isoformat(timespec="minutes"),
            when=_in_words(at.replace(second=0, microsecond=0, tzinfo=None), language),
            is_read=one.read_at is not None,
            marking=event.marking if words.is_restricted else "",
            label=event.get_marking_display() if words.is_restricted else "",
        )


@lru_cache(maxsize=4096)
def _in_words(minute: datetime, language: str | None) -> str:
    """Return a minute on the reader's clock in words: what many are told at once, many read.

    It has no zone: the same moment on another clock is another minute here.
    """
    return date_format(minute, "DATETIME_FORMAT")


@access(SIGNED_IN)
@post_only
def inbox_mark(request: HttpRequest) -> HttpResponse:
    """Mark lines as read or unread; a second press finds them marked."""
    form = MarkForm(request.POST)
    if form.is_valid():
        lines = form.lines(_of(request.user))
        count = lines.mark_read() if form.is_reading else lines.mark_unread()
        messages.success(request, _said(count, is_reading=form.is_reading))
    else:
        messages.warning(request, _("Nothing was marked. Choose lines of this page."))
    back = reverse("notifications:inbox")
    return redirect(f"{back}?{form.back}" if form.back else back)


def _said(count: int, *, is_reading: bool) -> str:
    if not count:
        return _("Nothing to mark.")
    if is_reading:
        said = ngettext("%(n)d line marked as read.", "%(n)d lines marked as read.", count)
    else:
        said = ngettext("%(n)d line marked as unread.", "%(n)d lines marked as unread.", count)
    return said % {"n": count}


@access(SIGNED_IN)
@require_safe
def notification_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to what a line is about, and mark it as read."""
    line = _of(request.user).filter(pk=pk)
    found = lines_of(list(line.with_events()), request.user)
    if not found:
        raise NotReadable
    if request.method == "GET":
        line.mark_read()
        forget_head(request.user)
    return redirect(found[0].url)
