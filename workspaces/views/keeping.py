"""What owners do with a room: change, freeze, learn, archive, attest, take a copy."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.desk.registry import Refused
from portal.markings.access import access, get_or_post, post_only
from portal.revision import posted
from workspaces.attesting import attest
from workspaces.forms.joining import ReasonForm
from workspaces.forms.keeping import ArchiveForm, AttestForm, LessonForm, WorkspaceForm
from workspaces.models import Admission, Lesson
from workspaces.views.frame import room_or_404, show, tried


@access("workspaces.edit_workspace")
@get_or_post
def workspace_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change what a room is called and who may know of it."""
    room = room_or_404(request, public_id, "workspaces.edit_workspace")
    form = WorkspaceForm(posted(request), instance=room)
    try:
        if form.is_bound and form.is_valid() and form.save_changes(by=request.user):
            messages.success(request, _("Saved."))
            return redirect(room)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    if form.is_bound:
        # What was typed is not what it is called.
        room.refresh_from_db()
    return show(request, "workspaces/workspace_edit.html", room, "overview", {"form": form})


@access("workspaces.freeze")
@get_or_post
def workspace_freeze(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make a room read-only, with a reason."""
    room = room_or_404(request, public_id, "workspaces.freeze")
    form = ReasonForm(posted(request))
    if form.is_bound and form.is_valid():
        why = form.cleaned_data["why"]
        if tried(request, lambda: room.freeze(by=request.user, why=why)):
            messages.success(
                request, _("Nobody writes in this workspace until it is opened again.")
            )
        return redirect(room)
    return show(request, "workspaces/workspace_freeze.html", room, "overview", {"form": form})


@access("workspaces.thaw")
@post_only
def workspace_thaw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let members write again."""
    room = room_or_404(request, public_id, "workspaces.thaw")
    if tried(request, lambda: room.thaw(by=request.user)):
        messages.success(request, _("Members write again."))
    return redirect(room)


@access("workspaces.write_lesson")
@get_or_post
def lesson_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write what was learned, or write it anew."""
    room = room_or_404(request, public_id, "workspaces.write_lesson")
    lesson = Lesson.objects.readable_by(request.user).filter(workspace=room).first()
    form = LessonForm(posted(request), instance=lesson)
    if form.is_bound and form.is_valid():
        try:
            if lesson is None:
                form.write(room, by=request.user)
            is_saved = lesson is None or form.save_changes(by=request.user)
        except Refused as refusal:
            form.add_error("marking", str(refusal))
        else:
            if is_saved:
                messages.success(request, _("Saved."))
                return redirect(room)
    return show(request, "workspaces/lesson_edit.html", room, "overview", {"form": form})


@access("workspaces.archive")
@get_or_post
def workspace_archive(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep a room as it is, for good."""
    room = room_or_404(request, public_id, "workspaces.archive")
    form = ArchiveForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            room.archive(by=request.user, why=form.cleaned_data["why"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("This workspace is archived."))
            return redirect(room)
    return show(request, "workspaces/workspace_archive.html", room, "overview", {"form": form})


@access("workspaces.attest")
@get_or_post
def attestation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show every member once, and take one answer for each."""
    room = room_or_404(request, public_id, "workspaces.attest")
    rows = list(Admission.objects.current().filter(workspace=room).with_holders())
    form = AttestForm(posted(request), rows=rows)
    if form.is_bound and form.is_valid():
        refused = attest(room, rows, form.cleaned_data, by=request.user)
        for refusal in refused:
            messages.error(request, str(refusal))
        if not refused:
            messages.success(request, _("The members are attested for six months."))
        return redirect("workspaces:member_list", room.public_id)
    return show(
        request, "workspaces/attestation.html", room, "members", {"form": form, "rows": rows}
    )
