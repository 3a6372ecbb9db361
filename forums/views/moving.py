"""Moving a topic, splitting posts off, merging: first what it would do, then the button."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from forums.forms.moving import CarryForm, CarryOutForm, MergeForm, MoveForm, SplitForm
from forums.models import Transfer
from forums.views.frame import found_topic, show_topic
from portal.desk.models import Conflict
from portal.markings.access import access, get_or_post, require
from portal.refusals import Refused


@access("forums.moderate_topic")
@get_or_post
def topic_move(request: HttpRequest, public_id: str) -> HttpResponse:
    """Move a topic to another workspace."""
    return _carry(request, public_id, MoveForm)


@access("forums.moderate_topic")
@get_or_post
def topic_split(request: HttpRequest, public_id: str) -> HttpResponse:
    """Split posts off into a new topic."""
    return _carry(request, public_id, SplitForm)


@access("forums.moderate_topic")
@get_or_post
def topic_merge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Merge a topic into another one."""
    return _carry(request, public_id, MergeForm)


def _carry(request: HttpRequest, public_id: str, chosen: type[CarryForm]) -> HttpResponse:
    """Ask where to, show what it would do, and do it: what is asked stands in the address."""
    topic = found_topic(request, public_id)
    require(request.user, "forums.moderate_topic", topic)
    form = chosen(request.GET or None, topic=topic, by=request.user)
    context: dict[str, Any] = {"form": form, "way": chosen.way, "late": ""}
    if not form.is_valid():
        return show_topic(request, "forums/carry.html", topic, context)
    plan = form.plan()
    final = CarryOutForm(request.POST or None, initial={"seen": plan.seen})
    if request.method == "POST" and final.is_valid():
        try:
            return _done(request, Transfer.carry_out(plan, by=request.user, **final.cleaned_data))
        except (Refused, Conflict) as late:
            context["late"] = str(late) or _("Something changed meanwhile. Look again.")
            plan = form.plan_again()
            again = {"seen": plan.seen, "why": final.cleaned_data["why"]}
            final = CarryOutForm(initial=again)
    context |= {"plan": plan, "final": final, "refusals": list(plan.refusals(request.user))}
    response = show_topic(request, "forums/carry_preview.html", topic, context)
    response.status_code = 409 if context["late"] else 200
    return response


def _done(request: HttpRequest, transfer: Transfer) -> HttpResponse:
    messages.success(request, _("Done. Links to the posts lead to where they stand now."))
    return redirect(transfer.topic)
