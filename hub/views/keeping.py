"""Writing, publishing and withdrawing: one set of pages for every kind of item."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hub.forms import FORMS, KeeperFilter
from hub.models import KINDS, Item
from portal.markings.access import access, get_or_post, may, post_only, require
from portal.markings.models import NotReadable
from portal.paging import Order, Page
from portal.revision import SeenForm

ORDERS = {"new": Order(gettext_lazy("Last changed first"), ("-changed_at", "-id"))}


def _model(kind: str) -> type[Item]:
    try:
        return KINDS[kind]
    except KeyError:
        raise NotReadable from None


def _item(request: HttpRequest, kind: str, public_id: str) -> Any:
    rows = _model(kind).objects.select_related("audience", "changed_by", "published_by")
    return rows.readable_or_404(request.user, public_id=public_id)


@access("hub.keep_items")
@require_safe
def item_list(request: HttpRequest, kind: str) -> HttpResponse:
    """List the drafts of one kind, or what is published or withdrawn."""
    form = KeeperFilter(request.GET)
    form.is_valid()
    state = form.cleaned_data.get("state") or Item.State.DRAFT
    rows = _model(kind).objects.readable_by(request.user).select_related("changed_by")
    if state != "all":
        rows = rows.filter(state=state)
    shown = {"page": Page.of(rows, request, orders=ORDERS), "state": state, "states": Item.State}
    return render(request, "hub/item_list.html", _of_kind(request, kind, **shown))


def _of_kind(request: HttpRequest, kind: str, **shown: Any) -> dict[str, Any]:
    names = {name: model._meta.verbose_name_plural for name, model in KINDS.items()}
    writes = may(request.user, "hub.edit_item")
    frame = {"kind": kind, "kinds": names, "writes": writes, "kind_name": names[kind]}
    return frame | {"announces": may(request.user, "hub.keep_announcements")} | shown


@access("hub.keep_items")
@require_safe
def item_detail(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Show an item in both languages to whoever writes or publishes."""
    item = _item(request, kind, public_id)
    person = request.user
    shown = {
        "item": item,
        "publish_form": may(person, "hub.publish_item", item)
        and SeenForm(initial={"seen": item.changed_at}),
        "withdraws": may(person, "hub.withdraw_item", item),
        "wrote_it": item.changed_by_id == person.pk,
    }
    return render(request, f"hub/{kind}_both.html", _of_kind(request, kind, **shown))


@access("hub.edit_item")
@get_or_post
def item_add(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a draft."""
    model = _model(kind)
    if request.method == "POST":
        form = FORMS[kind](request.POST)
        if form.is_valid():
            item = model.add(by=request.user, **form.fields_given)
            messages.success(request, _("Saved as a draft. A second person publishes it."))
            return redirect("hub:item_detail", kind, item.public_id)
    else:
        form = FORMS[kind]()
    return render(request, "hub/item_form.html", _of_kind(request, kind, form=form))


@access("hub.edit_item")
@get_or_post
def item_edit(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Change the words of an item."""
    item = _item(request, kind, public_id)
    require(request.user, "hub.edit_item", item)
    if request.method == "POST":
        form = FORMS[kind](request.POST, instance=item)
        if form.is_valid() and form.save_changes(by=request.user):
            messages.success(request, _("Saved. A second person publishes what is new."))
            return redirect("hub:item_detail", kind, public_id)
    else:
        form = FORMS[kind](instance=item)
    return render(request, "hub/item_form.html", _of_kind(request, kind, form=form, item=item))


@access("hub.publish_item")
@post_only
def item_publish(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Publish what a colleague wrote, as it was read."""
    item = _item(request, kind, public_id)
    if item.is_published:
        messages.info(request, _("It is published already."))
        return redirect("hub:item_detail", kind, public_id)
    require(request.user, "hub.publish_item", item)
    is_read = SeenForm(request.POST).moment == item.changed_at
    if is_read and item.publish(by=request.user):
        messages.success(request, _("Published."))
    else:
        messages.warning(request, _("The text changed after you opened it. Read it again below."))
    return redirect("hub:item_detail", kind, public_id)


@access("hub.withdraw_item")
@post_only
def item_withdraw(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Take an item away from its readers."""
    item = _item(request, kind, public_id)
    require(request.user, "hub.withdraw_item", item)
    if item.withdraw(by=request.user):
        messages.success(request, _("Withdrawn. Only those who write and publish still find it."))
    return redirect("hub:item_detail", kind, public_id)
