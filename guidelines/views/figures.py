"""How many administrations have experience with what: never fewer than three."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guidelines.forms.identity import FiguresForm
from guidelines.lists.copies import head
from guidelines.models import Figures
from guidelines.models.copying import note_copy
from guidelines.pages.figures import Table
from portal.markings.access import PUBLIC, access, may, post_only
from portal.markings.models import reader_of
from portal.sheets import CSV, csv_of

START = {"rows": "technology", "columns": "progress"}


def table_of(request: HttpRequest, form: FiguresForm) -> tuple[Figures | None, Table | None]:
    """Return the edition of the reader, and the table that the address asks for."""
    edition = Figures.edition_for(reader_of(request.user).tokens)
    found = Figures.objects.filter(edition=edition).first()
    if found is None or not form.is_valid():
        return found, None
    return found, Table(found, form.cleaned_data["rows"], form.cleaned_data["columns"])


@access(PUBLIC)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show numbers of administrations by two facets."""
    form = FiguresForm({**START, **request.GET.dict()})
    found, table = table_of(request, form)
    context = {
        "form": form,
        "figures": found,
        "table": table,
        "may_copy": table is not None and may(request.user, "guidelines.copy_records"),
    }
    return render(request, "guidelines/figures.html", context)


@access("guidelines.copy_records")
@post_only
def figures_copy(request: HttpRequest) -> HttpResponse:
    """Hand out the same table as a file, and write down who took it."""
    _found, table = table_of(request, FiguresForm({**START, **request.GET.dict()}))
    if table is None:
        raise Http404
    rows = table.as_rows()
    note_copy(by=request.user, format="csv", rows=len(rows), figures=list(table.facets))
    response = HttpResponse(csv_of([head(table.marking, request.user), *rows]), content_type=CSV)
    response["Content-Disposition"] = 'attachment; filename="figures.csv"'
    return response
