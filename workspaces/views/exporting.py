"""The own export of a room: given at once when it is small, else made by a task and fetched."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.audit.models import record
from portal.files.serving import serve
from portal.markings.access import access, post_only, require
from portal.markings.models import NotReadable
from workspaces.exporting import copied, is_large, is_still_read
from workspaces.models import RoomExport
from workspaces.views.frame import room_or_404, show


@access("workspaces.export")
@post_only
def workspace_export(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Give an owner a copy of what stands in the room, as far as they read it."""
    room = room_or_404(request, public_id, "workspaces.export")
    person: Any = request.user
    if is_large(room, by=person):
        RoomExport.ask(room, by=person, language=(get_language() or "en")[:2])
        messages.success(request, _("The copy is being made. You are told when it is ready."))
        return redirect("workspaces:export_list", room.public_id)
    target = copied(room, by=person)
    name = f"workspace-{room.public_id}.zip"
    return FileResponse(target, as_attachment=True, filename=name, content_type="application/zip")


@access("workspaces.export")
@require_safe
def export_list(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Show an owner the copies of a room that they asked for."""
    room = room_or_404(request, public_id, "workspaces.export")
    mine = RoomExport.objects.filter(workspace=room, by=request.user.pk).select_related("file")
    context = {"exports": mine.defer("items").order_by("-pk")[:5]}
    return show(request, "workspaces/export_list.html", room, "overview", context)


@access("workspaces.export")
@require_safe
def export_file(request: HttpRequest, public_id: str, export: str) -> HttpResponseBase:
    """Give a copy to who asked for it, while they read everything that is in it."""
    room = room_or_404(request, public_id)
    ready = RoomExport.objects.ready().filter(workspace=room, by=request.user.pk, public_id=export)
    found = ready.select_related("file").first()
    if found is None or found.file is None:
        raise NotReadable
    person: Any = request.user
    require(person, "workspaces.export", room)
    if not is_still_read(found, person):
        messages.error(
            request, _("Something in this copy is no longer for you. Ask for a new one.")
        )
        return redirect("workspaces:export_list", room.public_id)
    answer = serve(request, found.file)
    if request.method == "GET":
        record("workspaces.fetch_export", by=person, on=room, marking=found.label)
    return answer
