"""Partner organisations of the project."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from directory.models import CardView, Holding, PartnerOrganisation
from directory.models.card_view import BudgetSpentError
from directory.views.sections import show
from portal.markings.access import access, may
from portal.markings.models import reader_of


@access("directory.read_partners")
@require_safe
def partner_list(request: HttpRequest) -> HttpResponse:
    """Show the organisations that work with the project, by kind."""
    rows = PartnerOrganisation.objects.order_by("acronym")
    by_kind = {
        kind.label: [row for row in rows if row.kind == kind] for kind in PartnerOrganisation.Kind
    }
    groups = [(label, found) for label, found in by_kind.items() if found]
    context = {"groups": groups, "total": len(rows)}
    return show(request, "directory/partner_list.html", "partner_list", context)


@access("directory.read_partners")
@require_safe
def partner_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an organisation and who speaks for it; addresses as each person allows."""
    partner = get_object_or_404(PartnerOrganisation, pk=pk)
    contacts = _contacts(partner, request.user)
    context = {
        "partner": partner,
        "contacts": contacts,
        "is_spent": not _look(request.user, contacts),
        "may_keep": may(request.user, "directory.keep_domains"),
    }
    return show(request, "directory/partner_detail.html", "partner_list", context)


def _look(reader: Any, contacts: list[dict[str, Any]]) -> bool:
    """Keep whose address the reader sees; past the budget of the day nobody's, and False."""
    try:
        CardView.look(reader, [each["person"] for each in contacts if each["email"]])
    except BudgetSpentError:
        for each in contacts:
            each["email"] = ""
        return False
    return True


def _contacts(partner: PartnerOrganisation, reader: Any) -> list[dict[str, Any]]:
    """Return the holders of the organisation's seats; partners meet each other by name alone."""
    held = Holding.objects.current().filter(seat__partner=partner, person__state="verified")
    rows = held.select_related("person__administration__region", "seat")
    audiences = reader_of(reader).audience_ids
    return [
        {
            "person": each.person,
            "seat": each.seat.title,
            "is_readable": each.person.audience_id in audiences,
            "email": each.person.email
            if each.person.shows(each.person.email_visibility, reader)
            else "",
        }
        for each in rows.order_by("seat__role__position", "person__sort_key", "pk")
        if not each.person.is_lapsed
    ]
