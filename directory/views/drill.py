"""Communication tests: started and closed by the Secretariat, answered by whoever is called."""

import datetime
import uuid
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from directory.forms.drill import AnswerForm, DrillForm, StartForm
from directory.models.drill import LEAST, Drill, DrillCall, mailboxes_of
from directory.views.sections import show
from portal.limits import within
from portal.markings.access import PUBLIC, SIGNED_IN, access, get_or_post, post_only
from portal.markings.models import NotReadable
from portal.paging import Order, Page
from portal.revision import posted

RULE = "directory.test_contacts"
NEWEST = {"new": Order(gettext_lazy("newest first"), ("-started_at", "-id"))}
BY_PLACE = {"place": Order(gettext_lazy("place"), ("seat_id", "id"))}
# Names in the preview; the number says how many there are.
MOST_SHOWN = 100
# Codes that one computer, or one office behind it, may try in ten minutes.
MOST, SECONDS = 20, 600


@access(RULE)
@require_safe
def drill_list(request: HttpRequest) -> HttpResponse:
    """List the tests, the newest first, with how many answered."""
    answered = Count("calls", filter=~Q(calls__answered_at=None))
    rows = Drill.objects.readable_by(request.user).annotate(
        called=Count("calls"), answered=answered
    )
    page = Page.of(rows, request, orders=NEWEST)
    return show(request, "directory/drill_list.html", "drill_list", {"page": page})


@access(RULE)
@get_or_post
def drill_add(request: HttpRequest) -> HttpResponse:
    """Choose whom to call, look at who that is, and start."""
    sent = posted(request)
    form = DrillForm(request.GET or None if sent is None else sent)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        found = form.called().order_by("seat__role__position", "seat", "pk")
        seats = found.select_related("seat__administration", "seat__region", "seat__partner")
        context["number"] = found.order_by().values("person").distinct().count()
        context["mailboxes"] = mailboxes_of(form.called()).count()
        context["shown"] = seats.select_related("person")[:MOST_SHOWN]
        context["once"] = uuid.uuid4()
        starting = StartForm(sent)
        if context["number"] and starting.is_bound and starting.is_valid():
            messages.success(request, _("The test has started. The mails are on their way."))
            return redirect(starting.start(by=request.user))
    return show(request, "directory/drill_add.html", "drill_list", context)


@access(RULE)
@require_safe
def drill_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the results by region, and who has not answered."""
    drill = Drill.objects.readable_or_404(request.user, public_id=public_id)
    silent = drill.calls.filter(answered_at=None).select_related(
        "person", "seat__administration", "seat__region", "seat__partner"
    )
    numbers = drill.calls.aggregate(
        called=Count("pk"),
        sent=Count("sent_at"),
        answered=Count("answered_at"),
    )
    context = {
        "drill": drill,
        "results": [(each, words(each.median)) for each in drill.results],
        "least": LEAST,
        "page": Page.of(
            silent, request, orders=BY_PLACE, total=numbers["called"] - numbers["answered"]
        ),
    }
    return show(request, "directory/drill_detail.html", "drill_list", context | numbers)


@access(RULE)
@post_only
def drill_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close a test before its time."""
    drill = Drill.objects.readable_or_404(request.user, public_id=public_id)
    if drill.close(by=request.user):
        messages.success(request, _("The test is closed. Who did not answer stands on the desk."))
    return redirect(drill)


@access(PUBLIC)
@get_or_post
def drill_answer(request: HttpRequest) -> HttpResponse:
    """Take the code of a test. Whatever it is, the answer is the same."""
    form, is_taken = AnswerForm(posted(request)), False
    if form.is_bound and form.is_valid():
        if not within("drill", get_adapter().get_client_ip(request), most=MOST, seconds=SECONDS):
            form.add_error(None, _("Too many tries. Wait some minutes, then try again."))
            return render(request, "directory/drill_answer.html", {"form": form}, status=429)
        DrillCall.answer_by_code(form.cleaned_data["code"])
        is_taken, form = True, AnswerForm()
    return render(request, "directory/drill_answer.html", {"form": form, "is_taken": is_taken})


@access(SIGNED_IN)
@require_safe
def drill_mine(request: HttpRequest) -> HttpResponse:
    """Show a person the tests that called them, and let them answer one that runs."""
    calls = _mine(request).exclude(sent_at=None).order_by("-sent_at", "-pk")[:50]
    rows = [(call, words(call.took)) for call in calls]
    return show(request, "directory/drill_mine.html", "", {"rows": rows})


@access(SIGNED_IN)
@post_only
def drill_confirm(request: HttpRequest, call: int) -> HttpResponse:
    """Answer a test while signed in."""
    mine = _mine(request).filter(pk=call).first()
    if mine is None:
        raise NotReadable
    if mine.answer(way=DrillCall.Way.BUTTON):
        messages.success(request, _("Thank you. Your answer is kept."))
    return redirect("directory:drill_mine")


def words(took: datetime.timedelta | None) -> str:
    """Return a time in words, in the reader's language; empty where there is none."""
    now = timezone.now()
    return timesince(now - took, now) if took is not None else ""


def _mine(request: HttpRequest) -> Any:
    calls = DrillCall.objects.filter(person=request.user.pk)
    return calls.select_related("drill", "seat__role", "person")
