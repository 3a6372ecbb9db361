"""Who is in a room: the list, one row of it, and who is let in next."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portal.markings.access import access, get_or_post, may, post_only, require
from portal.markings.models import NotReadable
from portal.paging import Order, Page
from portal.refusals import Refused
from portal.revision import posted
from workspaces.forms.joining import ReasonForm
from workspaces.forms.members import AdmitForm, InviteForm, TermForm
from workspaces.inviting import invite_all
from workspaces.models import Admission, Invitation, Workspace
from workspaces.views.frame import looking, room_or_404, show

ORDERS = {"role": Order(gettext_lazy("role"), ("-role", "since", "id"))}


@access("workspaces.enter")
@require_safe
def member_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show members who is let in, by whom and until when; to moderators, who is invited."""
    room = room_or_404(request, public_id, "workspaces.enter")
    admissions = Admission.objects.current().filter(workspace=room).with_holders()
    page = Page.of(admissions, request, orders=ORDERS, per_page=50)
    context: dict[str, Any] = {"page": page, "invitations": []}
    if may(looking(request, room)[0], "workspaces.handle_request", room):
        invited = Invitation.objects.kept_by(request.user).waiting().filter(workspace=room)
        context["invitations"] = invited.with_people()[:200]
    return show(request, "workspaces/member_list.html", room, "members", context)


@access("workspaces.invite")
@get_or_post
def invite(request: HttpRequest, public_id: str) -> HttpResponse:
    """Invite people from a pasted list, with an answer for each line."""
    room = room_or_404(request, public_id, "workspaces.invite")
    form = InviteForm(posted(request))
    report = None
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        report = invite_all(
            room, values["people"], by=request.user, role=values["role"],
            until=values["until"], reason=values["reason"],
        )  # fmt: skip
        left = "\n".join(line.text for line in report if not line.is_done)
        form = InviteForm(initial={"people": left, "role": values["role"]})
    return show(
        request, "workspaces/invite.html", room, "members", {"form": form, "report": report}
    )


@access("workspaces.admit")
@get_or_post
def member_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let an administration in, or whoever holds a seat."""
    room = room_or_404(request, public_id, "workspaces.admit")
    form = AdmitForm(posted(request), room=room)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            Admission.admit(
                room, values["holder"], role=values["role"], until=values["until"], by=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("They are members of this workspace now."))
            return redirect("workspaces:member_list", room.public_id)
    return show(request, "workspaces/member_add.html", room, "members", {"form": form})


def admission_or_404(request: HttpRequest, room: Workspace, public_id: str) -> Admission:
    """Return a current admission of a room."""
    current = Admission.objects.current().with_holders().filter(workspace=room)
    return current.readable_or_404(request.user, public_id=public_id)


@access("workspaces.remove")
@get_or_post
def member_edit(request: HttpRequest, public_id: str, admission: str) -> HttpResponse:
    """Change a role or a last day, or end an admission."""
    room = room_or_404(request, public_id, "workspaces.remove")
    row = admission_or_404(request, room, admission)
    initial: dict[str, Any] = {"role": row.role, "until": row.until}
    form = TermForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        require(request.user, "workspaces.admit", room)
        try:
            row.change(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("workspaces:member_list", room.public_id)
    context = {"form": form, "admission": row, "end_form": ReasonForm(auto_id="end_%s")}
    return show(request, "workspaces/member_edit.html", room, "members", context)


@access("workspaces.remove")
@post_only
def member_end(request: HttpRequest, public_id: str, admission: str) -> HttpResponse:
    """Let whom an admission lets in no longer in."""
    room = room_or_404(request, public_id, "workspaces.remove")
    row = admission_or_404(request, room, admission)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the reason."))
        return redirect("workspaces:member_edit", room.public_id, row.public_id)
    try:
        row.end(by=request.user, why=form.cleaned_data["why"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("They read nothing of this workspace any more."))
    return redirect("workspaces:member_list", room.public_id)


@access("workspaces.moderate")
@post_only
def invitation_withdraw(request: HttpRequest, public_id: str, invitation: str) -> HttpResponse:
    """Take an invitation back."""
    room = room_or_404(request, public_id, "workspaces.moderate")
    rows = Invitation.objects.kept_by(request.user).filter(workspace=room, public_id=invitation)
    if (row := rows.first()) is None:
        raise NotReadable
    row.withdraw(by=request.user)
    messages.success(request, _("The invitation is taken back."))
    return redirect("workspaces:member_list", room.public_id)
