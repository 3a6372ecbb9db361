"""What moderators did, year by year: a page and a table."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forums import counts
from portal.markings.access import access
from portal.sheets import CSV


@access("forums.read_counts")
@require_safe
def count_list(request: HttpRequest) -> HttpResponse:
    """Show what moderators decided in every year."""
    context = {"years": counts.years(), "columns": counts.COLUMNS.values(), "few": counts.FEWEST}
    return render(request, "forums/count_list.html", context)


@access("forums.read_counts")
@require_safe
def count_table(request: HttpRequest) -> HttpResponse:
    """Give the table as CSV, with the same numbers."""
    answer = HttpResponse(counts.as_csv(counts.years()), content_type=CSV)
    answer["Content-Disposition"] = 'attachment; filename="moderation.csv"'
    return answer
