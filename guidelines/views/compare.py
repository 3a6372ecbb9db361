"""Side by side, and taken along: comparisons and lists as pages and as files."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guidelines.forms.finding import CompareForm, FormatForm
from guidelines.lists.copies import MOST, TYPES, file_of, head, list_rows
from guidelines.lists.facets import names
from guidelines.lists.listing import PLURALS, chosen
from guidelines.models import Record
from guidelines.models.copying import note_copy
from guidelines.pages import comparison as comparing
from guidelines.views.records import kind_or_404
from portal.facets import narrowed
from portal.markings.access import PUBLIC, access, get_or_post, may, post_only
from portal.paging import count
from portal.revision import posted


@access(PUBLIC)
@require_safe
def record_compare(request: HttpRequest) -> HttpResponse:
    """Show up to five experiences side by side."""
    form = CompareForm(request.GET)
    codes = form.all_codes
    found = comparing.found(request.user, codes)
    comparison = comparing.Comparison(found)
    known = {row.code for row in found}
    context = {
        "form": form,
        "comparison": comparison,
        "left": codes[comparing.MOST :],
        "unknown": [code for code in codes[: comparing.MOST] if code not in known],
        "may_copy": bool(found) and may(request.user, "guidelines.copy_records"),
    }
    return render(request, "guidelines/record_compare.html", context)


@access("guidelines.copy_records")
@post_only
def compare_copy(request: HttpRequest) -> HttpResponse:
    """Hand out a comparison as a file."""
    comparison = comparing.Comparison(
        comparing.found(request.user, CompareForm(request.GET).all_codes)
    )
    form = FormatForm(request.POST)
    kind = form.cleaned_data["format"] if form.is_valid() else "csv"
    note_copy(
        by=request.user, format=kind, rows=len(comparison.columns),
        codes=[column.record.code for column in comparison.columns],
    )  # fmt: skip
    rows = [head(comparison.marking, request.user), *comparison.table()]
    return _download(rows, kind, "comparison")


@access("guidelines.copy_records")
@get_or_post
def record_copy(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask for the format, then hand out the records that the filters of the address leave."""
    found = kind_or_404(kind)
    facets = {each: codes for each, codes in chosen(request.GET, found, names()).items() if codes}
    records = Record.objects.readable_by(request.user).published().filter(kind=found)
    left = narrowed(records, facets).order_by("-published_at", "-id")
    form = FormatForm(posted(request))
    if form.is_bound and form.is_valid():
        rows = list(left.rows()[: MOST + 1])  # type: ignore[attr-defined]
        as_what = form.cleaned_data["format"]
        note_copy(
            by=request.user, format=as_what, rows=min(len(rows), MOST), kind=found.value,
            facets=facets,
        )  # fmt: skip
        return _download(list_rows(rows, request.user), as_what, f"{found.value}s")
    total = count(left, MOST + 1)
    context = {
        "form": form, "kind": found, "plural": PLURALS[found], "total": min(total, MOST),
        "is_capped": total > MOST, "most": MOST, "facets": facets, "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "guidelines/record_copy.html", context)


def _download(rows: Iterable[Sequence[Any]], kind: str, name: str) -> HttpResponse:
    response = HttpResponse(file_of(rows, kind), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
