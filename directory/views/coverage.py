"""Coverage of Members by contact points: the Secretariat's table, and a regional officer's."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from directory.coverage import coverage_for
from directory.views.sections import show
from portal.markings.access import access
from portal.sheets import CSV

RULE = "directory.read_coverage"


@access(RULE)
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Show how contact points stand by region, and which Members need somebody."""
    context = {"coverage": coverage_for(request.user)}
    return show(request, "directory/coverage.html", "coverage", context)


@access(RULE)
@require_safe
def coverage_table(request: HttpRequest) -> HttpResponse:
    """Give the table as CSV: totals only."""
    table = coverage_for(request.user).as_csv()
    answer = HttpResponse(table, content_type=CSV)
    answer["Content-Disposition"] = 'attachment; filename="coverage.csv"'
    return answer
