"""One item of the desk: read it, take it, decide it, and go on to the next."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.desk.due import due_of
from portal.desk.forms.work import AssignForm, DecisionForm
from portal.desk.line import Line
from portal.desk.models import Conflict, Holiday, WorkItem
from portal.desk.offers import DISPUTE, offers_of
from portal.desk.registry import is_reviewable
from portal.markings.access import access, get_or_post, post_only, require
from portal.markings.models import NotReadable
from portal.refusals import Refused
from portal.revision import posted

# Acts after which the same officer has decided.
DECIDED = frozenset({"decide", "second", "return", "dispute"})


@access("desk.work_queues")
@require_safe
def item_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what it is about, what was done, and what can be decided."""
    item, row = found(request, public_id)
    return item_page(request, item, row, form_of(item, row))


@access("desk.work_queues")
@post_only
def item_decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Decide it and go on to the next; or put a kept text into the reason."""
    item, row = found(request, public_id)
    form = form_of(item, row, request.POST)
    if "use" in request.POST:
        return item_page(request, item, row, form.with_text())
    if not form.is_valid():
        return item_page(request, item, row, form)
    try:
        decide(item, form, by=request.user)
    except Refused as refusal:
        # The decision was undone; so is what it had said of the item.
        item.refresh_from_db()
        form.add_error("reason", str(refusal))
        return item_page(request, item, row, form)
    except Conflict:
        return conflict(request, item, form.cleaned_data["reason"])
    messages.success(request, said_of(item))
    return go_on(request, item)


@access("desk.work_queues")
@post_only
def item_claim(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take it for half an hour."""
    return _do(request, public_id, WorkItem.claim)


@access("desk.work_queues")
@post_only
def item_release(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give it free again."""
    return _do(request, public_id, WorkItem.release)


@access("desk.work_queues")
@get_or_post
def item_assign(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give it to a colleague who handles its kind."""
    item, _found = found(request, public_id)
    form = AssignForm(posted(request), item=item)
    line = Line.of(request)
    is_valid = form.is_valid()
    if form.is_overtaken:
        return conflict(request, item, "")
    if is_valid:
        try:
            item.assign(by=request.user, to=form.cleaned_data["to"])
        except Refused as refusal:
            form.add_error("to", str(refusal))
        except Conflict:
            return conflict(request, item, "")
        else:
            return redirect(item.get_absolute_url() + line.query)
    return render(request, "desk/item_assign.html", {"item": item, "form": form, "line": line})


@access("desk.work_queues")
@require_safe
def item_next(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lead to the next item of the queue, or to the one before."""
    item, _found = found(request, public_id)
    return go_on(request, item, backwards="back" in request.GET)


def go_on(request: HttpRequest, item: WorkItem, *, backwards: bool = False) -> HttpResponse:
    """Lead on through the queue, or to its list where nothing is left; say where it ends."""
    line = Line.of(request)
    following = line.next_to(item, backwards=backwards)
    if following is None and not backwards and (following := line.passed_over(item)):
        messages.info(request, _("That was the last of the queue. It begins again."))
    elif following is None:
        messages.info(
            request,
            _("This is where the queue begins.") if backwards
            else _("The queue is done: nothing else in it waits for you."),
        )  # fmt: skip
    return redirect(following.get_absolute_url() + line.query if following else line.url)


def found(request: HttpRequest, public_id: str) -> tuple[WorkItem, Any]:
    """Return an item and what it is about; 404 for what this person does not handle."""
    rows = WorkItem.objects.with_people().select_related("audience")
    item = rows.readable_or_404(request.user, public_id=public_id)
    if not is_reviewable(item.kind):
        raise NotReadable
    row = item.reviewable.row(item.subject)
    require(request.user, item.reviewable.permission, row)
    return item, row


def form_of(item: WorkItem, row: Any, data: Any = None) -> DecisionForm:
    """Return the form of an item; its reasons speak the language of whom they address."""
    language = item.reviewable.language(row) if row is not None else "en"
    return DecisionForm(data, item=item, language=language)


def item_page(request: HttpRequest, item: WorkItem, row: Any, form: DecisionForm) -> HttpResponse:
    """Return the page of an item."""
    offers = offers_of(item, row, request.user)
    context = {
        "item": item,
        "row": row,
        "form": form,
        "offers": offers,
        "asks_reason": any(not offer.url for offer in offers),
        "texts": [(each, each.text_in(form.language)) for each in form.texts] if offers else [],
        "steps": item.steps.select_related("by", "to"),
        "due": due_of(item, Holiday.objects.calendar()),
        "line": Line.of(request),
        "is_mine": item.is_claimed and item.claimed_by == request.user,
        "is_kept_from_me": item.is_kept_from(request.user),
        "may_take": not item.waits_for_others(request.user),
    }
    return render(request, "desk/item_detail.html", context)


def decide(item: WorkItem, form: DecisionForm, *, by: Any) -> None:
    """Do what the pressed button says."""
    data = form.cleaned_data
    if data["decision"] == DISPUTE:
        item.dispute(by=by, reason=data["reason"], seen=data["seen"])
    else:
        item.decide(
            data["decision"], by=by, reason=data["reason"], seen=data["seen"],
            checked=data["checked"],
        )  # fmt: skip


def said_of(item: WorkItem) -> str:
    """Return what became of an item, for the page that comes next."""
    words = item.get_state_display() if item.state != item.State.DONE else item.outcome_title
    return f"{item.title}: {words}"


def conflict(request: HttpRequest, item: WorkItem, typed: str) -> HttpResponse:
    """Answer somebody whom a colleague overtook: what happened, and what they typed."""
    item = WorkItem.objects.with_people().get(pk=item.pk)
    last = item.steps.select_related("by", "to").last()
    context = {
        "item": item,
        "last": last,
        # A second press of one's own button is no colleague.
        "is_own": bool(last and last.by == request.user and last.verb in DECIDED),
        "typed": typed,
        "line": Line.of(request),
    }
    return render(request, "desk/conflict.html", context, status=409)


def _do(request: HttpRequest, public_id: str, verb: Callable[..., None]) -> HttpResponse:
    item, _found = found(request, public_id)
    try:
        verb(item, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    except Conflict:
        return conflict(request, item, "")
    return redirect(item.get_absolute_url() + Line.of(request).query)
