"""The page of the search box."""

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from psycopg.errors import QueryCanceled

from portal.markings.access import PUBLIC, SIGNED_IN, access, post_only
from portal.notifications.models import TooManyFollowsError
from portal.search.forms import SearchForm
from portal.search.models import SavedSearch
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


@access(SIGNED_IN)
@post_only
def search_save(request: HttpRequest) -> HttpResponse:
    """Tell the person of new results of these words and filters from now on."""
    form = SearchForm(request.POST)
    query = form.box.query((get_language() or "en")[:2]).find
    follows = reverse("notifications:follow_list")
    if not query:
        messages.error(request, _("Search for words that tell something, then save the search."))
        return redirect("search:results")
    try:
        search, is_new = SavedSearch.keep(
            by=request.user, find=query, address=urlencode(form.saved_pairs), **form.saved
        )
    except TooManyFollowsError:
        messages.error(request, _("You follow too much to follow more. Stop something first."))
        return redirect(follows)
    said = _("You will be told of new results.") if is_new else _("You are told of new results.")
    link = _("See and change what you follow")
    messages.success(request, format_html('{} <a href="{}">{}</a>', said, follows, link))
    return redirect(search)
