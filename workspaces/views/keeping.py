"""What owners do with a room: change, freeze, learn, archive, attest, take a copy."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.markings.access import access, get_or_post, post_only
from portal.markings.models import NotReadable
from portal.refusals import Refused
from portal.revision import posted
from workspaces.attesting import attest
from workspaces.forms.joining import ReasonForm
from workspaces.forms.keeping import (
    ArchiveForm,
    AttestForm,
    EndingForm,
    LessonForm,
    WorkspaceForm,
)
from workspaces.models import Admission, Ending, Lesson, Workspace
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
    """Keep a room as it is, for good; of a bilateral one, ask the other side."""
    room = room_or_404(request, public_id, "workspaces.archive")
    form = ArchiveForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            said = ended(room, by=request.user, why=form.cleaned_data["why"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect(room)
    last = room.endings.with_people().first() if room.sides else None
    context = {"form": form, "ending": last, "answering": EndingForm()}
    return show(request, "workspaces/workspace_archive.html", room, "overview", context)


def ended(room: Workspace, *, by: Any, why: str) -> str:
    """Archive a room, or ask the other side to; return what is said of it."""
    if room.sides:
        Ending.propose(room, by=by, why=why)
        return _("The other side is asked. Nothing changes until it agrees.")
    room.archive(by=by, why=why)
    return _("This workspace is archived.")


@access("workspaces.archive")
@post_only
def ending_answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the answer of the other side, or take back what one's own side asked."""
    room = room_or_404(request, public_id, "workspaces.archive")
    # The last one, answered or not: a colleague may have been faster.
    ending = room.endings.first()
    if ending is None:
        raise NotReadable
    form = EndingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say whether you agree."))
        return redirect(room)
    try:
        is_done = form.carry_out(ending, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = form.said if is_done else _("This was answered already. Nothing changed.")
        messages.add_message(request, messages.SUCCESS if is_done else messages.INFO, said)
    return redirect(room)


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
