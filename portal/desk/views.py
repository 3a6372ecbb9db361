"""Writing to the Secretariat, and answering what was written."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.desk.forms import (
    AccountRequestForm,
    AnswerForm,
    InboxFilter,
    LetterForm,
    ReportForm,
    local_path,
)
from portal.desk.limits import may_write
from portal.desk.models import Item
from portal.markings.access import PUBLIC, SIGNED_IN, access, may, require
from portal.paging import Order, Page

ORDERS = {
    "new": Order(_("Newest first"), ("-opened_at", "-id")),
    "old": Order(_("Oldest first"), ("opened_at", "id")),
}


@access(PUBLIC)
def report_add(request: HttpRequest) -> HttpResponse:
    """Take a report of a mistake, with or without an account."""
    is_known = request.user.is_authenticated
    if request.method == "POST":
        form = ReportForm(request.POST, is_known=is_known)
        if form.is_valid():
            return _put_on_desk(request, form, Item.Kind.MISTAKE)
    else:
        page = local_path(request.GET.get("page", ""))
        form = ReportForm(initial={"page": page}, is_known=is_known)
    return render(request, "desk/report_add.html", {"form": form, "page": form["page"].value()})


@access(PUBLIC)
def account_request(request: HttpRequest) -> HttpResponse:
    """Take a request for an account."""
    if request.method == "POST":
        form = AccountRequestForm(request.POST)
        if form.is_valid():
            return _put_on_desk(request, form, Item.Kind.ACCOUNT)
    else:
        form = AccountRequestForm()
    return render(request, "desk/account_request.html", {"form": form})


def _put_on_desk(request: HttpRequest, form: LetterForm, kind: str) -> HttpResponse:
    if form.is_trapped:
        # A robot is told what people are told, and nothing is kept.
        return redirect("desk:letter_sent")
    if not may_write(request):
        form.add_error(None, _("You have written often in the last hour. Try again in an hour."))
        template = "report_add" if kind == Item.Kind.MISTAKE else "account_request"
        return render(request, f"desk/{template}.html", {"form": form}, status=429)
    person = request.user if request.user.is_authenticated else None
    Item.open_for(kind, by=person, **form.letter)
    return redirect("desk:letter_sent")


@access(PUBLIC)
@require_safe
def letter_sent(request: HttpRequest) -> HttpResponse:
    """Say that it has arrived and what happens next."""
    return render(request, "desk/letter_sent.html")


@access("desk.handle_item")
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """List what arrived."""
    form = InboxFilter(request.GET)
    form.is_valid()
    state, kind = form.cleaned_data.get("state") or "open", form.cleaned_data.get("kind")
    rows = Item.objects.readable_by(request.user).select_related("opened_by")
    if state != "all":
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    page = Page.of(rows, request, orders=ORDERS)
    return render(request, "desk/inbox.html", {"page": page, "form": form, "state": state})


@access(SIGNED_IN)
@require_safe
def item_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what was written: to whoever handles it, and to its author."""
    item = Item.objects.select_related("opened_by", "handled_by", "audience").readable_or_404(
        request.user, public_id=public_id
    )
    is_handler = may(request.user, "desk.handle_item", item)
    form = AnswerForm() if item.is_open and is_handler else None
    return render(
        request, "desk/item_detail.html", {"item": item, "form": form, "is_handler": is_handler}
    )


@access(SIGNED_IN)
@require_POST
def item_close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer an item."""
    item = Item.objects.select_related("audience").readable_or_404(
        request.user, public_id=public_id
    )
    require(request.user, "desk.handle_item", item)
    form = AnswerForm(request.POST)
    shown = {"item": item, "is_handler": True}
    if not form.is_valid():
        return render(request, "desk/item_detail.html", shown | {"form": form})
    answer = form.cleaned_data["answer"]
    if not item.close(by=request.user, answer=answer):
        # Nothing that was typed is lost.
        item.refresh_from_db()
        return render(request, "desk/item_detail.html", shown | {"unsaved": answer}, status=409)
    messages.success(request, _("Answered. It has left the inbox."))
    return redirect("desk:inbox")
