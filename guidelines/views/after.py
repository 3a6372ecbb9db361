"""What becomes of a published record: replaced, merged, withdrawn, and found by its code."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from guidelines.forms.after import FollowForm, ReasonForm
from guidelines.kinds import State
from guidelines.models import Record
from guidelines.models.succession import merge, supersede
from guidelines.page import RecordPage
from guidelines.policies import staff
from portal.desk.registry import Refused
from portal.markings.access import PUBLIC, access, get_or_post, require
from portal.markings.models import NotReadable
from portal.revision import posted

# What each page does: the verb, its heading, its button and what is said when it is done.
FOLLOWING = {
    "supersede": (
        supersede,
        gettext_lazy("Say which record replaces this one"),
        gettext_lazy("Replace"),
        gettext_lazy("Replaced. The old address says so and leads on."),
    ),
    "merge": (
        merge,
        gettext_lazy("Merge this record into another one"),
        gettext_lazy("Merge"),
        gettext_lazy("Merged. Its address and its code lead to the record that is kept."),
    ),
}


def record_or_404(request: HttpRequest, public_id: str, permission: str) -> Record:
    """Return the record that the person may read, and may do this with."""
    rows = Record.objects.detailed().exclude(state=State.DRAFT)  # type: ignore[attr-defined]
    row: Record = rows.readable_or_404(request.user, public_id=public_id)
    require(request.user, permission, row)
    return row


@access("guidelines.supersede_record")
@get_or_post
def record_supersede(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say which record replaces one."""
    return _follow(request, public_id, "supersede")


@access("guidelines.merge_record")
@get_or_post
def record_merge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a record go on in another one."""
    return _follow(request, public_id, "merge")


def _follow(request: HttpRequest, public_id: str, way: str) -> HttpResponse:
    row = record_or_404(request, public_id, f"guidelines.{way}_record")
    verb, title, button, done = FOLLOWING[way]
    initial = {"successor": request.GET.get("into", "")[:10]}
    form = FollowForm(posted(request), record=row, person=request.user, initial=initial)
    if form.is_bound and form.is_valid():
        other, note = form.cleaned_data["successor"], form.cleaned_data["note"]
        try:
            verb(row, by=request.user, successor=other, note=note)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, str(done))
            return redirect(other)
    return _show(request, row, form, title=title, button=button, way=way)


@access("guidelines.withdraw_record")
@get_or_post
def record_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Withdraw a record with a reason."""
    row = record_or_404(request, public_id, "guidelines.withdraw_record")
    form = ReasonForm(posted(request))
    if form.is_bound and form.is_valid():
        row.withdraw(by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Withdrawn. Its page says when and why."))
        return redirect("guidelines:record_list", row.kind)
    return _show(
        request, row, form, title=_("Withdraw this record"), button=_("Withdraw"), way="withdraw"
    )


def _show(
    request: HttpRequest, row: Record, form: FollowForm | ReasonForm, **more: object
) -> HttpResponse:
    context = {"record": row, "form": form, "staff": staff(request.user), **more}
    return render(request, "guidelines/record_end.html", context)


@access(PUBLIC)
@require_safe
def record_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Lead from a code to its record; of a merged one, to the record that is kept."""
    rows = Record.objects.readable_by(request.user).exclude(state=State.DRAFT)
    row = next(iter(rows.filter(code=code.upper())[:1]), None)
    if row is None:
        raise NotReadable
    return redirect(row)


def show_superseded(request: HttpRequest, row: Record) -> HttpResponse:
    """Lead on from a merged record; show what a replaced one said, and what replaces it.

    Who may not read the record that follows meets neither its title nor its address.
    """
    said = row.succession
    rows = Record.objects.readable_by(request.user).exclude(state=State.DRAFT)
    successor = next(iter(rows.filter(supersedes=row)[:1]), None)
    if said.is_merged and successor and request.GET.get("read") != "old":
        return redirect(successor)
    context = {
        "record": row,
        "page": RecordPage(row, request.user),
        "said": said,
        "successor": successor,
        "staff": staff(request.user),
    }
    return render(request, "guidelines/record_superseded.html", context)
