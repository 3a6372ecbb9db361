"""A record in other languages: how far it is translated, side by side, and written."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from guidelines.forms.translation import CheckForm, TranslationForm, WordingForm
from guidelines.models import Record, Translation, Wording
from guidelines.pages.fetching import record_or_404
from guidelines.pages.translation import Desk, Line, counts
from portal.markings.access import PUBLIC, access, get_or_post, may, post_only
from portal.paging import Order, Page
from portal.refusals import Refused
from portal.revision import posted
from portal.taxonomy.models import Language, in_language

ORDERS = {"newest": Order(gettext_lazy("newest"), ("-at", "-id"))}
# What a translator is told, by whether the words wait for somebody.
KEPT = {
    False: gettext_lazy("Saved as a working translation. An editor checks it."),
    True: gettext_lazy("Proposed. The checked words stand until an editor accepts yours."),
}


def desk_or_404(row: Record, language: str, reader: Any = None) -> Desk:
    """Return the record beside one language; its own is none to translate into."""
    if language == row.language.code:
        raise Http404
    return Desk(row, get_object_or_404(Language, code=language), reader)


def line_or_404(desk: Desk, section: str) -> Line:
    """Return a section of words that says something."""
    line = desk.line(section)
    if line is None:
        raise Http404
    return line


@access("guidelines.check_translation")
@require_safe
def translation_queue(request: HttpRequest) -> HttpResponse:
    """List the translations that nobody checked, and those in whose place others are proposed."""
    records = Record.objects.readable_by(request.user).published()
    rows = Translation.objects.filter(record__in=records).to_check()
    page = Page.of(rows.select_related("record", "language"), request, orders=ORDERS, counted=rows)
    lines = [(row, in_language(row.language, "name")) for row in page.rows]
    context = {"page": page, "lines": lines}
    return render(request, "guidelines/translation_queue.html", context)


@access(PUBLIC)
@require_safe
def translation_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show how far a record is translated into each language."""
    row = record_or_404(request, public_id)
    found = counts(row)
    may_translate = may(request.user, "guidelines.translate_record", row)
    context = {
        "record": row,
        "begun": [each for each in found if each.done],
        "others": [each for each in found if may_translate and not each.done],
    }
    return render(request, "guidelines/translation_list.html", context)


@access(PUBLIC)
@require_safe
def translation_detail(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    """Show a record and its translation side by side."""
    row = record_or_404(request, public_id)
    context = {
        "record": row,
        "desk": desk_or_404(row, language, request.user),
        "may_translate": may(request.user, "guidelines.translate_record", row),
        "may_check": may(request.user, "guidelines.check_translation", row),
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
        found=line.translation, person=request.user,
        may_replace=may(request.user, "guidelines.check_translation", row),
    )  # fmt: skip
    if form.is_bound and form.is_valid() and form.save(by=request.user):
        messages.success(request, KEPT[form.is_proposed])
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


@access("guidelines.settle_wording")
@post_only
def wording_settle(request: HttpRequest, public_id: str, language: str, pk: int) -> HttpResponse:
    """Put proposed words in the place of checked ones, or leave them."""
    row = record_or_404(request, public_id, "guidelines.settle_wording")
    rows = Wording.objects.select_related("translation__record", "translation__language")
    found = get_object_or_404(
        rows, pk=pk, translation__record=row, translation__language__code=language
    )
    form = WordingForm(request.POST)
    if form.is_valid():
        seen, is_taken = form.cleaned_data["seen"], form.cleaned_data["answer"] == "take"
        try:
            if not found.settle(by=request.user, seen=seen, is_taken=is_taken):
                messages.info(request, _("A colleague decided this before you."))
        except Refused as why:
            messages.error(request, str(why))
    return redirect("guidelines:translation_detail", public_id, language)
