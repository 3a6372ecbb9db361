"""The page of the search box."""

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from psycopg.errors import QueryCanceled

from portal.markings.access import PUBLIC, access
from portal.search.forms import SearchForm
from portal.search.results import Results


@access(PUBLIC)
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what the person may read of what the words find."""
    form = SearchForm(request.GET)
    context = {"form": form, "box": form.box, "search_query": form.box.text}
    if not form.box:
        return render(request, "search/results_blank.html", context)
    try:
        found = Results(request, form)
        context["results"] = found
        if not found.query:
            return render(request, "search/results_common.html", context)
        page = "search/results.html" if found.total else "search/results_none.html"
        return render(request, page, context)
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        return render(request, "search/results_broad.html", context)
