"""What becomes of a published record: replaced, merged, withdrawn, and found by its code."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from guidelines.forms.succession import FollowForm, ReasonForm
from guidelines.kinds import State
from guidelines.models import Record
from guidelines.models.succession import merge, supersede
from guidelines.pages.fetching import ISSUED, followed_by, record_or_404
from guidelines.pages.record import RecordPage
from portal.markings.access import PUBLIC, access, get_or_post, post_only
from portal.markings.models import NotReadable
from portal.refusals import Refused
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


# What an address of a merged record says for its own text.
READ_OLD = "read=old"


def asks_old(request: HttpRequest) -> bool:
    """Return whether somebody asks for what a merged record said, not for what is kept."""
    return request.GET.get("read") == "old"


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
    row = record_or_404(request, public_id, f"guidelines.{way}_record", states=ISSUED)
    verb, title, button, done = FOLLOWING[way]
    initial = {"successor": request.GET.get("into", "")[:10]}
    form = FollowForm(posted(request), record=row, person=request.user, initial=initial)
    if form.is_bound and form.is_valid():
        other, note = form.cleaned_data["successor"], form.cleaned_data["note"]
        try:
            is_done = verb(row, by=request.user, successor=other, note=note)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            _tell(request, is_done, done)
            return redirect(other)
    return _show(request, row, form, headline=title, button=button, way=way)


@access("guidelines.review_sources")
@post_only
def record_sources(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that the Secretariat checked a record against its public sources."""
    row = record_or_404(request, public_id, "guidelines.review_sources", states=ISSUED)
    if row.review_sources(by=request.user):
        messages.success(request, _("Noted: the Secretariat has reviewed it. Its page says so."))
    return redirect(row)


@access("guidelines.withdraw_record")
@get_or_post
def record_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Withdraw a record with a reason."""
    row = record_or_404(request, public_id, "guidelines.withdraw_record", states=ISSUED)
    form = ReasonForm(posted(request))
    if form.is_bound and form.is_valid():
        is_done = row.withdraw(by=request.user, reason=form.cleaned_data["reason"])
        _tell(request, is_done, _("Withdrawn. Its page says when and why."))
        return redirect("guidelines:record_list", row.kind)
    return _show(
        request,
        row,
        form,
        headline=pgettext("guidance", "Withdraw this record"),
        button=_("Withdraw"),
        way="withdraw",
    )


def _tell(request: HttpRequest, is_done: bool, words: Any) -> None:
    if is_done:
        messages.success(request, str(words))
    else:
        messages.info(request, _("A colleague was faster: your words were not kept."))


def _show(
    request: HttpRequest, row: Record, form: FollowForm | ReasonForm, **more: object
) -> HttpResponse:
    context = {"record": row, "form": form, "is_danger": True, **more}
    return render(request, "guidelines/record_end.html", context)


@access(PUBLIC)
@require_safe
def record_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Lead from a code to its record; of a merged one, to the record that is kept.

    Whoever asked to read what a merged one said still asks so there.
    """
    rows = Record.objects.readable_by(request.user).exclude(state=State.DRAFT)
    row = next(iter(rows.filter(code=code.upper())[:1]), None)
    if row is None:
        raise NotReadable
    return redirect(f"{row.get_absolute_url()}?{READ_OLD}" if asks_old(request) else row)


def show_withdrawn(request: HttpRequest, row: Record) -> HttpResponse:
    """Say when and why a record was withdrawn, at each of its addresses."""
    context = {"record": row, "page": RecordPage(row, request.user)}
    return render(request, "guidelines/record_withdrawn.html", context, status=410)


def show_superseded(request: HttpRequest, row: Record) -> HttpResponse:
    """Lead on from a merged record; show what a replaced one said, and what replaces it.

    Who may not read the record that follows meets neither its title nor its address.
    """
    said, successor = row.succession, followed_by(request, row)
    if said.is_merged and successor and not asks_old(request):
        return redirect(successor)
    context = {
        "record": row,
        "page": RecordPage(row, request.user),
        "said": said,
        "successor": successor,
    }
    return render(request, "guidelines/record_superseded.html", context)
