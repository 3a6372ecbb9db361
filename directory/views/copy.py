"""A copy of a filtered list of people: asked for with a reason, noted, within limits."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext

from directory.cards import cards_of
from directory.copies import TYPES, file_of
from directory.forms.copy import CopyForm
from directory.forms.person_filters import PersonFilters
from directory.models import CardView, Export, Person
from directory.models.card_view import BudgetSpentError, rows_of_copy, today
from directory.views.sections import show
from portal.markings.access import access, get_or_post
from portal.revision import posted


@access("directory.copy_cards")
@get_or_post
def person_copy(request: HttpRequest) -> HttpResponse:
    """Ask for the reason, then send the people whom the filters of the address leave."""
    reader: Any = request.user
    filters = PersonFilters(request, path=reverse("directory:person_list"))
    readable = Person.objects.with_post().verified().readable_by(reader)
    people = filters.narrow(readable, filters.conditions(reader)).order_by("sort_key", "id")
    most = rows_of_copy(reader)
    rows, left = people.values("pk")[: most + 1].count(), CardView.left(reader)
    form = CopyForm(posted(request), rows=rows, most=most, left=left)
    if form.is_bound and form.is_valid():
        try:
            return _sent(list(people[:most]), form, filters, reader)
        except BudgetSpentError as error:
            form.add_error(None, budget_words(error.left))
    context = {"form": form, "filters": filters, "rows": rows, "most": most, "left": left}
    return show(request, "directory/person_copy.html", "person_list", context)


def _sent(people: list[Person], form: CopyForm, filters: PersonFilters, by: Any) -> HttpResponse:
    """Note the copy, and return it as a file."""
    values = form.cleaned_data
    chosen, fields = values["format"], values["fields_kept"]
    Export.take(
        people,
        by=by,
        format=chosen,
        reason=values["reason"],
        filters=filters.query.rstrip("&"),
        fields=fields,
    )
    content_type, ending = TYPES[chosen]
    content = file_of(cards_of(people, by), chosen, fields, by)
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="people-{today()}.{ending}"'
    return response


def budget_words(left: int) -> str:
    """Return what somebody is told whose budget of the day is too small."""
    return ngettext(
        "You may open or copy %(n)d more card today. Narrow the filters, or come back tomorrow.",
        "You may open or copy %(n)d more cards today. Narrow the filters, or come back tomorrow.",
        left,
    ) % {"n": left}
