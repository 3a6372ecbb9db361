"""The kinds of seat: the Secretariat adds and edits them, and gives some no longer."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.forms.seat import SeatRoleAddForm, SeatRoleForm
from directory.models import SeatRole
from directory.views.sections import show
from portal.markings.access import access, get_or_post, post_only
from portal.revision import posted


@access("directory.keep_seats")
@require_safe
def seat_role_list(request: HttpRequest) -> HttpResponse:
    """List the kinds of seat, with how many of each somebody holds."""
    held = Count("seats__holdings", filter=Q(seats__holdings__until=None))
    roles = SeatRole.objects.select_related("stands_in_for").annotate(held=held)
    return show(request, "directory/seat_role_list.html", "administration_list", {"roles": roles})


@access("directory.keep_seats")
@get_or_post
def seat_role_add(request: HttpRequest) -> HttpResponse:
    """Add a kind of seat."""
    form = SeatRoleAddForm(posted(request), initial={"position": 50})
    if form.is_bound and form.is_valid():
        SeatRole.add(by=request.user, **form.cleaned_data)
        messages.success(request, _("The kind of seat is added."))
        return redirect("directory:seat_role_list")
    return show(request, "directory/seat_role_edit.html", "administration_list", {"form": form})


@access("directory.keep_seats")
@get_or_post
def seat_role_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is said of a kind of seat, and who signs."""
    role = get_object_or_404(SeatRole, code=code)
    form = SeatRoleForm(posted(request), instance=role)
    if form.is_bound and form.is_valid() and form.save_changes(by=request.user):
        messages.success(request, _("The kind of seat is saved."))
        return redirect("directory:seat_role_list")
    return show(
        request,
        "directory/seat_role_edit.html",
        "administration_list",
        {"form": form, "role": role},
    )


@access("directory.keep_seats")
@post_only
def seat_role_sign(request: HttpRequest, code: str) -> HttpResponse:
    """Ask that holders of this kind of seat sign, or sign no longer; another officer decides."""
    role = get_object_or_404(SeatRole, code=code)
    if role.ask_to_sign(request.POST.get("signs") == "yes", by=request.user):
        messages.success(request, _("It waits for a second officer."))
    else:
        messages.info(request, _("Nothing was changed: it is so already, or it waits."))
    return redirect("directory:seat_role_edit", code=code)


@access("directory.keep_seats")
@post_only
def seat_role_retire(request: HttpRequest, code: str) -> HttpResponse:
    """Give a kind of seat no longer, or again; who holds one keeps it."""
    role = get_object_or_404(SeatRole, code=code)
    is_retired = request.POST.get("is_retired") == "yes"
    if role.is_spoken_of:
        messages.error(request, _("The portal’s own rules need this kind of seat."))
    elif role.is_retired != is_retired:
        role.revise(by=request.user, is_retired=is_retired)
        messages.success(request, _("The kind of seat is saved."))
    return redirect("directory:seat_role_list")
