"""Asking for a room, and what became of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.markings.access import access, get_or_post
from portal.refusals import Refused
from portal.revision import posted
from workspaces import requests
from workspaces.forms.asking import OwnerForm, RoomRequestForm
from workspaces.models import RoomRequest
from workspaces.views.frame import show_list


@access("workspaces.ask_for_room")
@get_or_post
def room_request_add(request: HttpRequest) -> HttpResponse:
    """Let an officer ask for a room."""
    form = RoomRequestForm(posted(request), by=request.user)
    if form.is_bound and form.is_valid():
        try:
            asked = requests.ask_for_room(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("second_owner", str(refusal))
        else:
            messages.success(request, _("Your request is sent. The Secretariat decides."))
            return redirect(asked)
    return show_list(
        request, "workspaces/room_request_add.html", "room_request_add", {"form": form}
    )


@access("workspaces.ask_for_room")
@require_safe
def room_request_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what somebody asked for, and the answer."""
    rows = RoomRequest.objects.with_people()
    asked = rows.readable_or_404(request.user, public_id=public_id)
    return show_list(
        request, "workspaces/room_request_detail.html", "room_request_add", {"asked": asked}
    )


@access("workspaces.decide_room")
@get_or_post
def owner_appoint(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let the Secretariat name an owner of a room that nobody owns; they read its name alone."""
    room = requests.ownerless_or_404(request.user, public_id)
    form = OwnerForm(posted(request), by=request.user)
    if form.is_bound and form.is_valid():
        try:
            requests.appoint(room, form.cleaned_data["person"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("This workspace has an owner again."))
            return redirect("desk:home")
    context = {"form": form, "room": room}
    return show_list(request, "workspaces/owner_appoint.html", "", context)
