"""A record in other languages: how far it is translated, side by side, and written."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.forms.translation import CheckForm, TranslationForm
from guidelines.models import Record
from guidelines.policies import staff
from guidelines.translating import Desk, Line, counts
from portal.desk.registry import Refused
from portal.markings.access import PUBLIC, access, get_or_post, may, post_only, require
from portal.revision import posted
from portal.taxonomy.models import Language


def record_or_404(request: HttpRequest, public_id: str, permission: str = "") -> Record:
    """Return the published record that the person may read, and may do this with."""
    rows = Record.objects.detailed().published()  # type: ignore[attr-defined]
    row: Record = rows.readable_or_404(request.user, public_id=public_id)
    if permission:
        require(request.user, permission, row)
    return row


def desk_or_404(row: Record, language: str) -> Desk:
    """Return the record beside one language; its own is none to translate into."""
    if language == row.language.code:
        raise Http404
    return Desk(row, get_object_or_404(Language, code=language))


def line_or_404(desk: Desk, section: str) -> Line:
    """Return a section of words that says something."""
    line = desk.line(section)
    if line is None:
        raise Http404
    return line


@access(PUBLIC)
@require_safe
def translation_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show how far a record is translated into each language."""
    row = record_or_404(request, public_id)
    context = {
        "record": row,
        "counts": counts(row),
        "may_translate": may(request.user, "guidelines.translate_record", row),
        "staff": staff(request.user),
    }
    return render(request, "guidelines/translation_list.html", context)


@access(PUBLIC)
@require_safe
def translation_detail(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    """Show a record and its translation side by side."""
    row = record_or_404(request, public_id)
    context = {
        "record": row,
        "desk": desk_or_404(row, language),
        "may_translate": may(request.user, "guidelines.translate_record", row),
        "may_check": may(request.user, "guidelines.check_translation", row),
        "staff": staff(request.user),
    }
    return render(request, "guidelines/translation_detail.html", context)


@access("guidelines.translate_record")
@get_or_post
def translation_edit(
    request: HttpRequest, public_id: str, language: str, section: str
) -> HttpResponse:
    """Translate one section beside its source."""
    row = record_or_404(request, public_id, "guidelines.translate_record")
    desk = desk_or_404(row, language)
    line = line_or_404(desk, section)
    form = TranslationForm(
        posted(request), record=row, section=line.section, language=desk.language,
        found=line.translation,
    )  # fmt: skip
    if form.is_bound and form.is_valid() and form.save(by=request.user):
        messages.success(request, _("Saved as a working translation. An editor checks it."))
        return redirect("guidelines:translation_detail", public_id, language)
    if form.is_bound:
        # As it stands now: what changed meanwhile is to be compared with.
        desk = Desk(row, desk.language)
        line = line_or_404(desk, section)
    context = {
        "record": row,
        "desk": desk,
        "line": line,
        "form": form,
        "staff": staff(request.user),
    }
    return render(request, "guidelines/translation_edit.html", context)


@access("guidelines.check_translation")
@post_only
def translation_check(
    request: HttpRequest, public_id: str, language: str, section: str
) -> HttpResponse:
    """Say that a translation was checked against its source."""
    row = record_or_404(request, public_id, "guidelines.check_translation")
    desk = desk_or_404(row, language)
    found, form = line_or_404(desk, section).translation, CheckForm(request.POST)
    if found is None:
        raise Http404
    try:
        seen = form.cleaned_data["seen"] if form.is_valid() else ""
        found.check_words(by=request.user, seen=seen)
    except Refused as why:
        messages.error(request, str(why))
    return redirect("guidelines:translation_detail", public_id, language)
