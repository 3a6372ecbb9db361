"""Reviews of what is published: pointed out, opened, ended with a statement."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from guidelines.forms.outcomes import HintForm, PlanForm, StatementForm
from guidelines.models import Record, Reexamination
from guidelines.pages.fetching import record_or_404
from portal.desk.models import Conflict
from portal.markings.access import access, get_or_post, may
from portal.refusals import Refused
from portal.revision import posted


@access("guidelines.hint_review")
@get_or_post
def review_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Point out that a record may no longer be right; editors put it under review at once."""
    row = record_or_404(request, public_id, "guidelines.hint_review")
    is_editor = may(request.user, "guidelines.reexamine")
    form = HintForm(posted(request), initial={"cause": request.GET.get("cause", "")})
    if request.method == "POST" and form.is_valid():
        try:
            verb = Reexamination.begin if is_editor else Reexamination.hint
            verb(row, by=request.user, **form.cleaned_data)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            said = _("Thank you. The Secretariat looks at it and answers you.")
            messages.success(request, _("It is under review now.") if is_editor else said)
            return redirect(row)
    own = row.reexaminations.filter(noted_by=request.user.pk)  # type: ignore[misc]
    context = {
        "form": form, "record": row, "is_editor": is_editor, "own": own[:10],
        "headline": _("Something changed"),
        "button": _("Put it under review") if is_editor else _("Send"),
    }  # fmt: skip
    return render(request, "guidelines/reexamination_form.html", context)


@access("guidelines.reexamine")
@get_or_post
def review_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that a record under review is still right."""
    row = get_object_or_404(
        Reexamination.objects.select_related(
            "record__version", "record__region", "record__administration"
        ),
        public_id=public_id,
        record__in=Record.objects.readable_by(request.user),
    )
    form = StatementForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            if row.confirm(by=request.user, **form.cleaned_data):
                messages.success(request, _("Readers see your statement with its date."))
            else:
                messages.error(request, _("This review has ended already."))
            return redirect(row)
        except Conflict:
            form.add_error(None, _("A colleague has this item in hand. Nothing was changed."))
    context = {
        "form": form, "review": row, "record": row.record, "headline": _("It is still right"),
        "button": _("End the review"),
    }  # fmt: skip
    return render(request, "guidelines/review_end.html", context)


@access("guidelines.plan_review")
@get_or_post
def review_plan(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say by which day a published record is looked at again."""
    row = record_or_404(request, public_id)
    before = {"review_by": row.review_by.isoformat()} if row.review_by else None
    form = PlanForm(posted(request), initial=before)
    if request.method == "POST" and form.is_valid():
        try:
            row.plan_review(by=request.user, on=form.cleaned_data["review_by"])
            messages.success(request, _("Saved."))
            return redirect(row)
        except Refused as why:
            form.add_error(None, str(why))
    context = {"form": form, "record": row, "headline": _("Day of review"), "button": _("Save")}
    return render(request, "guidelines/record_act.html", context)
