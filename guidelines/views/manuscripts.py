"""Writing: a new record, its text, and the next version of one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.forms.begin import BeginForm
from guidelines.forms.framing import writing_form
from guidelines.kinds import Stage
from guidelines.models import Manuscript
from guidelines.models.anew import latest_of
from guidelines.models.taking import take_over
from guidelines.pages.fetching import record_or_404
from guidelines.pages.manuscript import ManuscriptPage
from guidelines.views.records import kind_or_404
from portal.markings.access import access, get_or_post, post_only, require
from portal.refusals import Refused


def manuscript_or_404(request: HttpRequest, public_id: str) -> Manuscript:
    """Return a text in preparation that the person may read."""
    rows = Manuscript.objects.select_related(
        "record__language", "record__version", "record__administration", "record__region",
        "audience", "version",
    )  # fmt: skip
    return rows.readable_or_404(request.user, public_id=public_id)


def written_or_404(request: HttpRequest, public_id: str) -> Manuscript:
    """Return the text to write in: of one begun anew meanwhile, the one in which it goes on."""
    row = manuscript_or_404(request, public_id)
    latest = latest_of(row, request.user)
    if latest == row:
        return row
    messages.info(request, _("This text no longer tells whose it is. It goes on here."))
    return manuscript_or_404(request, latest.public_id)


@access("guidelines.begin_record")
@get_or_post
def record_add(request: HttpRequest, kind: str) -> HttpResponse:
    """Begin a record."""
    found = kind_or_404(kind)
    form = BeginForm.compose(
        request, key=f"guidance:new:{found}", kind=found, person=request.user
    )  # fmt: skip
    if form.is_bound and form.press == "send":
        if known := form.already_begun():
            return redirect(known)
        if form.is_valid():
            messages.success(request, form.saved)
            return redirect(form.begin())
    context = {"form": form, "kind": found}
    return render(request, "guidelines/record_form.html", context)


@access("guidelines.read_manuscript")
@require_safe
def manuscript_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a text in preparation, and what comes next."""
    row = manuscript_or_404(request, public_id)
    context = {
        "manuscript": row,
        "record": row.record,
        "page": ManuscriptPage(row, request.user),
    }
    return render(request, "guidelines/manuscript_detail.html", context)


@access("guidelines.write")
@get_or_post
def manuscript_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write in a text; what a colleague wrote meanwhile is kept beside."""
    row = written_or_404(request, public_id)
    # What is typed in a text that was sent on, given up or published meanwhile is refused beside
    # it, and stays.
    is_sent = request.method == "POST"
    require(request.user, "guidelines.send_words" if is_sent else "guidelines.write", row)
    form = writing_form(request, row, public_id)
    if form.is_sent() and form.save(by=request.user):
        messages.success(request, _("The text is saved."))
        # Another one, where it is to be hidden whose it is.
        return redirect(form.manuscript or row)
    context = {
        "form": form, "kind": row.record.kind, "manuscript": row,
    }  # fmt: skip
    answer = render(request, "guidelines/record_form.html", context)
    if is_sent and row.stage != Stage.WRITING:
        answer.status_code = 409
    return answer


@access("guidelines.revise_record")
@post_only
def record_revise(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin the next version of a record, or go on with the one that somebody began."""
    row = record_or_404(request, public_id, "guidelines.revise_record")
    try:
        return redirect(Manuscript.revise(row, by=request.user))
    except Refused as why:
        begun = Manuscript.objects.readable_by(request.user).open().filter(record=row).first()
        words = _("The next version is begun already. Go on here.") if begun else str(why)
        messages.warning(request, words)
        return redirect(begun or row)


@access("guidelines.take_over")
@post_only
def record_take(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin the administration's own text from what public sources say of it."""
    row = record_or_404(request, public_id, "guidelines.take_over")
    try:
        begun = take_over(row, by=request.user)
    except Refused as why:
        messages.warning(request, str(why))
        return redirect(row)
    messages.success(request, _("This draft is yours. Correct it, then send it on."))
    return redirect(begun)
