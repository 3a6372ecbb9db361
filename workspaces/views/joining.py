"""Getting in and out: joining, asking, answering an invitation, leaving."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.markings.access import access, get_or_post, post_only
from portal.markings.models import NotReadable
from portal.refusals import Refused
from portal.revision import posted
from workspaces import appeals, requests
from workspaces.forms.joining import AnswerForm, AppealForm, JoinRequestForm
from workspaces.models import Admission, Invitation, JoinAppeal, JoinRequest, Workspace
from workspaces.views.frame import room_or_404, show, show_list, tried


@access("workspaces.join")
@post_only
def workspace_join(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let somebody into an open room."""
    room = room_or_404(request, public_id, "workspaces.join")
    person: Any = request.user
    if tried(request, lambda: Admission.join(room, by=person)):
        messages.success(request, _("You are a member of this workspace now."))
    return redirect(room)


@access("workspaces.ask_to_join")
@get_or_post
def join_request_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let somebody ask to be let in."""
    room = room_or_404(request, public_id, "workspaces.ask_to_join")
    form = JoinRequestForm(posted(request))
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        if tried(request, lambda: requests.ask_to_join(room, by=request.user, reason=reason)):
            messages.success(request, _("Your request is sent. Its moderators decide."))
        return redirect(room)
    return show(request, "workspaces/join_request_add.html", room, "overview", {"form": form})


@access("workspaces.look")
@post_only
def join_request_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one's own request back while nobody answered it."""
    room = room_or_404(request, public_id)
    own = JoinRequest.objects.waiting().filter(workspace=room, person=request.user.pk)
    asked = own.readable_or_404(request.user)
    if asked.withdraw(by=request.user):
        messages.success(request, _("Your request is taken back."))
    return redirect(room)


@access("workspaces.look")
@get_or_post
def request_appeal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let somebody who was refused ask once that another moderator looks again."""
    room = room_or_404(request, public_id)
    asked = last_refused(request, room)
    if asked is None:
        raise NotReadable
    lodged = JoinAppeal.objects.filter(request=asked).first()
    form = AppealForm(posted(request))
    if lodged is None and form.is_bound and form.is_valid():
        words = form.cleaned_data["words"]
        if tried(request, lambda: appeals.appeal(asked, by=request.user, words=words)):
            messages.success(request, _("Your appeal is sent. Somebody else looks at it."))
        return redirect(room)
    context = {"form": form, "asked": asked, "appeal": lodged}
    return show(request, "workspaces/request_appeal.html", room, "overview", context)


def last_refused(request: HttpRequest, room: Workspace) -> JoinRequest | None:
    """Return the request of the reader that was refused last, where it is their last one."""
    asked = JoinRequest.objects.filter(workspace=room, person=request.user.pk).first()
    return asked if asked and asked.state == JoinRequest.State.REFUSED else None


@access("workspaces.look")
@get_or_post
def invitation_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an invitation to whoever is invited, and take the answer."""
    shown = Invitation.objects.with_people().shown_to(request.user).filter(public_id=public_id)
    if (invitation := shown.first()) is None:
        raise NotReadable
    form = AnswerForm(posted(request))
    if form.is_bound and form.is_valid():
        is_yes = form.cleaned_data["answer"] == "accept"
        try:
            done = (
                invitation.accept(by=request.user)
                if is_yes
                else invitation.decline(by=request.user, reason=form.cleaned_data["reason"])
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("workspaces:workspace_list")
        said = _("Your answer is sent.") if done else _("This invitation waits no more.")
        messages.success(request, said)
        return redirect(invitation.workspace if done and is_yes else "workspaces:workspace_list")
    context = {"invitation": invitation, "room": invitation.workspace, "form": form}
    return show_list(request, "workspaces/invitation_detail.html", "workspace_list", context)


@access("workspaces.leave")
@get_or_post
def workspace_leave(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let somebody leave who was let in by name."""
    room = room_or_404(request, public_id, "workspaces.leave")
    admission = room.admissions.current().filter(person=request.user.pk).first()
    if request.method == "POST" and admission is not None:
        try:
            admission.end(by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        messages.success(request, _("You left this workspace."))
        return redirect("workspaces:workspace_list")
    return show(
        request, "workspaces/workspace_leave.html", room, "overview", {"admission": admission}
    )
