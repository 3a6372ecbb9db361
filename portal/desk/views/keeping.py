"""What the Secretariat keeps for the desk: texts for reasons, and closing days."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.desk.forms.keeping import HolidayForm, ReasonForm
from portal.desk.models import Holiday, ReasonTemplate
from portal.desk.registry import reviewables
from portal.desk.workdays import today
from portal.markings.access import access, get_or_post, post_only
from portal.revision import posted


@access("desk.keep_desk")
@require_safe
def reason_list(request: HttpRequest) -> HttpResponse:
    """List the texts."""
    titles = {kind.code: kind.title for kind in reviewables()} | {"": _("Every kind")}
    rows = [(each, titles.get(each.kind, each.kind)) for each in ReasonTemplate.objects.all()]
    return render(request, "desk/reason_list.html", {"rows": rows})


@access("desk.keep_desk")
@get_or_post
def reason_add(request: HttpRequest) -> HttpResponse:
    """Keep a new text."""
    return _reason(request, ReasonTemplate())


@access("desk.keep_desk")
@get_or_post
def reason_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a text."""
    return _reason(request, get_object_or_404(ReasonTemplate, pk=pk))


def _reason(request: HttpRequest, reason: ReasonTemplate) -> HttpResponse:
    form = ReasonForm(posted(request), instance=reason)
    if form.is_valid() and form.keep(by=request.user):
        messages.success(request, _("The text is kept."))
        return redirect("desk:reason_list")
    return render(request, "desk/reason_edit.html", {"form": form, "reason": reason})


@access("desk.keep_desk")
@post_only
def reason_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a text off the list."""
    get_object_or_404(ReasonTemplate, pk=pk).drop(by=request.user)
    messages.success(request, _("The text is gone."))
    return redirect("desk:reason_list")


@access("desk.keep_desk")
@get_or_post
def holiday_list(request: HttpRequest) -> HttpResponse:
    """List the closing days to come, and note one."""
    form = HolidayForm(posted(request))
    if form.is_valid():
        form.keep(by=request.user)
        messages.success(request, _("The day is noted."))
        return redirect("desk:holiday_list")
    days = Holiday.objects.filter(day__gte=today())
    return render(request, "desk/holiday_list.html", {"form": form, "days": days})


@access("desk.keep_desk")
@post_only
def holiday_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a day be a working day again."""
    get_object_or_404(Holiday, pk=pk).drop(by=request.user)
    messages.success(request, _("It is a working day again."))
    return redirect("desk:holiday_list")
