"""How many administrations have experience with what: never fewer than three."""

import csv
import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.forms.harbour import FiguresForm
from guidelines.models import Figures
from guidelines.models.figures import FACETS, values_of
from portal.cells import harmless
from portal.markings.access import PUBLIC, access
from portal.markings.models import reader_of

START = {"rows": "technology", "columns": "progress"}


class Table:
    """One table of an edition: the values of two facets in words, and the numbers told."""

    def __init__(self, figures: Figures, rows: str, columns: str) -> None:
        self.figures, self.facets = figures, (rows, columns)
        self.columns = list(values_of(columns).values())
        self.title = f"{FACETS[rows]} × {FACETS[columns]}"
        self.corner = FACETS[rows]
        self.rows = [
            (name, [figures.cell(rows, row, columns, column) for column in values_of(columns)],
             figures.total(rows, row))
            for row, name in values_of(rows).items()
        ]  # fmt: skip
        self.totals = [figures.total(columns, column) for column in values_of(columns)]

    def as_csv(self) -> str:
        """Return the same numbers as a file; no cell is a formula."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        few = _("fewer than three, or withheld")

        def line(*cells: Any) -> None:
            writer.writerow([harmless(str(few if cell is None else cell)) for cell in cells])

        line(self.corner, *self.columns, _("All"))
        for name, numbers, total in self.rows:
            line(name, *numbers, total)
        line(_("All"), *self.totals, self.figures.everybody)
        return out.getvalue()


@access(PUBLIC)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show numbers of administrations by two facets, as a page or as a file."""
    form = FiguresForm({**START, **request.GET.dict()})
    edition = Figures.edition_for(reader_of(request.user).tokens)
    found = Figures.objects.filter(edition=edition).first()
    table = None
    if found and form.is_valid():
        table = Table(found, form.cleaned_data["rows"], form.cleaned_data["columns"])
    if table and request.GET.get("format") == "csv":
        response = HttpResponse("\ufeff" + table.as_csv(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="figures.csv"'
        return response
    context = {"form": form, "figures": found, "table": table}
    return render(request, "guidelines/figures.html", context)
